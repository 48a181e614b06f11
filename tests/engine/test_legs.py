"""Legs do not trade places and do not jump, whatever the landmark model says."""

import numpy as np
import pytest

from coach.body import Body, Landmark
from coach.engine.legs import LegGuard

FRONT, REAR = (400.0, 450.0), (700.0, 620.0)
FRAME_S = 1 / 15


def lunge(left: tuple[float, float], right: tuple[float, float]) -> Body:
    """Draw a trunk and two legs: knees at `left` and `right` (px), ankles a shank below."""
    image = np.zeros((33, 2), np.float32)
    for name, place in {"SHOULDER": (550, 300), "HIP": (575, 495)}.items():
        image[[Landmark[f"LEFT_{name}"], Landmark[f"RIGHT_{name}"]]] = place
    for side, knee in (("LEFT", left), ("RIGHT", right)):
        image[Landmark[f"{side}_KNEE"]] = knee
        image[Landmark[f"{side}_ANKLE"]] = (knee[0], knee[1] + 160)
    return Body(image, np.zeros((33, 3), np.float32), np.ones(33, np.float32))


def follow(*bodies: Body, step_s: float = FRAME_S) -> list[Body]:
    guard = LegGuard()
    return [guard.update(number * step_s, body) for number, body in enumerate(bodies)]


def left_knee(body: Body) -> tuple[float, float]:
    x, y = body.image_px[Landmark.LEFT_KNEE].tolist()
    return x, y


def test_legs_that_stay_are_left_alone() -> None:
    body = lunge(FRONT, REAR)
    assert follow(body, body, body) == [body, body, body]


def test_a_swap_of_the_model_is_undone_and_undone_again_when_it_swaps_back() -> None:
    right, wrong = lunge(FRONT, REAR), lunge(REAR, FRONT)
    assert [left_knee(b) for b in follow(right, wrong, wrong, right)] == [FRONT] * 4


def test_visibility_and_world_landmarks_trade_with_the_picture() -> None:
    wrong = lunge(REAR, FRONT)
    wrong.visibility[Landmark.RIGHT_KNEE] = 0.4
    wrong.world_m[Landmark.RIGHT_KNEE] = 7.0
    _, body = follow(lunge(FRONT, REAR), wrong)
    assert body.visibility[Landmark.LEFT_KNEE] == pytest.approx(0.4)
    assert body.world_m[Landmark.LEFT_KNEE].tolist() == [7.0] * 3


def test_a_leg_half_way_between_is_hidden_not_measured() -> None:
    half_way = lunge((550.0, 530.0), (560.0, 540.0))
    before, during, after = follow(lunge(FRONT, REAR), half_way, lunge(FRONT, REAR))
    assert during.visibility[Landmark.LEFT_KNEE] == 0
    assert during.visibility[Landmark.LEFT_SHOULDER] == 1
    assert before.visibility[Landmark.LEFT_KNEE] == after.visibility[Landmark.LEFT_KNEE] == 1


def test_a_leg_that_walks_past_the_other_keeps_its_name() -> None:
    passing = [lunge((400 + 20 * n, 600), (700 - 20 * n, 600)) for n in range(16)]
    assert [left_knee(b)[0] for b in follow(*passing)] == [400 + 20 * n for n in range(16)]


def test_a_guard_that_has_lost_the_legs_for_long_believes_the_model() -> None:
    right, wrong = lunge(FRONT, REAR), lunge(REAR, FRONT)
    guard = LegGuard()
    guard.update(0.0, right)
    assert left_knee(guard.update(5.0, wrong)) == REAR
