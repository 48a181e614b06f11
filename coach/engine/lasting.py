"""What counts only once it has lasted."""

from __future__ import annotations

import math


class Lasting:
    """A condition that counts only once it has lasted."""

    def __init__(self, for_s: float) -> None:
        self.since_s = math.nan
        self._for_s = for_s

    def update(self, t_s: float, met: bool | None) -> float:
        """Return since when it has been met, once that is long enough; NaN before.

        `t_s` in seconds, increasing. None for `met`: nobody knows, and it goes on as it was.
        """
        if met is None:
            return math.nan
        if not met:
            self.since_s = math.nan
        elif math.isnan(self.since_s):
            self.since_s = t_s
        return self.since_s if t_s - self.since_s >= self._for_s else math.nan
