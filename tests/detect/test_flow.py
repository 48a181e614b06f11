"""How fast a picture moves about landmarks: on pictures whose motion is known."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from coach.body import COUNT, FloatArray, Landmark
from coach.detect.detector import RgbImage
from coach.detect.flow import LONGEST_S, STEP_S, Flow

ANKLE, KNEE = Landmark.LEFT_ANKLE, Landmark.LEFT_KNEE
SPEED_PX_S = 36.0


def landmarks() -> FloatArray:
    """Return those of a body that fills most of a picture, the left ankle at (80, 120)."""
    places = np.random.default_rng(1).uniform((60, 40), (250, 150), (COUNT, 2))
    places[KNEE], places[ANKLE] = (220, 60), (80, 120)
    return places.astype(np.float32)


def picture(t_s: float, size: int = 1, light: float = 1.0) -> RgbImage:
    """Return a room with things in it, and a foot about the ankle that moves to the right."""
    rng = np.random.default_rng(2)
    room = cv2.resize(rng.uniform(60, 200, (30, 54)).astype(np.float32), (320, 180))
    foot = cv2.resize(rng.uniform(0, 255, (6, 6)).astype(np.float32), (40, 40))
    move = np.array([[1, 0, 60 + SPEED_PX_S * t_s], [0, 1, 100]], np.float32)
    cv2.warpAffine(
        foot, move, (320, 180), dst=room, borderMode=cv2.BORDER_TRANSPARENT, flags=cv2.INTER_LINEAR
    )
    large = cv2.resize(np.clip(room * light, 0, 255), None, fx=size, fy=size)
    return np.repeat(large.astype(np.uint8)[..., None], 3, axis=2)


def flow(times_s: list[float], size: int = 1) -> FloatArray:
    """Return what is told of the last of some pictures."""
    told = Flow()
    return [told.about(picture(t_s, size), t_s, landmarks() * np.float32(size)) for t_s in times_s][
        -1
    ]


@pytest.mark.parametrize("fps", [8, 12, 15, 30, 60])
def test_a_foot_moves_and_a_knee_rests_at_any_frame_rate(fps: int) -> None:
    told = flow([frame / fps for frame in range(1 + round(fps / 4))])
    assert told[ANKLE] == pytest.approx((SPEED_PX_S, 0), abs=0.25 * SPEED_PX_S)
    assert told[KNEE] == pytest.approx((0, 0), abs=3)


@pytest.mark.parametrize("size", [2, 3, 4])
def test_a_large_picture_is_measured_in_its_own_pixels(size: int) -> None:
    told = flow([0.0, 0.1], size)
    assert told[ANKLE] == pytest.approx((size * SPEED_PX_S, 0), abs=0.25 * size * SPEED_PX_S)


def test_light_that_changes_is_no_motion() -> None:
    told, rest = Flow(), 0.4
    told.about(picture(rest), 0.0, landmarks())
    assert np.abs(told.about(picture(rest, light=1.15), 0.1, landmarks())).max() < 6


def test_between_two_comparisons_the_answer_stays() -> None:
    told = Flow()
    told.about(picture(0.0), 0.0, landmarks())
    moving = told.about(picture(0.1), 0.1, landmarks())
    assert told.about(picture(0.11), 0.11, landmarks()) is moving
    assert told.about(picture(0.2), 0.1 + STEP_S, landmarks()) is not moving


def test_nothing_is_told_without_a_picture_just_before_or_without_a_body() -> None:
    assert np.isnan(flow([0.0])).all()
    assert np.isnan(flow([0.0, 0.1 + LONGEST_S])).all()
    told = Flow()
    told.about(picture(0.0), 0.0, landmarks())
    assert np.isnan(told.about(picture(0.1), 0.1, None)).all()
    assert np.isnan(told.about(picture(0.2), 0.2, landmarks() * np.float32("nan"))).all()
    assert np.isnan(told.about(picture(0.3)[:, :280], 0.3, landmarks())).all()
    assert np.isfinite(told.about(picture(0.4)[:, :280], 0.4, landmarks())).all()


def test_a_landmark_outside_the_picture_has_none() -> None:
    places = landmarks()
    places[ANKLE] = (80, 400)
    told = Flow()
    told.about(picture(0.0), 0.0, places)
    moving = told.about(picture(0.1), 0.1, places)
    assert np.isnan(moving[ANKLE]).all()
    assert np.isfinite(moving[KNEE]).all()


def test_a_body_outside_the_picture_has_none() -> None:
    told = Flow()
    for t_s in (0.0, 0.1):
        assert np.isnan(told.about(picture(t_s), t_s, landmarks() + 1000)).all()
