"""Leads a person through a plan: what the engine is to look for now, and what is said on the way.

It is handed steps and has no clock, no I/O and no threads: what it wants done comes back as News.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from coach.app.plan import Plan
from coach.app.replay import REST, ask_command
from coach.app.turns import WAITS_S, Line, Timed
from coach.engine.engine import Engine
from coach.engine.nouns import Cue, Event, Step
from coach.engine.settings import Asked
from coach.stretches import Library


@dataclass(frozen=True, slots=True)
class News:
    """What a session is to say, keep and show beside the engine's steps."""

    cues: tuple[Cue, ...] = ()
    events: tuple[Event, ...] = ()
    """What the engine ended because something else is wanted now."""
    command: str | None = None
    """What the engine was asked for, so that a replay asks the same at the same time."""
    turn: Timed | None = None
    """What has just begun; a change stands for the stretch that it leads to as well."""


class Guide:
    """Moves on by itself from turn to turn."""

    def __init__(self, engine: Engine, plan: Plan, library: Library) -> None:
        self._engine, self._plan, self._library = engine, plan, library
        self._said: Counter[str] = Counter()
        self._wanted: Asked | None = None
        """What the engine looks for."""
        self._done: Asked | None = None
        """The stretch under way, or else the last one."""

    def begin(self) -> News:
        """Have the engine look for what the current turn wants.

        What a change leads to is looked for already, unless it is what was done just before:
        whoever stays in that is not yet ready for more.
        """
        turn = self._plan.current
        timed = turn if isinstance(turn, Timed) else None
        wanted = turn if isinstance(turn, Asked) else None
        if timed is not None and not timed.again:
            wanted = timed.then
        if timed is None:
            self._done = wanted
            if wanted == self._wanted:
                return News()
        self._wanted = wanted
        if wanted is None:
            return News((), self._engine.rest(), REST, timed)
        return News((), self._engine.ask(wanted), ask_command(wanted), timed)

    def after(self, step: Step) -> News:
        """Take in the engine's newest step."""
        ending = self._plan.update(step)
        cues = [_told(step.t_s, line) for line in self._plan.due()]
        if ending is None:
            return News(tuple(cues))
        if ending != "done":
            cues.append(self._word(step.t_s, f"turn.{ending}"))
        news = self.skip()
        turn = self._plan.current
        if isinstance(turn, Asked) and step.phase.name == "settling":
            stretch = self._library.get(turn.stretch)
            cues.append(Cue(step.t_s, "setup", f"{stretch.id}.start", stretch.start))
            self._engine.hear(cues[-1])
        return replace(news, cues=tuple(cues))

    def skip(self) -> News:
        """Go on to the next turn, whatever this one has come to."""
        self._plan.next()
        return self.begin()

    def stop(self) -> News:
        """End what may hurt, a stretch with all its rounds or a movement; a rest goes on.

        In a rest it is the stretch before, or the one that is being taken up already.
        """
        turn = self._plan.current
        if isinstance(turn, Timed) and turn.kind == "movement":
            return self.skip()
        begun = self._wanted if self._engine.phase.stretch is not None else None
        hurting = [asked for asked in (self._done, begun) if asked is not None]
        return self.begin() if self._plan.drop(hurting) else News()

    def _word(self, t_s: float, key: str) -> Cue:
        """Return a sentence of `poses/words.yaml`, its variants in turn."""
        variants = self._library.words[key]
        self._said[key] += 1
        return Cue(t_s, "setup", key, variants[(self._said[key] - 1) % len(variants)])


def _told(t_s: float, line: Line) -> Cue:
    """Return the cue of a sentence that may wait until the question before it is asked."""
    return Cue(t_s, "setup", line.key, line.text, stale_after_s=WAITS_S)
