"""How fast one angle turns, and how far it swings to and fro: from its last moments."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

NOISE_DEG: Final = 2.0
"""Who turns back by less has not turned."""
SLOW_S: Final = 0.8
"""Of what swings to and fro one way takes no longer than this; else it is a movement."""
WAYS: Final = 3
"""To, fro, and to again; a single way, or one there and back, is no bounce."""


def slope(past: Sequence[tuple[float, float]]) -> float:
    """Return the least-squares slope of seconds and degrees; NaN of less than three moments."""
    if len(past) < 3:
        return math.nan
    first_s, first_deg = past[0]
    sum_s = sum_deg = squares = products = 0.0
    for then_s, then_deg in past:  # one pass: this is done for every frame
        since_s, turned_deg = then_s - first_s, then_deg - first_deg
        sum_s += since_s
        sum_deg += turned_deg
        squares += since_s * since_s
        products += since_s * turned_deg
    count = len(past)
    return (count * products - sum_s * sum_deg) / (count * squares - sum_s * sum_s)


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
        return slope(self._past)


class Bounce:
    """How far an angle swings to and fro: from where it turned back."""

    def __init__(self) -> None:
        self._turns: deque[tuple[float, float]] = deque(maxlen=WAYS + 2)
        """Seconds and degrees; the last is how far the way under way has come."""
        self._begun_s = math.nan
        self._up = 1.0
        self.since_s = math.nan
        """When the ways that were told of last began; NaN as long as there were none."""

    def update(self, t_s: float, angle_deg: float) -> float:
        """Return how far the last ways went, degrees; 0 without to and fro.

        It is the middle one, and no more than twice the smallest: the way into a stretch, or a
        kick, does not make a bounce of the trembling after it. NaN until enough was seen.
        """
        if not self._turns:
            self._turns.append((t_s, angle_deg))
            self._begun_s = t_s
        further_deg = (angle_deg - self._turns[-1][1]) * self._up
        if further_deg >= 0:
            self._turns[-1] = t_s, angle_deg
        elif further_deg <= -NOISE_DEG:
            self._up = -self._up
            self._turns.append((t_s, angle_deg))
        return math.nan if t_s - self._begun_s < SLOW_S else self._swing(t_s)

    def _swing(self, t_s: float) -> float:
        turns = list(self._turns)
        if len(turns) <= WAYS or t_s - turns[-2][0] > SLOW_S:
            return 0.0
        lately = max(turns[-WAYS - 1 :], turns[:-1], key=_to_and_fro)
        far_deg = _to_and_fro(lately)
        if far_deg > 0:
            first_s, second_s, third_s = (at_s for at_s, _ in lately[:3])
            # the first way may have begun at rest: it took about as long as the second
            self.since_s = max(first_s, 2 * second_s - third_s)
        return far_deg


def _to_and_fro(turns: Sequence[tuple[float, float]]) -> float:
    """Return how far the ways between these turns went; 0 if they are too few or too slow."""
    ways = [
        (end_s - start_s, abs(end - start)) for (start_s, start), (end_s, end) in pairwise(turns)
    ]
    if len(ways) < WAYS or any(took_s > SLOW_S for took_s, _ in ways[1:]):
        return 0.0  # the first may have begun at rest
    least, middle, _ = sorted(far for _, far in ways)
    return min(middle, 2 * least)
