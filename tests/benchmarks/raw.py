"""Angles straight from MediaPipe's landmarks, with nothing learned and nothing smoothed.

They are what the coach is compared with. From the world landmarks they follow the very functions
that make the truth, with the camera's up taken for the room's. From the picture they are plain 2D
angles, with the side that faces the camera taken from the world landmarks; what a picture has no
angle for stays NaN, as does the spine, on which no landmark lies.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from coach.body import Landmark
from coach.measures import PUBLIC
from tests.benchmarks.play import Landmarks
from tests.mannequin import measures as by_definition
from tests.mannequin.skeleton import JOINTS

Points = npt.NDArray[np.float64]
Series = npt.NDArray[np.float64]
SIDES: Final = ("left", "right")
_APART: Final = 0.2
"""Hips nearer to each other in the picture, in lengths of the trunk, show no tilt between them."""
_JOINTS: Final = ("shoulder", "hip", "knee", "ankle", "ear")


def joints_3d(world_m: npt.NDArray[np.float32]) -> Points:
    """Return world landmarks (N, 33, 3) as joints (N, J, 3) of the mannequin: z up, y away.

    A joint that is no landmark is NaN.
    """
    turned = np.stack([world_m[..., 0], world_m[..., 2], -world_m[..., 1]], axis=-1)
    joints = np.full((len(world_m), len(JOINTS), 3), np.nan)
    for name in _JOINTS:
        for side in SIDES:
            row = Landmark[f"{side}_{name}".upper()]
            joints[:, JOINTS.index(f"{name}_{side}")] = turned[:, row]
    return joints


def measures_3d(landmarks: Landmarks, rear: str | None) -> dict[str, Series]:
    """Return every measure (N,) from the world landmarks; `rear` is the side of the rear leg."""
    joints = joints_3d(landmarks.world_m)
    out = {name: np.full(len(joints), np.nan) for name in PUBLIC}
    for side in SIDES:
        out[f"knee_flexion_{side}_deg"] = by_definition.knee_flexion(joints, side)
        out[f"hip_flexion_{side}_deg"] = by_definition.hip_flexion(joints, side)
        out[f"knee_tracking_{side}_deg"] = by_definition.knee_tracking(joints, side)
        out[f"shin_lean_{side}_deg"] = by_definition.shin_lean(joints, side)
    out["trunk_lean_deg"] = by_definition.trunk_lean(joints)
    out["pelvis_tilt_deg"] = by_definition.pelvis_tilt(joints)
    if rear is not None:
        out["rear_thigh_line_deg"] = by_definition.rear_thigh_line(joints, rear)
    return out


def measures_2d(landmarks: Landmarks) -> dict[str, Series]:
    """Return every measure (N,) that has an angle in the picture: legs, trunk, and the pelvis."""
    image = landmarks.image_px.astype(np.float64)
    ahead = _ahead(landmarks.world_m)
    trunk = _middle(image, "shoulder") - _middle(image, "hip")
    out = {name: np.full(len(image), np.nan) for name in PUBLIC}
    for side in SIDES:
        hip, knee, ankle = (_at(image, name, side) for name in ("hip", "knee", "ankle"))
        thigh, shank = knee - hip, ankle - knee
        out[f"knee_flexion_{side}_deg"] = np.abs(_turn(thigh, shank))
        out[f"hip_flexion_{side}_deg"] = -ahead * _turn(-trunk, thigh)
        out[f"shin_lean_{side}_deg"] = ahead * _turn(_UP, -shank)
    out["trunk_lean_deg"] = np.abs(_turn(_UP, trunk))
    across = _at(image, "hip", "left") - _at(image, "hip", "right")
    tilt = np.degrees(np.arctan2(-across[:, 1], np.abs(across[:, 0])))
    apart = np.abs(across[:, 0]) >= _APART * np.linalg.norm(trunk, axis=-1)
    out["pelvis_tilt_deg"] = np.where(apart, tilt, np.nan)
    return out


_UP: Final = np.array([0.0, -1.0])


def _ahead(world_m: npt.NDArray[np.float32]) -> Series:
    """Return +1 where the person's forward is to the right of the picture, -1 where to the left."""
    left_away = world_m[:, Landmark.LEFT_HIP, 2] - world_m[:, Landmark.RIGHT_HIP, 2]
    return np.where(left_away > 0, 1.0, -1.0)


def _at(image: Points, name: str, side: str) -> Points:
    return np.asarray(image[:, Landmark[f"{side}_{name}".upper()]])


def _middle(image: Points, name: str) -> Points:
    return (_at(image, name, "left") + _at(image, name, "right")) / 2


def _turn(start: Points, end: Points) -> Series:
    """Return the turn from one direction to another, degrees, positive clockwise as seen."""
    cross = start[..., 0] * end[..., 1] - start[..., 1] * end[..., 0]
    dot = start[..., 0] * end[..., 0] + start[..., 1] * end[..., 1]
    return np.asarray(np.degrees(np.arctan2(cross, dot)))
