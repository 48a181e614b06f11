"""What a report tells of a reading."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from coach.engine.recogniser import Pose
from coach.engine.told import most_likely
from coach.measures import INDEX, Reading
from tests.shipped import LIBRARY

from .scripts import GOOD_BRIDGE, LUNGE, STANDING, reading

LEGS = {
    "knee_tracking_left_deg": 1.0,
    "thigh_elevation_left_deg": -88.0,
    "shin_lean_left_deg": 3.0,
    "rear_thigh_line_deg": 4.0,
}
BRIDGE, LEFT_LUNGE = Pose(LIBRARY.get("bridge"), "both"), Pose(LIBRARY.get("lunge"), "left")


def told(measures: dict[str, float], pose: Pose | None, name: str, sd: float = 3.0) -> float:
    now = reading(1.0, measures, sd=sd)
    measure = most_likely(now, now, pose)[name]
    assert math.isnan(measure.value) is math.isnan(measure.sd)
    return measure.value


def in_full(now: Reading, **estimates: float) -> Reading:
    changed = now.values.copy()
    for name, value in estimates.items():
        changed[INDEX[name]] = value
    return replace(now, values=now.values * 2, sds=now.sds / 2, estimates=changed)


def test_a_change_in_a_hold_is_told_as_what_it_most_likely_is_with_the_meter_s_own_doubt() -> None:
    now = reading(1.0, LUNGE)
    measure = most_likely(now, in_full(now, trunk_lean_deg=19.0), LEFT_LUNGE)["trunk_lean_deg"]
    assert (measure.value, measure.sd) == (19.0, 3.0)


def test_what_is_not_told_beside_a_beginning_stays_as_measured() -> None:
    now = reading(1.0, LUNGE)
    full = in_full(now, trunk_lean_deg=math.nan)
    assert most_likely(now, full, LEFT_LUNGE)["trunk_lean_deg"].value == LUNGE["trunk_lean_deg"]


@pytest.mark.parametrize(("sd", "known"), [(24.0, True), (26.0, False)])
def test_what_is_too_vague_to_be_an_angle_is_missing(sd: float, known: bool) -> None:
    assert math.isfinite(told(GOOD_BRIDGE, BRIDGE, "trunk_lean_deg", sd)) is known


def test_a_speed_may_be_vague() -> None:
    assert told(GOOD_BRIDGE, BRIDGE, "leg_speed_deg_s", 100.0) == 2.0


@pytest.mark.parametrize(("pose", "known"), [(None, False), (BRIDGE, False), (LEFT_LUNGE, True)])
def test_only_a_stretch_with_a_front_leg_has_a_rear_one(pose: Pose | None, known: bool) -> None:
    assert math.isfinite(told(LEGS, pose, "rear_thigh_line_deg")) is known


@pytest.mark.parametrize(
    ("thigh_deg", "shin_deg", "known"),
    [
        pytest.param(-88.0, 3.0, False, id="standing"),
        pytest.param(-75.0, 14.0, False, id="knees a little bent"),
        pytest.param(-80.0, 88.0, True, id="kneeling"),
        pytest.param(-20.0, 30.0, True, id="squatting"),
        pytest.param(5.0, 2.0, True, id="sitting on a chair"),
    ],
)
def test_a_leg_that_stands_has_no_plane_to_leave(
    thigh_deg: float, shin_deg: float, known: bool
) -> None:
    legs = LEGS | {"thigh_elevation_left_deg": thigh_deg, "shin_lean_left_deg": shin_deg}
    assert math.isfinite(told(STANDING | legs, None, "knee_tracking_left_deg")) is known
