"""Captions: which sentence stands on the screen. Pure; time is the session's, in seconds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from coach.engine.nouns import PRIORITY, Cue

PROTECTED_S: Final = 2.5
"""For so long nothing of a lower priority takes a caption's place."""
SECONDS_A_WORD: Final = 0.5
"""A glance from the mat is slower than reading at a desk (about 0.25 s a word)."""


@dataclass(frozen=True, slots=True)
class Captions:
    """The caption at one moment; `after` and `at` return the next one.

    A cue of the same or a higher priority replaces the caption at once ("three", "two", "one").
    A lower one waits until the caption has stood for `PROTECTED_S`; it is dropped if that is too
    late.
    """

    shown: Cue | None = None
    since_s: float = 0.0
    """When it came up."""
    waiting: Cue | None = None

    def after(self, cue: Cue, now_s: float | None = None) -> Captions:
        """Add a cue; `now_s` is its own time if not given."""
        t_s = cue.t_s if now_s is None else now_s
        here = self.at(t_s)
        if here.shown is None or _rank(cue) <= _rank(here.shown) or here._free_s <= t_s:
            return Captions(cue, t_s)
        if here.waiting is None or _rank(cue) <= _rank(here.waiting):
            return replace(here, waiting=cue)
        return here

    def at(self, t_s: float) -> Captions:
        """Return the caption at `t_s`, which must not run backwards."""
        waiting = self.waiting
        if waiting is not None and t_s >= self._free_s:
            if self._free_s <= waiting.t_s + waiting.stale_after_s:
                return Captions(waiting, self._free_s).at(t_s)
            return replace(self, waiting=None).at(t_s)
        if self.shown is not None and t_s >= self.since_s + shown_for_s(self.shown.text):
            return Captions()
        return self

    def text(self, t_s: float) -> str | None:
        """Return the sentence on the screen at `t_s`, or None."""
        shown = self.at(t_s).shown
        return shown.text if shown is not None else None

    @property
    def _free_s(self) -> float:
        return self.since_s + PROTECTED_S


def shown_for_s(text: str) -> float:
    """How long a sentence is shown if nothing replaces it, seconds: at least `PROTECTED_S`."""
    return max(PROTECTED_S, SECONDS_A_WORD * len(text.split()))


def _rank(cue: Cue) -> int:
    return PRIORITY[cue.kind]
