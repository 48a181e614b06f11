"""When thighs bounce, and how far: to and fro at 0.8 to 4 Hz, for 2 s or longer."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Series = NDArray[np.float64]
Way = tuple[int, int]  # the first frame on it and the first after it
_LEAST_DEG_S = 5.0  # slower is rest; a swing of 6 deg at 0.8 Hz reaches 15
_LEAST_DEG = 3.0  # people sway by less
_WAY_S = 0.625  # half a swing at 0.8 Hz; a longer way, or a longer rest, is no bouncing
_LASTS_S = 2.0


def bounce_deg(raised_deg: Series, t_s: Series) -> Series:
    """How far (deg) the thighs go on the way up or down that they are on, at each time (T,), while
    they bounce; 0 in between and while they do not. `raised_deg` is both thighs' mean elevation.
    """
    out = np.zeros_like(raised_deg)
    for ways in _in_a_row(_quick_ways(raised_deg, t_s), t_s):
        if t_s[ways[-1][1]] - t_s[ways[0][0]] >= _LASTS_S:
            for begins, ends in ways:
                out[begins:ends] = abs(raised_deg[ends] - raised_deg[begins])
    return out


def _quick_ways(raised_deg: Series, t_s: Series) -> list[Way]:
    """The ways that go far and take no longer than half a swing."""
    steps_deg_s = np.diff(raised_deg) / np.diff(t_s)
    heading = np.sign(steps_deg_s) * (np.abs(steps_deg_s) > _LEAST_DEG_S)
    edges = np.flatnonzero(np.diff(heading, prepend=0.0, append=0.0)).tolist()
    return [
        (a, b)
        for a, b in pairwise(edges)
        if abs(raised_deg[b] - raised_deg[a]) >= _LEAST_DEG and t_s[b] - t_s[a] <= _WAY_S
    ]


def _in_a_row(ways: list[Way], t_s: Series) -> list[list[Way]]:
    """Ways that follow on each other."""
    rows: list[list[Way]] = []
    for way in ways:
        if rows and t_s[way[0]] - t_s[rows[-1][-1][1]] <= _WAY_S:
            rows[-1].append(way)
        else:
            rows.append([way])
    return rows
