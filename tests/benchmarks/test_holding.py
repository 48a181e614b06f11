from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tests.benchmarks import holding
from tests.benchmarks.known import Known, TrueFault, TrueStretch


def entry(stretch: str, start_s: float, end_s: float, held_s: float = 0.0) -> dict[str, Any]:
    hold = {"start_s": start_s, "end_s": start_s + held_s, "held_s": held_s, "in_form_s": held_s}
    return {
        "stretch": stretch,
        "side": "left",
        "start_s": start_s,
        "end_s": end_s,
        "holds": [hold] if held_s else [],
        "faults": [],
        "not_judged": [],
    }


def lunge(*faults: TrueFault) -> Known:
    true = TrueStretch("lunge", "left", "side", (5.0, 25.0), ((7.0, 22.0),), 12.0, faults)
    return Known("clip", "stretch", 30.0, (true,), np.empty(0))


@pytest.mark.parametrize(
    ("entries", "told", "held_s"),
    [
        ([], "none", 0.0),
        ([entry("lunge", 6, 24, 14)], "lunge", 14.0),
        # what shares most of the hold decides; what is of the right stretch is counted
        ([entry("pigeon", 6, 18, 9), entry("lunge", 18, 24, 5)], "pigeon", 5.0),
        # two pieces of the same stretch are counted together
        ([entry("lunge", 6, 12, 5), entry("lunge", 13, 24, 8)], "lunge", 13.0),
        # before the hold it is no answer
        ([entry("lunge", 0, 6, 3)], "none", 0.0),
    ],
)
def test_what_a_stretch_is_taken_for(
    entries: list[dict[str, Any]], told: str, held_s: float
) -> None:
    (found,) = holding.recognised(lunge(), {"stretches": entries})
    assert (found.told_stretch, found.told_held_s, found.held_s) == (told, held_s, 15.0)


def test_entries_beside_every_true_stretch_are_invented() -> None:
    tree = {"stretches": [entry("bridge", 0, 4, 2), entry("lunge", 6, 24, 14)]}
    (made_up,) = holding.invented(lunge(), tree)
    assert (made_up.stretch, made_up.held_s) == ("bridge", 2.0)


def test_a_stretch_that_was_begun_and_given_up_is_not_invented() -> None:
    tree = {"stretches": [entry("bridge", 0, 4, 2), entry("lunge", 0, 4, 2)]}
    (made_up,) = holding.invented(replace(lunge(), kind="half"), tree)
    assert made_up.stretch == "bridge"


def test_errors_of_seconds() -> None:
    found = holding.seconds_error([(10.0, 12.0), (10.0, 6.0)])
    assert (found.stretches, found.mae_s, found.bias_s) == (2, 3.0, -1.0)
    assert math.isnan(holding.seconds_error([]).mae_s)


def test_overlap_of_fault_intervals() -> None:
    told = entry("lunge", 6, 24, 14)
    told["faults"] = [
        {"rule": "torso-leaning", "start_s": 12.0, "end_s": 16.0},
        {"rule": "hips-back", "start_s": 8.0, "end_s": 9.0},
    ]
    true = TrueFault("lunge", "torso-leaning", 10.0, 15.0, 0.7, True)
    found = holding.fault_overlap(lunge(true), {"stretches": [told]})
    assert found == {("lunge", "torso-leaning"): (3.0, 6.0), ("lunge", "hips-back"): (0.0, 1.0)}


def test_a_told_fault_that_was_none_at_its_time_was_made_by_nobody() -> None:
    told, other = entry("lunge", 6, 24, 14), entry("pigeon", 6, 24, 14)
    told["faults"] = [
        {"rule": "torso-leaning", "start_s": 12.0, "end_s": 16.0},
        {"rule": "torso-leaning", "start_s": 17.0, "end_s": 18.0},
        {"rule": "moving", "start_s": 11.0, "end_s": 12.0},
    ]
    other["faults"] = told["faults"][:1]
    true = TrueFault("lunge", "torso-leaning", 10.0, 15.0, 0.7, True)
    found = holding.nobody_made(lunge(true), {"stretches": [told, other]})
    assert found == [False, True, True, True]


def test_a_rule_that_is_neither_told_broken_nor_unjudged_is_called_kept() -> None:
    told = entry("lunge", 6, 24, 14)
    told["faults"], told["not_judged"] = [{"rule": "moving"}], [{"rule": "front-knee-in"}]
    leaning = TrueFault("lunge", "torso-leaning", 10.0, 14.0, 0.7, meant=True)
    along = replace(leaning, rule="hips-back", meant=False, side_effect=True)
    after = replace(leaning, rule="back-arched", start_s=21.0, end_s=23.0)
    found = holding.called_kept(lunge(leaning, along, after), {"stretches": [told]})
    # back-rounded, back-arched, torso-leaning, front-knee-forward, hips-back
    assert found == [False, False, True, False, False]


def test_nothing_is_called_kept_where_nothing_was_held() -> None:
    assert holding.called_kept(lunge(), {"stretches": [entry("lunge", 6, 24)]}) == []


def test_a_report_tells_of_a_fault_if_it_tells_of_its_rule_at_its_time() -> None:
    leaning, along, after = (
        TrueFault("lunge", "torso-leaning", 8.0, 10.0, 0.7, True),
        TrueFault("lunge", "back-rounded", 8.0, 10.0, 0.7, False, True),
        TrueFault("lunge", "torso-leaning", 15.0, 18.0, 0.7, True),
    )
    told = entry("lunge", 6, 24, 14)
    told["faults"] = [{"rule": "torso-leaning", "start_s": 16.0, "end_s": 19.0}]
    other = entry("pigeon", 6, 24, 14)
    other["faults"] = [{"rule": "torso-leaning", "start_s": 8.0, "end_s": 10.0}]
    tree = {"stretches": [told, other]}
    assert holding.in_report(lunge(leaning, along, after), tree) == [False, True]


@pytest.mark.parametrize(
    ("stretch", "rule", "true", "told", "gap"),
    [
        ("lunge", "torso-leaning", 33.0, 40.0, 7.0),
        ("lunge", "torso-leaning", 33.0, 30.0, -3.0),
        # to either side of level
        ("pigeon", "hips-tilted", 19.0, -25.0, 6.0),
        # a bound from below: less is farther beyond
        ("quad-pigeon", "heel-far", 64.0, 60.0, 4.0),
        ("bridge", "knees-out", -20.0, -25.0, 5.0),
    ],
)
def test_how_much_farther_beyond_its_bound_a_fault_is_told(
    stretch: str, rule: str, true: float, told: float, gap: float
) -> None:
    fault = TrueFault(stretch, rule, 8.0, 12.0, 0.7, True, peak=true)
    one = TrueStretch(stretch, "left", "side", (5.0, 25.0), ((7.0, 22.0),), 12.0, (fault,))
    known = replace(lunge(), stretches=(one,))
    row = {"rule": rule, "start_s": 8.5, "end_s": 12.5, "peak": told, "unit": "deg"}
    tree = {"stretches": [entry(stretch, 6, 24, 14) | {"faults": [row]}]}
    assert holding.told_too_far_deg(known, tree) == [gap]
    for other in ({"start_s": 11.7}, {"unit": "ratio"}, {"rule": "moving"}):
        tree["stretches"][0]["faults"] = [row | other]
        assert holding.told_too_far_deg(known, tree) == []
