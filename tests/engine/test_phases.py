"""Recognition and phases, told as short stories."""

from dataclasses import replace

import pytest

from coach.engine.nouns import Event
from coach.engine.phases import PhaseMachine
from coach.engine.recogniser import Pose, Recogniser, Seen
from coach.stretches import Stretch
from tests.engine.scripts import GOOD_BRIDGE, LYING, STANDING, hips, reading, times
from tests.shipped import LIBRARY

ALL = list(LIBRARY.stretches.values())
LUNGE = {
    "trunk_lean_deg": 5.0,
    "hip_flexion_left_deg": 90.0,
    "hip_flexion_right_deg": -15.0,
    "knee_flexion_left_deg": 92.0,
    "knee_flexion_right_deg": 80.0,
    "leg_speed_deg_s": 1.0,
}
SOLES_TOGETHER = {
    "trunk_lean_deg": 10.0,
    "hip_flexion_left_deg": 80.0,
    "hip_flexion_right_deg": 80.0,
    "knee_flexion_left_deg": 118.0,
    "knee_flexion_right_deg": 118.0,
    "knee_tracking_left_deg": -40.0,
    "knee_tracking_right_deg": -40.0,
    "shin_lean_left_deg": -30.0,
    "shin_lean_right_deg": -30.0,
    "thigh_elevation_left_deg": 10.0,
    "thigh_elevation_right_deg": 10.0,
    "lowest_thigh_deg": 0.0,
    "ankle_lift_deg": 3.0,
}
"""A butterfly or a seated hip stretch, by the angles."""


def story(
    *chapters: tuple[float, dict[str, float]],
) -> tuple[PhaseMachine, list[tuple[str, float]]]:
    recogniser, phases = Recogniser(ALL), PhaseMachine()
    events: list[Event] = []
    start_s = 0.0
    for until_s, values in chapters:
        for t_s in times(until_s, start_s):
            now = reading(t_s, values)
            events += phases.update(now, recogniser.update(now))
        start_s = until_s
    return phases, [(event.kind, round(event.t_s, 2)) for event in events]


def test_standing_about_is_no_stretch() -> None:
    phases, events = story((10.0, STANDING))
    assert (phases.phase.name, events) == ("settling", [])


def test_a_bridge_from_lying_down_to_lying_down() -> None:
    phases, events = story((2.0, LYING), (8.0, GOOD_BRIDGE), (10.0, LYING), (13.0, STANDING))
    assert events == [
        ("stretch-started", 0.0),
        ("hold-started", 2.0),
        ("hold-ended", 7.95),
        ("stretch-ended", 9.95),
    ]
    assert phases.pose is None


def test_who_goes_from_one_stretch_to_another_is_in_it_from_when_it_looked_like_that() -> None:
    phases, events = story((2.0, GOOD_BRIDGE), (5.0, LUNGE))
    assert ("stretch-started", 2.0) in events
    assert phases.pose is not None
    assert phases.pose.name == "lunge-left"
    _, again = story((2.0, GOOD_BRIDGE), (2.5, LUNGE), (5.0, GOOD_BRIDGE))
    assert [kind for kind, _ in again].count("stretch-started") == 1  # that was too short


@pytest.mark.parametrize(("for_s", "named"), [(0.5, "butterfly"), (0.7, "seated-hip")])
def test_what_is_hardly_likely_any_more_gives_way_to_what_has_been(
    for_s: float, named: str
) -> None:
    recogniser = Recogniser(ALL)
    for t_s in times(2.0 + for_s):
        likely = 0.9 if t_s < 2.0 else 0.4
        poses = {"butterfly": likely, "seated-hip": 0.98 - likely}
        seen = recogniser.update(replace(reading(t_s, SOLES_TOGETHER), poses=poses))
    assert seen.pose is not None
    assert seen.pose.name == named


@pytest.mark.parametrize(
    ("values", "side"),
    [
        (LUNGE, "left"),
        (LUNGE | {"hip_flexion_left_deg": -15.0, "hip_flexion_right_deg": 90.0}, "right"),
    ],
)
def test_the_side_of_a_lunge_is_that_of_the_front_leg(values: dict[str, float], side: str) -> None:
    phases, _ = story((3.0, values))
    assert (phases.phase.stretch, phases.phase.side) == ("lunge", side)


@pytest.mark.parametrize(("other", "firm"), [("lunge-right", True), ("none", False)])
def test_a_doubt_between_its_sides_is_no_doubt_of_the_stretch(other: str, firm: bool) -> None:
    recogniser = Recogniser(ALL)
    unlikely = {Pose(one, side).name: 0.0 for one in ALL for side in one.side_names}
    for t_s in times(3.0):
        likely = 0.9 if t_s < 2.0 else 0.65
        poses = unlikely | {"lunge-left": likely, other: 0.98 - likely}
        seen = recogniser.update(replace(reading(t_s, LUNGE), poses=poses))
    assert seen.pose is not None
    assert (seen.pose.name, seen.firm) == ("lunge-left", firm)


@pytest.mark.parametrize(
    ("chapters", "looked_for", "view", "apart"),
    [
        ([{"lunge-left": 0.60, "pigeon-left": 0.30}], ALL, "side", False),
        ([{"lunge-left": 0.60, "none": 0.38}], ALL, "side", True),  # it is that or nothing
        ([{"lunge-left": 0.55, "lunge-right": 0.40}], ALL, "side", True),
        ([{"lunge-left": 0.90}, {"lunge-left": 0.60, "pigeon-left": 0.30}], ALL, "side", True),
        ([{"lunge-left": 0.60, "pigeon-left": 0.30}], [LIBRARY.get("lunge")], "side", True),
        ([{"lunge-left": 0.80, "pigeon-left": 0.15}], ALL, "side", True),
        ([{"lunge-left": 0.80, "pigeon-left": 0.15}], ALL, "back-oblique", False),
    ],
    ids=[
        *("two alike", "or none", "its sides", "told apart before", "it was asked for"),
        *("seen from its side", "seen from elsewhere"),
    ],
)
def test_what_is_told_apart_from_the_other_stretches(
    chapters: list[dict[str, float]], looked_for: list[Stretch], view: str, apart: bool
) -> None:
    recogniser = Recogniser(looked_for)
    unlikely = {Pose(one, side).name: 0.0 for one in ALL for side in one.side_names}
    for t_s in times(2.0 * len(chapters)):
        poses = unlikely | chapters[int(t_s / 2.0)]
        seen = recogniser.update(replace(reading(t_s, LUNGE, view=view), poses=poses))
    assert seen.pose is not None
    assert (seen.pose.name, seen.apart) == ("lunge-left", apart)


@pytest.mark.parametrize(
    ("hips_deg", "apart", "unsure"), [(30, True, False), (30, False, True), (50, True, True)]
)
def test_a_hold_may_be_another_stretch_or_over_by_changes_told_in_full(
    hips_deg: float, apart: bool, unsure: bool
) -> None:
    phases, bridge = PhaseMachine(), Pose(LIBRARY.get("bridge"), "both")
    for t_s in times(2.0):
        phases.update(reading(t_s, hips(25)), Seen(bridge, 0.0, apart=apart))
    assert phases.phase.name == "hold"
    assert phases.unsure(reading(2.0, hips(hips_deg))) is unsure


@pytest.mark.parametrize(("speed_deg_s", "leaving"), [(2.0, False), (30.0, True)])
def test_who_rests_in_an_odd_form_is_not_on_the_way_out(speed_deg_s: float, leaving: bool) -> None:
    phases, lunge = PhaseMachine(), Pose(LIBRARY.get("lunge"), "left")
    for t_s in times(4.0):
        values = LUNGE | ({"body_speed_deg_s": speed_deg_s} if t_s > 2.0 else {})
        phases.update(reading(t_s, values), Seen(lunge, 0.0, firm=t_s < 2.0))
    assert (phases.phase.name, phases.leaving) == ("hold", leaving)


@pytest.mark.parametrize(("bent_deg", "name"), [(22.0, "hold"), (18.0, "moving-in")])
def test_a_hold_does_not_wait_for_what_the_angles_err_by(bent_deg: float, name: str) -> None:
    recogniser, phases = Recogniser(ALL), PhaseMachine()
    poses = {Pose(one, side).name: 0.0 for one in ALL for side in one.side_names}
    for t_s in times(4.0):  # the rear knee of a lunge is bent by more than 25 degrees
        now = reading(t_s, LUNGE | {"knee_flexion_right_deg": bent_deg})
        now = replace(now, poses=poses | {"lunge-left": 0.95})
        phases.update(now, recogniser.update(now))
    assert phases.phase.name == name


@pytest.mark.parametrize(("bent_deg", "name"), [(26.0, "hold"), (18.0, "settling")])
def test_who_sits_back_in_a_lunge_holds_it_until_the_front_knee_is_nearly_straight(
    bent_deg: float, name: str
) -> None:
    recogniser, phases = Recogniser(ALL), PhaseMachine()
    poses = {Pose(one, side).name: 0.0 for one in ALL for side in one.side_names}
    for t_s in times(6.0):
        back = {"knee_flexion_left_deg": bent_deg, "hip_flexion_right_deg": 3.0}
        now = reading(t_s, LUNGE | (back if t_s > 3.0 else {}))
        now = replace(now, poses=poses | {"lunge-left": 0.95})
        phases.update(now, recogniser.update(now))
    assert phases.phase.name == name


def test_a_moment_of_a_pose_is_no_stretch() -> None:
    assert story((2.0, STANDING), (2.4, LUNGE), (4.0, STANDING))[1] == []


def test_hips_that_sag_stay_in_the_hold() -> None:
    phases, events = story((5.0, GOOD_BRIDGE), (9.0, hips(34)))
    assert phases.phase.name == "hold"
    assert [kind for kind, _ in events] == ["stretch-started", "hold-started"]


def test_a_pause_on_the_way_out_does_not_lengthen_the_hold() -> None:
    moving = {"body_speed_deg_s": 40.0}
    _, events = story(
        (5.0, GOOD_BRIDGE),
        (5.6, hips(20) | moving),
        (6.0, hips(30)),  # a short stop
        (6.6, hips(40) | moving),
        (8.0, LYING),
    )
    assert ("hold-ended", 4.95) in events


def test_a_rest_half_way_out_does_not_lengthen_the_hold() -> None:
    """Back to the start of a lunge, a breath, and only then up."""
    upright = LUNGE | {"hip_flexion_right_deg": 12.0}
    _, events = story((10.0, LUNGE), (11.6, upright), (14.0, STANDING))
    assert ("hold-ended", 9.95) in events


def test_after_a_fault_the_hold_goes_on_to_its_own_end() -> None:
    _, events = story((7.0, GOOD_BRIDGE), (10.0, hips(34)), (13.0, GOOD_BRIDGE), (16.0, LYING))
    assert ("hold-ended", 12.95) in events


def test_what_is_not_measured_ends_nothing() -> None:
    phases, _ = story((5.0, GOOD_BRIDGE), (20.0, {"leg_speed_deg_s": 0.0}))
    assert phases.phase.name == "hold"


def test_two_holds_in_one_stretch() -> None:
    _, events = story((3.0, GOOD_BRIDGE), (6.0, LYING), (9.0, GOOD_BRIDGE))
    kinds = [kind for kind, _ in events]
    assert kinds == ["stretch-started", "hold-started", "hold-ended", "hold-started"]


@pytest.mark.parametrize("down_s", [0.6, 0.95])
def test_a_wobble_out_of_a_hold_does_not_end_it(down_s: float) -> None:
    _, events = story((9.0, GOOD_BRIDGE), (9.0 + down_s, LYING), (15.0, GOOD_BRIDGE))
    assert [kind for kind, _ in events] == ["stretch-started", "hold-started"]
