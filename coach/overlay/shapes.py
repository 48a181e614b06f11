"""The shapes that a scene is made of.

Positions are pixels of the picture as it is shown, mirrored: x to the right, y down, from the top
left corner. They may lie outside the picture, but are always finite. Colours are names; `paint`
knows what they look like.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

Colour = Literal["ink", "paper", "mist", "sage", "sand", "coral", "sky"]
"""Dark plates; text; lesser text; in form; waiting; faulty; breath."""


class Point(NamedTuple):
    """A place in the shown picture."""

    x_px: float
    y_px: float


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line with round ends."""

    start: Point
    end: Point
    width_px: float
    colour: Colour


@dataclass(frozen=True, slots=True)
class Arrow:
    """A line that ends in a head whose point is `tip`."""

    start: Point
    tip: Point
    width_px: float
    colour: Colour


@dataclass(frozen=True, slots=True)
class Disc:
    """A filled circle."""

    centre: Point
    radius_px: float
    colour: Colour
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Ring:
    """A circle's outline, or a part of it."""

    centre: Point
    radius_px: float
    """To the middle of the stroke."""
    width_px: float
    colour: Colour
    share: float = 1.0
    """0 to 1 of the circle, clockwise from the top."""


@dataclass(frozen=True, slots=True)
class Panel:
    """A filled rectangle with round corners."""

    corner: Point
    """Top left."""
    width_px: float
    height_px: float
    radius_px: float
    colour: Colour = "ink"
    opacity: float = 0.8


@dataclass(frozen=True, slots=True)
class Veil:
    """Darkens the whole picture, so that what comes after it stands out."""

    opacity: float


@dataclass(frozen=True, slots=True)
class Text:
    """Words of one size."""

    words: str
    cap_px: float
    """Wanted height of a capital letter; it is made smaller if there is no room."""
    colour: Colour = "paper"
    lines: int = 1
    """The most lines it may take."""


@dataclass(frozen=True, slots=True)
class Card:
    """Texts below each other, wrapped or made smaller so that all of them fit, always in view."""

    at: Point
    anchor: tuple[float, float]
    """Which point of the card lies at `at`: (0, 0) its top left corner, (1, 1) its bottom right."""
    width_px: float
    """The most it may take, with its margins."""
    height_px: float
    texts: tuple[Text, ...]
    align: Literal["left", "centre"] = "left"
    plate: Colour | None = "ink"
    """What lies behind the texts; None = nothing, since a dark shape lies there already."""
    opacity: float = 0.8


Shape = Line | Arrow | Disc | Ring | Panel | Veil | Card
