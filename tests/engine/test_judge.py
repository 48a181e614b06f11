"""Dwell, hysteresis and trust: stories of one rule, hips-low, which breaks above 18 degrees."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.engine.doubt import SLIPPED
from coach.engine.judge import Judge
from coach.engine.nouns import Event
from coach.engine.recogniser import Pose
from coach.measures import ALL, INDEX
from tests.engine.scripts import GOOD_BRIDGE, held, hips, reading, times, told
from tests.shipped import LIBRARY

BRIDGE = Pose(LIBRARY.get("bridge"), "both")
OPEN_AND_SHUT = ["fault-opened", "fault-closed"]
LUNGE = Pose(LIBRARY.get("lunge"), "left")


def story(
    *chapters: tuple[float, dict[str, float]],
    step_s: float = 0.05,
    sd: float = 3.0,
    view: str = "side",
) -> list[Event]:
    """Hold a bridge through (until_s, values) chapters; return the judge's events."""
    judge = Judge(BRIDGE)
    events: list[Event] = []
    start_s = 0.0
    for until_s, values in chapters:
        for t_s in times(until_s, start_s, step_s):
            now = reading(t_s, values, sd=sd, view=view)
            events += judge.update(held(now, step_s)).events
        start_s = until_s
    return events


def test_good_form_is_silent() -> None:
    assert story((10.0, GOOD_BRIDGE)) == []


def test_a_fault_opens_after_its_dwell_and_starts_at_the_crossing() -> None:
    assert story((1.0, hips(5)), (1.6, hips(30))) == []
    assert told(story((1.0, hips(5)), (2.0, hips(30)))) == [("fault-opened", "hips-low", 1.0)]


FAR = dict.fromkeys(("knee_flexion_left_deg", "knee_flexion_right_deg"), 60.0)
SLIPPING = {"body_speed_deg_s": 30.0}


def test_who_slips_and_comes_to_rest_is_at_fault_without_another_dwell() -> None:
    far = GOOD_BRIDGE | FAR
    slip = (1.0, GOOD_BRIDGE), (1.9, far | SLIPPING)
    assert story(*slip, (2.0, far)) == []
    assert told(story(*slip, (2.3, far))) == [("fault-opened", "feet-far", 1.0)]


def test_who_moves_on_from_beyond_a_bound_has_only_passed_it() -> None:
    far = GOOD_BRIDGE | FAR
    rested = (1.0, GOOD_BRIDGE), (1.4, far)
    assert story(*rested, (2.4, far | SLIPPING), (3.0, GOOD_BRIDGE)) == []
    assert told(story(*rested, (2.4, far | SLIPPING), (2.6, far)))[0][1] == "feet-far"


@pytest.mark.parametrize(
    ("reached_s", "told_by_s", "start_s"),
    [(1.2, 2.0, 1.2), (1.8, 2.15, 1.0), (3.0, 3.75, 3.0)],
    ids=["quickly", "slowly", "near its bound for long"],
)
def test_whoever_slips_slowly_was_beyond_the_bound_before_it_is_told(
    reached_s: float, told_by_s: float, start_s: float
) -> None:
    judge, events = Judge(BRIDGE), list[Event]()
    for t_s in times(told_by_s):
        knees_deg = 95.0 if t_s < 1.0 else 80.0 if t_s < reached_s else 70.0  # 75 is the bound
        moved = np.full(len(ALL), np.nan)
        moved[[INDEX[name] for name in FAR]] = knees_deg - 95.0
        now = reading(t_s, GOOD_BRIDGE | dict.fromkeys(FAR, knees_deg))
        events += judge.update(held(replace(now, moved=moved))).events
    assert told(events) == [("fault-opened", "feet-far", start_s)]


def test_whoever_gives_up_depth_may_only_pause_on_the_way_out() -> None:
    slip = (1.0, hips(5)), (1.9, hips(30) | SLIPPING)
    assert story(*slip, (2.3, hips(30))) == []
    assert told(story(*slip, (2.8, hips(30)))) == [("fault-opened", "hips-low", 1.0)]


def test_legs_that_move_on_are_on_the_way_out_even_if_the_angles_lag_behind() -> None:
    pause = (1.0, hips(5)), (1.4, hips(30))
    moving_on = hips(30) | {"leg_speed_deg_s": 50.0}
    assert story(*pause, (2.0, moving_on)) == []
    assert told(story(*pause, (2.0, hips(30)))) == [("fault-opened", "hips-low", 1.0)]


def test_a_wobble_shorter_than_the_dwell_is_no_fault() -> None:
    assert (
        story((1.0, hips(5)), (1.5, hips(30)), (2.0, hips(5)), (2.5, hips(30)), (4, hips(5))) == []
    )


def test_it_closes_once_clear_by_the_hysteresis_for_long_enough() -> None:
    just_inside = story((2.0, hips(30)), (5.0, hips(16)))  # 18 - 16 < clear_by of 3
    assert [kind for kind, _, _ in told(just_inside)] == ["fault-opened"]
    closed = story((2.0, hips(30)), (5.0, hips(10)))
    assert told(closed)[1] == ("fault-closed", "hips-low", 2.0)


def test_the_fault_remembers_its_worst_moment() -> None:
    events = story((1.0, hips(22)), (2.0, hips(37)), (3.0, hips(25)), (5.0, hips(5)))
    fault = events[-1].fault
    assert fault is not None
    # of the second until then, half was as bad as that
    assert (fault.peak, fault.peak_sighting.t_s) == (37.0, 1.5)
    assert (fault.bound, fault.unit, fault.start_s, fault.end_s) == (18.0, "deg", 0.0, 3.0)


def test_the_worst_of_a_fault_is_what_lasted_not_one_frame() -> None:
    (opened, closed) = story(
        (1.0, hips(22)), (1.05, hips(60)), (2.0, hips(24)), (2.05, hips(60)), (4.0, hips(5))
    )
    assert opened.fault is not None
    assert closed.fault is not None
    assert opened.fault.peak == 22.0
    assert closed.fault.peak == 24.0


def test_the_worst_of_a_fault_is_told_as_it_most_likely_was() -> None:
    def worst(likely_deg: float) -> float:
        judge = Judge(BRIDGE)
        for t_s in times(2.0):
            likely = reading(t_s, hips(likely_deg)).values
            now = replace(reading(t_s, hips(30)), estimates=likely)
            (*_, fault) = judge.update(held(now)).faults or (None,)
        assert fault is not None
        return fault.peak

    assert worst(24.0) == 24.0
    assert worst(15.0) == 18.0  # the bound: a fault is beyond it


def test_what_cannot_be_trusted_opens_no_fault_unless_it_is_plain_all_the_same() -> None:
    assert story((5.0, hips(28)), sd=12.0) == []
    assert told(story((5.0, hips(40)), sd=12.0)) == [("fault-opened", "hips-low", 0.0)]


def test_what_may_as_well_be_inside_its_bound_opens_no_fault() -> None:
    assert story((5.0, hips(20)), sd=6.0) == []
    assert told(story((5.0, hips(20)), sd=2.0)) == [("fault-opened", "hips-low", 0.0)]
    assert told(story((5.0, hips(30)), sd=6.0)) == [("fault-opened", "hips-low", 0.0)]


@pytest.mark.parametrize(
    ("moved_deg", "opened"), [(SLIPPED * 6.0, 1), (SLIPPED * 5.9, 0), (SLIPPED * -6.0, 0)]
)
def test_of_who_has_plainly_slipped_it_is_not_doubted(moved_deg: float, opened: int) -> None:
    judge, moved = Judge(BRIDGE), np.full(len(ALL), np.nan)
    moved[[INDEX[name] for name in hips(0) if name.startswith("hip_flexion")]] = moved_deg
    events: list[Event] = []
    for t_s in times(3.0):
        now = replace(reading(t_s, hips(20), sd=6.0), moved=moved)  # 18 is the bound
        events += judge.update(held(now)).events
    assert [e.kind for e in events] == ["fault-opened"] * opened


@pytest.mark.parametrize(
    ("hips_deg", "for_s", "ended_s"), [(8.0, 1.7, [2.0]), (8.0, 1.4, []), (24.0, 9.0, [])]
)
def test_a_fault_that_cannot_be_followed_ends_once_it_has_long_been_over_most_likely(
    hips_deg: float, for_s: float, ended_s: list[float]
) -> None:
    judge, events = Judge(BRIDGE), list[Event]()
    for t_s in times(2.0 + for_s):
        slipped, vague = reading(t_s, hips(40)), reading(t_s, hips(hips_deg), sd=20.0)
        verdict = judge.update(held(vague if t_s >= 2.0 else slipped))
        events += verdict.events
    assert "hips-low" in verdict.unjudged
    ended = [e.fault.end_s for e in events if e.kind == "fault-closed" and e.fault]
    assert ended == pytest.approx(ended_s)


def test_where_it_does_not_show_only_what_is_plain_is_told_and_nothing_is_fine() -> None:
    def knees(tracking_deg: float) -> dict[str, float]:
        return GOOD_BRIDGE | {"knee_tracking_left_deg": tracking_deg}

    slip = ((1.0, knees(0)), (2.0, knees(10)), (3.0, knees(0)))
    assert [kind for kind, *_ in told(story(*slip, view="head-oblique", sd=3.0))] == OPEN_AND_SHUT
    assert story(*slip, view="side", sd=3.0) == []
    plain = ((1.0, knees(0)), (2.0, knees(14)), (3.0, knees(0)))
    assert [kind for kind, *_ in told(story(*plain, view="side", sd=3.0))] == OPEN_AND_SHUT
    judge = Judge(BRIDGE)
    for view, judged in (("side", False), ("head-oblique", True)):
        verdict = judge.update(held(reading(0.0, knees(0), sd=3.0, view=view)))
        assert ("knees-in" not in verdict.unjudged) == judged


def test_a_rule_that_is_not_judged_says_where_the_camera_should_be() -> None:
    verdict = Judge(BRIDGE).update(held(reading(0, GOOD_BRIDGE)))
    assert verdict.unjudged["knees-in"] == (
        "knee tracking needs the camera beyond your head, to one side"
    )


def test_the_way_in_and_out_is_not_judged() -> None:
    moving = hips(30) | {"body_speed_deg_s": 40.0}
    assert story((5.0, moving)) == []


def test_the_crossing_counts_from_the_movement_that_led_to_it() -> None:
    sinking = hips(25) | {"body_speed_deg_s": 40.0}
    events = story((1.0, hips(5)), (1.6, sinking), (3.0, hips(30)))
    assert told(events) == [("fault-opened", "hips-low", 1.0)]


def test_what_is_known_late_starts_when_it_began() -> None:
    judge = Judge(Pose(LIBRARY.get("butterfly"), "both"))
    events: list[Event] = []
    for t_s in times(4.0):
        swing_deg = 9.0 if 2.0 <= t_s < 3.0 else 0.0
        now = reading(t_s, {"bounce_deg": swing_deg}, sd=1.0, view="front")
        now = replace(now, since_s={"bounce": 1.1})
        events += judge.update(held(now)).events
    assert told(events) == [("fault-opened", "bouncing", 1.1), ("fault-closed", "bouncing", 3.0)]


def test_open_faults_close_with_the_hold() -> None:
    judge = Judge(BRIDGE)
    for t_s in times(2.0):
        judge.update(held(reading(t_s, hips(30))))
    (event,) = judge.close(1.9)
    assert (event.kind, event.fault and event.fault.end_s) == ("fault-closed", 1.9)
    assert judge.close(2.0) == ()


def test_of_who_may_be_leaving_nothing_is_kept_and_no_fault_opens_but_one_may_end() -> None:
    judge = Judge(BRIDGE)
    opened: list[Event] = []
    for until_s, values, leaving in ((2.0, hips(30), True), (4.0, hips(30), False)):
        for t_s in times(until_s, until_s - 2.0):
            verdict = judge.update(held(reading(t_s, values), leaving=leaving))
            assert ("hips-low" in verdict.unjudged) == leaving
            opened += verdict.events
    assert [kind for kind, *_ in told(opened)] == ["fault-opened"]
    closed = [
        judge.update(held(reading(t_s, hips(5)), leaving=True)).events for t_s in times(6.0, 4.0)
    ]
    assert [one for events in closed for one in told(list(events))] == [
        ("fault-closed", "hips-low", 4.0)
    ]


def test_each_leg_is_judged_by_itself() -> None:
    one_knee = GOOD_BRIDGE | {"knee_tracking_left_deg": 14.0, "knee_tracking_right_deg": 0.0}
    events = story((3.0, one_knee), view="head-oblique")
    assert [(e.fault.rule, e.fault.side) for e in events if e.fault] == [("knees-in", "left")]


def test_the_front_leg_is_that_of_the_stretchs_side() -> None:
    values = {"shin_lean_left_deg": 25.0, "shin_lean_right_deg": 0.0, "leg_speed_deg_s": 0.0}
    for pose, rules in ((LUNGE, ["front-knee-forward"]), (Pose(LUNGE.stretch, "right"), [])):
        judge = Judge(pose)
        for t_s in times(3.0):
            verdict = judge.update(held(reading(t_s, values)))
        assert [fault.rule for fault in verdict.faults] == rules


@settings(max_examples=30)  # each plays eight seconds twice
@given(st.floats(10, 60), st.floats(0.2, 3.0))
def test_twelve_and_sixty_frames_a_second_judge_alike(flexion: float, lasts_s: float) -> None:
    chapters = ((1.0, hips(5)), (1.0 + lasts_s, hips(flexion)), (8.0, hips(5)))
    slow, fast = (told(story(*chapters, step_s=step_s)) for step_s in (1 / 12, 1 / 60))
    dwell_near = abs(lasts_s - 0.7) < 0.1  # one frame more or less decides
    bound_near = abs(flexion - 18) < 1e-6
    if not (dwell_near or bound_near):
        assert [kind for kind, _, _ in slow] == [kind for kind, _, _ in fast]
