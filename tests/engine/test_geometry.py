"""Directions of a body from its landmarks."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.body import Body, Landmark
from coach.engine.geometry import (
    ankle_lift_deg,
    body_axes,
    lowest_thigh_deg,
    tilt_deg,
    trunk_line,
)


def facing(degrees: float) -> Body:
    """Return a standing body that has turned to its left, from facing the camera."""
    world = np.zeros((33, 3), np.float32)
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    for name, y in (("SHOULDER", -0.5), ("HIP", 0.0)):
        for side, x in (("LEFT", 0.15), ("RIGHT", -0.15)):
            world[Landmark[f"{side}_{name}"]] = (x * c, y, -x * s)
    return Body(world[:, :2], world, np.ones(33, np.float32))


def test_the_trunk_goes_from_the_hips_up_to_the_shoulders() -> None:
    assert trunk_line(facing(0.0).world_m.astype(np.float64)) == pytest.approx([0.0, -0.5, 0.0])


@given(st.floats(-180, 180))
def test_left_and_ahead_turn_with_the_body(degrees: float) -> None:
    axes = body_axes(facing(degrees))
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    assert axes.left == pytest.approx([c, 0.0, -s], abs=1e-6)
    assert axes.ahead == pytest.approx([-s, 0.0, -c], abs=1e-6)


@given(st.floats(-180, 180), st.floats(-179, 179))
def test_a_trunk_is_tilted_as_far_as_it_leans_and_to_where_it_does(
    turn_deg: float, lean: float
) -> None:
    body, ahead = facing(turn_deg), body_axes(facing(turn_deg)).ahead
    shoulders = [Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER]
    over = math.sin(math.radians(lean)) * ahead - (0.0, math.cos(math.radians(lean)), 0.0)
    body.world_m[shoulders] += (0.5 * over + (0.0, 0.5, 0.0)).astype(np.float32)
    assert tilt_deg(body) == pytest.approx((lean * ahead[0], lean * ahead[2]), abs=0.01)


@given(st.floats(-180, 180), st.floats(-85, 85), st.floats(-85, 85))
def test_the_lower_thigh_counts_whichever_way_it_points(
    turn: float, one: float, other: float
) -> None:
    body, ahead = facing(turn), body_axes(facing(turn)).ahead
    for side, high in (("LEFT", one), ("RIGHT", other)):
        along = math.cos(math.radians(high)) * ahead - (0.0, math.sin(math.radians(high)), 0.0)
        hip = body.world_m[Landmark[f"{side}_HIP"]]
        body.world_m[Landmark[f"{side}_KNEE"]] = (hip + 0.4 * along).astype(np.float32)
    assert lowest_thigh_deg(body) == pytest.approx(min(one, other), abs=0.01)


@pytest.mark.parametrize(
    ("lift_m", "told_deg"), [(0.0, 0.0), (0.2, 26.6), (-0.2, 26.6), (0.4, 45.0)]
)
def test_an_ankle_is_lifted_beside_the_length_of_a_shank(lift_m: float, told_deg: float) -> None:
    body = facing(30.0)
    for side, x, lift in (("LEFT", 0.4, lift_m), ("RIGHT", -0.4, 0.0)):
        body.world_m[Landmark[f"{side}_KNEE"]] = (x, 0.1 - lift, -0.1)
        body.world_m[Landmark[f"{side}_ANKLE"]] = (0.0, 0.1 - lift, -0.1)
    assert ankle_lift_deg(body) == pytest.approx(told_deg, abs=0.1)
