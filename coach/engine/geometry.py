"""Angles between joint centres, in the plane of the picture and in space.

Vectors are in camera axes (x right, y down, z away from the camera), so that straight up is
(0, -1, 0). Nothing here knows how well a landmark is placed: that is the meter's business.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from coach.body import Body, Landmark

Vector = npt.NDArray[np.float64]

UP: Final[Vector] = np.array([0.0, -1.0, 0.0])
TOWARD_CAMERA: Final[Vector] = np.array([0.0, 0.0, -1.0])
SIDEWAYS_LIMIT_DEG: Final = 20.0
"""A thigh this close to straight sideways has no meaningful hip flexion."""


@dataclass(frozen=True, slots=True)
class Leg:
    """Rows of one leg's joint centres."""

    hip: int
    knee: int
    ankle: int


LEGS: Final[dict[str, Leg]] = {
    "left": Leg(Landmark.LEFT_HIP, Landmark.LEFT_KNEE, Landmark.LEFT_ANKLE),
    "right": Leg(Landmark.RIGHT_HIP, Landmark.RIGHT_KNEE, Landmark.RIGHT_ANKLE),
}


@dataclass(frozen=True, slots=True)
class Axes:
    """The body's own directions, unit vectors in camera axes."""

    left: Vector
    """Horizontal, toward the person's left."""
    ahead: Vector
    """Horizontal, where a standing person faces; toward the feet of one who lies on the back."""
    trunk: Vector
    """From between the hips to between the shoulders."""


def unit(vector: Vector) -> Vector:
    """Return the vector at length 1; NaN for one of no length."""
    length = math.sqrt(float(vector @ vector))
    return vector / length if length > 1e-9 else np.full_like(vector, np.nan)


def cross(a: Vector, b: Vector) -> Vector:
    """Return the cross product of two vectors in space; numpy's own takes ten times as long."""
    (ax, ay, az), (bx, by, bz) = a.tolist(), b.tolist()
    return np.array([ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx])


def angle_deg(a: Vector, b: Vector) -> float:
    """Return the angle between two vectors, [0, 180]; NaN if one has no length."""
    scale = math.sqrt(float(a @ a) * float(b @ b))
    if not scale > 1e-12:
        return math.nan
    return math.degrees(math.acos(max(-1.0, min(1.0, float(a @ b) / scale))))


def bend_deg(points: Vector, leg: Leg) -> float:
    """Return knee flexion: 180 minus the angle hip-knee-ankle; `points` (33, 2) or (33, 3)."""
    knee = points[leg.knee]
    return 180.0 - angle_deg(points[leg.hip] - knee, points[leg.ankle] - knee)


def middle(points: Vector, left: int, right: int) -> Vector:
    """Return the point half-way between two rows."""
    half: Vector = (points[left] + points[right]) / 2
    return half


def trunk_line(points: Vector) -> Vector:
    """Return mid-shoulder minus mid-hip, in the axes of `points`."""
    shoulders = middle(points, Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER)
    return shoulders - middle(points, Landmark.LEFT_HIP, Landmark.RIGHT_HIP)


def body_axes(body: Body) -> Axes:
    """Return the body's directions from its world landmarks, the camera taken to be level."""
    world = body.world_m.astype(np.float64)
    across = (world[Landmark.LEFT_HIP] - world[Landmark.RIGHT_HIP]) + (
        world[Landmark.LEFT_SHOULDER] - world[Landmark.RIGHT_SHOULDER]
    )
    across[1] = 0.0
    left = unit(across)
    return Axes(left, cross(left, UP), unit(trunk_line(world)))


def azimuth_deg(axes: Axes) -> float:
    """Return where the camera stands about the body, (-180, 180].

    0 in front (beyond the feet of one who lies), 90 at the person's left, 180 behind.
    """
    return math.degrees(
        math.atan2(float(TOWARD_CAMERA @ axes.left), float(TOWARD_CAMERA @ axes.ahead))
    )


def lies_on_back(axes: Axes) -> bool:
    """Return whether the chest points up and the trunk is nearer to flat than to upright."""
    chest = cross(axes.left, axes.trunk)
    return bool(chest @ UP > 0.5)


def hip_flexion_deg(trunk: Vector, thigh: Vector, left: Vector) -> float:
    """Return hip flexion seen along the line through the hips, (-180, 180].

    `trunk` and `thigh` point from the hips to the shoulders and from the hip to the knee. NaN when
    the thigh points within 20 degrees of straight sideways.
    """
    if not SIDEWAYS_LIMIT_DEG < angle_deg(thigh, left) < 180.0 - SIDEWAYS_LIMIT_DEG:
        return math.nan
    down, forward = -unit(trunk), cross(left, unit(trunk))
    return math.degrees(math.atan2(float(thigh @ forward), float(thigh @ down)))


def turn_deg(a: Vector, b: Vector) -> float:
    """Return the turn from a to b in the picture (y down), (-180, 180]; clockwise is positive."""
    cross = float(a[0] * b[1] - a[1] * b[0])
    return math.degrees(math.atan2(cross, float(a @ b)))
