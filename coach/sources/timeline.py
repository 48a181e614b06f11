"""Repairs the time stamps of a file so that time only moves forward, and counts what it did."""

from __future__ import annotations

import math


class Timeline:
    """Turns container stamps into seconds since the first frame, strictly increasing.

    A stamp that is missing is guessed as one nominal period after the frame before. A frame whose
    stamp is not later than the frame before has no place in time and is left out.
    """

    def __init__(self, period_s: float) -> None:
        self._period_s = period_s
        self._origin_s: float | None = None
        self._last_s = -math.inf
        self.guessed = 0
        """Frames whose stamp was missing."""
        self.skipped = 0
        """Frames left out because time did not move forward."""

    def place(self, stamp_s: float) -> float | None:
        """Return the frame's `t_s`, or None if the frame is to be left out.

        `stamp_s` is the container's stamp; NaN, or 0 after the first frame, mean that it has none.
        """
        if self._origin_s is None:
            self._origin_s = stamp_s if math.isfinite(stamp_s) else 0.0
            self._last_s = 0.0
            return 0.0
        missing = stamp_s == 0.0 or not math.isfinite(stamp_s)
        t_s = self._last_s + self._period_s if missing else stamp_s - self._origin_s
        if t_s <= self._last_s:
            self.skipped += 1
            return None
        self.guessed += missing
        self._last_s = t_s
        return t_s

    def warnings(self) -> tuple[str, ...]:
        """One line for each kind of repair that was made."""
        lines = []
        if self.guessed:
            lines.append(
                f"frames without a time stamp, taken as {self._period_s * 1000:.0f} ms after the "
                f"one before: {self.guessed}"
            )
        if self.skipped:
            lines.append(
                f"frames left out because their time stamps do not move forward: {self.skipped}"
            )
        return tuple(lines)
