"""Changes within a hold: what the model tells a part of is judged whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import repeat

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.engine.change import FIRST_S, LIKELY, MOST, Changes, middle
from coach.engine.meter import Meter
from coach.engine.recogniser import Pose
from coach.measures import ALL, INDEX, Reading, Traits
from tests.engine.scripts import GOOD_BRIDGE, Scripted, reading, somebody, times
from tests.shipped import LIBRARY

BRIDGE = Pose(LIBRARY.get("bridge"), "both")
BUTTERFLY = Pose(LIBRARY.get("butterfly"), "both")
KNEE, SPINE = "knee_tracking_left_deg", "spine_flexion_deg"
BEGUN_S = FIRST_S + 0.5
STEP_S = 0.05


def told(t_s: float, values: dict[str, float], share: float = 0.5) -> Reading:
    """Return a reading that tells this share of a change in the left knee's tracking."""
    shares = np.ones(len(ALL))
    shares[INDEX[KNEE]] = share
    return replace(reading(t_s, GOOD_BRIDGE | values, view="head-oblique"), shares=shares)


def judged(
    *chapters: tuple[float, dict[str, float]],
    positions: Sequence[str] = (),
    share: float = 0.5,
    meter: Meter | None = None,
    pose: Pose = BRIDGE,
) -> Reading:
    """Go through (until_s, values) chapters, each in a position of its own if any are given.

    Return the last reading as it is judged.
    """
    changes, start_s = Changes(meter or Scripted(), pose), 0.0
    for (until_s, values), position in zip(chapters, positions or repeat(None), strict=False):
        for t_s in times(until_s, start_s, STEP_S):
            full = changes.in_full(somebody(t_s), told(t_s, values, share), STEP_S, position)
        start_s = until_s
    return full


def test_half_a_change_is_judged_whole() -> None:
    full = judged((BEGUN_S, {KNEE: -3.0}), (4.0, {KNEE: 4.0}))
    assert full[KNEE].value == pytest.approx(-3.0 + 14.0)
    assert full[KNEE].sd == 3.0


def test_what_most_likely_is_lies_between_what_is_told_and_the_change_in_full() -> None:
    full = judged((BEGUN_S, {KNEE: -3.0}), (4.0, {KNEE: 4.0}))
    assert 4.0 < full.estimate(KNEE) < full[KNEE].value
    as_told = judged((BEGUN_S, {KNEE: -3.0}), (4.0, {KNEE: 4.0}), share=1.0)
    assert as_told.estimate(KNEE) == as_told[KNEE].value == 4.0


class Knowing(Scripted):
    """A meter that tells twice the change of a knee, and half of the doubt, beside a beginning."""

    def beside(self, first: Reading, now: Reading) -> Reading:
        values, row = now.values.copy(), INDEX[KNEE]
        values[row] += values[row] - first.values[row]
        return replace(now, values=values, sds=now.sds / 2)


def test_what_the_meter_tells_beside_the_beginning_is_judged() -> None:
    story = ((BEGUN_S, {KNEE: -3.0}), (4.0, {KNEE: 4.0}))
    full = judged(*story, share=1.0, meter=Knowing())
    assert (full[KNEE].value, full[KNEE].sd) == pytest.approx((-3.0 + 14.0, 1.5))
    assert judged(*story, share=0.7, meter=Knowing())[KNEE].value == pytest.approx(-3.0 + 20.0)


class Carried(Scripted):
    """A meter that is carried away beside any beginning."""

    def beside(self, first: Reading, now: Reading) -> Reading:
        return replace(now, values=now.values + 50.0 * (now.values != first.values))


def test_a_meter_that_is_carried_away_is_held_back() -> None:
    full = judged((BEGUN_S, {KNEE: -3.0}), (4.0, {KNEE: 4.0}), share=1.0, meter=Carried())
    assert full[KNEE].value == pytest.approx(4.0 + MOST)


class Unsure(Scripted):
    """A meter that tells all angles 10 degrees larger beside a beginning, until it is not sure."""

    def beside(self, first: Reading, now: Reading) -> Reading:
        return replace(now, values=now.values + 10.0) if now.t_s < 3.0 else now


def test_when_the_meter_is_no_longer_sure_that_is_no_change() -> None:
    for until_s, told_deg in ((2.9, 7.0), (4.0, -3.0)):
        full = judged((BEGUN_S, {KNEE: -3.0}), (until_s, {KNEE: -3.0}), meter=Unsure())
        assert full[KNEE].value == pytest.approx(told_deg)


def test_where_somebody_begins_is_taken_as_it_is_told() -> None:
    assert judged((6.0, {KNEE: 9.0}))[KNEE].value == pytest.approx(9.0)


def test_nothing_is_added_before_the_beginning_was_seen() -> None:
    assert judged((0.5, {KNEE: -3.0}), (1.0, {KNEE: 4.0}))[KNEE].value == 4.0


def test_who_sits_up_from_a_fold_begins_anew() -> None:
    folded, up, slipped = (BEGUN_S, {KNEE: -3.0}), (5.0, {KNEE: 4.0}), (7.0, {KNEE: 9.0})
    positions = ("folded", "upright", "upright")
    assert judged(folded, up, positions=positions)[KNEE].value == 4.0
    assert judged(folded, up, slipped, positions=positions)[KNEE].value == pytest.approx(4.0 + 10.0)


def test_who_folds_again_is_compared_with_the_first_fold() -> None:
    story = (BEGUN_S, {KNEE: -3.0}), (5.0, {KNEE: 40.0}), (5.2, {KNEE: 4.0})
    positions = ("folded", "upright", "folded")
    assert judged(*story, positions=positions)[KNEE].value == pytest.approx(-3.0 + 14.0)


def test_no_single_moment_decides_where_somebody_begins() -> None:
    rows = np.zeros((2, 3), np.float32)
    kept = [Traits("bridge", rows + angle, np.array([angle])) for angle in (170.0, 178.0, -174.0)]
    begun = middle([replace(told(0.0, {}), traits=one) for one in kept]).traits
    assert begun is not None
    assert begun.values % 360 == pytest.approx([178.0])


def test_a_body_on_its_way_is_no_beginning() -> None:
    moving = {KNEE: -30.0, "body_speed_deg_s": 60.0}
    full = judged((3.0, moving), (3.0 + BEGUN_S, {KNEE: -3.0}), (8.0, {KNEE: 4.0}))
    assert full[KNEE].value == pytest.approx(11.0)


def test_another_position_is_not_blown_up() -> None:
    full = judged((BEGUN_S, {KNEE: 0.0}), (4.0, {KNEE: 60.0}))
    assert full[KNEE].value == 60.0 + MOST


def test_who_mends_what_they_began_with_is_not_told_the_opposite() -> None:
    # knees that were told 11 degrees out, and are in line now, have not swung in
    mended = ((BEGUN_S, {KNEE: -11.0}), (2.5, {KNEE: 0.0}))
    assert judged(*mended)[KNEE].value == 0.0


def test_who_has_mended_their_form_begins_anew() -> None:
    story = ((BEGUN_S, {KNEE: -11.0}), (5.0, {KNEE: 0.0}), (6.0, {KNEE: 5.0}))
    assert judged(*story)[KNEE].value == pytest.approx(10.0)


def test_better_for_a_moment_is_no_new_beginning() -> None:
    story = ((BEGUN_S, {KNEE: -11.0}), (2.5, {KNEE: 0.0}), (3.0, {KNEE: -11.0}))
    assert judged(*story, (6.0, {KNEE: -13.0}))[KNEE].value == pytest.approx(-15.0)


def test_to_mend_takes_until_the_new_beginning_is_known() -> None:
    changes, mended = Changes(Scripted(), BRIDGE), []
    for t_s in times(6.0):
        changes.in_full(somebody(t_s), told(t_s, {KNEE: -11.0 if t_s < 3.0 else 0.0}), STEP_S)
        if changes.mended():
            mended.append(t_s)
    assert (mended[0], mended[-1]) == pytest.approx((3.0, 3.0 + FIRST_S), abs=2 * STEP_S)


def test_what_was_mended_shows_beside_the_better_form() -> None:
    changes, seen = Changes(Scripted(), BRIDGE), []
    for t_s in times(9.0):
        changes.in_full(somebody(t_s), told(t_s, {KNEE: -9.0 if t_s < 3.0 else 0.0}), STEP_S)
        seen.append(changes.before())
    (before,) = [one for one in seen if one is not None]
    assert before.reading[KNEE].value == pytest.approx(-18.0)
    assert (before.start_s, before.end_s) == pytest.approx((0.0, 3.0))
    assert before.sighting.t_s < 3.0


def test_a_form_that_was_come_back_to_is_told_from_then_on() -> None:
    changes, seen = Changes(Scripted(), BRIDGE), []
    for t_s in times(14.0):
        position = "folded" if 3.0 <= t_s < 7.0 else "upright"
        changes.in_full(
            somebody(t_s), told(t_s, {KNEE: -9.0 if t_s < 9.0 else 0.0}), STEP_S, position
        )
        seen.append(changes.before(position))
    (before,) = {id(one): one for one in seen if one is not None}.values()
    assert (before.start_s, before.end_s) == pytest.approx((7.0, 9.0))


def test_who_keeps_their_form_has_mended_nothing() -> None:
    changes = Changes(Scripted(), BRIDGE)
    for t_s in times(9.0):
        changes.in_full(somebody(t_s), told(t_s, {KNEE: -9.0}), STEP_S)
        assert changes.before() is None


def test_a_beginning_is_known_once_enough_was_seen_of_it() -> None:
    changes = Changes(Scripted(), BRIDGE)
    for t_s in times(BEGUN_S):
        assert changes.begun() is (t_s >= FIRST_S)
        changes.in_full(somebody(t_s), told(t_s, {}), STEP_S)
    assert changes.begun()
    assert not changes.begun("folded")


def test_what_goes_round_takes_the_short_way() -> None:
    story = ((BEGUN_S, {KNEE: 178.0}), (4.0, {KNEE: -179.0}))
    full = judged(*story, pose=BUTTERFLY)  # which has no rule for that
    assert full[KNEE].value == pytest.approx(-176.0)


def test_what_is_not_measured_stays_so_and_does_not_spoil_the_rest() -> None:
    full = judged((BEGUN_S, {KNEE: -3.0}), (4.0, {KNEE: 4.0}))
    assert np.isnan(full[SPINE].value)
    late = judged((BEGUN_S, {KNEE: -3.0}), (4.0, {KNEE: 4.0, SPINE: 12.0}))
    assert late[SPINE].value == 12.0


def test_a_beginning_is_known_though_legs_were_hidden_for_a_moment() -> None:
    hidden: dict[str, float] = {KNEE: float("nan")}
    full = judged((0.3, {KNEE: -3.0}), (0.5, hidden), (2.2, {KNEE: -3.0}), (4.0, {KNEE: 4.0}))
    assert full[KNEE].value == pytest.approx(11.0)


def test_knees_apart_follow_from_both_thighs() -> None:
    left, right = "thigh_elevation_left_deg", "thigh_elevation_right_deg"
    shares = np.ones(len(ALL))
    shares[INDEX[left]] = 0.5
    changes = Changes(Scripted(), BRIDGE)
    for t_s in times(4.0):
        high = 2.0 if t_s < BEGUN_S else 9.0
        values = {left: high, right: 0.0, "knee_difference_deg": high}
        now = replace(reading(t_s, values), shares=shares)
        full = changes.in_full(somebody(now.t_s), now, STEP_S)
    assert full["knee_difference_deg"].value == pytest.approx(2.0 + 14.0)
    assert full.estimate("knee_difference_deg") == pytest.approx(2.0 + 7.0 / 0.5**LIKELY)


@given(st.lists(st.floats(-80, 80), min_size=1, max_size=5))
def test_what_is_told_in_full_already_is_left_alone(angles: list[float]) -> None:
    chapters = [(BEGUN_S * (place + 1), {KNEE: angle}) for place, angle in enumerate(angles)]
    assert judged(*chapters, share=1.0)[KNEE].value == pytest.approx(angles[-1])
