"""Where the camera stands while one stretch follows the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from coach.stretches.schema import Stretch


def camera_places(stretches: Iterable[Stretch]) -> tuple[str, ...]:
    """Return the view for each stretch, in order, with as few moves as this order allows.

    The camera stays for as long as one view is good for every stretch since it was put there; of
    several such views, the one that those stretches name earliest is taken.
    """
    places: list[str] = []
    stay: list[Stretch] = []
    for stretch in stretches:
        if stay and not _common([*stay, stretch]):
            places += _settled(stay)
            stay = []
        stay.append(stretch)
    return (*places, *_settled(stay))


def moves(places: Sequence[str]) -> int:
    """Return how often the camera moves; to put it up at all is no move."""
    return sum(before != after for before, after in pairwise(places))


def _common(stretches: Sequence[Stretch]) -> list[str]:
    """Return the views that are good for all of them."""
    first, *others = (stretch.camera.views for stretch in stretches)
    return [view for view in first if all(view in views for views in others)]


def _settled(stay: Sequence[Stretch]) -> list[str]:
    if not stay:
        return []
    best = min(_common(stay), key=lambda view: sum(s.camera.views.index(view) for s in stay))
    return [best] * len(stay)
