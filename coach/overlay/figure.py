"""The body as lines, and marks on what is wrong with it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final

import numpy as np

from coach.body import BONES, Body, Landmark
from coach.engine.geometry import UP, Axes, body_axes
from coach.overlay.shapes import Arrow, Colour, Disc, Line, Point, Ring, Shape
from coach.stretches import Toward

SEEN: Final = 0.5
"""From this visibility on a landmark is drawn as one that is seen."""
_FAR: Final = 4.0
"""Landmarks farther outside than so many pictures are not drawn: they are no landmarks."""
HALO: Final = 26
FLATTEST: Final = 0.4
"""A direction seen shorter than this is not drawn."""
_JOINTS: Final = (*range(11, 17), *range(23, 29))
_UPPER_ARMS: Final = ((11, 13), (12, 14))
_ROWS: Final = {landmark.name.lower(): int(landmark) for landmark in Landmark}
_OTHER: Final = {"left": "right", "right": "left"}

Points = dict[int, Point]
"""Landmark row -> where it is shown; what is missing has no entry."""


def shown(body: Body, size_px: tuple[int, int]) -> Points:
    """Return where each landmark appears in the mirrored picture of `size_px` (width, height)."""
    width, height = size_px
    x, y = body.image_px[:, 0], body.image_px[:, 1]
    # NaN compares false, so a missing landmark is left out here
    near = (np.abs(x) < _FAR * width) & (np.abs(y) < _FAR * height)
    rows = np.flatnonzero(near).tolist()
    return {
        row: Point(width - px, py)
        for row, px, py in zip(rows, *body.image_px[rows].T.tolist(), strict=True)
    }


def skeleton(body: Body, points: Points, faulty: Iterable[int], unit: float) -> list[Shape]:
    """Return the figure: dim where the model only guesses, coral at the `faulty` landmarks."""
    marked = set(faulty)
    visibility = body.visibility.tolist()
    outline: list[Shape] = []
    lines: list[Shape] = []
    for start, end in BONES:
        if start not in points or end not in points:
            continue
        seen = min(visibility[start], visibility[end]) >= SEEN
        if not seen:
            lines.append(Line(points[start], points[end], 2 * unit, "mist"))
            continue
        colour: Colour = "coral" if _is_faulty(start, end, marked) else "paper"
        outline.append(Line(points[start], points[end], 8 * unit, "ink"))
        lines.append(Line(points[start], points[end], 5 * unit, colour))
    return [*outline, *lines, *_joints(points, visibility, marked, unit), *_head(points, unit)]


def _is_faulty(start: int, end: int, marked: set[int]) -> bool:
    """Return whether a bone shows the fault; an arm is not at fault for a shoulder that is."""
    ends = {end} if (start, end) in _UPPER_ARMS else {start, end}
    return not marked.isdisjoint(ends)


def _joints(points: Points, visibility: list[float], marked: set[int], unit: float) -> list[Shape]:
    return [
        Disc(points[row], 6.5 * unit, "coral" if row in marked else "sage")
        for row in _JOINTS
        if row in points and visibility[row] >= SEEN
    ]


def _head(points: Points, unit: float) -> list[Shape]:
    """Return a circle around the ears and the nose."""
    if not all(row in points for row in (0, 7, 8)):
        return []
    nose, ears = points[0], _middle([points[7], points[8]])
    centre = _middle([nose, ears, ears])
    radius = 1.2 * max(math.dist(nose, ears), math.dist(points[7], points[8]) / 2)
    return [Ring(centre, radius, 8 * unit, "ink"), Ring(centre, radius, 5 * unit, "paper")]


def halos(rows: Iterable[int], points: Points, unit: float) -> list[Shape]:
    """Return a halo around each place."""
    radius = HALO * unit
    shapes: list[Shape] = []
    for place in _places([points[row] for row in rows if row in points], radius):
        shapes += [Ring(place, radius, 7 * unit, "ink"), Ring(place, radius, 4 * unit, "coral")]
    return shapes


def arrows(
    rows: Iterable[int], points: Points, unit: float, body: Body, toward: Toward
) -> list[Shape]:
    """Return arrows that show which way the marked landmarks should go.

    None where that way points at the camera or away from it: a picture cannot show it.
    """
    axes = body_axes(body)
    shapes: list[Shape] = []
    seen = [row for row in rows if row in points]
    ways = {row: _way(toward, row, axes) for row in seen}
    places = _places([points[row] for row in seen], HALO * unit)
    for place, row in zip(places, seen, strict=False):
        x, y = ways[row]
        if math.hypot(x, y) > FLATTEST:
            shapes.append(_arrow(place, (x / math.hypot(x, y), y / math.hypot(x, y)), unit))
    return shapes


def _way(toward: Toward, row: int, axes: Axes) -> tuple[float, float]:
    """Return a direction in the mirrored picture; shorter than 1 as it points at the camera."""
    left_leg = Landmark(row).name.startswith("LEFT")
    outward = axes.left if left_leg else -axes.left
    vector = {
        "up": UP,
        "down": -UP,
        "ahead": axes.ahead,
        "behind": -axes.ahead,
        "out": outward,
        "in": -outward,
    }[toward]
    return -float(vector[0]), float(vector[1])


def _places(points: list[Point], radius: float) -> list[Point]:
    """Return the points, two of them made one if their halos would crowd: both hips, say."""
    if len(points) == 2 and math.dist(*points) < 3 * radius:
        return [_middle(points)]
    return points


def _arrow(place: Point, way: tuple[float, float], unit: float) -> Arrow:
    near, far = (HALO + 6) * unit, (HALO + 76) * unit
    start, tip = (Point(place.x_px + way[0] * r, place.y_px + way[1] * r) for r in (near, far))
    return Arrow(start, tip, 8 * unit, "coral")


def _middle(points: list[Point]) -> Point:
    count = len(points)
    return Point(sum(p.x_px for p in points) / count, sum(p.y_px for p in points) / count)
