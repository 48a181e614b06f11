"""What a session is to do: one turn after the other."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from coach.engine.nouns import Step
from coach.engine.settings import Asked
from coach.errors import UsageError
from coach.stretches import Library

LINGER_S: Final = 4.0
"""A hold that has met its goal is over after this long, even if the person stays in it."""
OTHER: Final = {"left": "right", "right": "left"}


def turns(
    library: Library, names: Sequence[str], side: str | None = None, hold_s: float | None = None
) -> list[Asked]:
    """Return the turns for these stretches (all of them if none is named), each side once.

    The first side of a one-sided stretch is left to the person; the second is the other one.
    CoachError for an unknown name, UsageError for a side or a hold that makes no sense.
    """
    if hold_s is not None and not 5 <= hold_s <= 300:
        raise UsageError(f"--hold {hold_s:g}: a hold lasts 5 to 300 seconds")
    found = []
    for name in names or list(library.stretches):
        stretch = library.get(name)
        if side is not None and side not in stretch.side_names:
            raise UsageError(
                f"--side {side}: the {stretch.name.lower()} has no sides; leave it out"
            )
        sides: list[str | None] = [side] if side or stretch.sides == "both" else [None, "other"]
        found += [Asked(stretch.id, which, hold_s) for which in sides]
    return found


class Plan:
    """Where in its turns a session is."""

    def __init__(self, turns: Sequence[Asked]) -> None:
        self._turns = list(turns)
        self._side_done: str | None = None
        self._done_s = math.nan
        self._goal_met = False

    @property
    def turns(self) -> tuple[Asked, ...]:
        """What is still to be done, the current turn first."""
        return tuple(self._turns)

    @property
    def current(self) -> Asked | None:
        """What is to be done now; None when all is done."""
        if not self._turns:
            return None
        turn = self._turns[0]
        if turn.side != "other":
            return turn
        return replace(turn, side=OTHER.get(self._side_done or ""))

    def is_done(self, step: Step) -> bool:
        """Return whether this turn is over: the goal was met, and the hold ended or lingered on."""
        if step.phase.name == "hold":
            self._side_done = step.phase.side
            if step.clock.in_form_s >= step.clock.goal_s:
                if not self._goal_met:
                    self._done_s = step.t_s
                self._goal_met = True
        elif self._goal_met:
            return True
        return self._goal_met and step.t_s - self._done_s >= LINGER_S

    def next(self) -> Asked | None:
        """Go on to the next turn and return it; None when all is done."""
        if self._turns:
            self._turns.pop(0)
        self._goal_met, self._done_s = False, math.nan
        return self.current
