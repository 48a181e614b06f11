"""The worst value of a fault, as it is reported: one that lasted, not one frame's noise."""

from __future__ import annotations

from collections import deque
from statistics import median
from typing import Final

LASTS_S: Final = 1.0
"""The worst value is the worst median of so many seconds. The extreme of single frames, which the
judge hears with changes in full, was 6 degrees too far on rendered people."""


class Lasting:
    """The median of a value over the last moments."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, float]] = deque()

    def update(self, t_s: float, value: float) -> float:
        """Return the median of the values of the last `LASTS_S` seconds, this one with them."""
        self._seen.append((t_s, value))
        while self._seen[0][0] <= t_s - LASTS_S:
            self._seen.popleft()
        return median(value for _, value in self._seen)
