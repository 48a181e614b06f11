"""How fast the legs turn: angular speeds that landmark noise does not trip."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass
from typing import Final

import numpy as np

from coach.body import Body, Landmark
from coach.engine.geometry import LEGS, trunk_line
from coach.measures import INDEX, Reading

WINDOW_S: Final = 0.35
"""Speed is the slope over this long: at 12 frames a second that is five of them."""
SHORTEST: Final = 0.35
"""A segment seen shorter than this, in trunk lengths, points at the camera and is left out."""
STILL_DEG_S: Final = 15.0
"""Legs that turn faster than this are on their way somewhere; nobody sways so fast."""
SPEED_SD_DEG_S: Final = 12.0
"""Of the slope on a body that holds still, with room for a poor picture: an assumption."""

_SEGMENTS: Final = tuple(
    pair for leg in LEGS.values() for pair in ((leg.hip, leg.knee), (leg.knee, leg.ankle))
)
_SHANKS: Final = (1, 3)
"""Places of the left and the right shank in `_SEGMENTS`."""


def is_still(reading: Reading) -> bool:
    """Return whether the legs are at rest; a speed that is not known passes for rest."""
    speed = reading.values[INDEX["leg_speed_deg_s"]]
    return not speed > STILL_DEG_S


@dataclass(frozen=True, slots=True)
class Speeds:
    """How fast legs turn in the picture, degrees a second; NaN = unknown."""

    fastest: float
    """Of any thigh or shank."""
    left_shank: float
    right_shank: float


UNKNOWN: Final = Speeds(math.nan, math.nan, math.nan)


class LegSpeed:
    """Keeps the last moments of thigh and shank directions in the picture."""

    def __init__(self) -> None:
        self._past: deque[tuple[float, list[float]]] = deque()
        self._turned = [math.nan] * len(_SEGMENTS)

    def update(self, t_s: float, body: Body) -> Speeds:
        """Return how fast the legs turn at `t_s`, seconds, increasing."""
        now = _directions_deg(body)
        if self._past:
            now = [_near(angle, last) for angle, last in zip(now, self._turned, strict=True)]
        # A segment that is not seen for a moment goes on from where it was.
        self._turned = [
            last if math.isnan(angle) else angle
            for angle, last in zip(now, self._turned, strict=True)
        ]
        self._past.append((t_s, now))
        while self._past[0][0] < t_s - WINDOW_S:
            self._past.popleft()
        if len(self._past) < 3:
            return UNKNOWN
        speeds = [abs(slope) for slope in _slopes(self._past)]
        known = [speed for speed in speeds if not math.isnan(speed)]
        return Speeds(max(known, default=math.nan), speeds[_SHANKS[0]], speeds[_SHANKS[1]])

    def reset(self) -> None:
        """Forget the past, as when the person was lost."""
        self._past.clear()
        self._turned = [math.nan] * len(_SEGMENTS)


def _directions_deg(body: Body) -> list[float]:
    """Return the direction of each segment in the picture, degrees; NaN if foreshortened."""
    points, seen = body.image_px.tolist(), body.visibility.tolist()
    line = trunk_line(body.image_px.astype(np.float64)).tolist()
    thigh = math.dist(points[Landmark.LEFT_HIP], points[Landmark.LEFT_KNEE])
    shortest = SHORTEST * max(math.hypot(*line), thigh)
    out = []
    for start, end in _SEGMENTS:
        x, y = points[end][0] - points[start][0], points[end][1] - points[start][1]
        shown = math.hypot(x, y) > shortest and min(seen[start], seen[end]) > 0.5
        out.append(math.degrees(math.atan2(y, x)) if shown else math.nan)
    return out


def _near(angle: float, last: float) -> float:
    """Return the angle plus whole turns, so that it does not jump from one frame to the next."""
    return angle if math.isnan(last) else last + (angle - last + 180.0) % 360.0 - 180.0


def _slopes(past: deque[tuple[float, list[float]]]) -> list[float]:
    """Return the least-squares slope of each direction, degrees a second.

    NaN if any is missing: where the model has just lost a leg, what it then finds is no movement.
    """
    mean_s = sum(t_s for t_s, _ in past) / len(past)
    spread = sum((t_s - mean_s) ** 2 for t_s, _ in past)
    return [
        sum((t_s - mean_s) * angles[row] for t_s, angles in past) / spread
        for row in range(len(_SEGMENTS))
    ]
