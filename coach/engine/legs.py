"""Left and right legs do not trade places, and legs do not jump: a guard against the model's slips.

Seen from the side the landmark model now and then exchanges the two legs from one frame to the next
(Sports2D #35, mediapipe #1101), by way of frames in which both stand half-way. Legs cannot do that.
So each leg is followed by its place in the picture; a leg that jumped to where no leg can get is
hidden; and when the legs are close together the model's word is taken for which is which.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from coach.body import PAIRS, Body, Landmark, Sighting
from coach.engine.geometry import Vector, trunk_line

APART: Final = 0.35
"""Legs nearer than this, in trunk lengths, cannot be told from each other by place."""
CLEARLY: Final = 0.5
"""One pairing must be nearer than this share of the other to be believed over the last one."""
SLACK: Final = 0.12
"""Noise of a leg's place from frame to frame, trunk lengths."""
FASTEST_S: Final = 2.5
"""Trunk lengths a second: nobody who stretches moves a knee or an ankle faster."""
FORGET_S: Final = 1.0
"""After so long the last place of the legs says nothing any more."""

_LEFT: Final = [Landmark.LEFT_KNEE, Landmark.LEFT_ANKLE]
_RIGHT: Final = [Landmark.RIGHT_KNEE, Landmark.RIGHT_ANKLE]
_LEG_PAIRS: Final = [pair for pair in PAIRS if pair[0] >= Landmark.LEFT_HIP]
_BELOW_HIPS: Final = slice(Landmark.LEFT_KNEE, None)


class LegGuard:
    """Follows each leg from frame to frame."""

    def __init__(self) -> None:
        self._last: tuple[float, Vector, Vector] | None = None
        self._swapped = False

    def update(self, t_s: float, body: Body) -> Body:
        """Return the body at `t_s` (seconds, increasing) with its legs as they can be."""
        points = body.image_px.astype(np.float64)
        left, right = points[_LEFT], points[_RIGHT]
        scale = max(float(np.hypot(*trunk_line(points))), float(np.hypot(*(left[1] - left[0]))))
        if self._last is None or t_s - self._last[0] > FORGET_S:
            self._swapped = False
        elif not self._follow(t_s, left, right, scale):
            return legs_hidden(body)
        self._last = (t_s, right, left) if self._swapped else (t_s, left, right)
        return _exchanged(body) if self._swapped else body

    def reset(self) -> None:
        """Forget where the legs were, as when the person was lost."""
        self._last, self._swapped = None, False

    def _follow(self, t_s: float, left: Vector, right: Vector, scale: float) -> bool:
        """Settle which leg is which; return False if they cannot have got here."""
        assert self._last is not None
        then_s, was_left, was_right = self._last
        stayed = _far(left, was_left) + _far(right, was_right)
        traded = _far(left, was_right) + _far(right, was_left)
        if min(stayed, traded) > 2 * scale * (SLACK + FASTEST_S * (t_s - then_s)):
            return False
        if _far(left, right) < APART * scale:
            self._swapped = False
        elif min(stayed, traded) < CLEARLY * max(stayed, traded):
            self._swapped = traded < stayed
        return True


def swap_free(guard: LegGuard, sighting: Sighting) -> Sighting:
    """Return the sighting with its legs as `guard` sees them."""
    if sighting.body is None:
        return sighting
    return Sighting(sighting.t_s, guard.update(sighting.t_s, sighting.body), sighting.people)


def _far(a: Vector, b: Vector) -> float:
    """Return the mean distance of two legs, (2, 2) knee and ankle, in pixels."""
    return float(np.hypot(*(a - b).T).mean())


def legs_hidden(body: Body) -> Body:
    """Return the body with everything below the hips marked as not seen."""
    seen = body.visibility.copy()
    seen[_BELOW_HIPS] = 0.0
    return Body(body.image_px, body.world_m, seen)


def _exchanged(body: Body) -> Body:
    """Return the body with the landmarks of the two legs exchanged, hips to toes."""
    order = np.arange(len(body.visibility))
    for left, right in _LEG_PAIRS:
        order[left], order[right] = right, left
    return Body(body.image_px[order], body.world_m[order], body.visibility[order])
