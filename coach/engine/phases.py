"""The phases of a stretch.

    settling ──pose seen──▶ moving-in ──hold.enter for 0.5 s──▶ hold
       ▲                        ▲                                │ hold.leave for 1 s
       └──────pose lost─────────┴───────────── release ◀─────────┘
                                  (release ──hold.enter──▶ hold again)

Times are those at which a change began, not at which it had lasted long enough to be believed. A
hold begins when the body comes to rest and ends when it last was: the way in and out is no hold.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Final

from coach.engine.lasting import Lasting
from coach.engine.motion import is_still
from coach.engine.nouns import Event, EventKind, Phase
from coach.engine.recogniser import Pose, Seen
from coach.measures import Reading
from coach.stretches import Condition

BELIEVE_S: Final = 0.5
"""A hold begins once its conditions have been met for this long."""
GRACE_S: Final = 1.0
"""Whoever is back sooner was not out of the hold: it was a wobble."""
REST_S: Final = 1.0
"""Legs at rest for less than this have only paused."""
LONGEST_WAY_S: Final = 4.0
"""Nobody takes longer to come out of a stretch."""
DEPTH_DEG: Final = 12.0
"""A tracked angle that is further than this from both its running means is on its way."""
DEPTHS_S: Final = (4.0, 15.0)
"""Their time constants: whoever stays in a new depth for long holds it there, and whoever comes
back from a fault is back in the old one."""


class PhaseMachine:
    """Follows one person through stretch after stretch."""

    def __init__(self) -> None:
        self.phase = Phase("settling", 0.0)
        self.pose: Pose | None = None
        self._enter = Lasting(BELIEVE_S)
        self._leave = Lasting(GRACE_S)
        self._rest = _Rest()
        self._firm = self._apart = True
        self._still = Lasting(BELIEVE_S)
        self._settled = False

    @property
    def leaving(self) -> bool:
        """Whether a hold may be over, but it has not been long enough to believe it.

        Who rests is not on the way out, however odd the form: bad form is what makes it odd. Nor is
        who has held nothing yet, however unsure it is what they do.
        """
        if self.phase.name == "moving-in":
            return False
        return not math.isnan(self._leave.since_s) or not (self._firm or self._settled)

    def unsure(self, full: Reading) -> bool:
        """Return whether the hold may be of another stretch, or over: with changes told in full."""
        assert self.pose is not None
        over = _met(any, self.pose.stretch.hold.leave, full, self.pose.side)
        return self.leaving or not self._apart or bool(over)

    def update(self, reading: Reading, seen: Seen) -> tuple[Event, ...]:
        """Move on by one reading; return what began or ended. `phase` and `pose` are up to date."""
        events: list[Event] = []
        self._firm, self._apart = seen.firm, seen.apart
        self._settled = not math.isnan(self._still.update(reading.t_s, is_still(reading)))
        if self.pose is not None and seen.pose != self.pose:
            events += self.end(seen.since_s)
        if self.pose is None and seen.pose is not None:
            events += self._begin(seen.pose, seen.since_s)
        if self.pose is not None:
            events += self._hold(reading, self.pose, seen.fits)
        return tuple(events)

    def end(self, t_s: float) -> tuple[Event, ...]:
        """End whatever is under way at `t_s`; nothing if nothing is."""
        if self.pose is None:
            return ()
        held = self.phase.name == "hold"
        events = [self._event("hold-ended", self._rest.until_s(t_s))] if held else []
        events.append(self._event("stretch-ended", t_s))
        self.pose, self.phase = None, Phase("settling", t_s)
        return tuple(events)

    def _begin(self, pose: Pose, t_s: float) -> tuple[Event, ...]:
        self.pose = pose
        self.phase = Phase("moving-in", t_s, pose.stretch.id, pose.side)
        self._enter, self._leave = Lasting(BELIEVE_S), Lasting(GRACE_S)
        return (self._event("stretch-started", t_s),)

    def _hold(self, reading: Reading, pose: Pose, fits: bool) -> tuple[Event, ...]:
        hold = pose.stretch.hold
        if self.phase.name == "hold":
            if not self.leaving:
                self._rest.update(reading, pose)
            left_s = self._leave.update(reading.t_s, _met(any, hold.leave, reading, pose.side))
            if math.isnan(left_s):
                return ()
            return self._turn("release", "hold-ended", self._rest.until_s(left_s))
        entered = _met(all, hold.enter, reading, pose.side)
        entered_s = self._enter.update(reading.t_s, entered and fits and is_still(reading))
        return () if math.isnan(entered_s) else self._turn("hold", "hold-started", entered_s)

    def _turn(self, name: str, kind: EventKind, t_s: float) -> tuple[Event, ...]:
        event = self._event(kind, t_s)
        self.phase = Phase(name, t_s, self.phase.stretch, self.phase.side)  # type: ignore[arg-type]
        self._enter, self._leave = Lasting(BELIEVE_S), Lasting(GRACE_S)
        self._rest = _Rest()
        return (event,)

    def _event(self, kind: EventKind, t_s: float) -> Event:
        return Event(kind, t_s, self.phase.stretch, self.phase.side)


class _Rest:
    """When the person last was at rest in the depth of the hold: from there the way out begins."""

    def __init__(self) -> None:
        self._t_s = self._since_s = self._last_s = math.nan
        self._depths_deg: list[float] = []

    def update(self, reading: Reading, pose: Pose) -> None:
        """Take in one reading of a hold."""
        deep = self._at_depth(reading, pose)
        if not (deep and is_still(reading)):
            self._since_s = math.nan
        elif math.isnan(self._since_s):
            self._since_s = reading.t_s
        if reading.t_s - self._since_s >= REST_S:
            self._last_s = reading.t_s

    def until_s(self, left_s: float) -> float:
        """Return when the way out began, for a hold that was seen to be over at `left_s`."""
        return self._last_s if 0.0 <= left_s - self._last_s <= LONGEST_WAY_S else left_s

    def _at_depth(self, reading: Reading, pose: Pose) -> bool:
        """Return whether the tracked angle is where it has been; an unknown one passes."""
        track = pose.stretch.track.condition.values(reading, pose.side)[0].value
        if math.isnan(track):
            return True
        dt_s, self._t_s = reading.t_s - self._t_s, reading.t_s
        means = self._depths_deg or [track] * len(DEPTHS_S)
        self._depths_deg = [
            mean + (1.0 - math.exp(-dt_s / lasting_s)) * (track - mean) if dt_s > 0 else mean
            for mean, lasting_s in zip(means, DEPTHS_S, strict=True)
        ]
        return min(abs(track - mean) for mean in self._depths_deg) < DEPTH_DEG


def _met(
    quantifier: Callable[[Iterable[bool]], bool],
    conditions: tuple[Condition, ...],
    reading: Reading,
    side: str,
) -> bool | None:
    """Return whether all (or any) of the measured conditions are met; None if none is measured."""
    answers = [condition.holds(reading, side) for condition in conditions]
    known = [answer for answer in answers if answer is not None]
    return quantifier(known) if known else None
