"""Bodies built from known angles, seen by a camera as MediaPipe would tell them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from coach.body import OUTLINE, Landmark
from tests.benchmarks import raw
from tests.benchmarks.play import Landmarks

Points = npt.NDArray[np.float64]


def person(hip_deg: float, knee_deg: float, lean_deg: float) -> Points:
    """Joints (33, 3) of one who faces -y, x to their left, z up, metres: both legs alike.

    The trunk leans forward, the thighs are bent at the hip and the shanks at the knee.
    """
    lean, hip, knee = np.radians([lean_deg, hip_deg, knee_deg])
    trunk = np.array([0, -np.sin(lean), np.cos(lean)])
    thigh = np.array([0, -np.sin(hip - lean), -np.cos(hip - lean)])
    shank = np.array([0, np.sin(knee - hip + lean), -np.cos(knee - hip + lean)])
    out = np.zeros((33, 3))
    for side, x in (("LEFT", 0.12), ("RIGHT", -0.12)):
        hips = np.array([x, 0, 0])
        out[Landmark[f"{side}_SHOULDER"]] = hips + 0.5 * trunk
        out[Landmark[f"{side}_HIP"]] = hips
        out[Landmark[f"{side}_KNEE"]] = hips + 0.4 * thigh
        out[Landmark[f"{side}_ANKLE"]] = hips + 0.4 * thigh + 0.4 * shank
    return out


def seen(joints: Points, azimuth_deg: float) -> Landmarks:
    """The landmarks of one frame; azimuth 90 = the camera is at the person's left."""
    turn = np.radians(azimuth_deg)
    away = -np.array([np.sin(turn), -np.cos(turn), 0.0])
    right = np.cross(away, [0.0, 0.0, 1.0])
    world = np.stack([joints @ right, -joints[:, 2], joints @ away], axis=-1)[None]
    image = 300.0 * world[..., :2] + 500.0
    floats = (image.astype(np.float32), world.astype(np.float32), np.ones((1, 33), np.float32))
    outline = np.full((1, 2, OUTLINE), np.nan, np.float32)
    still = np.zeros((1, 33, 2), np.float32)
    return Landmarks(np.zeros(1), np.full(1, -1, np.int16), *floats, outline, still)


SHAPES = [(0.0, 0.0, 0.0), (80.0, 90.0, 0.0), (40.0, 70.0, 15.0), (-15.0, 60.0, 10.0)]


@pytest.mark.parametrize("azimuth", [0.0, 40.0, 90.0, 200.0, 270.0])
@pytest.mark.parametrize(("hip", "knee", "lean"), SHAPES)
def test_world_landmarks_give_the_angles_from_everywhere(
    hip: float, knee: float, lean: float, azimuth: float
) -> None:
    found = raw.measures_3d(seen(person(hip, knee, lean), azimuth), None)
    for side in raw.SIDES:
        assert found[f"hip_flexion_{side}_deg"][0] == pytest.approx(hip, abs=0.05)
        assert found[f"knee_flexion_{side}_deg"][0] == pytest.approx(knee, abs=0.05)
    assert found["trunk_lean_deg"][0] == pytest.approx(lean, abs=0.05)
    assert found["pelvis_tilt_deg"][0] == pytest.approx(0.0, abs=0.05)


@pytest.mark.parametrize("azimuth", [90.0, 270.0])
@pytest.mark.parametrize(("hip", "knee", "lean"), SHAPES)
def test_the_picture_gives_them_from_either_side(
    hip: float, knee: float, lean: float, azimuth: float
) -> None:
    landmarks = seen(person(hip, knee, lean), azimuth)
    flat, solid = raw.measures_2d(landmarks), raw.measures_3d(landmarks, None)
    for side in raw.SIDES:
        for measure in ("hip_flexion", "knee_flexion", "shin_lean"):
            name = f"{measure}_{side}_deg"
            assert flat[name][0] == pytest.approx(solid[name][0], abs=0.05)
    assert flat["trunk_lean_deg"][0] == pytest.approx(lean, abs=0.05)
    assert np.isnan(flat["pelvis_tilt_deg"][0])


def test_a_tilted_pelvis_shows_in_the_picture_from_the_front() -> None:
    joints = person(0.0, 0.0, 0.0)
    joints[Landmark.LEFT_HIP, 2] += 0.24 * np.tan(np.radians(10))
    found = raw.measures_2d(seen(joints, 0.0))
    assert found["pelvis_tilt_deg"][0] == pytest.approx(10.0, abs=0.05)


def test_no_landmark_lies_on_the_spine() -> None:
    landmarks = seen(person(0.0, 0.0, 0.0), 90.0)
    for found in (raw.measures_2d(landmarks), raw.measures_3d(landmarks, None)):
        assert np.isnan(found["spine_flexion_deg"]).all()
