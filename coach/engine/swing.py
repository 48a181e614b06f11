"""How fast one angle turns, and how far it swings to and fro: from its last moments."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

BOUNCE_S: Final = 1.2
"""A bounce is judged over this long."""
SLOW_S: Final = 1.0
"""What takes longer than this is a movement, not a bounce; its mean is taken away."""
TURNS: Final = 2
"""A bounce goes to and fro at least so often; one way in or out is none."""


class Slope:
    """The turning speed of an angle over its last moments."""

    def __init__(self, window_s: float) -> None:
        self._window_s = window_s
        self._past: deque[tuple[float, float]] = deque()

    def update(self, t_s: float, angle_deg: float) -> float:
        """Return the least-squares slope, degrees a second; NaN until there are three moments."""
        self._past.append((t_s, angle_deg))
        while self._past[0][0] < t_s - self._window_s:
            self._past.popleft()
        if len(self._past) < 3:
            return math.nan
        first_s, first_deg = self._past[0]
        sum_s = sum_deg = squares = products = 0.0
        for then_s, then_deg in self._past:  # one pass: this is done for every frame
            since_s, turned_deg = then_s - first_s, then_deg - first_deg
            sum_s += since_s
            sum_deg += turned_deg
            squares += since_s * since_s
            products += since_s * turned_deg
        count = len(self._past)
        return (count * products - sum_s * sum_deg) / (count * squares - sum_s * sum_s)


class Bounce:
    """How far an angle swings up and down once slow movements are taken away."""

    def __init__(self) -> None:
        self._raw: deque[tuple[float, float]] = deque()
        self._quick: deque[tuple[float, float]] = deque()

    def update(self, t_s: float, angle_deg: float) -> float:
        """Return the swing over BOUNCE_S, highest minus lowest, degrees; 0 without to and fro.

        It is that of a sine wave with the same mean square. NaN until enough was seen.
        """
        self._raw.append((t_s, angle_deg))
        while self._raw[0][0] < t_s - SLOW_S:
            self._raw.popleft()
        if t_s - self._raw[0][0] < 0.8 * SLOW_S:
            return math.nan
        mean = sum(angle for _, angle in self._raw) / len(self._raw)
        self._quick.append((t_s, angle_deg - mean))
        while self._quick[0][0] < t_s - BOUNCE_S:
            self._quick.popleft()
        swings = [swing for _, swing in self._quick]
        if _turns(swings) < TURNS:
            return 0.0
        return math.sqrt(8.0 * sum(swing**2 for swing in swings) / len(swings))


def _turns(swings: Sequence[float]) -> int:
    """Return how often it goes from clearly high to clearly low or back."""
    clear = 0.3 * max(abs(swing) for swing in swings)
    sides = [swing > 0 for swing in swings if abs(swing) > clear]
    return sum(one != other for one, other in pairwise(sides))
