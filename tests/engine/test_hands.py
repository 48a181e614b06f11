"""Hands that go past legs: their pixels are not taken for those of a knee or a foot."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from coach.body import Body, FloatArray, Landmark
from coach.engine.hands import Hands

STEP_S = 1 / 15
KNEE, FOOT = (150.0, 250.0), (190.0, 300.0)
BEGUN = {
    "SHOULDER": (200.0, 100.0),
    "HIP": (200.0, 280.0),
    "KNEE": KNEE,
    "ANKLE": FOOT,
    "HEEL": FOOT,
    "FOOT_INDEX": FOOT,
    "WRIST": FOOT,
    "INDEX": FOOT,
}


def seated(**moved: tuple[float, float]) -> Body:
    """Return a butterfly from the front, its left side moved; all of the picture moves."""
    image = np.full((33, 2), 200.0)
    for name, (x, y) in BEGUN.items():
        image[Landmark[f"RIGHT_{name}"]] = 400 - x, y
        image[Landmark[f"LEFT_{name}"]] = moved.get(name, (x, y))
    flow = np.full((33, 2), 300.0)
    parts = (image, np.zeros((33, 3)), np.ones(33), np.full((2, 16), np.nan), flow)
    return Body(*(part.astype(np.float32) for part in parts))


def between(
    one: tuple[float, float], other: tuple[float, float], share: float
) -> tuple[float, float]:
    return one[0] + share * (other[0] - one[0]), one[1] + share * (other[1] - one[1])


def told(*bodies: Body) -> FloatArray:
    """Return the flow, (33, 2), that is left of the last of these bodies."""
    hands = Hands()
    seen = [hands.aside(frame * STEP_S, body) for frame, body in enumerate(bodies)]
    return seen[-1].flow_px_s


def reaching(steps: int = 4) -> list[Body]:
    """Return bodies whose left hand goes from the foot to the knee."""
    places = [between(FOOT, KNEE, step / steps) for step in range(steps + 1)]
    return [seated(WRIST=place, INDEX=place) for place in places]


def test_where_a_hand_goes_past_nothing_is_known_of_the_leg() -> None:
    flow = told(*reaching())
    assert np.isnan(flow[Landmark.LEFT_KNEE]).all()
    assert (flow[Landmark.LEFT_SHOULDER] == 300).all()
    assert (flow[Landmark.RIGHT_KNEE] == 300).all()


def test_hands_at_rest_change_nothing_though_the_picture_moves() -> None:
    assert (told(*[seated()] * 5) == 300).all()


@pytest.mark.parametrize("part", ["KNEE", "ANKLE"])
def test_a_hand_that_goes_along_with_the_leg_it_holds_changes_nothing_there(part: str) -> None:
    begun = BEGUN[part]
    risen = [(begun[0], begun[1] - 12.0 * step) for step in range(5)]
    flow = told(*(seated(**{part: place, "WRIST": place, "INDEX": place}) for place in risen))
    assert (flow[Landmark[f"LEFT_{part}"]] == 300).all()


def test_a_landmark_that_jumps_over_a_picture_at_rest_changes_nothing() -> None:
    rests = np.zeros((33, 2), np.float32)
    assert (told(*(replace(body, flow_px_s=rests) for body in reaching())) == 0).all()


def test_a_hand_that_is_hardly_quicker_than_a_kicking_leg_changes_nothing() -> None:
    kicked = [(FOOT[0] - 12.0 * step, FOOT[1]) for step in range(5)]
    places = [between(FOOT, KNEE, step / 4) for step in range(5)]
    bodies = (
        seated(WRIST=place, INDEX=place, ANKLE=foot, HEEL=foot, FOOT_INDEX=foot)
        for place, foot in zip(places, kicked, strict=True)
    )
    assert (told(*bodies) == 300).all()


def test_a_slow_hand_changes_nothing() -> None:
    assert (told(*reaching(steps=60)) == 300).all()


def test_a_hand_that_waves_far_from_the_legs_changes_nothing() -> None:
    waves = [(60.0, 40.0 + 20 * step) for step in range(4)]
    assert (told(*(seated(WRIST=place, INDEX=place) for place in waves)) == 300).all()


def test_size_in_the_picture_does_not_matter() -> None:
    small = [
        replace(body, image_px=body.image_px / np.float32(3) + np.float32(50))
        for body in reaching()
    ]
    assert np.array_equal(np.isnan(told(*small)), np.isnan(told(*reaching())))
