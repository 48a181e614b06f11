"""A page of text to read before practice: shapes, as a scene is. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from coach.overlay.shapes import Card, Panel, Point, Shape, Text

MARGIN: Final = 0.06
"""Room on every side, in parts of the picture's shorter side."""


def notice(
    size_px: tuple[int, int], title: str, lines: Sequence[str], keys: str
) -> tuple[Shape, ...]:
    """Return the shapes of one page: title, lines below each other, and at the bottom the keys.

    `size_px`: (width, height) of the picture; whatever is too long for it is written smaller.
    """
    width, height = size_px
    unit, edge = min(size_px) / 720, MARGIN * min(size_px)
    room = width - 2 * edge
    texts = [Text(title, 30 * unit, "sage", lines=2)]
    texts += [Text(line, 18 * unit, lines=4) for line in lines]
    body = Card(Point(edge, edge), (0, 0), room, 0.76 * height, tuple(texts), plate=None)
    answer = (Text(keys, 20 * unit, "sand", lines=2),)
    foot = Card(Point(edge, height - edge), (0, 1), room, 0.14 * height, answer, plate=None)
    return Panel(Point(0, 0), width, height, 0, "ink", 1.0), body, foot
