"""How deep a person gets into a stretch, and on which side less. Rows are oldest first.

The median of a hold is compared, not its deepest frame: one frame's slip is no range of motion.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import median
from typing import Final, Literal

from coach.history.rows import Row
from coach.stretches import Stretch

RECENT: Final = 5
"""So many sessions back is recent."""
LEAST_SESSIONS: Final = 2
"""Fewer measured sessions a side say nothing about which side is tighter."""
LEAST_GAP_DEG: Final = 3.0
"""Sides that differ by less are called alike: less than that, a camera cannot tell."""


def deeper(stretch: Stretch) -> Literal[-1, 1]:
    """Return 1 if larger range measures are deeper, -1 if smaller ones are."""
    return 1 if stretch.track.deeper == "more" else -1


def reached_deg(rows: Sequence[Row], stretch: str, side: str) -> list[float]:
    """Return the depths of the most recent sessions in which this side was measured."""
    depths = [row.depth_deg for row in rows if (row.stretch, row.side) == (stretch, side)]
    return [depth for depth in depths if math.isfinite(depth)][-RECENT:]


def best_deg(rows: Sequence[Row], stretch: Stretch, side: str) -> float:
    """Return the person's own recent best on this side, degrees; NaN if it is not known."""
    depths, direction = reached_deg(rows, stretch.id, side), deeper(stretch)
    if not depths:
        return math.nan
    return max(depths) if direction > 0 else min(depths)


def tighter_side(rows: Sequence[Row], stretch: Stretch) -> str | None:
    """Return the side that gets less deep lately, `left` or `right`; None if no side stands out."""
    direction = deeper(stretch)
    left, right = (reached_deg(rows, stretch.id, side) for side in ("left", "right"))
    if min(len(left), len(right)) < LEAST_SESSIONS:
        return None
    gap_deg = direction * (median(left) - median(right))
    if abs(gap_deg) < LEAST_GAP_DEG:
        return None
    return "left" if gap_deg < 0 else "right"
