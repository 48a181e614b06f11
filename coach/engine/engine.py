"""The engine: a sighting in, a Step out. It is handed time and never asks for it."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import replace
from typing import Final

from coach.body import Sighting
from coach.engine.attempt import Attempt
from coach.engine.clock import HoldTimer
from coach.engine.cues import Arbiter
from coach.engine.judge import Verdict
from coach.engine.meter import Meter
from coach.engine.mistaken import Mistaken
from coach.engine.moment import Moment
from coach.engine.motion import is_still
from coach.engine.nouns import Cue, Event, Phase, Step
from coach.engine.phases import PhaseMachine
from coach.engine.presence import Presence
from coach.engine.recogniser import Pose, Recogniser
from coach.engine.settings import Asked, CueSettings
from coach.engine.told import most_likely
from coach.measures import Reading
from coach.stretches import Library

LONGEST_GAP_S: Final = 0.5
"""A frame counts for at most this long: a camera that stalls does not hold a stretch."""
WAY_IN_S: Final = 2.0
"""The longest part of a way in that is over before the stretch is recognised."""
UNKNOWN_S: Final = 1.0
"""A way in may have begun so long before it was anything like the stretch."""
QUIET: Final = Verdict((), {}, "yes", ())


class Engine:
    """Smooth, measure, recognise, phase, judge, cue: for one person, in order of time."""

    def __init__(
        self,
        library: Library,
        meter: Meter,
        asked: Asked | None = None,
        cue_settings: CueSettings | None = None,
    ) -> None:
        self._library = library
        self._meter = meter
        self._arbiter = Arbiter(library.words, cue_settings or CueSettings())
        self._presence = Presence(self._arbiter.settings.lost_after_s)
        self._phases = PhaseMachine()
        self._timer = HoldTimer()
        self._attempt: Attempt | None = None
        self._timed: Pose | None = None
        """What the clock has counted since something was asked for."""
        self._recent: deque[tuple[Sighting, Reading, float]] = deque()
        self._last_s = math.nan
        self._dt_s = 0.0
        self.ask(asked)

    def ask(self, asked: Asked | None) -> tuple[Event, ...]:
        """Look for this stretch from now on, or for any; return what that ends."""
        before = self._phases.pose
        events = self._end(self._last_s)
        self._asked, self._timed = asked, None
        self._mistaken = Mistaken(self._library, asked, before) if asked else None
        stretches = list(self._library.stretches.values())
        if asked is not None:
            stretches = [self._library.get(asked.stretch)]
        self._recogniser = Recogniser(stretches, asked.side if asked else None)
        return events

    def hear(self, cue: Cue) -> None:
        """Take note of what somebody else says to the person, lest it be said twice."""
        self._arbiter.heard(cue)

    def rest(self) -> tuple[Event, ...]:
        """Look for nothing until asked again; return what that ends.

        Whoever warms up or pauses is watched, so that they stay found, but not judged.
        """
        events = self._end(self._last_s)
        self._asked = self._mistaken = None
        self._recogniser = Recogniser([])
        return events

    def step(self, sighting: Sighting) -> Step:
        """Take one frame's sighting (`t_s` increasing) and return all that follows from it."""
        sighting = self._presence.same_person(sighting)
        self._dt_s = self._since_last_s(sighting.t_s)
        self._last_s = sighting.t_s
        reading = self._meter.measure(sighting)
        self._remember(sighting, reading)
        events = self._presence.update(sighting, self._recogniser.looks) + self._gone()
        if sighting.body is None:
            self._timer.wait(self._library.words["setup.lost"][0])
            return self._told(sighting, reading, QUIET, events)
        events += self._follow(reading)
        full, verdict = self._judged(sighting, reading)
        self._tick(verdict)
        past = self._looked_back()
        told = most_likely(reading, full, self._phases.pose)
        return self._told(sighting, told, verdict, events + verdict.events + past, past)

    def _remember(self, sighting: Sighting, reading: Reading) -> None:
        while self._recent and self._recent[0][1].t_s < reading.t_s - WAY_IN_S:
            self._recent.popleft()
        self._recent.append((sighting, reading, self._dt_s))

    def finish(self) -> tuple[Event, ...]:
        """End whatever is under way; return the events of that."""
        return self._end(self._last_s)

    def _since_last_s(self, t_s: float) -> float:
        """Return for how long the frame at `t_s` counts."""
        return 0.0 if math.isnan(self._last_s) else min(t_s - self._last_s, LONGEST_GAP_S)

    def _gone(self) -> tuple[Event, ...]:
        """End whatever was under way of somebody who has left."""
        since_s = self._presence.gone_since_s
        if since_s is None:
            return ()
        self._recogniser.forget()
        if self._presence.unseen_s:
            self._meter.reset()
        return self._end(since_s)

    def _follow(self, reading: Reading) -> tuple[Event, ...]:
        """Move through the phases; a hold that begins starts the clock, one that ends reads it."""
        seen = self._recogniser.update(reading)
        events: list[Event] = []
        for event in self._phases.update(reading, seen):
            events += self._hold_event(event, reading.t_s)
        return tuple(events)

    def _hold_event(self, event: Event, now_s: float) -> tuple[Event, ...]:
        if event.kind == "stretch-started":
            pose = self._phases.pose
            assert pose is not None
            self._attempt = Attempt(self._meter, pose)
            goes_on = self._asked is not None and pose == self._timed
            self._timer.prepare(self._goal_s(pose), goes_on=goes_on)
            self._timed = pose
            return (event, *self._attempt.way_in(self._since(event.t_s - UNKNOWN_S)))
        elif event.kind == "hold-started":
            self._timer.start(now_s - event.t_s - self._dt_s)
        elif event.kind == "stretch-ended":
            self._attempt = None
        elif event.kind == "hold-ended":
            closed = self._attempt.close(event.t_s) if self._attempt else ()
            return (*closed, replace(event, clock=self._timer.shorten(now_s - event.t_s)))
        return (event,)

    def _since(self, start_s: float) -> list[tuple[Sighting, Reading, float]]:
        """Return the recent moments since then, but for the one under way."""
        return [one for one in list(self._recent)[:-1] if one[1].t_s >= start_s]

    def _goal_s(self, pose: Pose) -> float:
        asked = self._asked.hold_s if self._asked else None
        return asked if asked is not None else pose.stretch.hold_s

    def _judged(self, sighting: Sighting, reading: Reading) -> tuple[Reading, Verdict]:
        """Return a reading with its changes in full, and what is judged of it."""
        if self._attempt is None:
            return reading, QUIET
        return self._attempt.update(sighting, reading, self._dt_s, self._phases)

    def _looked_back(self) -> tuple[Event, ...]:
        """Return the faults that show only beside the form that somebody mended theirs to.

        The clock counts their seconds no more.
        """
        if self._attempt is None or self._phases.phase.name != "hold":
            return ()
        before = self._attempt.before(self._phases.phase.since_s)
        if before is None:
            return ()
        events = self._attempt.look_back(before)
        if events:
            self._timer.forget(self._last_s - before.start_s, self._last_s - before.end_s)
        return events

    def _tick(self, verdict: Verdict) -> None:
        if self._phases.phase.name == "hold" and not self._presence.legs_unseen_s:
            for event in verdict.events:
                if event.kind == "fault-opened" and event.fault:
                    self._timer.take_back(self._last_s - event.fault.start_s)
            self._timer.tick(self._dt_s, verdict.in_form)
        self._timer.told(self._reason(verdict))

    def _reason(self, verdict: Verdict) -> str | None:
        """Return why the clock stands still."""
        pose = self._phases.pose
        if self._presence.legs_unseen_s:
            return self._library.words["setup.legs"][0]
        if pose is None:
            stretch = self._library.get(self._asked.stretch) if self._asked else None
            return stretch.set_up[0] if stretch else None
        if verdict.faults:
            return pose.stretch.rule(verdict.faults[0].rule).say[0]
        return None if self._phases.phase.name == "hold" else pose.stretch.start

    def _told(
        self,
        sighting: Sighting,
        reading: Reading,
        verdict: Verdict,
        events: tuple[Event, ...],
        past: tuple[Event, ...] = (),
    ) -> Step:
        phase, clock = self._phases.phase, self._timer.clock
        unseen_s, legs_unseen_s = self._presence.unseen_s, self._presence.legs_unseen_s
        moment = Moment(
            sighting.t_s,
            self._phases.pose,
            reading,
            clock,
            phase.name == "hold",
            verdict.faults,
            events,
            unseen_s,
            phase.name == "hold" and self._phases.leaving,
            verdict.unsettled,
            verdict.suspected,
            verdict.mending,
            legs_unseen_s,
            sighting.people,
            not (unseen_s or legs_unseen_s) and self._short_of_hold(reading),
            self._mistaken.update(reading, self._phases.pose) if self._mistaken else (),
            _surest(past),
        )
        cues: tuple[Cue, ...] = self._arbiter.update(moment)
        faults = verdict.faults
        return Step(sighting, reading, phase, clock, faults, verdict.unjudged, events, cues)

    def _short_of_hold(self, reading: Reading) -> bool:
        """Return whether somebody rests in what was asked for, but holds nothing yet."""
        moving_in = self._phases.phase.name == "moving-in"
        return self._asked is not None and moving_in and is_still(reading)

    def _end(self, t_s: float) -> tuple[Event, ...]:
        events: list[Event] = []
        for event in self._phases.end(t_s):
            events += self._hold_event(event, t_s)
        return tuple(events)

    @property
    def phase(self) -> Phase:
        """Where the person is now."""
        return self._phases.phase


def _surest(events: tuple[Event, ...]) -> str | None:
    """Return the rule of the plainest of the faults in events; None of none."""
    faults = [event.fault for event in events if event.fault]
    return max(faults, key=lambda fault: fault.surely).rule if faults else None
