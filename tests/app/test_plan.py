"""Which turns a session has, and when one is over."""

from __future__ import annotations

import numpy as np
import pytest

from coach import resources
from coach.app.plan import LINGER_S, Plan, turns
from coach.app.replay import ask_command, read_ask
from coach.body import Sighting
from coach.engine.nouns import HoldClock, Phase, PhaseName, Step
from coach.engine.settings import Asked
from coach.errors import CoachError, UsageError
from coach.measures import ALL, Reading
from coach.stretches import load_library

NOTHING = np.full(len(ALL), np.nan)
LIBRARY = load_library(resources.poses_dir())


def step(t_s: float, phase: PhaseName, in_form_s: float, side: str = "left") -> Step:
    return Step(
        Sighting(t_s, None),
        Reading(t_s, NOTHING, NOTHING),
        Phase(phase, 0.0, "lunge", side),
        HoldClock(in_form_s, in_form_s, goal_s=30.0),
    )


def test_each_side_has_its_turn_and_the_first_is_the_persons_choice() -> None:
    assert turns(LIBRARY, ["lunge", "bridge"]) == [
        Asked("lunge", None),
        Asked("lunge", "other"),
        Asked("bridge", None),
    ]


def test_one_side_only_if_that_is_wanted() -> None:
    assert turns(LIBRARY, ["lunge"], "right", 20.0) == [Asked("lunge", "right", 20.0)]


def test_no_name_means_all() -> None:
    assert {turn.stretch for turn in turns(LIBRARY, [])} == set(LIBRARY.stretches)


@pytest.mark.parametrize("hold_s", [0.0, 4.9, 301.0, float("nan"), float("inf")])
def test_a_hold_that_makes_no_sense_is_refused(hold_s: float) -> None:
    with pytest.raises(UsageError, match="a hold lasts 5 to 300 seconds"):
        turns(LIBRARY, ["lunge"], None, hold_s)


def test_an_unknown_name_is_told_the_nearest() -> None:
    with pytest.raises(CoachError, match="did you mean 'lunge'"):
        turns(LIBRARY, ["lunges"])


def test_after_the_left_side_comes_the_right() -> None:
    plan = Plan(turns(LIBRARY, ["lunge"]))
    assert plan.current == Asked("lunge", None)
    assert not plan.is_done(step(10.0, "hold", 12.0, side="left"))
    assert plan.next() == Asked("lunge", "right")
    assert plan.next() is None
    assert plan.current is None


def test_a_side_that_was_skipped_leaves_the_other_open() -> None:
    plan = Plan(turns(LIBRARY, ["lunge"]))
    assert plan.next() == Asked("lunge", None)


def test_a_turn_is_over_when_a_hold_that_met_its_goal_ends() -> None:
    plan = Plan(turns(LIBRARY, ["lunge"]))
    assert not plan.is_done(step(40.0, "hold", 29.9))
    assert not plan.is_done(step(40.1, "hold", 30.0))
    assert plan.is_done(step(41.0, "release", 30.5))


def test_a_hold_that_did_not_meet_its_goal_may_be_tried_again() -> None:
    plan = Plan(turns(LIBRARY, ["lunge"]))
    assert not plan.is_done(step(20.0, "hold", 12.0))
    assert not plan.is_done(step(21.0, "release", 12.0))


def test_who_stays_in_the_hold_is_taken_on_after_a_while() -> None:
    plan = Plan(turns(LIBRARY, ["lunge"]))
    assert not plan.is_done(step(40.0, "hold", 30.0))
    assert not plan.is_done(step(40.0 + LINGER_S - 0.1, "hold", 33.9))
    assert plan.is_done(step(40.0 + LINGER_S, "hold", 34.0))


@pytest.mark.parametrize(
    "asked", [None, Asked("lunge"), Asked("lunge", "left"), Asked("bridge", None, 22.5)]
)
def test_what_was_asked_is_read_back(asked: Asked | None) -> None:
    assert read_ask(ask_command(asked)) == asked
