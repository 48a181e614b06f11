"""Which rules of a stretch are broken now, and what nobody can say anything about."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

from coach.body import Sighting
from coach.engine.change import Before
from coach.engine.nouns import Event, Fault
from coach.engine.recogniser import Pose
from coach.engine.watch import Watch
from coach.measures import QUICK, Reading

UNSURE: Final = "it was not plain whether this was still the stretch"
"""Why nothing is judged of who may be leaving a hold, or may never have been in it."""


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
    """Whether the form is just changing, for the worse or the better, in what is no movement."""
    suspected: bool = False
    """Whether a fault may be opening, in what is no movement."""


class Judge:
    """Judges the rules of one stretch on one side."""

    def __init__(self, pose: Pose) -> None:
        self._pose = pose
        self._watches = [Watch(rule, pose) for rule in pose.stretch.rules]

    def update(
        self,
        sighting: Sighting,
        reading: Reading,
        phase: str,
        dt_s: float,
        leaving: bool = False,
        beginning: bool = False,
    ) -> Verdict:
        """Judge one reading that lasts for `dt_s` seconds.

        At the `beginning` of a hold nobody knows yet how this person looks in good form, and they
        may still be arranging themselves: no movement that is waited out opens a fault. While they
        may be `leaving` it, only what counts in the release is judged, and whether an open fault is
        over. Of the rest nobody may say then that it is kept.
        """
        events: list[Event] = []
        for watch in self._watches:
            if leaving and watch.fault is None and "release" not in watch.rule.during:
                watch.unjudged = UNSURE
            elif beginning and watch.rule.wait_s and watch.fault is None:
                continue
            elif phase in watch.rule.during:
                events += self._tell(watch.update(sighting, reading, dt_s, beginning))
            else:
                events += self._tell(watch.close(reading.t_s))
        return self._verdict(tuple(events))

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
        closed = [self._tell(watch.close(t_s)) for watch in self._watches]
        return tuple(event for events in closed for event in events)

    def _tell(self, fault: Fault | None) -> tuple[Event, ...]:
        if fault is None:
            return ()
        kind, t_s = ("fault-opened", fault.start_s)
        if fault.end_s is not None:
            kind, t_s = ("fault-closed", fault.end_s)
        return (Event(kind, t_s, self._pose.stretch.id, self._pose.side, fault),)  # type: ignore[arg-type]

    def _verdict(self, events: tuple[Event, ...]) -> Verdict:
        states = {watch.state for watch in self._watches}
        faults = tuple(watch.fault for watch in self._watches if watch.fault is not None)
        unjudged = {w.rule.id: w.unjudged for w in self._watches if w.unjudged is not None}
        doubtful = states & {"suspect", "clearing"}
        in_form = "no" if "broken" in states else "doubtful" if doubtful else "yes"
        slow = {watch.state for watch in self._watches if watch.rule.when.base not in QUICK}
        unsettled, suspected = bool(slow & {"suspect", "clearing"}), "suspect" in slow
        return Verdict(faults, unjudged, in_form, events, unsettled, suspected)  # type: ignore[arg-type]
