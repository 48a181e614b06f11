"""Where in its turns a session is. Every turn ends by itself, whatever the person does or not.

Rules:
- A timed turn ends when its time is over. A change ends early if the stretch it leads to is being
  held: whoever is ready need not wait.
- A stretch is `done` when a hold that met its goal ends, or `LINGER_S` after it was met.
- A stretch that nobody has held after `FIRST_HOLD_S` is `unseen`: it is left.
- A stretch whose goal is not met after `FIRST_HOLD_S` and `GOALS` times its length is `unmet`: it
  is left as soon as the clock stands still.

Only time in which the camera gave pictures and nobody paused counts: it is added up from the steps.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final, Literal

from coach.app.turns import OTHER, Line, Timed, Turn, about_s
from coach.engine.nouns import Step
from coach.engine.settings import Asked

LINGER_S: Final = 4.0
"""A hold that has met its goal is over after this long, even if the person stays in it."""
FIRST_HOLD_S: Final = 60.0
"""Getting down, getting comfortable and trying again all fit into this."""
GOALS: Final = 2.0
LONGEST_STEP_S: Final = 1.0
"""Between two steps no more than this counts: what lies between was a pause, or no picture."""
OPPOSITE: Final = {"left": "right", "right": "left"}

Ending = Literal["done", "unseen", "unmet"]


class Plan:
    """Goes through the turns of a session."""

    def __init__(self, turns: Sequence[Turn]) -> None:
        self._turns = list(turns)
        self._last_s = math.nan
        self._side_done: str | None = None
        self._begin()

    @property
    def turns(self) -> tuple[Turn, ...]:
        """What is still to be done, the current turn first."""
        return tuple(self._turns)

    @property
    def current(self) -> Turn | None:
        """What is to be done now; None when all is done."""
        return self._turns[0] if self._turns else None

    @property
    def elapsed_s(self) -> float:
        """For how long the current turn has been going on, in seconds that count."""
        return self._elapsed_s

    @property
    def left_s(self) -> float:
        """About how long the rest of the session takes if all goes well."""
        now_s = about_s(self._turns[:1]) - self._elapsed_s
        return max(now_s, 0.0) + about_s(self._turns[1:])

    def update(self, step: Step) -> Ending | None:
        """Take in one step of the current turn; return how that ended, or None if it goes on."""
        if not math.isnan(self._last_s):
            self._elapsed_s += min(step.t_s - self._last_s, LONGEST_STEP_S)
        self._last_s = step.t_s
        turn = self.current
        if turn is None:
            return None
        if isinstance(turn, Timed):
            return "done" if self._is_over(turn, step) else None
        return self._stretched(step)

    def due(self) -> tuple[Line, ...]:
        """Return the sentences of the current turn whose moment has come; each once."""
        turn = self.current
        lines = turn.lines[self._told :] if isinstance(turn, Timed) else ()
        now = tuple(line for line in lines if line.at_s <= self._elapsed_s)
        self._told += len(now)
        return now

    def next(self) -> Turn | None:
        """Go on to the next turn and return it; None when all is done."""
        if self._turns:
            self._turns.pop(0)
        self._begin()
        return self.current

    def drop(self, hurting: Collection[Asked]) -> bool:
        """Leave out these stretches on these sides; return whether the current turn led to one."""
        names = {(asked.stretch, asked.side) for asked in hurting}
        before = self.current
        self._turns = [turn for turn in self._turns if _leads_to(turn) not in names]
        if self.current is before:
            return False
        self._begin()
        return True

    def _begin(self) -> None:
        self._elapsed_s, self._told = 0.0, 0
        self._held, self._met_s = False, math.nan
        if self._turns:
            self._turns[0] = self._with_side(self._turns[0])

    def _with_side(self, turn: Turn) -> Turn:
        """Return the turn with the other side by its name; None = not known, so either."""
        asked = turn.then if isinstance(turn, Timed) else turn
        if asked is None or asked.side != OTHER:
            return turn
        known = replace(asked, side=OPPOSITE.get(self._side_done or ""))
        return replace(turn, then=known) if isinstance(turn, Timed) else known

    def _is_over(self, turn: Timed, step: Step) -> bool:
        if self._elapsed_s >= turn.for_s:
            return True
        held = step.phase.stretch if step.phase.name == "hold" else None
        return turn.then is not None and held == turn.then.stretch and not turn.again

    def _stretched(self, step: Step) -> Ending | None:
        """Return how a stretch ended, or None."""
        clock, holding = step.clock, step.phase.name == "hold"
        if holding:
            self._held, self._side_done = True, step.phase.side
            if math.isnan(self._met_s) and clock.counted_s >= clock.goal_s:
                self._met_s = self._elapsed_s
        if not math.isnan(self._met_s):
            return "done" if not holding or self._elapsed_s - self._met_s >= LINGER_S else None
        if not self._held:
            return "unseen" if self._elapsed_s >= FIRST_HOLD_S else None
        late = self._elapsed_s >= FIRST_HOLD_S + GOALS * clock.goal_s
        return "unmet" if late and not (holding and clock.running) else None


def _leads_to(turn: Turn) -> tuple[str, str | None] | None:
    """Return stretch and side of a turn, or of what it leads to; None if that is no stretch."""
    asked = turn.then if isinstance(turn, Timed) else turn
    return None if asked is None else (asked.stretch, asked.side)
