"""For how long whoever slips slowly was beyond a bound before their measure is told to be.

The measuring model tells less of a change than there is, so a bound is crossed before the measure
crosses it. Of a quick slip that makes no difference. Of a slow one the time counts that the measure
took from half of the way to the bound: where that applied, in 23 faults of 360 rendered sessions,
their start was told 0.6 s off without it and 0.3 s with it (mean, one-off).
"""

from __future__ import annotations

import math
from typing import Final

HALF: Final = 0.5
"""Of the way from somebody's first moments to the bound."""
LEAST_S: Final = 0.4
"""What is there sooner has slipped quickly..."""
MOST_S: Final = 1.5
"""...and what takes longer lies near its bound: that is no fault. (One-off, on rendered sessions:
with 1.0 fewer slow slips were told sooner, without `LEAST_S` a knee that bent was told as a leg
that leaves its line.)"""


class Halfway:
    """Since when one measure has been more than half way to its bound."""

    def __init__(self) -> None:
        self._since_s = math.nan

    def update(self, t_s: float, excess: float, first: float, sd: float) -> None:
        """Take how far beyond the bound the measure is, and how far it was in the first moments.

        `t_s` in seconds, increasing; `excess` and `first` negative inside the bound. NaN for
        `first`: nobody knows. Who began nearer to the bound than one standard deviation of the
        measure, `sd`, or beyond it, has no way to go.
        """
        if not (first <= -sd and excess > first * (1 - HALF)):
            self._since_s = math.nan
        elif math.isnan(self._since_s):
            self._since_s = t_s

    def slow_s(self, t_s: float) -> float:
        """Return for how long it has been so, seconds; 0 if that is quick, or no way at all."""
        passed_s = t_s - self._since_s
        return passed_s if LEAST_S <= passed_s <= MOST_S else 0.0

    def forget(self) -> None:
        """Begin anew."""
        self._since_s = math.nan
