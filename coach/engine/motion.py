"""How fast the body moves: whether it rests, and where legs were when one seems to turn fast.

A leg's speed cannot be read off landmarks one after the other: the tracker lags behind what is
quick, and now and then exchanges the legs or puts both half-way (Sports2D #35, mediapipe #1101). So
a small network of the measuring model looks at where legs were over the last moments.
"""

from __future__ import annotations

import math
from collections import deque
from statistics import median
from typing import Final

import numpy as np
import numpy.typing as npt

from coach.body import Body, FloatArray, Landmark, mirrored
from coach.engine.features import Features, mirror_map, random_bodies
from coach.measures import INDEX, Reading

STILL_DEG_S: Final = 12.0
"""A body that changes faster than this is on its way somewhere; nobody sways so fast."""
LAG_S: Final = 1 / 12
LAGS: Final = 10
"""How many moments are looked at, and how far apart they are, whatever the frame rate."""
DELAY_S: Final = 1 / 6
"""The speed is told of so long ago: what came after shows whether it was a movement."""
SPREAD_S: Final = 2.0
"""The body's size in the picture is the median of so long."""
FASTER: Final = 4.0
"""What changes counts more than where it is."""

_HIPS: Final = slice(Landmark.LEFT_HIP, Landmark.RIGHT_HIP + 1)
_SHOULDERS: Final = slice(Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER + 1)
_LEGS: Final = slice(Landmark.LEFT_KNEE, None)
_LIMBS: Final = slice(Landmark.LEFT_SHOULDER, None)
Rows = npt.NDArray[np.float64]
_LAGS_S: Final[Rows] = LAG_S * np.arange(LAGS, dtype=np.float64)


def is_still(reading: Reading) -> bool:
    """Return whether the body is at rest; a speed that is not known passes for rest."""
    speed = reading.values[INDEX["body_speed_deg_s"]]
    return not speed > STILL_DEG_S


class LastMoments:
    """Where the legs of one person were over the last moments."""

    def __init__(self) -> None:
        self._times_s: deque[float] = deque()
        self._rows: deque[Rows] = deque()
        self._spreads: deque[tuple[float, float]] = deque()

    def update(self, t_s: float, body: Body) -> Features | None:
        """Return (2, MOVING) features of the last moments, and of the same in a mirror.

        `t_s` in seconds, increasing. None until enough was seen, and where landmarks are missing.
        """
        row = _places(body, self._spread_px(t_s, body))
        if not math.isfinite(float(row.sum())):
            self._times_s.clear()
            self._rows.clear()
            return None
        self._times_s.append(t_s)
        self._rows.append(row)
        oldest_s = t_s - _LAGS_S[-1]
        while len(self._times_s) > 1 and self._times_s[1] <= oldest_s:
            self._times_s.popleft()
            self._rows.popleft()
        if self._times_s[0] > oldest_s + 1e-6:
            return None
        here = _window(self._at(t_s - _LAGS_S), body.visibility[_LEGS])
        return np.stack([here, here[_ORDER] * _SIGNS])

    def _spread_px(self, t_s: float, body: Body) -> float:
        points = body.image_px.astype(np.float64)
        apart = points[_LIMBS] - (points[_SHOULDERS].sum(axis=0) + points[_HIPS].sum(axis=0)) / 4
        self._spreads.append((t_s, math.sqrt(float(np.vdot(apart, apart)) / len(apart))))
        while self._spreads[0][0] < t_s - SPREAD_S:
            self._spreads.popleft()
        return median(spread for _, spread in self._spreads)

    def _at(self, times_s: Rows) -> Rows:
        """Return the rows at these times, between those that were seen."""
        known_s = np.array(self._times_s)
        rows = np.concatenate(self._rows).reshape(len(known_s), -1)  # quicker than to stack them
        after = np.clip(np.searchsorted(known_s, times_s), 1, len(known_s) - 1)
        before = after - 1
        share = (times_s - known_s[before]) / (known_s[after] - known_s[before])
        between: Rows = rows[before] + np.clip(share, 0, 1)[:, None] * (rows[after] - rows[before])
        return between


def _places(body: Body, spread_px: float) -> Rows:
    """Return where legs and shoulders are, seen from the hips: in the picture and in space."""
    image, world = body.image_px.astype(np.float64), body.world_m.astype(np.float64)
    flat, solid = image - image[_HIPS].sum(axis=0) / 2, world - world[_HIPS].sum(axis=0) / 2
    flat /= max(spread_px, 1e-6)
    parts = (flat[_LEGS], flat[_SHOULDERS], solid[_LEGS])
    return np.concatenate([part.ravel() for part in parts])


def _window(rows: Rows, visibility: FloatArray) -> Features:
    """Return the features of rows, (LAGS, ..), the latest first."""
    changes = FASTER * (rows[:-1] - rows[1:])
    flat: Features = np.concatenate([rows[0], changes.ravel(), visibility]).astype(np.float32)
    flat[~np.isfinite(flat)] = 0.0
    return flat


def _mirror() -> tuple[npt.NDArray[np.intp], Features]:
    def seen(bodies: list[Body]) -> Features:
        rows = np.stack([_places(body, 1.0) for body in bodies])
        return _window(rows, bodies[0].visibility[_LEGS])

    several = random_bodies(3 * LAGS)
    moments = [several[start : start + LAGS] for start in range(0, len(several), LAGS)]
    here = np.stack([seen(bodies) for bodies in moments])
    return mirror_map(
        here, np.stack([seen([mirrored(b, 1) for b in bodies]) for bodies in moments])
    )


_ORDER, _SIGNS = _mirror()
MOVING: Final = len(_ORDER)
