"""How fast the legs turn: angular speeds that landmark noise does not trip."""

from __future__ import annotations

import math
from collections import deque
from typing import Final

import numpy as np

from coach.body import Body, Landmark
from coach.engine.geometry import LEGS, Vector, trunk_line, turn_deg
from coach.measures import INDEX, Reading

WINDOW_S: Final = 0.35
"""Speed is the slope over this long: at 12 frames a second that is five of them."""
SHORTEST: Final = 0.35
"""A segment seen shorter than this, in trunk lengths, points at the camera and is left out."""
STILL_DEG_S: Final = 15.0
"""Legs that turn faster than this are on their way somewhere; nobody sways so fast."""
SPEED_SD_DEG_S: Final = 12.0
"""Of the slope on a body that holds still; see `tests/benchmarks`."""

_SEGMENTS: Final = tuple(
    pair for leg in LEGS.values() for pair in ((leg.hip, leg.knee), (leg.knee, leg.ankle))
)


def is_still(reading: Reading) -> bool:
    """Return whether the legs are at rest; a speed that is not known passes for rest."""
    speed = reading.values[INDEX["leg_speed_deg_s"]]
    return not speed > STILL_DEG_S


class LegSpeed:
    """Keeps the last moments of thigh and shank directions in the picture."""

    def __init__(self) -> None:
        self._past: deque[tuple[float, Vector]] = deque()

    def update(self, t_s: float, body: Body) -> float:
        """Return the fastest turning of any thigh or shank, degrees a second; NaN if unknown."""
        self._past.append((t_s, _directions_deg(body)))
        while self._past and self._past[0][0] < t_s - WINDOW_S:
            self._past.popleft()
        if len(self._past) < 3:
            return math.nan
        speeds = np.abs(_slopes(self._past))
        return float(np.nanmax(speeds)) if np.isfinite(speeds).any() else math.nan

    def reset(self) -> None:
        """Forget the past, as when the person was lost."""
        self._past.clear()


def _directions_deg(body: Body) -> Vector:
    """Return the direction of each segment in the picture, (4,) degrees; NaN if foreshortened."""
    points = body.image_px.astype(np.float64)
    line = trunk_line(points)
    scale = max(float(np.hypot(*line)), float(np.hypot(*(points[Landmark.LEFT_HIP] - points[25]))))
    out = np.full(len(_SEGMENTS), np.nan)
    for row, (start, end) in enumerate(_SEGMENTS):
        segment = points[end] - points[start]
        if np.hypot(*segment) > SHORTEST * scale and min(body.visibility[[start, end]]) > 0.5:
            out[row] = turn_deg(np.array([1.0, 0.0]), segment)
    return out


def _slopes(past: deque[tuple[float, Vector]]) -> Vector:
    """Return the least-squares slope of each direction, degrees a second; NaN if any is missing."""
    t = np.array([moment for moment, _ in past])
    angles = np.stack([directions for _, directions in past])
    turned = (np.diff(angles, axis=0) + 180.0) % 360.0 - 180.0
    unwrapped = np.vstack([np.zeros(angles.shape[1]), np.cumsum(turned, axis=0)])
    centred = t - t.mean()
    slopes: Vector = centred @ (unwrapped - unwrapped.mean(axis=0)) / float(centred @ centred)
    return slopes
