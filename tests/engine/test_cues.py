"""What is said, when, and above all when not: stories of the engine with a scripted meter."""

from dataclasses import replace
from itertools import pairwise

import pytest

from coach.app.measuring import model_meter
from coach.body import Sighting
from coach.engine.cues import Arbiter
from coach.engine.engine import Engine
from coach.engine.moment import Moment
from coach.engine.nouns import Cue, Event, Fault, HoldClock
from coach.engine.recogniser import Pose
from coach.engine.settings import Asked, CueSettings
from tests.engine.scripts import (
    GOOD_BRIDGE,
    LYING,
    STANDING,
    Scripted,
    hips,
    keys,
    reading,
    said,
    somebody,
    times,
)
from tests.shipped import LIBRARY

LEAN = {
    "trunk_lean_deg": 40.0,
    "hip_flexion_left_deg": 110.0,
    "hip_flexion_right_deg": 5.0,
    "knee_flexion_left_deg": 92.0,
    "knee_flexion_right_deg": 80.0,
    "leg_speed_deg_s": 1.0,
}


def test_standing_about_is_met_with_silence() -> None:
    assert said((30.0, STANDING)) == []


def test_a_good_bridge_hears_counts_and_no_corrections() -> None:
    cues = said((40.0, GOOD_BRIDGE))
    assert keys(cues) == ["count.start", "count.breathe", "count.ten", "count.three", "count.done"]


def test_a_form_that_begins_at_fault_is_called_good_once_it_is_mended() -> None:
    cues = said((4.0, hips(26)), (12.0, GOOD_BRIDGE))
    wanted = ["bridge.hips-low", "bridge.hips-low.fixed", "count.start"]
    assert [key for key in keys(cues) if key in wanted] == wanted


def test_ten_seconds_means_ten_seconds() -> None:
    (ten,) = [cue for cue in said((40.0, GOOD_BRIDGE)) if cue.key == "count.ten"]
    assert 20.0 <= ten.t_s <= 20.7  # the hold began at 0 and its goal is 30


def test_a_short_hold_is_not_counted_down_from_before_its_start() -> None:
    cues = said((9.0, GOOD_BRIDGE), asked=Asked("bridge", hold_s=8.0))
    assert "count.ten" not in keys(cues)
    assert "count.done" in keys(cues)


def test_a_fault_is_corrected_soon_and_praised_when_fixed() -> None:
    cues = said((8.0, GOOD_BRIDGE), (12.0, hips(30)), (20.0, GOOD_BRIDGE))
    correction, praise = [cue for cue in cues if cue.kind in ("correction", "praise")]
    assert correction.rule == "hips-low"
    assert 8.7 <= correction.t_s <= 9.3
    assert (praise.key, praise.text) == ("bridge.hips-low.fixed", "Good, nice and high.")


def test_a_fault_with_nothing_to_weigh_it_against_is_spoken_of_as_soon_as_it_counts() -> None:
    far = GOOD_BRIDGE | dict.fromkeys(("knee_flexion_left_deg", "knee_flexion_right_deg"), 60.0)
    for form, rule in ((far, "feet-far"), (hips(30), "hips-low")):
        (cue,) = [c for c in said((8.0, GOOD_BRIDGE), (9.5, form)) if c.rule]
        assert (cue.rule, cue.t_s <= 8.8) == (rule, True)  # their dwell is 0.7 s


def test_faults_that_open_together_are_weighed_first() -> None:
    far = GOOD_BRIDGE | dict.fromkeys(("knee_flexion_left_deg", "knee_flexion_right_deg"), 72.0)
    worse = far | {"knee_tracking_left_deg": 26.0}
    for later_s, first in ((0.2, "knees-in"), (0.8, "feet-far")):
        script = (8.0, GOOD_BRIDGE), (8.0 + later_s, far), (10.0, worse)
        cues = said(*script, view="head-oblique")
        (cue, *_) = [one for one in cues if one.kind == "correction"]
        assert (cue.rule, cue.t_s <= 9.1) == (first, True)


@pytest.mark.parametrize(("busy_s", "spoken"), [(9.4, ["bridge.moving"]), (9.8, [])])
def test_a_kick_that_is_over_by_when_it_is_known_to_be_one_is_spoken_of_if_that_is_soon(
    busy_s: float, spoken: list[str]
) -> None:
    kick = GOOD_BRIDGE | {"leg_speed_deg_s": 300.0, "body_speed_deg_s": 40.0}
    busy = GOOD_BRIDGE | {"body_speed_deg_s": 40.0}
    again = (busy_s, busy) if busy_s < 9.5 else (busy_s - 0.8, kick)
    cues = said((8.0, GOOD_BRIDGE), (8.3, kick), again, (busy_s, busy), (14.0, GOOD_BRIDGE))
    assert keys(cues, "safety") == spoken


@pytest.mark.parametrize(("leaving", "praised"), [(False, 1), (True, 0)])
def test_who_may_be_leaving_is_not_praised_for_what_ends_with_that(
    leaving: bool, praised: int
) -> None:
    arbiter, bridge = Arbiter(LIBRARY.words), Pose(LIBRARY.get("bridge"), "both")
    fault = Fault("feet-far", "both", 1.0, 75.0, "deg", 60.0, somebody(1.0))
    opened, closed = (
        Event(kind, 2.0, "bridge", "both", fault) for kind in ("fault-opened", "fault-closed")
    )
    clock = HoldClock(5.0, 5.0)
    now = Moment(2.0, bridge, reading(2.0, GOOD_BRIDGE), clock, True, (fault,), (opened,), 0.0)
    assert [cue.rule for cue in arbiter.update(now)] == ["feet-far"]
    after = replace(now, t_s=6.0, faults=(), events=(closed,), leaving=leaving)
    assert [cue.kind for cue in arbiter.update(after)] == ["praise"] * praised


def test_the_same_correction_waits_ten_seconds_varies_and_then_falls_silent() -> None:
    cues = [c for c in said((5.0, GOOD_BRIDGE), (120.0, hips(30))) if c.kind == "correction"]
    assert len(cues) == 4  # once, and three repeats
    assert all(b.t_s - a.t_s >= 10 for a, b in pairwise(cues))
    assert cues[0].text != cues[1].text


@pytest.mark.parametrize(("sd", "often"), [(3.0, 4), (6.0, 1)])
def test_a_fault_that_is_hardly_sure_is_spoken_of_once(sd: float, often: int) -> None:
    meter = Scripted((5.0, GOOD_BRIDGE), (60.0, hips(18.0 + 1.2 * 6.0)), sd=sd)  # 18 is the bound
    engine = Engine(LIBRARY, meter)
    rules = [cue.rule for t_s in times(60.0) for cue in engine.step(somebody(t_s)).cues]
    assert rules.count("hips-low") == often


def test_silence_ends_when_something_changes() -> None:
    cues = said((5.0, GOOD_BRIDGE), (60.0, hips(30)), (65.0, GOOD_BRIDGE), (70.0, hips(30)))
    assert sum(cue.t_s > 65 and cue.kind == "correction" for cue in cues) == 1


def test_corrections_keep_four_seconds_apart() -> None:
    two = hips(30) | dict.fromkeys(("knee_flexion_left_deg", "knee_flexion_right_deg"), 60.0)
    cues = [c for c in said((5.0, GOOD_BRIDGE), (30.0, two)) if c.kind == "correction"]
    assert {cue.rule for cue in cues} == {"hips-low", "feet-far"}
    assert all(b.t_s - a.t_s >= 4 for a, b in pairwise(cues))


@pytest.mark.parametrize(("mended_s", "spoken"), [(12.4, False), (13.0, True)])
def test_what_is_just_being_mended_is_not_corrected_any_more(mended_s: float, spoken: bool) -> None:
    far = dict.fromkeys(("knee_flexion_left_deg", "knee_flexion_right_deg"), 60.0)
    feet, both = GOOD_BRIDGE | far, hips(30) | far
    # of the feet is spoken at 8.7 s, so of the hips not before 12.7 s
    cues = said((8.0, GOOD_BRIDGE), (10.0, feet), (mended_s, both), (18.0, feet))
    assert ("hips-low" in {cue.rule for cue in cues}) is spoken


def test_one_cause_one_correction() -> None:
    """A torso that leans also bends the rear hip: only the lean is spoken of."""
    engine = Engine(LIBRARY, Scripted((9.0, LEAN)))
    steps = [engine.step(somebody(t_s)) for t_s in times(9.0)]
    spoken = {cue.rule for step in steps for cue in step.cues if cue.kind == "correction"}
    recorded = {fault.rule for step in steps for fault in step.faults}
    assert spoken == {"torso-leaning"}
    assert recorded == {"torso-leaning", "hips-back"}


def test_experienced_people_hear_less() -> None:
    script = ((5.0, GOOD_BRIDGE), (60.0, hips(30)))
    new, old = (said(*script, settings=CueSettings().faded(n)) for n in (0, 10))
    times_new, times_old = ([c.t_s for c in cues if c.kind == "correction"] for cues in (new, old))
    assert times_old[1] - times_old[0] >= 2 * 10 > times_new[1] - times_new[0]


def test_the_camera_place_is_part_of_the_exercise() -> None:
    cues = said((6.0, LYING), (15.0, GOOD_BRIDGE), view="front")
    assert keys(cues, "setup") == ["bridge.camera"]
    assert next(cue.t_s for cue in cues if cue.key == "bridge.camera") >= 3.0


def test_only_what_was_asked_for_is_looked_for() -> None:
    engine = Engine(LIBRARY, Scripted((9.0, GOOD_BRIDGE)), Asked("lunge"))
    phases = {engine.step(somebody(t_s)).phase.name for t_s in times(9.0)}
    assert phases == {"settling"}


def test_who_rests_short_of_the_hold_hears_what_it_lacks() -> None:
    cues = said((60.0, LYING), asked=Asked("bridge"))
    assert {cue.key for cue in cues} == {"bridge.start"}
    assert [round(cue.t_s) for cue in cues] == [5, 15, 25, 35]  # and no more than that
    assert cues[0].text == LIBRARY.get("bridge").start


def test_what_somebody_else_has_just_said_is_not_said_again_at_once() -> None:
    engine, cues = Engine(LIBRARY, Scripted((60.0, LYING)), Asked("bridge")), list[Cue]()
    for t_s in times(60.0):
        if t_s == 3.0:
            engine.hear(Cue(t_s, "setup", "bridge.start", LIBRARY.get("bridge").start))
        cues += engine.step(somebody(t_s)).cues
    # and it is no repeat of ours
    assert [round(cue.t_s) for cue in cues] == [13, 23, 33, 43]


@pytest.mark.parametrize("after", [GOOD_BRIDGE, LYING | {"body_speed_deg_s": 40.0}])
def test_who_is_holding_or_on_the_way_is_left_in_peace(after: dict[str, float]) -> None:
    assert "bridge.start" not in keys(said((3.0, LYING), (20.0, after), asked=Asked("bridge")))


def test_who_is_not_in_view_is_not_told_what_the_hold_lacks() -> None:
    cues = said((20.0, LYING), asked=Asked("bridge"), gone=(2.0, 6.5))
    assert [cue.t_s > 10 for cue in cues if cue.key == "bridge.start"] == [True]


def test_who_was_asked_for_nothing_may_lie_there() -> None:
    assert said((60.0, LYING)) == []


def test_every_spoken_sentence_is_short() -> None:
    for variants in LIBRARY.words.values():
        most = 10 if any("{seen}" in text for text in variants) else 8  # it names two stretches
        assert all(len(text.split()) <= most for text in variants)


def test_a_still_clock_always_says_why() -> None:
    engine = Engine(LIBRARY, Scripted((4.0, STANDING), (9.0, hips(30))), Asked("bridge"))
    for t_s in times(9.0):
        step = engine.step(somebody(t_s))
        assert step.clock.running or step.clock.waiting_for or step.phase.name == "hold"
    assert step.clock.waiting_for == "Lift your hips a little higher."


def test_the_same_sightings_give_the_same_steps() -> None:
    def run() -> list[tuple[object, ...]]:
        engine = Engine(LIBRARY, model_meter())
        sightings: list[Sighting] = [somebody(t_s) for t_s in times(3.0)]
        steps = [engine.step(sighting) for sighting in sightings]
        return [(s.phase, s.clock, s.cues, s.reading.values.tobytes()) for s in steps]

    assert run() == run()


@pytest.mark.parametrize(
    ("hips_deg", "tracking_deg", "view", "first"),
    [
        (20.0, 26.0, "head-oblique", "knees-in"),
        (40.0, 9.0, "head-oblique", "hips-low"),
        (24.0, 26.0, "side", "hips-low"),  # knees show from beyond the head alone
    ],
)
def test_of_two_faults_at_once_one_that_shows_comes_first_and_of_those_the_surer(
    hips_deg: float, tracking_deg: float, view: str, first: str
) -> None:
    both = hips(hips_deg) | {"knee_tracking_left_deg": tracking_deg}
    (cue, *_) = [one for one in said((6.0, GOOD_BRIDGE), (9.0, both), view=view) if one.rule]
    assert cue.rule == first
