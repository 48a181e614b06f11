"""The question after a stretch: how was that, 0 to 10? One key answers; no key is no answer.

It stays open during what follows, until the next hold begins, so that it holds nobody up. Where
nobody can press a key it is not asked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from coach.app.frontend import Screen
from coach.app.turns import Turn
from coach.engine.nouns import CueKind, Step
from coach.engine.settings import Asked
from coach.store import Discomfort
from coach.stretches import Library

ANSWER_S: Final = 20.0
"""A question stays open for so long; then it is skipped."""
TOO_MUCH: Final = 6
"""From this answer on the session ends."""
TEN_KEY: Final = "t"
OUT_OF_VIEW: Final = frozenset({"setup.lost", "setup.found", "setup.legs"})
TITLE: Final = "How was that?"
KEYS: Final = f"0 nothing ... 10 worst: press 0 to 9, or {TEN_KEY} for ten"


@dataclass(frozen=True, slots=True)
class Question:
    """A question that is open."""

    t_s: float
    """When it was asked, seconds since the source began."""
    stretch: str
    side: str | None
    """`left`, `right` or `both`; None if no side was seen."""
    pain: bool = False
    """True if the pain key ended the stretch."""

    def is_over(self, now_s: float) -> bool:
        """Return whether nobody is expected to answer any more."""
        return now_s - self.t_s >= ANSWER_S

    def answered(self, score: int | None) -> Discomfort:
        """Return what to keep; None = not answered, which is not 0."""
        return Discomfort(self.t_s, score, self.stretch, self.side, self.pain)


class Comfort:
    """Asks how each stretch was, keeps the answers, and says when it is enough."""

    def __init__(
        self,
        library: Library,
        screen: Screen,
        keep: Callable[[Discomfort], object],
        say: Callable[[CueKind, str], object],
        *,
        asks: bool,
    ) -> None:
        """`keep` stores an answer; `say` says the sentence of a key; `asks`: False = only keep."""
        self._library, self._screen, self._keep, self._say = library, screen, keep, say
        self._asks = asks and screen.has_keys
        self._question: Question | None = None
        self._asked: Asked | None = None
        self._side: str | None = None
        self._hurts = False
        self.held = False
        """Whether the stretch under way got as far as a hold."""
        self.why_enough: str | None = None
        """Why the session is to end, in one line; None = it may go on."""

    @property
    def is_open(self) -> bool:
        """Whether a question waits for its answer."""
        return self._question is not None

    def follow(self, turn: Turn | None, now_s: float) -> None:
        """Take note of the turn that is on; ask about a stretch that has thereby ended."""
        asked = turn if isinstance(turn, Asked) else None
        if asked is self._asked:
            return
        if self._asked is not None:
            self._end(self._asked, now_s)
        self._asked, self.held, self._hurts = asked, False, False
        self._side = self._only_side(asked) if asked else None

    def quieted(self, step: Step) -> Step:
        """Return a frame with what is to be said and shown of it.

        Who comes to the keys to answer need not hear that they are out of view.
        """
        if not self.is_open:
            return step
        return replace(step, cues=tuple(cue for cue in step.cues if cue.key not in OUT_OF_VIEW))

    def see(self, step: Step) -> None:
        """Take note of a frame of the turn; who holds a stretch does not answer about the last."""
        if self._asked is None:
            return
        self._side = step.phase.side or self._side
        if step.phase.name == "hold":
            self.held = True
            self.settle(None)

    def hurt(self, now_s: float) -> None:
        """Take note of pain.

        It is the stretch's under way, or else that of the one asked about, or else of no stretch.
        """
        if self._asked is not None:
            self._hurts = True
        elif self._question is not None:
            self._question = replace(self._question, pain=True)
        else:
            self._keep(Discomfort(now_s, None, pain=True))

    def take(self, key: str | None, now_s: float) -> bool:
        """Return whether a key (None = none) was the answer; after a while it is skipped."""
        if self._question is None:
            return False
        score = score_of(key)
        if score is not None or self._question.is_over(now_s):
            self.settle(score)
        return score is not None

    def settle(self, score: int | None) -> None:
        """Keep the answer to the open question, if there is one; None = not answered."""
        question, self._question = self._question, None
        if question is None:
            return
        self._screen.ask(None)
        if self._asks or question.pain:
            self._keep(question.answered(score))
        if score is not None and score >= TOO_MUCH:
            self.why_enough = why_enough(self._library.get(question.stretch).name, score)
            self._say("safety", "safety.enough")

    def _end(self, asked: Asked, now_s: float) -> None:
        """Ask about the stretch that ends, if it got as far as a hold, or hurt."""
        self.settle(None)
        if not (self._hurts or self.held):
            return
        self._question = Question(now_s, asked.stretch, self._side, self._hurts)
        if not self._asks:
            self.settle(None)
            return
        self._screen.ask((TITLE, KEYS))
        if not self._hurts:  # with pain something more important is being said
            self._say("setup", "person.how-was-it")  # what comes next waits for its end

    def _only_side(self, asked: Asked) -> str | None:
        """Return the side that is known before anything is seen."""
        sides = self._library.get(asked.stretch).side_names
        return asked.side or (sides[0] if len(sides) == 1 else None)


def score_of(key: str | None) -> int | None:
    """Return the answer that a key gives, 0 to 10; None for any other key."""
    if key is None:
        return None
    if key.lower() == TEN_KEY:
        return 10
    return int(key) if key in "0123456789" and key else None


def why_enough(name: str, score: int) -> str:
    """Return why the session ends after this answer, and what to do; `name` is the stretch's."""
    return (
        f"You rated the {name.lower()} {score} of 10, so we stopped there: a stretch may pull, it "
        "should never hurt that much. Rest, and if it stays or comes back, see a doctor or a "
        "physiotherapist"
    )
