"""What a session is made of: stretches that are judged, and timed turns between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from coach.engine.mistaken import notices
from coach.engine.settings import Asked
from coach.stretches import Library

WAITS_S: Final = 4.0
"""A sentence that is not about this instant may wait for the end of the one being said."""
OTHER: Final = "other"
"""A side: the one that the turn before was not done on."""
TAKE_UP_S: Final = 3.0
"""How much longer than its change it takes to get into a stretch, for telling how long a session
is about."""


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence to say so long after its turn has begun."""

    at_s: float
    key: str
    """Stable name of what is said, such as `next.left`; the key of the cue."""
    text: str


@dataclass(frozen=True, slots=True)
class Timed:
    """A turn of known length, in which nothing is judged."""

    kind: Literal["camera", "movement", "pause", "change", "end"]
    name: str
    """What the window shows; of a change, what it leads to."""
    for_s: float
    lines: tuple[Line, ...] = ()
    """In order of time, all of them said before it ends."""
    how: tuple[str, ...] = ()
    """What to do meanwhile, to read."""
    then: Asked | None = None
    """The stretch that a change leads to. It is looked for already."""
    again: bool = False
    """It leads to the very stretch and side before it: whoever stays in that is not yet ready."""


Turn = Asked | Timed


def about_s(turns: Sequence[Turn]) -> float:
    """Return how long these turns take if all goes well, in seconds."""
    return sum(_length_s(turn) for turn in turns)


def starts_s(turns: Sequence[Turn]) -> list[float]:
    """Return when each turn begins if all goes well, in seconds from the start of the first."""
    return [about_s(turns[:number]) for number in range(len(turns))]


def side_words(side: str | None) -> str:
    """Return what is added to the name of a stretch: `, left leg in front`, or nothing."""
    if side == OTHER:
        return ", other side"
    return f", {side} leg in front" if side in ("left", "right") else ""


def sentences(turns: Sequence[Turn], library: Library) -> Iterator[str]:
    """Yield all that may be said in these turns, what comes first first."""
    for turn in turns:
        if isinstance(turn, Timed):
            yield from (line.text for line in turn.lines)
            continue
        stretch = library.get(turn.stretch)
        yield from notices(library, turn)
        yield from (stretch.start, stretch.camera.say)
        for rule in stretch.rules:
            yield from (*rule.say, rule.fixed)
    for variants in library.words.values():
        yield from (text for text in variants if "{" not in text)


def _length_s(turn: Turn) -> float:
    return turn.for_s if isinstance(turn, Timed) else TAKE_UP_S + (turn.hold_s or 0.0)
