"""Hands that go past legs: that the picture moves about a knee then is no kick.

Whoever takes their hands from their feet to their knees moves the pixels about both. Where a hand
goes past a landmark of the legs, while their landmarks rest, how the picture moves is taken for
unknown. A hand that lies on a knee, or holds a foot, goes along with it, and changes nothing; nor
does one that its landmark alone makes jump, for the picture about it rests.
"""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt

from coach.body import MIDDLE, Body, Landmark, spread

NEAR: Final = 0.5
"""A hand so near a landmark shows in what moves about it: in sizes of the body."""
PASSING: Final = 0.5
"""A hand that goes past more slowly than this, in the same units a second, hardly moves pixels."""
QUICKER: Final = 1.5
"""So many times as fast as any landmark of the legs is a hand that goes past legs at rest. Without
this a rendered kick was lost that had carried the landmarks of the hands along."""
AHEAD_S: Final = 0.15
"""A quick hand is near what it reaches so soon: landmarks lag, and flow joins two pictures."""
WINDOW_S: Final = 0.2
"""Speeds of landmarks are taken over so long: they tremble."""
_HANDS: Final = [
    Landmark.LEFT_WRIST,
    Landmark.RIGHT_WRIST,
    Landmark.LEFT_INDEX,
    Landmark.RIGHT_INDEX,
]
_LEGS: Final = slice(Landmark.LEFT_HIP, None)
Points = npt.NDArray[np.float64]


class Hands:
    """Follows the hands and the legs of one person."""

    def __init__(self) -> None:
        self._past: deque[tuple[float, Points]] = deque()

    def aside(self, t_s: float, body: Body) -> Body:
        """Return the body, its flow NaN from the hips down about what a hand just goes past.

        `t_s` in seconds, increasing.
        """
        places_px = body.image_px.astype(np.float64)
        self._past.append((t_s, places_px))
        while self._past[0][0] < t_s - WINDOW_S:
            self._past.popleft()
        then_s, then_px = self._past[0]
        size_px = spread(body.image_px)
        if not (t_s > then_s and size_px > 0):
            return body
        speeds = (places_px - then_px) / ((t_s - then_s) * size_px)
        quick = _quick(speeds, body.flow_px_s[_HANDS] / size_px)
        if not (quick > 0).any():
            return body
        flow_px_s = body.flow_px_s.copy()
        flow_px_s[_LEGS][_passed(places_px / size_px, speeds, quick)] = np.nan
        return replace(body, flow_px_s=flow_px_s)


def _quick(speeds: Points, flow: npt.NDArray[np.float32]) -> Points:
    """Return (4,): how fast each hand goes while the legs rest, in sizes a second; 0 for no hand.

    `speeds`, (33, 2), are those of landmarks; `flow`, (4, 2), is how the picture moves about hands.
    """
    carried = _lengths(speeds - MIDDLE @ speeds)
    seen = np.minimum(carried[_HANDS], _lengths(flow))
    return np.where(seen > max(PASSING, QUICKER * carried[_LEGS].max()), seen, 0.0)


def _passed(places: Points, speeds: Points, quick: Points) -> npt.NDArray[np.bool_]:
    """Return (10,): which landmarks from the hips down a quick hand goes past."""
    near = _lengths(places[_HANDS, None] - places[_LEGS]) < NEAR + AHEAD_S * quick[:, None]
    past = _lengths(speeds[_HANDS, None] - speeds[_LEGS]) > PASSING
    return np.asarray(((quick[:, None] > 0) & near & past).any(axis=0))


def _lengths(vectors: npt.NDArray[np.floating]) -> Points:
    return np.asarray(np.sqrt((vectors.astype(np.float64) ** 2).sum(axis=-1)))
