"""When discomfort stays or rises a coach says so; else nothing."""

from __future__ import annotations

import math

import pytest

from coach.history import advice
from tests.shipped import LIBRARY

from .lives import rated, row

NAN = math.nan
CASES = [
    ("it stays", [4, 3, 4], "stayed uncomfortable"),
    ("it rises", [1, 2, 4], "become more uncomfortable"),
    ("it rises to a little", [0, 1, 2], None),
    ("it got better", [6, 5, 2], None),
    ("one bad day", [0, 5, 1], None),
    ("it was bad, and better, long ago", [5, 5, 5, 1, 0, 1], None),
    ("two answers are no trend", [4, 5], None),
    ("unanswered sessions are passed over, and are no 0", [4, NAN, 4, NAN, 4], "stayed uncomf"),
    ("never answered", [NAN, NAN, NAN], None),
]


@pytest.mark.parametrize(("story", "scores", "told"), CASES)
def test_discomfort_over_sessions(story: str, scores: list[float], told: str | None) -> None:
    lines = advice(rated(*scores), LIBRARY)
    assert [told in line for line in lines if told] == ([True] if told else []), story
    assert bool(lines) is (told is not None), story


def test_it_is_worded_as_a_coach_would() -> None:
    (line,) = advice(rated(3, 4, 5), LIBRARY)
    assert line == (
        "The kneeling lunge has become more uncomfortable over the last 3 sessions you rated "
        "(3, 4 and 5 of 10). Go easier or leave it out for a while, and see a doctor or a "
        "physiotherapist if it does not improve."
    )


def test_of_two_sides_the_worse_counts_and_each_stretch_has_its_own_line() -> None:
    sides = [row(day, "lunge", "right", discomfort=0) for day in range(3)]
    bridge = rated(0, 0, 0, stretch="bridge")
    (line,) = advice([*sides, *bridge, *rated(4, 4, 4)], LIBRARY)
    assert line.startswith("The kneeling lunge has stayed uncomfortable")
