"""Discomfort over sessions: when it stays or rises, a coach says so, kindly and without a name."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from coach.history.rows import Row
from coach.stretches import Library

SESSIONS: Final = 3
"""So many answered sessions in a row are looked at."""
NOTICED: Final = 3
"""Less than this, of 10, is what a stretch feels like."""
RISE: Final = 2
"""Discomfort that grew by so much over the sessions rises."""


def advice(rows: Sequence[Row], library: Library) -> tuple[str, ...]:
    """Return one sentence for each stretch whose discomfort stays or rises; rows oldest first."""
    stretches = dict.fromkeys(row.stretch for row in rows)
    return tuple(filter(None, (_of(rows, name, library) for name in stretches)))


def worst_each(rows: Sequence[Row], stretch: str) -> list[int]:
    """Return the worst answer of each session that has one, both sides together."""
    worst: dict[str, int] = {}
    for row in rows:
        if row.stretch == stretch and math.isfinite(row.discomfort):
            worst[row.session] = max(worst.get(row.session, 0), round(row.discomfort))
    return list(worst.values())


def _of(rows: Sequence[Row], stretch: str, library: Library) -> str:
    scores = worst_each(rows, stretch)[-SESSIONS:]
    how = _trend(scores)
    if not how:
        return ""
    known = library.stretches.get(stretch)
    name = known.name.lower() if known else stretch
    told = f"{', '.join(map(str, scores[:-1]))} and {scores[-1]} of 10"
    return (
        f"The {name} has {how} over the last {SESSIONS} sessions you rated ({told}). Go easier or "
        "leave it out for a while, and see a doctor or a physiotherapist if it does not improve."
    )


def _trend(scores: Sequence[int]) -> str:
    if len(scores) < SESSIONS or scores[-1] < NOTICED:
        return ""
    if scores[-1] - scores[0] >= RISE and list(scores) == sorted(scores):
        return "become more uncomfortable"
    return "stayed uncomfortable" if min(scores) >= NOTICED else ""
