"""Every meter keeps the contract; the one with the measuring model keeps its laws."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.app.measuring import MEASURING_MODEL, measuring_network, model_meter
from coach.body import BELOW_HIPS, Body, Landmark, Sighting, mirrored
from coach.engine.bones import legs_hidden
from coach.engine.meter import Meter
from coach.engine.network import Angles, mirror
from coach.measures import ALL, INDEX, VIEWS, Reading
from coach.resources import model_file
from tests.engine.scripts import GOOD_BRIDGE, Scripted, nobody

METERS: list[Callable[[], Meter]] = [model_meter, lambda: Scripted((9.0, GOOD_BRIDGE))]
WIDTH_PX = 640


def kneeling(seed: int, shake_px: float = 4.0) -> Body:
    """Return somebody in something like a lunge seen from the side, each time a little other."""
    rng = np.random.default_rng(seed)
    places = {
        "SHOULDER": (300, 100), "ELBOW": (315, 150), "WRIST": (330, 190), "HIP": (300, 210),
        "KNEE": (380, 215), "ANKLE": (380, 300), "HEEL": (372, 310), "FOOT_INDEX": (405, 312),
    }  # fmt: skip
    image = np.full((33, 2), (300.0, 60.0))
    for name, place in places.items():
        for side, away in (("LEFT", 0), ("RIGHT", 8)):
            image[Landmark[f"{side}_{name}"]] = (place[0] + away, place[1])
    image[[Landmark.RIGHT_KNEE, Landmark.RIGHT_ANKLE]] = [(270, 300), (190, 305)]
    image += rng.normal(0, shake_px, image.shape)
    depth = rng.normal(0, 0.05, (33, 1))
    world = np.concatenate([(image - (300, 210)) / 200, depth], axis=1)
    visibility = rng.uniform(0.5, 1.0, 33)
    return Body(*(a.astype(np.float32) for a in (image, world, visibility)))


def measured(body: Body) -> Reading:
    return model_meter().measure(Sighting(0.0, body))


@pytest.mark.parametrize("make", METERS)
class TestContract:
    def test_nobody_has_no_angles(self, make: Callable[[], Meter]) -> None:
        assert np.isnan(make().measure(nobody(0.0)).values).all()

    def test_what_has_no_value_has_no_deviation(self, make: Callable[[], Meter]) -> None:
        found = make().measure(Sighting(0.0, kneeling(1)))
        assert found.values.shape == found.sds.shape == (len(ALL),)
        assert np.array_equal(np.isnan(found.values), np.isnan(found.sds))
        assert not (found.sds <= 0).any()
        assert found.view in VIEWS

    def test_beside_itself_a_reading_keeps_its_shape(self, make: Callable[[], Meter]) -> None:
        meter = make()
        found = meter.measure(Sighting(0.0, kneeling(1)))
        told = meter.beside(found, found)
        assert np.array_equal(np.isnan(told.values), np.isnan(found.values))
        assert (told.t_s, told.view, told.poses) == (found.t_s, found.view, found.poses)

    def test_a_reset_meter_is_as_good_as_new(self, make: Callable[[], Meter]) -> None:
        used, fresh = make(), make()
        used.measure(Sighting(0.0, kneeling(1, shake_px=30)))
        used.reset()
        one, other = (m.measure(Sighting(2.0, kneeling(2))) for m in (used, fresh))
        assert np.array_equal(one.values, other.values, equal_nan=True)


@given(st.integers(0, 10_000))
def test_a_mirror_exchanges_left_and_right_and_nothing_else(seed: int) -> None:
    body = kneeling(seed, shake_px=15)
    here, there = measured(body), measured(mirrored(body, WIDTH_PX))
    for name, row in INDEX.items():
        other = name.replace("left", "?").replace("right", "left").replace("?", "right")
        sign = -1.0 if name.startswith("pelvis_tilt") else 1.0
        gap = sign * there.values[INDEX[other]] - here.values[row]
        if not math.isnan(gap):
            assert (gap + 180) % 360 - 180 == pytest.approx(0, abs=0.02)
            assert there.sds[INDEX[other]] == pytest.approx(here.sds[row], rel=1e-3)
    for pose, likely in here.poses.items():
        other = pose.replace("left", "?").replace("right", "left").replace("?", "right")
        assert there.poses[other] == pytest.approx(likely, abs=1e-4)


@given(st.integers(0, 10_000), st.sampled_from(["bridge", "lunge-left", "pigeon-right"]))
def test_beside_a_beginning_too_a_mirror_only_exchanges_sides(seed: int, pose: str) -> None:
    network, rng = measuring_network(model_file(MEASURING_MODEL)), np.random.default_rng(seed)
    order, sign = mirror(network.quantities, network.card["flipped"])
    other = pose.replace("left", "?").replace("right", "left").replace("?", "right")
    traits = np.abs(rng.normal(0, 1, (2, 2, 256))).astype(np.float32)
    values, sds = rng.uniform(-40, 40, (2, len(order))), rng.uniform(2, 9, (2, len(order)))
    here = network.beside(pose, *map(Angles, values, sds, traits))
    mirrored_values, mirrored_sds = values[:, order] * sign, sds[:, order]
    there = network.beside(other, *map(Angles, mirrored_values, mirrored_sds, traits[:, ::-1]))
    assert there.values == pytest.approx(here.values[order] * sign, abs=1e-3)
    assert there.sds == pytest.approx(here.sds[order], rel=1e-4)
    assert not np.allclose(here.values, values[1], atol=0.5)


@given(st.floats(-300, 300), st.floats(-300, 300), st.floats(0.3, 4.0))
def test_place_and_size_in_the_picture_change_nothing(x: float, y: float, scale: float) -> None:
    body = kneeling(3)
    moved = Body((body.image_px * scale + (x, y)).astype(np.float32), body.world_m, body.visibility)
    assert measured(moved).values == pytest.approx(measured(body).values, abs=0.05, nan_ok=True)


def test_poses_are_probabilities_and_the_same_body_gives_the_same_answer() -> None:
    one, two = measured(kneeling(4)), measured(kneeling(4))
    assert sum(one.poses.values()) == pytest.approx(1.0)
    assert np.array_equal(one.values, two.values, equal_nan=True)


def test_an_angle_does_not_jump_with_one_frame() -> None:
    meter, row = model_meter(), INDEX["trunk_lean_deg"]
    before = meter.measure(Sighting(0.0, kneeling(5))).values[row]
    leaning = kneeling(5)
    upper = slice(0, Landmark.LEFT_HIP)
    leaning.image_px[upper, 0] += 120
    leaning.world_m[upper, 0] += 0.6
    at_once = meter.measure(Sighting(1 / 30, leaning)).values[row]
    for frame in range(2, 60):
        settled = meter.measure(Sighting(frame / 30, leaning)).values[row]
    assert abs(settled - before) > 8
    assert abs(at_once - before) < 0.3 * abs(settled - before)


@pytest.mark.parametrize(("one_knee", "told"), [(0.2, False), (0.5, True)])
def test_nothing_is_told_of_legs_that_are_all_hidden(one_knee: float, told: bool) -> None:
    body = kneeling(6)
    body.visibility[BELOW_HIPS] = 0.1
    body.visibility[Landmark.LEFT_KNEE] = one_knee
    found = measured(body)
    assert bool(found.poses) == told
    assert np.isfinite(found.values[INDEX["knee_flexion_left_deg"]]) == told


SIDEWAYS, IN_DEPTH = 0, 2
"""Axes of the picture along which somebody leans."""


def leaning(frame: int, axis: int) -> Sighting:
    """Return somebody who leans ahead by 6 degrees in every frame of 12 a second."""
    body = legs_hidden(kneeling(5, shake_px=0))
    hips = [Landmark.LEFT_HIP, Landmark.RIGHT_HIP]
    shoulders = [Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER]
    across = np.zeros(3)
    across[IN_DEPTH - axis] = 0.15
    for pair in (hips, shoulders):
        body.world_m[pair] = [across, -across]
    lean = math.radians(6.0 * frame)
    ahead = 1.0 if axis == SIDEWAYS else -1.0  # toward the camera
    body.world_m[shoulders, axis] += ahead * 0.5 * math.sin(lean)
    body.world_m[shoulders, 1] = -0.5 * math.cos(lean)
    return Sighting(frame / 12, body)


@pytest.mark.parametrize(("axis", "doubt"), [(SIDEWAYS, 10.0), (IN_DEPTH, 100.0)])
def test_a_quick_lean_is_told_even_while_legs_are_hidden_and_doubted_toward_the_camera(
    axis: int, doubt: float
) -> None:
    row, meter = INDEX["trunk_speed_deg_s"], model_meter()
    for frame in range(6):
        told = meter.measure(leaning(frame, axis))
    assert told.values[row] == pytest.approx(72.0, abs=1.0)
    assert told.sds[row] == pytest.approx(doubt)
    assert told.since_s["trunk_speed"] == pytest.approx(told.t_s - 0.15)
