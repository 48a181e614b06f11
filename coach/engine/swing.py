"""How fast one angle turns, and how far it swings to and fro: from its last moments."""

from __future__ import annotations

import math
from collections import deque
from typing import Final

SLOPE_S: Final = 0.35
"""Speed is the slope over this long: at 12 frames a second that is five of them."""
BOUNCE_S: Final = 2.0
"""A bounce is judged over this long."""
SLOW_S: Final = 1.3
"""What takes longer than this is a movement, not a bounce; its mean is taken away."""


class Slope:
    """The turning speed of an angle."""

    def __init__(self) -> None:
        self._past: deque[tuple[float, float]] = deque()

    def update(self, t_s: float, angle_deg: float) -> float:
        """Return the least-squares slope, degrees a second; NaN until there are three moments."""
        self._past.append((t_s, angle_deg))
        while self._past[0][0] < t_s - SLOPE_S:
            self._past.popleft()
        if len(self._past) < 3:
            return math.nan
        mean_s = sum(then for then, _ in self._past) / len(self._past)
        spread = sum((then - mean_s) ** 2 for then, _ in self._past)
        return sum((then - mean_s) * angle for then, angle in self._past) / spread

    def reset(self) -> None:
        """Forget the past."""
        self._past.clear()


class Bounce:
    """How far an angle swings up and down once slow movements are taken away."""

    def __init__(self) -> None:
        self._raw: deque[tuple[float, float]] = deque()
        self._quick: deque[tuple[float, float]] = deque()

    def update(self, t_s: float, angle_deg: float) -> float:
        """Return the highest minus the lowest over BOUNCE_S, degrees; NaN until it has lasted.

        A moment is compared with the mean about it, so the answer is half of SLOW_S late.
        """
        self._raw.append((t_s, angle_deg))
        while self._raw[0][0] < t_s - SLOW_S:
            self._raw.popleft()
        if t_s - self._raw[0][0] < 0.8 * SLOW_S:
            return math.nan
        then_s, middle = min(self._raw, key=lambda one: abs(one[0] - (t_s - SLOW_S / 2)))
        mean = sum(angle for _, angle in self._raw) / len(self._raw)
        self._quick.append((then_s, middle - mean))
        while self._quick[0][0] < then_s - BOUNCE_S:
            self._quick.popleft()
        swings = [swing for _, swing in self._quick]
        return max(swings) - min(swings) if len(swings) > 2 else math.nan

    def reset(self) -> None:
        """Forget the past."""
        self._raw.clear()
        self._quick.clear()
