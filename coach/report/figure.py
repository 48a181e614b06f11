"""A drawn figure of one body: limbs as round strokes, as the camera saw it, no picture kept.

Everything is in the units of a box `WIDTH` by `HEIGHT`, x to the right and y down.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from coach.body import Body
from coach.body import Landmark as Mark

Floats = npt.NDArray[np.float64]
Point = tuple[float, float]

WIDTH: Final = 260
HEIGHT: Final = 200
MARGIN: Final = 26
"""Room for the thickness of the limbs, the head, and the rings around marked joints."""
HEAD_M: Final = 0.11
"""Radius of a head, used to size it and the limbs when the trunk's length is known."""
TRUNK_M: Final = 0.5
"""Hip to shoulder of an average adult, used when the landmarks have no metres."""

_LIMBS: Final[tuple[tuple[str, float, tuple[str, ...]], ...]] = (
    ("arm", 0.07, ("SHOULDER", "ELBOW", "WRIST")),
    ("leg", 0.11, ("HIP", "KNEE", "ANKLE")),
    ("foot", 0.07, ("ANKLE", "HEEL", "FOOT_INDEX")),
)
"""Name, thickness in metres, joints from the trunk outward."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A round-ended line."""

    kind: str
    """`near`, `far` or `trunk`."""
    points: str
    """`x,y x,y`, as an SVG polyline wants them."""
    thickness: float


@dataclass(frozen=True, slots=True)
class Figure:
    """What is drawn, from back to front."""

    strokes: tuple[Stroke, ...]
    head: Point | None
    head_radius: float
    marks: tuple[Point, ...]
    """The joints to look at."""
    ground: float | None
    """y of the lowest point, where a faint floor is drawn."""


def figure(body: Body | None, marks: tuple[Mark, ...] = ()) -> Figure | None:
    """Return the figure, fitted into the box; None if the trunk is not known.

    From image landmarks, or from world landmarks (seen along the camera's axis) without those.
    """
    if body is None:
        return None
    flat = _flat(body)
    if not np.isfinite(flat[[Mark.LEFT_SHOULDER, Mark.LEFT_HIP]]).all():
        return None
    places, scale = _fitted(flat, _per_metre(body, flat))
    near, far = _sides(body)
    trunk = _trunk(places, scale)
    strokes = [*_limbs(places, scale, far, "far"), *trunk, *_limbs(places, scale, near, "near")]
    known = places[np.isfinite(places).all(axis=1)]
    return Figure(
        strokes=tuple(strokes),
        head=_head(places),
        head_radius=round(HEAD_M * scale, 1),
        marks=tuple(_point(places[m]) for m in marks if np.isfinite(places[m]).all()),
        ground=round(float(known[:, 1].max() + 0.06 * scale), 1) if len(known) else None,
    )


def _flat(body: Body) -> Floats:
    if np.isfinite(body.image_px).all(axis=1).sum() >= np.isfinite(body.world_m).all(axis=1).sum():
        return body.image_px.astype(np.float64)
    return body.world_m[:, :2].astype(np.float64)


def _per_metre(body: Body, flat: Floats) -> float:
    """Return flat units a metre: from the least foreshortened long bone, else from the trunk."""
    ratios = []
    for a, b in (
        (Mark.LEFT_SHOULDER, Mark.LEFT_HIP),
        (Mark.LEFT_HIP, Mark.LEFT_KNEE),
        (Mark.LEFT_KNEE, Mark.LEFT_ANKLE),
    ):
        length_m = float(np.linalg.norm(body.world_m[a] - body.world_m[b]))
        ratios.append(float(np.linalg.norm(flat[a] - flat[b])) / max(length_m, 0.1))
    known = [ratio for ratio in ratios if np.isfinite(ratio)]
    trunk = float(np.linalg.norm(flat[Mark.LEFT_SHOULDER] - flat[Mark.LEFT_HIP])) / TRUNK_M
    return max(known) if known else trunk


def _fitted(flat: Floats, per_metre: float) -> tuple[Floats, float]:
    """Return the landmarks in the box, and box units a metre."""
    known = flat[np.isfinite(flat).all(axis=1)]
    low, high = known.min(axis=0), known.max(axis=0)
    size = np.maximum(high - low, 1e-6)
    room = np.array([WIDTH, HEIGHT]) - 2.0 * MARGIN
    zoom = float((room / size).min())
    centre = (low + high) / 2
    # A very small body (far away, or seen end on) must not become all head.
    scale = min(per_metre * zoom, 0.45 * HEIGHT)
    return (flat - centre) * zoom + np.array([WIDTH, HEIGHT]) / 2, scale


def _sides(body: Body) -> tuple[str, str]:
    """Return (nearer, farther) side of the body, by depth at the hips and shoulders."""
    depth = body.world_m[:, 2]
    left = float(depth[Mark.LEFT_HIP] + depth[Mark.LEFT_SHOULDER])
    right = float(depth[Mark.RIGHT_HIP] + depth[Mark.RIGHT_SHOULDER])
    return ("RIGHT", "LEFT") if right < left else ("LEFT", "RIGHT")


def _limbs(places: Floats, scale: float, side: str, kind: str) -> list[Stroke]:
    strokes = []
    for _, thickness_m, joints in _LIMBS:
        rows = [Mark[f"{side}_{joint}"] for joint in joints]
        points = [places[row] for row in rows if np.isfinite(places[row]).all()]
        if len(points) > 1:
            strokes.append(Stroke(kind, _polyline(points), _thick(thickness_m, scale)))
    return strokes


def _trunk(places: Floats, scale: float) -> list[Stroke]:
    shoulders = _middle(places, Mark.LEFT_SHOULDER, Mark.RIGHT_SHOULDER)
    hips = _middle(places, Mark.LEFT_HIP, Mark.RIGHT_HIP)
    outline = (
        Mark.LEFT_SHOULDER,
        Mark.RIGHT_SHOULDER,
        Mark.RIGHT_HIP,
        Mark.LEFT_HIP,
        Mark.LEFT_SHOULDER,
    )
    corners = [places[row] for row in outline if np.isfinite(places[row]).all()]
    neck = [Stroke("trunk", _polyline([shoulders, head]), _thick(0.08, scale))
            for head in [_head_place(places)] if np.isfinite(head).all()]  # fmt: skip
    spine = Stroke("trunk", _polyline([shoulders, hips]), _thick(0.19, scale))
    return [*neck, spine, Stroke("trunk", _polyline(corners), _thick(0.12, scale))]


def _head(places: Floats) -> Point | None:
    head = _head_place(places)
    return _point(head) if np.isfinite(head).all() else None


def _head_place(places: Floats) -> Floats:
    ears = _middle(places, Mark.LEFT_EAR, Mark.RIGHT_EAR)
    return ears if np.isfinite(ears).all() else places[Mark.NOSE]


def _middle(places: Floats, left: Mark, right: Mark) -> Floats:
    pair = places[[left, right]]
    known = pair[np.isfinite(pair).all(axis=1)]
    return np.asarray(known.mean(axis=0)) if len(known) else np.full(2, np.nan)


def _thick(metres: float, scale: float) -> float:
    return round(max(3.0, metres * scale), 1)


def _point(place: Floats) -> Point:
    return round(float(place[0]), 1), round(float(place[1]), 1)


def _polyline(points: list[Floats]) -> str:
    return " ".join(f"{x},{y}" for x, y in map(_point, points))
