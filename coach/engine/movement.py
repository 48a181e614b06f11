"""Whether a movement in a hold is a fault: it is one only if the hold goes on afterwards.

Legs move because somebody fidgets, and because the hold is over, or its form is changing for the
worse or the better, which is told as such. So a movement waits (`wait_s`) for what comes after it:
rest in the same form makes it a fault, told as from when it began; the end of the hold makes it
part of the way out, of which nothing is said or written down.
"""

from __future__ import annotations

import math
from typing import Final

from coach.engine.nouns import Fault
from coach.engine.watch import Watch

IN_TIME_S: Final = 1.0
"""Once it has waited for so much longer, it is told only when it is over: by then nobody knows any
more what a correction would mean."""


class Movement:
    """One rule's movement, between when its watch saw it and when it is known what it was."""

    def __init__(self, watch: Watch) -> None:
        self.watch = watch
        self._seen: Fault | None = None
        self._since_s = math.nan

    @property
    def pending(self) -> bool:
        """Whether the fault that is open is not known to be one."""
        return self._seen is not None

    def update(self, now_s: float, seen: Fault | None, rests: bool) -> tuple[Fault, ...]:
        """Return what may be told now of what the watch has just `seen` open or close.

        `rests` is whether the body is at rest now, in a hold that goes on in the form it had.
        """
        if seen is not None and seen.end_s is None:
            self._seen, self._since_s = seen, now_s
        elif seen is not None:
            return self._over(seen, rests)
        elif self._seen is not None and rests and self._in_time(now_s):
            self._seen = None
            return (self.watch.fault,) if self.watch.fault else ()
        return ()

    def close(self, t_s: float) -> tuple[Fault, ...]:
        """Forget everything, as when the hold is over; return what ends by that and was told."""
        closed = self.watch.close(t_s)
        return self._over(closed, rests=False) if closed else ()

    def _over(self, closed: Fault, rests: bool) -> tuple[Fault, ...]:
        seen, self._seen = self._seen, None
        if seen is None:
            return (closed,)
        return (seen, closed) if rests else ()

    def _in_time(self, now_s: float) -> bool:
        return 0.0 <= now_s - self._since_s - self.watch.rule.wait_s <= IN_TIME_S
