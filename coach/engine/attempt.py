"""One attempt at a stretch on one side: from way in to way out, judged beside its beginning."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from coach.body import Sighting
from coach.engine.change import Before, Changes
from coach.engine.judge import Judge, Now, Verdict
from coach.engine.meter import Meter
from coach.engine.nouns import Event
from coach.engine.phases import BELIEVE_S, PhaseMachine
from coach.engine.recogniser import Pose
from coach.measures import Reading

ELSEWHERE_DEG: Final = 10.0
"""Whoever is beyond a bound between two positions by less may only have slipped: a back that rounds
tips the trunk."""


class Attempt:
    """Judges one stretch, each of its positions beside how the person began in it."""

    def __init__(self, meter: Meter, pose: Pose) -> None:
        self._pose = pose
        self._judge = Judge(pose)
        self._changes = Changes(meter, pose)
        self._position: str | None = None

    def way_in(self, moments: Iterable[tuple[Sighting, Reading, float]]) -> tuple[Event, ...]:
        """Judge moments, each with its length, of which nobody knew that they were the way in."""
        events: list[Event] = []
        for sighting, reading, dt_s in moments:
            events += self._judge.update(Now(sighting, reading, "moving-in", dt_s)).events
        return tuple(events)

    def update(
        self, sighting: Sighting, reading: Reading, dt_s: float, phases: PhaseMachine
    ) -> tuple[Reading, Verdict]:
        """Judge one reading that lasts for `dt_s` seconds; return it with its changes in full, too.

        `phases` have been moved on by this reading.
        """
        phase = phases.phase.name
        if phase != "hold":
            now = Now(sighting, reading, phase, dt_s, phases.leaving)
            return reading, self._judge.update(now)
        moved_on = self._has_moved_on(reading)
        beginning = not self._changes.begun(self._position)
        full = self._changes.in_full(sighting, reading, dt_s, self._position)
        now = Now(
            sighting,
            full,
            phase,
            dt_s,
            leaving=phases.unsure(full),
            beginning=beginning,
            mended=self._changes.mended(self._position),
            moved_on=moved_on,
        )
        return full, self._judge.update(now)

    def _has_moved_on(self, reading: Reading) -> bool:
        """Follow the person from position to position; return whether they have just changed it."""
        before = self._position
        by_deg = ELSEWHERE_DEG if before else 0.0
        now = self._pose.stretch.phase_of(reading, self._pose.side, by_deg)
        self._position = now or before
        return before not in (None, self._position)

    def before(self, hold_s: float) -> Before | None:
        """Return how the form was that has just been mended, in a hold since `hold_s`; or None."""
        before = self._changes.before(self._position)
        if before is not None and before.start_s - hold_s < 2 * BELIEVE_S:
            return replace(before, start_s=hold_s)  # a hold is believed a little late
        return before

    def look_back(self, before: Before) -> tuple[Event, ...]:
        """Return the faults that show only beside the form that somebody mended theirs to."""
        return self._judge.look_back(before)

    def close(self, t_s: float) -> tuple[Event, ...]:
        """Close every open fault, as when the hold is over."""
        return self._judge.close(t_s)
