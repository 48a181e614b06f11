"""What a person's history means for the session ahead: where to begin, and what to expect."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from coach.app.plan import OTHER
from coach.engine.settings import Asked
from coach.history import Row, best_deg, tighter_side
from coach.report.words import quantity
from coach.stretches import Library, Stretch


def first_sides(library: Library, rows: Sequence[Row]) -> dict[str, str]:
    """Return for each stretch that has one the side to begin with: the tighter; id -> side."""
    sides = {name: tighter_side(rows, stretch) for name, stretch in library.stretches.items()}
    return {name: side for name, side in sides.items() if side}


def begin_with(turns: Sequence[Asked], first: Mapping[str, str]) -> list[Asked]:
    """Return the turns with these sides first, where nobody chose another.

    Only a turn whose side was left open is filled in, and the one for the `other` side after it.
    """
    found: list[Asked] = []
    begun: set[str] = set()
    for turn in turns:
        side = first.get(turn.stretch)
        if side and turn.side is None:
            begun.add(turn.stretch)
            turn = replace(turn, side=side)
        elif side and turn.side == "other" and turn.stretch in begun:
            turn = replace(turn, side=OTHER[side])
        found.append(turn)
    return found


@dataclass(frozen=True, slots=True)
class Memory:
    """What history has to say when a turn begins."""

    lines: tuple[str, ...] = ()
    """For the terminal."""
    cue: str | None = None
    """Key of the sentence to say."""
    depth: str | None = None
    """The depth to expect, in words; one of the lines too."""


def remembered(turns: Sequence[Asked], library: Library, rows: Sequence[Row]) -> Memory:
    """Return what to say as the first of these turns begins: why this side, how deep to expect."""
    stretch, side = library.get(turns[0].stretch), turns[0].side
    depth = _expected(stretch, side, rows)
    if not _begins_tighter(turns, stretch, rows):
        return Memory((depth,) if depth else (), None, depth)
    why = f"Your {side} side has been the tighter one lately, so it comes first."
    return Memory(tuple(filter(None, (why, depth))), f"person.{side}-first", depth)


def _begins_tighter(turns: Sequence[Asked], stretch: Stretch, rows: Sequence[Row]) -> bool:
    """Return whether the other side of the stretch follows, and this one is the tighter."""
    followed = len(turns) > 1 and turns[0].stretch == turns[1].stretch
    return followed and turns[0].side is not None and turns[0].side == tighter_side(rows, stretch)


def _expected(stretch: Stretch, side: str | None, rows: Sequence[Row]) -> str | None:
    side = "both" if stretch.sides == "both" else side
    best = best_deg(rows, stretch, side) if side else math.nan
    if math.isnan(best):
        return None
    return f"Lately you got to {quantity(best, 'deg')} here. There is no need for more."
