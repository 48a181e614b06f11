"""How fast somebody leans ahead: from how the line of their trunk tilts, whatever they face.

From the side, where somebody faces is all depth, which a tracker guesses anew in every frame; the
line of the trunk it knows far better. So the tilt is followed as it is, and only its share toward
where the person has faced of late counts.
"""

from __future__ import annotations

import math
from collections import deque
from typing import Final

from coach.body import Body
from coach.engine.geometry import body_axes, tilt_deg
from coach.engine.swing import slope

WINDOW_S: Final = 0.3
"""So long a lean's speed is taken over. It is read off the landmarks themselves: their trunk leans
almost as fast as the true one, and whoever leans in quickly is over before their stretch is known
and the expert for it is asked."""
FACING_S: Final = 0.7
"""Time constant of where somebody faces, which does not change from moment to moment."""


class Leaning:
    """The trunk of one person over the last moments."""

    def __init__(self) -> None:
        self._tilts: deque[tuple[float, float, float]] = deque()
        """Seconds, degrees to the right in the picture, degrees away from the camera."""
        self._right = self._away = 0.0
        self._t_s = -math.inf

    @property
    def shown(self) -> float:
        """Which share of a lean ahead is seen, 0 to 1: what is to or from the camera is guessed."""
        return abs(self._right) / self._far

    def update(self, t_s: float, body: Body) -> float:
        """Return how fast the trunk leans ahead, degrees a second; 0 while it comes up.

        `t_s` in seconds, increasing. Whoever sits up from leaning back does not lean in: only what
        is past upright counts. NaN until there are three moments.
        """
        self._face(t_s, body)
        self._tilts.append((t_s, *tilt_deg(body)))
        while self._tilts[0][0] < t_s - WINDOW_S:
            self._tilts.popleft()
        right, away = self._right / self._far, self._away / self._far
        # in this order a NaN stays one
        leans = [(at_s, max(x * right + z * away, 0.0)) for at_s, x, z in self._tilts]
        return max(slope(leans), 0.0)

    @property
    def _far(self) -> float:
        return max(math.hypot(self._right, self._away), 1e-6)

    def _face(self, t_s: float, body: Body) -> None:
        """Follow where the person faces, if that shows."""
        right, _, away = body_axes(body).ahead.tolist()
        if math.isnan(right):
            return
        share = 1.0 - math.exp((self._t_s - t_s) / FACING_S)
        self._right += share * (right - self._right)
        self._away += share * (away - self._away)
        self._t_s = t_s
