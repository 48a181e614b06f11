"""Speeds and swings: what moves, what only trembles, and what the landmark model mixes up."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.body import Body, Landmark
from coach.engine.motion import LegSpeed, Speed
from coach.engine.swing import Bounce, Slope

STEP_S = 1 / 15


def lying(kick_deg: float = 0.0, shake_px: float = 0.0, seed: int = 0) -> Body:
    """Return a body with both knees up, the left shank turned up by `kick_deg`."""
    image = np.zeros((33, 2))
    places = {"SHOULDER": (400, 300), "HIP": (300, 300), "KNEE": (220, 230), "ANKLE": (220, 320)}
    for name, place in places.items():
        for side in ("LEFT", "RIGHT"):
            image[Landmark[f"{side}_{name}"]] = place
    turn = math.radians(90 + kick_deg)
    image[Landmark.LEFT_ANKLE] = (220 + 90 * math.cos(turn), 230 + 90 * math.sin(turn))
    image += np.random.default_rng(seed).normal(0, shake_px, image.shape)
    return Body(image.astype(np.float32), np.zeros((33, 3), np.float32), np.ones(33, np.float32))


def swapped(body: Body) -> Body:
    """Return the body with its legs called by each other's names."""
    order = np.arange(33)
    for name in ("HIP", "KNEE", "ANKLE"):
        left, right = Landmark[f"LEFT_{name}"], Landmark[f"RIGHT_{name}"]
        order[left], order[right] = right, left
    return Body(body.image_px[order], body.world_m[order], body.visibility[order])


def half_way(body: Body) -> Body:
    """Return the body with both legs put in the middle between them."""
    image_px = body.image_px.copy()
    for name in ("HIP", "KNEE", "ANKLE"):
        pair = [Landmark[f"LEFT_{name}"], Landmark[f"RIGHT_{name}"]]
        image_px[pair] = image_px[pair].mean(axis=0)
    return Body(image_px, body.world_m, body.visibility)


def both_turned(turn_deg: float) -> Body:
    """Return the lying body with both shanks turned up."""
    body = lying(turn_deg)
    image_px = body.image_px.copy()
    image_px[Landmark.RIGHT_ANKLE] = image_px[Landmark.LEFT_ANKLE]
    return Body(image_px, body.world_m, body.visibility)


def watched(bodies: Iterator[Body] | list[Body]) -> list[Speed]:
    legs = LegSpeed()
    return [legs.update(frame * STEP_S, body) for frame, body in enumerate(bodies)]


def test_legs_at_rest_do_not_move() -> None:
    assert watched([lying()] * 40)[-1].value == pytest.approx(0, abs=1e-6)


def test_a_kick_is_seen_above_the_noise_of_before() -> None:
    still = [lying(shake_px=0.5, seed=i) for i in range(40)]
    kick = [lying(kick_deg=10.0 * i, shake_px=0.5, seed=90 + i) for i in range(6)]
    fastest = max(watched(still + kick), key=lambda speed: np.nan_to_num(speed.value))
    assert fastest.value > 100
    assert fastest.sd < 20


def test_trembling_landmarks_are_told_as_noise() -> None:
    speeds = watched([lying(shake_px=8.0, seed=i) for i in range(60)])
    assert np.nanmean([speed.sd for speed in speeds]) > 20


@given(st.lists(st.booleans(), min_size=30, max_size=30))
def test_legs_that_trade_names_have_not_moved(swaps: list[bool]) -> None:
    bodies = [swapped(lying(20.0)) if swap else lying(20.0) for swap in swaps]
    assert all(not speed.value > 0.5 for speed in watched(bodies))


@given(st.lists(st.booleans(), min_size=30, max_size=30))
def test_legs_put_half_way_between_each_other_have_not_moved(mixed: list[bool]) -> None:
    bodies = [half_way(lying(20.0)) if mix else lying(20.0) for mix in mixed]
    assert all(not speed.value > 0.5 for speed in watched(bodies))


def test_two_legs_together_are_as_fast_as_one() -> None:
    one = watched([lying(5.0 * frame) for frame in range(8)])[-1].value
    both = watched([both_turned(5.0 * frame) for frame in range(8)])[-1].value
    assert 55 < one < 80  # 75, in units of the longer thigh
    assert both == pytest.approx(one, rel=0.1)


def swung(hz: float, high_deg: float, seconds: float = 4.0) -> float:
    bounce = Bounce()
    told = math.nan
    for frame in range(round(seconds / STEP_S)):
        t_s = frame * STEP_S
        told = bounce.update(t_s, high_deg / 2 * math.sin(2 * math.pi * hz * t_s))
    return told


@pytest.mark.parametrize("hz", [1.0, 1.3, 2.0])
def test_a_bounce_is_as_high_as_it_goes(hz: float) -> None:
    assert swung(hz, 12.0) == pytest.approx(12.0, rel=0.3)


def test_slow_movements_and_a_single_way_are_no_bounce() -> None:
    assert swung(0.15, 40.0) < 6
    bounce = Bounce()
    folded = [
        bounce.update(frame * STEP_S, min(40.0, max(0.0, (frame - 30) * 1.5)))
        for frame in range(90)
    ]
    assert not any(swing > 6 for swing in folded)


def test_nothing_is_told_before_there_is_enough_to_tell_from() -> None:
    assert math.isnan(Bounce().update(0.0, 1.0))
    assert math.isnan(Slope(0.35).update(0.0, 1.0))


@given(st.floats(-200, 200))
def test_a_slope_is_the_speed(speed: float) -> None:
    slope = Slope(0.35)
    for frame in range(12):
        told = slope.update(frame * STEP_S, speed * frame * STEP_S)
    assert told == pytest.approx(speed, abs=1e-6)
