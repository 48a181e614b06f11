"""From shapes to pixels: the only place that draws with OpenCV.

Positions are handed to OpenCV in 16ths of a pixel, so that slow movement does not jump.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from coach.overlay.lettering import Placed, Row, place
from coach.overlay.shapes import Arrow, Card, Colour, Disc, Line, Panel, Point, Ring, Shape, Veil

BgrImage = npt.NDArray[np.uint8]

PALETTE: Final[dict[Colour, tuple[int, int, int]]] = {  # blue, green, red
    "ink": (44, 38, 30),
    "paper": (236, 243, 246),
    "mist": (190, 190, 178),
    "sage": (164, 200, 132),
    "sand": (110, 186, 232),
    "coral": (98, 112, 238),
    "sky": (214, 190, 132),
}
_FONT: Final = cv2.FONT_HERSHEY_SIMPLEX
_CAP_AT_1: Final = 21.0
"""Height of a capital letter of this font at scale 1, pixels."""
_WEIGHT: Final = 0.125
"""Width of a stroke, in heights of a capital letter."""
_SHIFT: Final = 4
_SUB: Final = 1 << _SHIFT
_FARTHEST: Final = 32_000.0
"""OpenCV's drawing counts 16ths of a pixel in 32 bits, and goes through every one of them."""


def mirrored(rgb: npt.NDArray[np.uint8]) -> BgrImage:
    """Return a frame (H, W, 3), red first, as it is shown: mirrored, blue first."""
    return np.asarray(cv2.flip(cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR), 1), np.uint8)


def paint(bgr: BgrImage, shapes: Sequence[Shape]) -> None:
    """Draw the shapes into the picture, uint8 (H, W, 3), in place; they are cut at its edges."""
    for shape in shapes:
        if isinstance(shape, Line):
            _line(bgr, shape.start, shape.end, shape.width_px, shape.colour)
        elif isinstance(shape, Disc):
            _disc(bgr, shape)
        elif isinstance(shape, Card):
            _card(bgr, shape)
        elif isinstance(shape, Ring):
            _ring(bgr, shape)
        elif isinstance(shape, Panel):
            _panel(bgr, shape)
        elif isinstance(shape, Veil):
            cv2.convertScaleAbs(bgr, bgr, 1 - shape.opacity, shape.opacity * min(PALETTE["ink"]))
        else:
            _arrow(bgr, shape)


@lru_cache(maxsize=4096)
def width_of(words: str) -> float:
    """Return the width of words whose capital letters are one pixel high, strokes included."""
    scale = 20.0  # large, since OpenCV rounds to pixels
    width = cv2.getTextSize(words, _FONT, scale, 1)[0][0]
    return width / (scale * _CAP_AT_1) + 2 * _WEIGHT


@lru_cache(maxsize=256)
def placed(card: Card, size_px: tuple[int, int]) -> Placed:
    """Return where a card's letters go; kept, since most cards stand for many frames."""
    return place(card, size_px, width_of)


def _line(bgr: BgrImage, start: Point, end: Point, width_px: float, colour: Colour) -> None:
    thickness = max(1, round(width_px))
    cv2.line(bgr, _sub(start), _sub(end), PALETTE[colour], thickness, cv2.LINE_AA, _SHIFT)


def _arrow(bgr: BgrImage, arrow: Arrow) -> None:
    length = math.dist(arrow.start, arrow.tip)
    if length < 1:
        return
    x = (arrow.tip.x_px - arrow.start.x_px) / length
    y = (arrow.tip.y_px - arrow.start.y_px) / length
    for colour, width in (("ink", arrow.width_px * 1.6), (arrow.colour, arrow.width_px)):
        head = min(3.0 * arrow.width_px, length) + (width - arrow.width_px)
        neck = Point(arrow.tip.x_px - x * head, arrow.tip.y_px - y * head)
        wings = [
            Point(neck.x_px + s * y * head * 0.6, neck.y_px - s * x * head * 0.6) for s in (1, -1)
        ]
        _line(bgr, arrow.start, neck, width, colour)  # type: ignore[arg-type]
        corners = np.array([_sub(arrow.tip), *map(_sub, wings)], np.int32)
        cv2.fillConvexPoly(bgr, corners, PALETTE[colour], cv2.LINE_AA, _SHIFT)  # type: ignore[index]


def _disc(bgr: BgrImage, disc: Disc) -> None:
    radius, (x, y) = disc.radius_px, disc.centre
    area = _area(bgr, x - radius - 1, y - radius - 1, 2 * radius + 2, 2 * radius + 2)
    if area is None or radius <= 0:
        return
    left, top, part = area
    solid = part if disc.opacity >= 1 else part.copy()
    centre = _sub(Point(x - left, y - top))
    cv2.circle(solid, centre, round(radius * _SUB), PALETTE[disc.colour], -1, cv2.LINE_AA, _SHIFT)
    if solid is not part:
        cv2.addWeighted(solid, disc.opacity, part, 1 - disc.opacity, 0, dst=part)


def _ring(bgr: BgrImage, ring: Ring) -> None:
    if ring.share <= 0 or ring.radius_px <= 0 or ring.radius_px > _FARTHEST:
        return
    thickness, colour = max(1, round(ring.width_px)), PALETTE[ring.colour]
    radius = round(ring.radius_px * _SUB)
    centre = _sub(ring.centre)
    if ring.share >= 1:
        cv2.circle(bgr, centre, radius, colour, thickness, cv2.LINE_AA, _SHIFT)
        return
    end = -90 + 360 * ring.share
    cv2.ellipse(bgr, centre, (radius, radius), 0, -90, end, colour, thickness, cv2.LINE_AA, _SHIFT)


def _panel(bgr: BgrImage, panel: Panel) -> None:
    area = _area(bgr, *panel.corner, panel.width_px, panel.height_px)
    if area is None:
        return
    _, _, part = area
    solid = part.copy()
    _rounded(solid, panel.radius_px, PALETTE[panel.colour])
    cv2.addWeighted(solid, panel.opacity, part, 1 - panel.opacity, 0, dst=part)


def _rounded(part: BgrImage, radius_px: float, colour: tuple[int, int, int]) -> None:
    """Fill a picture with a colour, all but its corners."""
    height, width = part.shape[:2]
    radius = int(min(radius_px, (width - 1) / 2, (height - 1) / 2))
    if radius < 1:
        part[:] = colour
        return
    cv2.rectangle(part, (radius, 0), (width - 1 - radius, height - 1), colour, -1)
    cv2.rectangle(part, (0, radius), (width - 1, height - 1 - radius), colour, -1)
    for x in (radius, width - 1 - radius):
        for y in (radius, height - 1 - radius):
            cv2.circle(part, (x, y), radius, colour, -1, cv2.LINE_AA)


def _card(bgr: BgrImage, card: Card) -> None:
    where = placed(card, (bgr.shape[1], bgr.shape[0]))
    if not where.rows:
        return
    if card.plate is not None:
        corner, radius = Point(where.left_px, where.top_px), 0.9 * where.rows[0].cap_px
        size = where.width_px, where.height_px
        _panel(bgr, Panel(corner, *size, radius, card.plate, card.opacity))
    for row in where.rows:
        _letters(bgr, row)


def _letters(bgr: BgrImage, row: Row) -> None:
    thickness = max(1, int(_WEIGHT * row.cap_px))
    at = round(row.x_px + _WEIGHT * row.cap_px), round(row.y_px)
    scale = row.cap_px / _CAP_AT_1
    cv2.putText(bgr, row.words, at, _FONT, scale, PALETTE[row.colour], thickness, cv2.LINE_AA)


def _area(
    bgr: BgrImage, left: float, top: float, width: float, height: float
) -> tuple[int, int, BgrImage] | None:
    """Return the left and the top edge of what lies in the picture, and those pixels themselves."""
    x0, y0 = max(0, math.floor(left)), max(0, math.floor(top))
    x1 = min(bgr.shape[1], math.ceil(left + width))
    y1 = min(bgr.shape[0], math.ceil(top + height))
    return (x0, y0, bgr[y0:y1, x0:x1]) if x0 < x1 and y0 < y1 else None


def _sub(point: Point) -> tuple[int, int]:
    x = min(max(point.x_px, -_FARTHEST), _FARTHEST)
    y = min(max(point.y_px, -_FARTHEST), _FARTHEST)
    return round(x * _SUB), round(y * _SUB)
