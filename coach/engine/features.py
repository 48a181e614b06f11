"""What the measuring model looks at: the landmarks of one frame, freed from place and size.

Only shapes are left: shifting or scaling the picture changes nothing. Beside the places of the
landmarks stand the directions of the body's segments, and how they lie to each other, since those
are what angles are made of; and the outline of the trunk, which alone tells of the back between
hips and shoulders.
"""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from coach.body import LIMBS, MIDDLE, OUTLINE, Body, Landmark, mirrored

Features = npt.NDArray[np.float32]
Points = npt.NDArray[np.float64]

_FACE: Final = (Landmark.NOSE, Landmark.LEFT_EAR, Landmark.RIGHT_EAR)
_ARMS: Final = list(Landmark)[Landmark.LEFT_SHOULDER : Landmark.LEFT_PINKY]
_BELOW: Final = list(Landmark)[Landmark.LEFT_HIP :]
USED: Final = (*_FACE, *_ARMS, *_BELOW)
"""The landmarks that are looked at: inner points of a face, and fingers, tell of no stretch."""

_ROWS: Final = [int(landmark) for landmark in USED]
_SEGMENTS: Final[tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]] = (
    (("LEFT_HIP", "RIGHT_HIP"), ("LEFT_SHOULDER", "RIGHT_SHOULDER")),  # the trunk
    (("RIGHT_HIP",), ("LEFT_HIP",)),
    (("RIGHT_SHOULDER",), ("LEFT_SHOULDER",)),
    (("LEFT_SHOULDER", "RIGHT_SHOULDER"), ("LEFT_EAR", "RIGHT_EAR")),
    (("LEFT_EAR", "RIGHT_EAR"), ("NOSE",)),
    (("RIGHT_KNEE",), ("LEFT_KNEE",)),
    (("RIGHT_ANKLE",), ("LEFT_ANKLE",)),
    *(
        ((f"{side}_{start}",), (f"{side}_{end}",))
        for side in ("LEFT", "RIGHT")
        for start, end in (
            ("HIP", "KNEE"),
            ("KNEE", "ANKLE"),
            ("HIP", "ANKLE"),
            ("HEEL", "FOOT_INDEX"),
            ("SHOULDER", "HIP"),
            ("SHOULDER", "ELBOW"),
            ("ELBOW", "WRIST"),
        )
    ),
)
_TRUNK, _HIPS, _SHOULDERS, _LEGS = 0, 1, 2, (7, 8, 9, 14, 15, 16)
"""Places in `_SEGMENTS`; `_LEGS`: thigh, shank and hip to ankle of the left and the right leg."""
_BENDS: Final = ((_TRUNK, 7), (_TRUNK, 14), (7, 8), (14, 15), (8, 10), (15, 17), (_TRUNK, 3))
"""Pairs of segments whose angle to each other in the picture is given."""


def _differences() -> Points:
    """Return (segments, 33): what makes segments of landmarks."""
    table = np.zeros((len(_SEGMENTS), len(Landmark)))
    for row, (starts, ends) in enumerate(_SEGMENTS):
        for names, sign in ((starts, -1.0), (ends, 1.0)):
            for name in names:
                table[row, Landmark[name]] += sign / len(names)
    return table


_DIFFERENCES: Final = _differences()
_ONE, _OTHER = ([pair[end] for pair in _BENDS] for end in (0, 1))


def features(body: Body) -> Features:
    """Return (COUNT,) numbers about a body, each of the order of 1.

    Places are measured from the middle of the trunk in units of the body's spread (the root mean
    square distance of its landmarks from there). What is missing is 0, as are its coordinates: a
    place that the model learns to distrust by its visibility.
    """
    image, spread_px = _shape(body.image_px)
    world, _ = _shape(body.world_m)
    points: tuple[npt.NDArray[Any], ...] = (image[_ROWS], world[_ROWS], body.visibility[_ROWS])
    parts = points + _segments(body, spread_px, image[_ROWS, 0], world[_ROWS, 0])
    parts += _outline(body, spread_px)
    flat: Features = np.concatenate([part.ravel() for part in parts]).astype(np.float32)
    flat[~np.isfinite(flat)] = 0.0
    return flat


def both_ways(body: Body) -> Features:
    """Return (2, COUNT): the features of a body and of the same body in a mirror."""
    here = features(body)
    return np.stack([here, here[_ORDER] * _SIGNS])


def _shape(points: npt.NDArray[np.float32]) -> tuple[Points, float]:
    """Return points about the trunk's middle in units of their spread, and the spread."""
    places = points.astype(np.float64)
    centred = places - MIDDLE @ places
    limbs = centred[LIMBS]
    spread = max(math.sqrt(float(np.vdot(limbs, limbs)) / len(limbs)), 1e-6)
    return centred / spread, spread


def _segments(body: Body, spread_px: float, image_x: Points, world_x: Points) -> tuple[Points, ...]:
    """Return the segments' directions in the picture and in space, their lengths and bends.

    What is sideways in the picture comes once more, along the way that the body faces there: seen
    from the side, leaning forward is leaning forward whichever way the person looks.
    """
    flat, flat_length = _units(_DIFFERENCES @ body.image_px.astype(np.float64))
    solid, _ = _units(_DIFFERENCES @ body.world_m.astype(np.float64))
    one, other = flat[_ONE], flat[_OTHER]
    along = (one * other).sum(axis=1)
    across = one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]
    # the legs in the pelvis's own axes: toward its left, up the trunk, ahead
    trunk, left = solid[_TRUNK], solid[_HIPS]
    ahead = np.array(
        [
            left[1] * trunk[2] - left[2] * trunk[1],
            left[2] * trunk[0] - left[0] * trunk[2],
            left[0] * trunk[1] - left[1] * trunk[0],
        ]
    )
    legs = solid[list(_LEGS)] @ np.stack([left, trunk, ahead], axis=1)
    bends = (solid[_ONE] * solid[_OTHER]).sum(axis=1)
    faces = _facing(solid)
    ahead_x = faces * np.concatenate([[1.0], image_x, world_x, flat[:, 0], across])
    return flat, flat_length / spread_px, solid, along, across, legs, bends, ahead_x


def _outline(body: Body, spread_px: float) -> tuple[Points, ...]:
    """Return the outline on the left and the right of the trunk, and at its front and its back.

    Front and back come once more as their bends: what rounds is seen there, whatever is worn.
    """
    sides = body.outline_px.astype(np.float64) / spread_px
    solid = _DIFFERENCES[: _SHOULDERS + 1] @ body.world_m.astype(np.float64)
    up, across = solid[_TRUNK], solid[_HIPS] + solid[_SHOULDERS]
    ahead_x, ahead_y = across[1] * up[2] - across[2] * up[1], across[2] * up[0] - across[0] * up[2]
    # up the trunk on the picture, its left is (y, -x)
    front_is_left = ahead_x * up[1] - ahead_y * up[0] > 0
    turned = sides if front_is_left else sides[::-1]
    return sides, turned, np.diff(turned, 2, axis=1)


def _facing(solid: Points) -> float:
    """Return how far to the right of the picture the body faces: -1 left, 0 to or fro, 1 right."""
    across = solid[_HIPS] + solid[_SHOULDERS]
    return float(across[2] / max(float(np.hypot(across[0], across[2])), 1e-6))


def _units(vectors: Points) -> tuple[Points, Points]:
    lengths = np.sqrt((vectors**2).sum(axis=1))
    return vectors / np.maximum(lengths, 1e-6)[:, None], lengths


def _mirror_map(here: Features, there: Features) -> tuple[npt.NDArray[np.intp], Features]:
    """Return the order and the signs that turn the features of bodies into those of their mirrors.

    `here` and `there`, (bodies, features): those of any few bodies of no symmetry, and of their
    mirror images. Each feature of a mirrored body is one of the body's own, or that with the other
    sign.
    """
    apart = np.abs(np.abs(here)[:, :, None] - np.abs(there)[:, None, :]).max(axis=0)
    order = apart.argmin(axis=0)
    return order, np.sign(here[0, order] * there[0]).astype(np.float32)


def _random_bodies(count: int) -> list[Body]:
    rng = np.random.default_rng(0)
    shapes = ((33, 2), (33, 3), (33,), (2, OUTLINE))
    return [Body(*(rng.random(shape, np.float32) for shape in shapes)) for _ in range(count)]


def _mirror() -> tuple[npt.NDArray[np.intp], Features]:
    bodies = _random_bodies(3)
    here = np.stack([features(body) for body in bodies])
    return _mirror_map(here, np.stack([features(mirrored(body, 1)) for body in bodies]))


_ORDER, _SIGNS = _mirror()
COUNT: Final = len(_ORDER)
OUTLINED: Final = slice(COUNT - 6 * OUTLINE + 4, COUNT)
"""Where the outline stands; all 0 if there is none."""
