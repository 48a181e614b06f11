"""Whether a movement in a hold is a fault: it is one only if the hold goes on afterwards.

Legs move because somebody fidgets, and because the hold is over, or its form is changing for the
worse or the better, which is told as such. So a movement waits (`wait_s`) for what comes after it:
rest in the same form makes it a fault, told as from when it began; the end of the hold makes it
part of the way out, of which nothing is said or written down. Landmarks lag, so a body may pass for
at rest while its legs still move: as long as they do, nothing is told.
"""

from __future__ import annotations

import math
from typing import Final

from coach.engine.nouns import Fault
from coach.engine.watch import Watch

IN_TIME_S: Final = 1.0
"""Once it has waited for so much longer, it is told only when it is over: by then nobody knows any
more what a correction would mean. Who does not rest within as long after it does something else."""


class Movement:
    """One rule's movement, between when its watch saw it and when it is known what it was."""

    def __init__(self, watch: Watch) -> None:
        self.watch = watch
        self._seen: Fault | None = None
        self._over: Fault | None = None
        self._since_s = self._over_s = math.nan

    @property
    def pending(self) -> bool:
        """Whether it is not known yet if what was seen is a fault."""
        return self._seen is not None

    def update(
        self, now_s: float, seen: Fault | None, rests: bool, changed: bool
    ) -> tuple[Fault, ...]:
        """Return what may be told now of what the watch has just `seen` open or close.

        `rests` is whether the body is at rest now, in a hold that goes on in the form it had;
        `changed`, whether that form has just become worse or better.
        """
        if seen is not None and seen.end_s is None:
            self._seen, self._over, self._since_s = seen, None, now_s
        elif seen is not None and self._seen is None:
            return (seen,)
        elif seen is not None:
            self._over, self._over_s = seen, now_s
        if self._over is not None and (changed or now_s - self._over_s > IN_TIME_S):
            self._seen = self._over = None
        return self._known(now_s) if rests else ()

    def _known(self, now_s: float) -> tuple[Fault, ...]:
        """Return what is known now that the body rests in a hold that has gone on."""
        seen, over = self._seen, self._over
        if seen is None or (over is None and not self._slowed_in_time(now_s)):
            return ()
        self._seen = self._over = None
        if over is not None:
            return (seen, over)
        return (self.watch.fault,) if self.watch.fault else ()

    def close(self, t_s: float) -> tuple[Fault, ...]:
        """Forget everything, as when the hold is over; return what ends by that and was told."""
        closed, told = self.watch.close(t_s), self._seen is None
        self._seen = self._over = None
        return (closed,) if closed and told else ()

    def _slowed_in_time(self, now_s: float) -> bool:
        if self.watch.state == "broken":
            return False
        return 0.0 <= now_s - self._since_s - self.watch.rule.wait_s <= IN_TIME_S
