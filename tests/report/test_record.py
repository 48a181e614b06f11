import math
import tracemalloc

import pytest

from coach.engine.nouns import Cue, Event, HoldClock
from coach.errors import CoachError
from coach.measures import ALL
from coach.report import ReportData, SourceInfo
from coach.report.data import NotJudged, StretchEntry
from tests.shipped import LIBRARY

from .sessions import HIGH, LOW, Story, bridge_session


def only(data: ReportData) -> StretchEntry:
    (entry,) = data.stretches
    return entry


def reasons(entry: StretchEntry) -> dict[str, str]:
    return {n.rule: n.reason for n in entry.not_judged}


def test_a_stretch_lasts_from_its_start_to_its_end() -> None:
    entry = only(bridge_session().report())
    assert (entry.stretch.id, entry.side, entry.view) == ("bridge", "both", "side")
    assert (entry.start_s, entry.end_s) == pytest.approx((0.0, 9.0))


def test_a_hold_keeps_what_its_clock_said() -> None:
    (hold,) = only(bridge_session().report()).holds
    assert (hold.start_s, hold.end_s) == pytest.approx((1.0, 9.0))
    assert (hold.held_s, hold.in_form_s) == pytest.approx((8.0, 6.0))


def test_a_fault_has_its_span_its_peak_and_the_body_at_the_peak() -> None:
    (fault,) = only(bridge_session().report()).faults
    assert (fault.rule, fault.side, fault.unit) == ("hips-low", "both", "deg")
    assert (fault.start_s, fault.end_s) == pytest.approx((3.0, 5.0))
    assert (fault.peak, fault.bound) == (27.4, 18.0)
    assert fault.body is not None


def test_a_fault_still_open_ends_with_its_stretch() -> None:
    story = Story().starts("bridge", "both").happens("hold-started").frames(1.0)
    story.breaks("hips-low", 30.0).frames(1.0, LOW).ends().frames(5.0, phase="release")
    (fault,) = only(story.report()).faults
    assert fault.end_s == pytest.approx(2.0)


def test_what_began_after_the_hold_is_no_fault_of_it() -> None:
    story = Story().starts("bridge", "both").happens("hold-started").frames(1.0)
    story.breaks("hips-low", 30.0).frames(1.0, LOW).mends("hips-low").frames(1.0)
    end = Event("hold-ended", story.t_s, "bridge", "both")
    story.breaks("knees-in", 20.0).frames(1.0, LOW).mends("knees-in")
    story.frames(0.1, phase="release").recorder.hear([end])
    assert [fault.rule for fault in only(story.report()).faults] == ["hips-low"]


def test_a_fault_of_the_hold_ends_with_it() -> None:
    story = Story().starts("bridge", "both").happens("hold-started").frames(1.0)
    story.breaks("hips-low", 30.0).frames(1.0, LOW)
    end = Event("hold-ended", story.t_s, "bridge", "both")
    story.frames(1.0, LOW).mends("hips-low").frames(0.1, phase="release").recorder.hear([end])
    (fault,) = only(story.report()).faults
    assert (fault.start_s, fault.end_s) == pytest.approx((1.0, 2.0))


def test_an_open_fault_is_reported_with_its_latest_peak() -> None:
    story = Story().starts("bridge", "both").happens("hold-started").frames(1.0)
    story.breaks("hips-low", 30.0).frames(1.0, LOW)
    worse = story.open["hips-low"]
    story.open["hips-low"] = type(worse)(
        worse.rule, worse.side, worse.start_s, worse.bound, "deg", 41.0, worse.peak_sighting
    )
    (fault,) = only(story.frames(1.0, LOW).report()).faults
    assert fault.peak == 41.0


def test_a_fault_closed_after_its_stretch_in_the_same_step_still_belongs_to_it() -> None:
    story = Story().starts("bridge", "both").happens("hold-started").frames(1.0)
    story.breaks("hips-low", 30.0).frames(1.0, LOW)
    story.ends().mends("hips-low").frames(1.0, phase="settling")
    (fault,) = only(story.report()).faults
    assert fault.end_s == pytest.approx(2.0)


def test_a_session_cut_short_ends_its_hold_with_the_last_frame() -> None:
    story = Story().starts("bridge", "both").happens("hold-started").frames(2.0, HIGH)
    entry = only(story.report())
    assert entry.holds[0].end_s == entry.end_s == pytest.approx(1.9)
    assert entry.holds[0].held_s == pytest.approx(2.0)


def test_finishing_twice_changes_nothing_and_more_can_follow() -> None:
    story = bridge_session()
    first, second = story.report(), story.report()
    assert only(first).holds == only(second).holds
    assert story.frames(1.0, phase="settling").report().frames == first.frames + 10


def test_a_stretch_that_starts_ends_the_one_before() -> None:
    story = Story().starts("bridge", "both").frames(1.0, phase="moving-in")
    bridge, lunge = story.starts("lunge", "left").frames(1.0, phase="moving-in").report().stretches
    assert bridge.end_s == lunge.start_s == pytest.approx(1.0)
    assert lunge.side == "left"


@pytest.mark.parametrize(
    ("held_s", "pause_s", "then", "told"),
    [
        (2.0, 0.5, ("pigeon", "left"), ["pigeon"]),  # passed through
        (4.0, 0.5, ("pigeon", "left"), ["lunge", "pigeon"]),
        (2.0, 6.0, ("pigeon", "left"), ["lunge", "pigeon"]),
        (2.0, 0.5, ("lunge", "right"), ["lunge"]),
        (2.0, 0.5, ("lunge", "left"), ["lunge", "lunge"]),  # interrupted
    ],
)
def test_what_is_passed_through_on_the_way_to_another_stretch_is_none(
    held_s: float, pause_s: float, then: tuple[str, str], told: list[str]
) -> None:
    story = Story()
    for (stretch, side), hold_s in ((("lunge", "left"), held_s), (then, 8.0)):
        story.clock = HoldClock()
        story.starts(stretch, side).happens("hold-started").frames(hold_s)
        story.ends().frames(pause_s, phase="settling")
    assert [entry.stretch.id for entry in story.report().stretches] == told


def test_the_side_may_become_known_later() -> None:
    story = Story().starts("lunge", "left")
    story.side = None
    story.frames(0.5, phase="settling")
    story.side = "right"
    assert only(story.frames(3.0).report()).side in ("left", "right")


def test_without_any_hold_the_stretch_appears_and_no_rule_is_judged() -> None:
    entry = only(Story().starts("bridge", "both").frames(3.0, phase="moving-in").report())
    assert entry.holds == ()
    assert set(reasons(entry)) == {rule.id for rule in LIBRARY.get("bridge").rules}
    assert set(reasons(entry).values()) == {"no hold was reached"}
    assert not any(n.camera_helps for n in entry.not_judged)
    assert all(math.isnan(spread.median) for spread in entry.measures.values())


@pytest.mark.parametrize(
    ("seconds_unjudged", "listed"),
    [(0.0, False), (4.9, False), (5.0, False), (5.1, True), (10.0, True)],
)
def test_a_rule_judged_in_less_than_half_of_the_hold_is_not_judged(
    seconds_unjudged: float, listed: bool
) -> None:
    story = Story().starts("bridge", "both").happens("hold-started")
    story.frames(seconds_unjudged, unjudged={"knees-in": "wrong place"})
    story.frames(10.0 - seconds_unjudged)
    assert reasons(only(story.report())) == ({"knees-in": "wrong place"} if listed else {})


def test_the_most_common_reason_is_given() -> None:
    story = Story().starts("bridge", "both").happens("hold-started")
    story.frames(1.0, unjudged={"knees-in": "too dark"})
    entry = only(story.frames(2.0, unjudged={"knees-in": "wrong place"}).report())
    assert entry.not_judged == (NotJudged("knees-in", "wrong place"),)


def test_nobody_in_view_is_judged_in_nothing() -> None:
    story = Story().starts("bridge", "both").happens("hold-started").frames(1.0)
    entry = only(story.frames(3.0, seen=False).frames(1.0).report())
    assert set(reasons(entry).values()) == {"you were out of view"}
    assert len(entry.not_judged) == len(entry.stretch.rules)


def test_someone_who_left_for_good_is_judged_by_what_was_seen() -> None:
    story = Story().starts("bridge", "both").happens("hold-started").frames(1.0)
    assert only(story.frames(3.0, seen=False).report()).not_judged == ()


def test_measures_are_those_of_the_hold_only() -> None:
    spread = only(bridge_session().report()).measures["hip_flexion_left_deg"]
    assert (spread.median, spread.min, spread.max, spread.sd) == pytest.approx((4, 4, 26, 2))


def test_one_slipped_frame_is_not_the_maximum() -> None:
    story = (
        Story().starts("bridge", "both").happens("hold-started").frames(10.0, {"trunk_lean": 100})
    )
    story.frames(0.1, {"trunk_lean": 179})
    assert only(story.report()).measures["trunk_lean_deg"].max == pytest.approx(100)


def test_the_view_is_the_most_common_of_the_hold() -> None:
    story = Story().starts("bridge", "both").frames(9.0, phase="moving-in", view="feet")
    story.happens("hold-started").frames(2.0, view="side").frames(1.0, view="front")
    assert only(story.report()).view == "side"


def test_without_a_hold_the_view_is_the_most_common_of_all() -> None:
    story = Story().starts("bridge", "both").frames(2.0, phase="moving-in", view="feet")
    assert only(story.frames(1.0, phase="moving-in", view="front").report()).view == "feet"


def test_times_count_from_the_first_frame() -> None:
    story = Story(start_s=100.0).starts("bridge", "both").happens("hold-started")
    story.breaks("hips-low", 30.0).says("Lift.", "hips-low").frames(2.0, LOW)
    data = story.happens("person-lost").frames(1.0, phase="settling", seen=False).report()
    entry = only(data)
    assert entry.start_s == entry.holds[0].start_s == entry.faults[0].start_s == 0.0
    assert entry.faults[0].peak_t_s == data.cues[0].t_s == data.table.t_s[0] == 0.0
    assert data.lost[0] == pytest.approx((2.0, 2.9))


def test_cues_that_were_really_said_replace_those_of_the_steps() -> None:
    said = [Cue(1.2, "count", "count.start", "Hold.")]
    assert bridge_session().report(cues=said).cues == tuple(said)
    assert len(bridge_session().report().cues) == 2


def test_notes_become_warnings_each_once() -> None:
    story = Story().frames(1.0, phase="settling")
    for _ in range(3):
        story.happens("note", text="Two people in view.").frames(0.1, phase="settling")
    assert story.report(warnings=["slow disk"]).warnings == ("slow disk", "Two people in view.")


def test_frames_are_counted_with_and_without_a_body() -> None:
    data = Story().frames(1.0, phase="settling").frames(2.0, phase="settling", seen=False).report()
    assert (data.frames, data.frames_with_body) == (30, 10)
    assert data.duration_s == pytest.approx(2.9)


def test_events_that_no_step_carries_are_heard_too() -> None:
    story = Story().starts("bridge", "both").happens("hold-started").frames(2.0, HIGH)
    story.recorder.hear([Event("hold-ended", 1.5, "bridge", "both", clock=HoldClock(1.5, 1.0))])
    story.recorder.hear([Event("stretch-ended", 1.7, "bridge", "both")])
    entry = only(story.report())
    assert (entry.end_s, entry.holds[0].end_s, entry.in_form_s) == (1.7, 1.5, 1.0)


def test_an_empty_session_is_a_report_too() -> None:
    data = Story().report(source=SourceInfo("nothing.mp4"))
    assert (data.frames, data.duration_s, data.stretches) == (0, 0.0, ())


def test_an_unknown_stretch_is_one_clear_line() -> None:
    with pytest.raises(CoachError, match="did you mean 'bridge'"):
        Story().starts("brige", "both").frames(0.1)


def test_memory_grows_by_the_table_alone() -> None:
    story = Story(fps=100).starts("bridge", "both").happens("hold-started").frames(1.0, HIGH)
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    story.frames(100.0, HIGH)
    grown = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    # Three chunks of 4096 rows at most: each measure and its uncertainty in float32, and the time.
    assert grown < 3 * 4096 * (2 * len(ALL) * 4 + 8) + 50_000
