"""For how long a measure has been on a slow way to its bound."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.engine.halfway import LEAST_S, MOST_S, Halfway


def slow_s(
    *seen: tuple[float, float], first: float = -10.0, sd: float = 3.0, now_s: float
) -> float:
    """Return what is told at `now_s` of who was (t_s, excess), having begun at `first`."""
    halfway = Halfway()
    for t_s, excess in seen:
        halfway.update(t_s, excess, first, sd)
    return halfway.slow_s(now_s)


@pytest.mark.parametrize(
    ("excesses", "first", "expected_s"),
    [
        ([-10, -10, -10], -10, 0.0),  # has not moved
        ([-10, -4, 1], -10, 1.0),  # was past half way a second ago
        ([-4, -4, 1], -10, 0.0),  # for two seconds: near the bound, but inside
        ([-4, -6, -4], -10, 0.0),  # went back, and has come again only now
        ([-10, -4, 1], math.nan, 0.0),  # nobody knows the first moments
        ([2, 3, 4], 2, 0.0),  # began beyond the bound
        ([-2.9, -1, 1], -2.9, 0.0),  # began so near to it that nobody knows
        ([-3, -1, 1], -3, 1.0),
    ],
)
def test_the_time_since_half_way(excesses: list[float], first: float, expected_s: float) -> None:
    seen = list(enumerate(excesses))
    assert slow_s(*((float(t_s), one) for t_s, one in seen), first=first, now_s=2.0) == expected_s


@pytest.mark.parametrize(
    ("passed_s", "is_slow"), [(LEAST_S / 2, False), (LEAST_S, True), (MOST_S, True), (2.0, False)]
)
def test_only_a_slow_way_counts(passed_s: float, is_slow: bool) -> None:
    assert slow_s((0.0, -4.0), now_s=passed_s) == (passed_s if is_slow else 0.0)


@given(
    st.lists(st.integers(-80, 80).map(lambda n: n / 4), min_size=1, max_size=12),
    st.sampled_from([0.25, 2.0, 64.0]),  # what they multiply stays exact
)
def test_the_unit_of_a_measure_does_not_matter(excesses: list[float], by: float) -> None:
    seen = [(index * 0.3, one) for index, one in enumerate(excesses)]
    scaled = [(t_s, one * by) for t_s, one in seen]
    now_s = 0.3 * len(seen)
    assert slow_s(*seen, now_s=now_s) == slow_s(*scaled, first=-10.0 * by, sd=3.0 * by, now_s=now_s)


def test_what_is_forgotten_begins_anew() -> None:
    halfway = Halfway()
    halfway.update(0.0, -4.0, -10.0, 3.0)
    halfway.forget()
    assert halfway.slow_s(1.0) == 0.0
    halfway.update(1.0, -4.0, -10.0, 3.0)
    assert halfway.slow_s(2.0) == 1.0
