"""The calibration plot: how often errors lie within so many stated deviations."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from tests.training.draw import QUANTITIES
from tests.training.told import Series

SIZE_PX: Final = 420
EDGE_PX: Final = 50
MOST: Final = 3.0
"""Stated deviations at the right edge."""
_COLOURS: Final = ("#1b6ca8", "#c0392b", "#27864a", "#8e44ad", "#b9770e", "#117a65", "#566573")


def calibration_svg(off: Series, sds: Series) -> str:
    """Return a picture: for each quantity the share of errors within k deviations, k = 0 to 3.

    The thick grey line is what a normal distribution would give.
    """
    steps = np.linspace(0.0, MOST, 31)
    lines = [_line(steps, [math.erf(k / math.sqrt(2)) for k in steps], "#bbb", 6)]
    names = []
    for place, name in enumerate(QUANTITIES):
        known = np.isfinite(off[:, place])
        ratio = off[known, place] / sds[known, place]
        colour = _COLOURS[place % len(_COLOURS)]
        lines.append(_line(steps, [float((ratio <= k).mean()) for k in steps], colour, 1.2))
        y = EDGE_PX + 14 * (place + 1)
        names.append(f'<text x="{SIZE_PX + 10}" y="{y}" fill="{colour}">{name}</text>')
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE_PX + 220} {SIZE_PX}" '
            'font-family="sans-serif" font-size="11">',
            f'<rect width="{SIZE_PX + 220}" height="{SIZE_PX}" fill="white"/>',
            *_axes(),
            *lines,
            *names,
            "</svg>\n",
        ]
    )


def _place(k: float, share: float) -> tuple[float, float]:
    inner = SIZE_PX - 2 * EDGE_PX
    return EDGE_PX + inner * k / MOST, SIZE_PX - EDGE_PX - inner * share


def _line(steps: Series, shares: list[float], colour: str, width: float) -> str:
    points = " ".join(
        "{:.1f},{:.1f}".format(*_place(k, share))
        for k, share in zip(steps.tolist(), shares, strict=True)
    )
    return f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="{width}"/>'


def _axes() -> list[str]:
    (left, bottom), (right, top) = _place(0, 0), _place(MOST, 1)
    out = [f'<path d="M{left},{top} V{bottom} H{right}" fill="none" stroke="black"/>']
    for k, share in ((1, 0.68), (2, 0.95)):
        x, y = _place(k, share)
        out.append(f'<path d="M{x},{bottom} V{y:.1f} H{left}" stroke="#ccc" fill="none"/>')
        out.append(f'<text x="{x}" y="{bottom + 16}" text-anchor="middle">{k}</text>')
        out.append(f'<text x="{left - 8}" y="{y + 4:.1f}" text-anchor="end">{share:.0%}</text>')
    middle = (left + right) / 2
    out.append(
        f'<text x="{middle}" y="{bottom + 34}" text-anchor="middle">stated deviations</text>'
    )
    out.append(f'<text x="{left}" y="{top - 12}">share of errors within</text>')
    return out
