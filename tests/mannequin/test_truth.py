"""Truth in time: where faults begin and end, what holds are worth, and that files say the same
again.
"""

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.mannequin.bounce import bounce_deg
from tests.mannequin.errors import MannequinError
from tests.mannequin.faults import MOVEMENTS, RULES, Rule, rule
from tests.mannequin.forms import good_shape
from tests.mannequin.people import PEOPLE
from tests.mannequin.recipes import break_rule, stretch_stage
from tests.mannequin.sessions import BADLY, plan
from tests.mannequin.stretches import Lunge
from tests.mannequin.timeline import Change, Stage, Timeline, changed, ease, frame_times, wobble
from tests.mannequin.truth import (
    Series,
    angular_speed,
    broken,
    move,
    read_truth,
    rounded,
    session_measures,
    stretch_truth,
    view_of,
    write_truth,
)

LEAN = rule("lunge", "torso-leaning")  # above 25 deg, for 0.7 s
ARCH = rule("lunge", "back-arched")  # below -18 deg
CLIPS = Path(__file__).resolve().parents[1] / "clips"


def ramp(*knots: tuple[float, float], fps: float = 20) -> tuple[Series, Series]:
    """Times and values of straight lines between knots (t_s, value)."""
    t = np.arange(0, knots[-1][0] + 1e-9, 1 / fps)
    at, values = np.array(knots).T
    return t, np.asarray(np.interp(t, at, values))


def test_a_fault_begins_where_the_measure_crosses_its_bound_not_where_the_ramp_begins() -> None:
    t, v = ramp((0, 5), (1, 5), (2, 45), (4, 45), (5, 5), (6, 5))
    assert broken(t, v, LEAN) == [pytest.approx((1.5, 4.5, 45.0), abs=1e-6)]


def test_a_rule_with_a_lower_bound_peaks_downward() -> None:
    t, v = ramp((0, 0), (1, 0), (2, -36), (4, -36), (5, 0))
    assert broken(t, v, ARCH) == [pytest.approx((1.5, 4.5, -36.0), abs=1e-6)]


def test_what_is_too_short_is_no_fault_and_a_short_gap_ends_none() -> None:
    t, v = ramp((0, 0), (1, 0), (1.1, 40), (1.4, 40), (1.5, 0), (4, 0))
    assert broken(t, v, LEAN) == []
    t, v = ramp((0, 40), (2, 40), (2.1, 0), (2.3, 0), (2.4, 40), (4, 40))
    assert broken(t, v, LEAN) == [pytest.approx((0, 4, 40))]


def test_what_is_not_measured_is_never_a_fault() -> None:
    t, v = ramp((0, 40), (4, 40))
    assert broken(t, np.full_like(v, np.nan), LEAN) == []
    v[t > 2] = np.nan
    assert broken(t, v, LEAN) == [pytest.approx((0, 2, 40), abs=0.06)]


@given(st.lists(st.floats(-60, 60), min_size=2, max_size=80), st.sampled_from([LEAN, ARCH]))
def test_faults_are_in_order_apart_and_long_enough(values: list[float], r: Rule) -> None:
    t = np.arange(len(values)) / 10
    found = broken(t, np.array(values), r)
    for start, end, peak in found:
        assert 0 <= start < end <= t[-1]
        assert end - start >= r.dwell_s
        assert (peak > r.bound) == r.above
    assert all(b[0] - a[1] >= 0.5 for a, b in pairwise(found))


def test_speed_of_a_turning_segment() -> None:
    t = np.arange(0, 1, 0.05)
    turned = np.radians(90 * t)
    ways = np.stack([np.cos(turned), np.sin(turned), np.zeros_like(t)], axis=1)
    np.testing.assert_allclose(angular_speed(ways, t), 90, rtol=1e-6)


def beating(hz: float, lasts_s: float, far_deg: float = 10.0) -> tuple[Series, Series]:
    """Ten seconds of thighs that beat from the fourth second on, and sway a little all the time."""
    t = np.arange(0, 10, 1 / 30)
    since = np.clip(t - 4, 0, round(lasts_s * hz) / hz)
    sway = np.sin(2 * np.pi * 0.3 * t)
    return t, np.asarray(20 + sway + far_deg / 2 * (1 - np.cos(2 * np.pi * hz * since)))


@given(st.floats(0.85, 3.5), st.floats(8, 30))
def test_thighs_bounce_from_when_they_leave_their_rest_until_they_are_back(
    hz: float, far_deg: float
) -> None:
    t, raised = beating(hz, 4.0, far_deg)
    ((start, end, _),) = broken(t, bounce_deg(raised, t), rule("butterfly", "bouncing"))
    assert start == pytest.approx(4.0, abs=0.2)
    assert end == pytest.approx(4.0 + round(4.0 * hz) / hz, abs=0.2)


@pytest.mark.parametrize(
    ("why", "motion"),
    [
        ("one kick, there and back", beating(1.2, 1 / 1.2, 30)),
        ("over before two seconds", beating(1.2, 1.5, 10)),
        ("slow rocking", beating(0.4, 5.0, 30)),
        ("people sway", beating(1.0, 4.0, 2.0)),
        ("the way in, then rest", ramp((0, 46), (0.8, 16), (6, 17), fps=12)),
    ],
)
def test_no_bounce(why: str, motion: tuple[Series, Series]) -> None:
    t, raised = motion
    assert broken(t, bounce_deg(raised, t), rule("butterfly", "bouncing")) == [], why


def test_a_hold_counts_the_seconds_in_form() -> None:
    rng = np.random.default_rng(1)
    shape = good_shape("lunge", "left", rng)
    changes = break_rule("lunge", "front-knee-in", shape, 12.0, 2.0, 2.0, rng)
    line = Timeline((stretch_stage("lunge", shape, 8.0, changes, rng),), 1)
    body = PEOPLE["mean"]
    motion = move(body, line, frame_times(line.duration_s, 12))
    known = stretch_truth(line.placed()[0], "side", session_measures(body, line, motion), motion)
    fault, hold = known["faults"][0], known["holds"][0]
    assert (fault["rule"], fault["side"], fault["meant"]) == ("front-knee-in", "left", True)
    assert hold["end_s"] - hold["start_s"] == pytest.approx(8.0)
    assert hold["in_form_s"] == pytest.approx(8.0 - (fault["end_s"] - fault["start_s"]), abs=0.05)


def test_changes_ramp_stay_and_come_back() -> None:
    stage = Stage("lunge", Lunge(), 10.0, changes=(Change("lean_deg", 36.0, 2.0, 1.0, 3.0, 1.0),))
    at = [changed(stage, t).lean_deg for t in (0, 2, 2.5, 3, 6, 6.5, 7, 9)]
    assert at == pytest.approx([6, 6, 21, 36, 36, 21, 6, 6])
    with pytest.raises(ValueError, match="lunge has no parameter 'leen_deg'"):
        changed(Stage("lunge", Lunge(), 1.0, changes=(Change("leen_deg", 1.0, 0.0),)), 0.5)


@given(st.floats(-1, 2), st.floats(0.001, 0.5))
def test_easing_never_goes_back(share: float, more: float) -> None:
    assert 0 <= ease(share) <= ease(share + more) <= 1


def test_the_same_seed_is_the_same_motion() -> None:
    rng = np.random.default_rng(5)
    line = Timeline((stretch_stage("bridge", good_shape("bridge", "both", rng), 2.0, (), rng),), 9)
    first, second = (move(PEOPLE["mean"], line, frame_times(2, 6)) for _ in range(2))
    assert first.joints_m.tobytes() == second.joints_m.tobytes()
    assert wobble(3)(1.5, 2) == wobble(3)(1.5, 2) != wobble(4)(1.5, 2)


def test_every_rule_comes_up_among_sixty_sessions() -> None:
    asked = {(s, r) for s, _, r in map(plan, range(60))}
    assert {r for _, r in asked} >= {"knees-in", "released-fast", "bouncing", "leaned-fast", None}
    assert len(asked) >= 36


def test_who_begins_badly_breaks_what_a_form_can_be_held_in() -> None:
    asked = {(s, r) for s, _, r in map(plan, range(BADLY, BADLY + 60))}
    assert asked == {(r.stretch, r.rule) for r in RULES if r.rule not in MOVEMENTS}


@pytest.mark.parametrize(
    ("azimuth", "stretch", "view"),
    [(90, "lunge", "side"), (270, "lunge", "side"), (10, "butterfly", "front"),
     (325, "pigeon", "front-oblique"), (140, "lunge", "back-oblique"), (180, "lunge", "unknown"),
     (20, "bridge", "feet"), (140, "bridge", "head-oblique"), (220, "bridge", "head-oblique"),
     (95, "bridge", "side"), (-90, "bridge", "side")],
)  # fmt: skip
def test_views(azimuth: float, stretch: str, view: str) -> None:
    assert view_of(azimuth, stretch) == view


def test_files_are_read_back_and_others_refused(tmp_path: Path) -> None:
    write_truth(tmp_path / "a.truth.json", {"name": "a", "peak": float("nan"), "t": 1 / 3})
    assert read_truth(tmp_path / "a.truth.json")["peak"] is None
    (tmp_path / "b.json").write_text("{}", encoding="utf-8")
    with pytest.raises(MannequinError, match=r"b\.json is not a mannequin-truth of version 1"):
        read_truth(tmp_path / "b.json")
    with pytest.raises(MannequinError, match="cannot read"):
        read_truth(tmp_path / "none.json")
    assert rounded({"a": [1.23456789, float("inf")]}) == {"a": [1.2346, None]}


def test_the_demo_s_truth_has_its_two_faults() -> None:
    truth = read_truth(CLIPS / "demo.truth.json")
    meant = [
        (s["stretch"], f["rule"]) for s in truth["stretches"] for f in s["faults"] if f["meant"]
    ]
    assert set(meant) == {("bridge", "knees-in"), ("lunge", "back-rounded")}
    assert all(f["meant"] for s in truth["stretches"] for f in s["faults"])
    assert json.dumps(truth)
