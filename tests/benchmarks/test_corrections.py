from __future__ import annotations

import numpy as np
import pytest

from tests.benchmarks.corrections import (
    Spoken,
    Tally,
    at_the_start,
    count_not_judged,
    good_form,
    quiet,
    shows,
    spoken,
    tallies,
)
from tests.benchmarks.known import Known, TrueFault, TrueStretch, with_side_effects

LOW = ("bridge", "hips-low")
FAR = ("bridge", "feet-far")


def fault(start_s: float, end_s: float, rule: str = "hips-low", meant: bool = True) -> TrueFault:
    return TrueFault("bridge", rule, start_s, end_s, 0.7, meant)


def said(*times: float, rule: str = "hips-low") -> list[Spoken]:
    return [Spoken(t_s, "bridge", rule) for t_s in times]


def clip(*faults: TrueFault) -> Known:
    """A bridge from 2 s to 28 s of a clip of 30 s, held from 4 s to 26 s."""
    listed = with_side_effects(faults)
    stretch = TrueStretch("bridge", "both", "side", (2.0, 28.0), ((4.0, 26.0),), 20.0, listed)
    return Known("clip", "stretch", 30.0, (stretch,), np.empty(0))


def counts(tally: Tally) -> tuple[int, int, int, int]:
    return tally.hits, tally.false, tally.missed, tally.late


@pytest.mark.parametrize(
    ("times", "hits_false_missed_late"),
    [
        ([11.0], (1, 0, 0, 0)),
        # due at 10.7: up to 12.2 it is in time, and from 9.2 on
        ([12.2], (1, 0, 0, 0)),
        ([9.2], (1, 0, 0, 0)),
        ([12.3], (0, 1, 1, 1)),
        ([9.1], (0, 1, 1, 0)),
        ([], (0, 0, 1, 0)),
        # said again while it lasts: counts for nothing
        ([11.0, 14.0], (1, 0, 0, 0)),
        # said again after it was gone: false
        ([11.0, 16.0], (1, 1, 0, 0)),
        # late twice: false twice
        ([13.0, 14.0], (0, 2, 1, 2)),
    ],
)
def test_a_fault_from_10_to_15_s(
    times: list[float], hits_false_missed_late: tuple[int, int, int, int]
) -> None:
    tally = tallies(clip(fault(10.0, 15.0)), said(*times))[LOW]
    assert counts(tally) == hits_false_missed_late


def test_the_delay_is_from_the_start_of_the_fault() -> None:
    tally = tallies(clip(fault(10.0, 15.0)), said(11.25))[LOW]
    assert tally.delays_s == [1.25]


def test_the_right_words_for_another_rule_are_a_miss_and_false() -> None:
    found = tallies(clip(fault(10.0, 15.0)), said(11.0, rule="feet-far"))
    assert counts(found[LOW]) == (0, 0, 1, 0)
    assert counts(found[FAR]) == (0, 1, 0, 0)


def test_a_side_effect_is_optional_unless_strict() -> None:
    along = clip(fault(10.0, 15.0), fault(11.0, 14.0, "feet-far", meant=False))
    assert counts(tallies(along, said(11.0))[FAR]) == (0, 0, 0, 0)
    assert counts(tallies(along, said(11.8, rule="feet-far"))[FAR]) == (0, 0, 0, 0)
    assert counts(tallies(along, said(11.0), strict=True)[FAR]) == (0, 0, 1, 0)
    assert counts(tallies(along, said(11.8, rule="feet-far"), strict=True)[FAR]) == (1, 0, 0, 0)


def test_a_fault_that_was_not_meant_but_stands_alone_is_a_fault() -> None:
    alone = clip(fault(10.0, 12.0), fault(18.0, 22.0, "feet-far", meant=False))
    assert counts(tallies(alone, [])[FAR]) == (0, 0, 1, 0)


def test_faults_that_somebody_began_with_are_those_of_a_hold_s_first_moments() -> None:
    known = clip(fault(4.2, 8.0), fault(10.0, 12.0, "feet-far"))  # held from 4 s on
    early = at_the_start(known)
    assert [one.rule for one in early.faults] == ["hips-low"]
    assert list(tallies(early, said(5.0))) == [LOW]


@pytest.mark.parametrize(
    ("views", "expected"), [((), True), (("side", "front"), True), (("head-oblique",), False)]
)
def test_a_fault_shows_from_the_places_that_its_rule_names(
    views: tuple[str, ...], expected: bool
) -> None:
    assert shows(LOW, clip(), {LOW: views, FAR: ("feet",)}) is expected
    assert shows(("lunge", "moving"), clip(), {("lunge", "moving"): views})


def test_sums_and_shares() -> None:
    tally = Tally(hits=3, false=1, missed=2)
    tally.add(Tally(hits=1, missed=2, delays_s=[1.0]))
    assert (tally.hits, tally.false, tally.missed, tally.faults) == (4, 1, 4, 8)
    assert tally.precision == pytest.approx(0.8)
    assert tally.recall == pytest.approx(0.5)
    assert tally.f == pytest.approx(8 / 13)


def test_good_form_is_the_hold_without_faults_and_their_aftermath() -> None:
    assert good_form(clip(fault(10.0, 15.0))) == [(4.0, 10.0), (17.0, 26.0)]


def test_what_is_said_when_nothing_is_wrong() -> None:
    # in good form, in a fault, in its aftermath, while moving in, before the stretch
    found = quiet(clip(fault(10.0, 15.0)), said(6.0, 11.0, 16.0, 3.0, 1.0))
    assert (found.form_s, found.in_form) == (15.0, 1)
    assert (found.other_s, found.in_other) == (4.0, 1)


def test_only_corrections_and_safety_with_a_rule_are_corrections() -> None:
    cues = [
        {"t_s": 1.0, "kind": "correction", "key": "bridge.hips-low", "rule": "hips-low"},
        {"t_s": 2.0, "kind": "safety", "key": "lunge.moving", "rule": "moving"},
        {"t_s": 3.0, "kind": "praise", "key": "bridge.hips-low.fixed", "rule": "hips-low"},
        {"t_s": 4.0, "kind": "safety", "key": "safety.pain", "rule": None},
    ]
    found = spoken({"cues": cues})
    assert found == [Spoken(1.0, "bridge", "hips-low"), Spoken(2.0, "lunge", "moving")]


def test_a_miss_of_a_rule_that_was_said_to_be_not_judged_is_marked() -> None:
    entry = {"stretch": "bridge", "not_judged": [{"rule": "hips-low", "reason": "the camera"}]}
    found = tallies(clip(fault(10.0, 15.0)), [])
    count_not_judged(found, {"stretches": [entry]})
    assert found[LOW].not_judged == 1
