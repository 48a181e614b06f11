"""Which rules of a stretch are broken now, and what nobody can say anything about."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final, Literal

from coach.body import Sighting
from coach.engine.change import Before
from coach.engine.motion import is_still
from coach.engine.movement import Movement
from coach.engine.nouns import Event, Fault
from coach.engine.recogniser import Pose
from coach.engine.watch import Watch
from coach.measures import QUICK, Reading

UNSURE: Final = "it was not plain whether this was still the stretch"
"""Why nothing is judged of who may be leaving a hold, or may never have been in it."""
MENDING_S: Final = 1.5
"""A movement so shortly before or after another fault began or ended belongs to that."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judge's word at one instant."""

    faults: tuple[Fault, ...]
    """Open now."""
    unjudged: dict[str, str]
    """Rule id -> why."""
    in_form: Literal["yes", "doubtful", "no"]
    """`doubtful`: a rule may have been broken, or a fault may be over, but not for long enough."""
    events: tuple[Event, ...]
    unsettled: bool = False
    """Whether the form is just changing, in what is no movement, or has just become better."""
    suspected: bool = False
    """Whether a fault may be opening, in what is no movement."""
    mending: frozenset[str] = frozenset()
    """Rules of open faults that are just being mended, and are over if that lasts."""


@dataclass(frozen=True, slots=True)
class Now:
    """One reading of somebody in a stretch, and what is known of the hold it is of."""

    sighting: Sighting
    reading: Reading
    phase: str
    dt_s: float
    """For how long it lasts."""
    leaving: bool = False
    """Whether they may be on the way out, or in another stretch: then only what counts in the
    release is judged, and whether an open fault is over. Of the rest nobody may say that it is
    kept."""
    beginning: bool = False
    """Whether nobody knows yet how this person looks in good form. They may still be arranging
    themselves: no movement is noted."""
    mended: bool = False
    """Whether the form has just become better than it began."""
    moved_on: bool = False
    """Whether they have just gone into another position of the stretch: the legs go along."""


class Judge:
    """Judges the rules of one stretch on one side."""

    def __init__(self, pose: Pose) -> None:
        self._pose = pose
        watches = [Watch(rule, pose) for rule in pose.stretch.rules]
        self._watches = [watch for watch in watches if not watch.rule.wait_s]
        self._movements = [Movement(watch) for watch in watches if watch.rule.wait_s]
        self._changed_s = -math.inf

    def update(self, now: Now) -> Verdict:
        """Judge one reading (readings in order of time)."""
        events: list[Event] = []
        for watch in self._watches:
            events += self._tell(_update(watch, now))
        if events or now.moved_on:
            self._changed_s = now.reading.t_s
        slow = {watch.state for watch in self._watches if watch.rule.when.base not in QUICK}
        unsettled = now.mended or bool(slow & {"suspect", "clearing"})
        for movement in self._movements:
            for fault in self._moved(movement, now, unsettled):
                events += self._tell(fault)
        return self._verdict(tuple(events), unsettled, "suspect" in slow)

    def _moved(self, movement: Movement, now: Now, unsettled: bool) -> tuple[Fault, ...]:
        """Return what may be told now of a movement: of who changes their form none is a fault."""
        watch = movement.watch
        if now.phase not in watch.rule.during:
            return movement.close(now.reading.t_s)
        if now.beginning and watch.fault is None:
            return ()
        changed = now.reading.t_s - self._changed_s < MENDING_S
        rests = is_still(now.reading) and not now.leaving and not unsettled and not changed
        return movement.update(now.reading.t_s, _update(watch, now), rests, changed)

    def look_back(self, before: Before) -> tuple[Event, ...]:
        """Return what opened and closed unseen, and shows only beside the form that was mended."""
        events: list[Event] = []
        for watch in self._watches:
            fault = watch.look_back(before) if "hold" in watch.rule.during else None
            if fault is not None:
                events += self._tell(replace(fault, end_s=None)) + self._tell(fault)
        return tuple(events)

    def close(self, t_s: float) -> tuple[Event, ...]:
        """Close every open fault, as when the hold is over."""
        closed = [watch.close(t_s) for watch in self._watches]
        closed += [fault for movement in self._movements for fault in movement.close(t_s)]
        return tuple(event for fault in closed for event in self._tell(fault))

    def _tell(self, fault: Fault | None) -> tuple[Event, ...]:
        if fault is None:
            return ()
        kind, t_s = ("fault-opened", fault.start_s)
        if fault.end_s is not None:
            kind, t_s = ("fault-closed", fault.end_s)
        return (Event(kind, t_s, self._pose.stretch.id, self._pose.side, fault),)  # type: ignore[arg-type]

    def _verdict(self, events: tuple[Event, ...], unsettled: bool, suspected: bool) -> Verdict:
        watches = [*self._watches, *(movement.watch for movement in self._movements)]
        pending = {movement.watch for movement in self._movements if movement.pending}
        states = {"suspect" if watch in pending else watch.state for watch in watches}
        faults = tuple(w.fault for w in watches if w.fault is not None and w not in pending)
        unjudged = {w.rule.id: w.unjudged for w in watches if w.unjudged is not None}
        doubtful = states & {"suspect", "clearing"}
        in_form = "no" if "broken" in states else "doubtful" if doubtful else "yes"
        mending = frozenset(watch.rule.id for watch in watches if watch.state == "clearing")
        return Verdict(faults, unjudged, in_form, events, unsettled, suspected, mending)  # type: ignore[arg-type]


def _update(watch: Watch, now: Now) -> Fault | None:
    """Return the fault that has just opened or closed; none opens in what may be the way out."""
    if now.leaving and watch.fault is None and "release" not in watch.rule.during:
        watch.unjudged = UNSURE
        return None
    if now.phase not in watch.rule.during:
        return watch.close(now.reading.t_s)
    return watch.update(now.sighting, now.reading, now.dt_s, now.beginning)
