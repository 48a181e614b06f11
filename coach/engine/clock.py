"""The hold clock: seconds in position, and those of them in form.

A wobble shorter than a rule's dwell costs nothing; a fault costs every second from the crossing of
its bound. So doubtful seconds are put aside until it is known what they were, or that nobody will.
"""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from typing import Final, Literal

from coach.engine.nouns import HoldClock

DOUBT_S: Final = 2.5
"""Whoever may be out of form for longer than this, and no rule is broken, is in form for all that
anybody can say: a measure that stays about its bound, give or take its deviation."""
PAST: Final = 600
"""Clocks that are remembered, one a frame: enough for the longest way out at any frame rate."""


class HoldTimer:
    """Counts one hold after the other."""

    def __init__(self, goal_s: float = 30.0) -> None:
        self.clock = HoldClock(goal_s=goal_s)
        self._aside_s = 0.0
        self._past: deque[HoldClock] = deque(maxlen=PAST)

    def prepare(self, goal_s: float, *, goes_on: bool) -> None:
        """Get ready for holds of a stretch; it `goes_on` if it is the one before once more."""
        before_s = self._toward_goal_s() if goes_on else 0.0
        self.clock = HoldClock(goal_s=goal_s, before_s=before_s)

    def start(self, already_s: float) -> None:
        """Begin a new hold that has lasted for `already_s` seconds when it is believed.

        What was held before of the same stretch goes on to count, until the goal was met.
        """
        before_s = self._toward_goal_s()
        goal_s = self.clock.goal_s
        self.clock = HoldClock(already_s, already_s, goal_s, running=True, before_s=before_s)
        self._aside_s = 0.0
        self._past.clear()

    def tick(self, dt_s: float, in_form: Literal["yes", "doubtful", "no"]) -> None:
        """Add `dt_s` seconds in position, in the form that the judge says."""
        clock = replace(self.clock, held_s=self.clock.held_s + dt_s, running=in_form != "no")
        if in_form == "yes":
            # Doubts that ended well were no faults, or seconds in which a fault was already over.
            clock = replace(clock, in_form_s=clock.in_form_s + self._aside_s + dt_s)
        self._aside_s = self._aside_s + dt_s if in_form == "doubtful" else 0.0
        too_long_s = max(self._aside_s - DOUBT_S, 0.0)
        self._aside_s -= too_long_s
        self.clock = replace(clock, in_form_s=clock.in_form_s + too_long_s)
        self._past.append(self.clock)

    def take_back(self, last_s: float) -> None:
        """Count none of the last seconds as in form: a fault has opened that began before.

        No more than `DOUBT_S` of them, lest a clock that was trusted jump back. What was put aside
        belongs to the fault.
        """
        self._aside_s = 0.0
        held_s = self.clock.held_s - min(last_s, DOUBT_S)
        in_form_s = min(self._in_form_s_at(held_s), self.clock.in_form_s)
        self.clock = replace(self.clock, in_form_s=in_form_s)

    def forget(self, since_s: float, until_s: float) -> None:
        """Count nothing as in form of what lies between so many seconds ago and so many."""
        held_s, in_form_s = self.clock.held_s, self.clock.in_form_s
        counted_s = self._in_form_s_at(held_s - until_s) - self._in_form_s_at(held_s - since_s)
        self.clock = replace(self.clock, in_form_s=max(in_form_s - counted_s, 0.0))

    def wait(self, reason: str | None) -> None:
        """Stand still for a reason (or for none: the hold is over)."""
        self.clock = replace(self.clock, running=False, waiting_for=reason)

    def told(self, reason: str | None) -> None:
        """Say what the clock would wait for; a running clock waits for nothing."""
        self.clock = replace(self.clock, waiting_for=None if self.clock.running else reason)

    def shorten(self, by_s: float) -> HoldClock:
        """Return the clock of a hold that ended `by_s` seconds before it was noticed."""
        held_s = max(self.clock.held_s - by_s, 0.0)
        # Seconds in form that were counted on the way out are taken back too.
        in_form_s = min(self._in_form_s_at(held_s), self.clock.in_form_s)
        self.clock = replace(self.clock, held_s=held_s, in_form_s=in_form_s, running=False)
        return self.clock

    def _toward_goal_s(self) -> float:
        counted_s = self.clock.counted_s
        return counted_s if counted_s < self.clock.goal_s else 0.0

    def _in_form_s_at(self, held_s: float) -> float:
        """Return the seconds in form when so many had been held; before the first tick all were."""
        before = [past.in_form_s for past in self._past if past.held_s <= held_s + 1e-9]
        return min(before[-1], held_s) if before else max(held_s, 0.0)
