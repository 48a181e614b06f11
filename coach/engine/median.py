"""What a value has been of late, whatever single frames say."""

from __future__ import annotations

from collections import deque
from statistics import median


class RunningMedian:
    """The median of a value over the last `window_s` seconds."""

    def __init__(self, window_s: float) -> None:
        self._window_s = window_s
        self._seen: deque[tuple[float, float]] = deque()

    def update(self, t_s: float, value: float) -> float:
        """Return the median with this value, which is of `t_s`, seconds, increasing."""
        self._seen.append((t_s, value))
        while self._seen[0][0] < t_s - self._window_s:
            self._seen.popleft()
        return median(value for _, value in self._seen)

    def forget(self) -> None:
        """Begin anew."""
        self._seen.clear()
