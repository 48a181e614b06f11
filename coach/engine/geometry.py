"""Lines and directions of a body, for those who follow it or draw on it.

Vectors are in camera axes (x right, y down, z away from the camera), so that straight up is
(0, -1, 0). How large an angle is, is not read off landmarks: that is the measuring model's
business. How fast the trunk leans over is, since what its landmarks err by stays the same; and
whether a thigh points straight down, or one ankle lies high above the other, which the model may
overlook in a pose it was never shown.
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
_HIPS: Final = slice(Landmark.LEFT_HIP, Landmark.RIGHT_HIP + 1)
_KNEES: Final = slice(Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE + 1)
_ANKLES: Final = slice(Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE + 1)


@dataclass(frozen=True, slots=True)
class Axes:
    """The body's own directions, unit vectors in camera axes."""

    left: Vector
    """Horizontal, toward the person's left."""
    ahead: Vector
    """Horizontal, where a standing person faces; toward the feet of one who lies on the back."""


def unit(vector: Vector) -> Vector:
    """Return the vector at length 1; NaN for one of no length."""
    length = math.sqrt(float(vector @ vector))
    return vector / length if length > 1e-9 else np.full_like(vector, np.nan)


def cross(a: Vector, b: Vector) -> Vector:
    """Return the cross product of two vectors in space; numpy's own takes ten times as long."""
    (ax, ay, az), (bx, by, bz) = a.tolist(), b.tolist()
    return np.array([ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx])


def middle(points: Vector, left: int, right: int) -> Vector:
    """Return the point half-way between two rows."""
    half: Vector = (points[left] + points[right]) / 2
    return half


def trunk_line(points: Vector) -> Vector:
    """Return mid-shoulder minus mid-hip, in the axes of `points`."""
    shoulders = middle(points, Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER)
    return shoulders - middle(points, Landmark.LEFT_HIP, Landmark.RIGHT_HIP)


def tilt_deg(body: Body) -> tuple[float, float]:
    """Return how far the trunk is tilted to the right in the picture, and away from the camera.

    Together they are as long as its angle with the vertical, 0 to 180 degrees. The camera is taken
    as level.
    """
    x, y, z = trunk_line(body.world_m.astype(np.float64)).tolist()
    over = math.hypot(x, z)
    share = math.degrees(math.atan2(over, -y)) / max(over, 1e-9)
    return x * share, z * share


def lowest_thigh_deg(body: Body) -> float:
    """Return the elevation of the thigh that points down more, -90 to 90; -90 is straight down.

    The camera is taken as level. It is rough, but shows whoever kneels or stands on that leg.
    """
    world = body.world_m.astype(np.float64)
    thighs = (world[_KNEES] - world[_HIPS]).tolist()
    return min(math.degrees(math.atan2(-y, math.hypot(x, z))) for x, y, z in thighs)


def ankle_lift_deg(body: Body) -> float:
    """Return how much higher one ankle lies than the other, 0 to 90 degrees.

    It is the angle whose tangent is that height beside the length of a shank. The camera is taken
    as level. Where soles touch, ankles lie level.
    """
    world = body.world_m.astype(np.float64)
    shanks = (world[_ANKLES] - world[_KNEES]).tolist()
    high_m = abs(float(world[_ANKLES][0, 1] - world[_ANKLES][1, 1]))
    return math.degrees(math.atan2(high_m, sum(math.hypot(*shank) for shank in shanks) / 2))


def body_axes(body: Body) -> Axes:
    """Return the body's directions from its world landmarks, the camera taken to be level."""
    world = body.world_m.astype(np.float64)
    across = (world[Landmark.LEFT_HIP] - world[Landmark.RIGHT_HIP]) + (
        world[Landmark.LEFT_SHOULDER] - world[Landmark.RIGHT_SHOULDER]
    )
    across[1] = 0.0
    left = unit(across)
    return Axes(left, cross(left, UP))
