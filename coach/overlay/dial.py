"""The dial in the upper right corner: a ring that fills, and a number in it."""

from __future__ import annotations

from typing import Final

from coach.overlay.look import MARGIN, Look
from coach.overlay.shapes import Card, Colour, Disc, Point, Ring, Shape, Text

RADIUS: Final = 84


def centre(look: Look) -> Point:
    """Return the middle of the dial."""
    from_edge = (RADIUS + MARGIN + 12) * look.unit
    return Point(look.size_px[0] - from_edge, from_edge)


def face(look: Look) -> Disc:
    """Return the dark disc that the dial is drawn on."""
    return Disc(centre(look), (RADIUS + 12) * look.unit, "ink", 0.8)


def rim(look: Look, share: float, colour: Colour) -> list[Shape]:
    """Return the ring, of which `share` (0 to 1) is full."""
    at, radius, unit = centre(look), RADIUS * look.unit, look.unit
    return [Ring(at, radius, 3 * unit, "mist"), Ring(at, radius, 12 * unit, colour, share)]


def number(look: Look, value: int, below: str) -> list[Shape]:
    """Return the number in the middle and the small words under it."""
    at, unit = centre(look), look.unit
    size, under = 2 * RADIUS * unit, Point(at.x_px, at.y_px + 50 * unit)
    large, small = (Text(f"{value}", 40 * unit),), (Text(below, 12 * unit),)
    return [
        Card(at, (0.5, 0.5), size, size, large, "centre", plate=None),
        Card(under, (0.5, 0.5), size, size, small, "centre", plate=None),
    ]
