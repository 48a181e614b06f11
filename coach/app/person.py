"""What a person's history means for the session ahead: where to begin, and what to expect."""

from __future__ import annotations

import math
from collections.abc import Sequence

from coach.engine.settings import Asked
from coach.history import Row, best_deg, tighter_side
from coach.report.words import quantity
from coach.stretches import Library


def first_sides(library: Library, rows: Sequence[Row]) -> dict[str, str]:
    """Return for each stretch that has one the side to begin with: the tighter; id -> side."""
    sides = {name: tighter_side(rows, stretch) for name, stretch in library.stretches.items()}
    return {name: side for name, side in sides.items() if side}


def expected(library: Library, asked: Asked, rows: Sequence[Row]) -> str | None:
    """Return the depth to expect in a stretch, in words; None if it is not known."""
    stretch = library.get(asked.stretch)
    side = "both" if stretch.sides == "both" else asked.side
    best = best_deg(rows, stretch, side) if side else math.nan
    if math.isnan(best):
        return None
    return f"Lately you got to {quantity(best, 'deg')} here. There is no need for more."
