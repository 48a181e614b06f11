"""The one-line conditions of stretch files."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.measures import ALL, INDEX, Reading
from coach.stretches import Condition


def reading(**values: tuple[float, float]) -> Reading:
    """Return a reading with these (value, sd) pairs by full name."""
    numbers, sds = np.full(len(ALL), np.nan), np.full(len(ALL), np.nan)
    for name, (value, sd) in values.items():
        numbers[INDEX[name]], sds[INDEX[name]] = value, sd
    return Reading(0.0, numbers, sds)


LEGS = reading(
    knee_flexion_left_deg=(80.0, 2.0),
    knee_flexion_right_deg=(100.0, 6.0),
    rear_thigh_line_deg=(25.0, 3.0),
)


@pytest.mark.parametrize(
    ("text", "side", "found"),
    [
        ("knee_flexion > 0", "left", [("left", 80.0), ("right", 100.0)]),
        ("front knee_flexion > 0", "left", [("left", 80.0)]),
        ("rear knee_flexion > 0", "left", [("right", 100.0)]),
        ("front knee_flexion > 0", "right", [("right", 100.0)]),
        ("rear_thigh_line > 0", "left", [("right", 25.0)]),
        # Weights 1/4 and 1/36: the better known leg counts nine times as much.
        ("mean knee_flexion > 0", "left", [("both", 82.0)]),
    ],
)
def test_the_role_chooses_the_leg(text: str, side: str, found: list[tuple[str, float]]) -> None:
    values = Condition.parse(text).values(LEGS, side)
    assert [(v.side, round(v.value, 6)) for v in values] == found


@pytest.mark.parametrize(
    ("text", "value", "excess"),
    [
        ("trunk_lean > 25", 30, 5),
        ("trunk_lean > 25", 20, -5),
        ("trunk_lean < -18", -20, 2),
        ("pelvis_tilt beyond 8", -11, 3),
        ("pelvis_tilt beyond 8", 3, -5),
    ],
)
def test_excess_is_how_far_beyond_the_bound(text: str, value: float, excess: float) -> None:
    assert Condition.parse(text).excess(value) == pytest.approx(excess)


@pytest.mark.parametrize(
    ("text", "value"),
    [("trunk_lean > 25", 20.0), ("knee_tracking < -12", -9.0), ("pelvis_tilt beyond 8", -5.0)],
)
def test_farther_is_nearer_to_the_bound_or_beyond(text: str, value: float) -> None:
    condition = Condition.parse(text)
    assert condition.excess(condition.farther(value, 6.0)) == condition.excess(value) + 6.0


def test_a_condition_on_nothing_measured_is_neither_met_nor_unmet() -> None:
    assert Condition.parse("trunk_lean > 5").holds(LEGS, "left") is None
    assert Condition.parse("knee_flexion > 70").holds(LEGS, "left") is True
    assert Condition.parse("knee_flexion > 90").holds(LEGS, "left") is False


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("kneee_flexion > 8", "unknown measure 'kneee_flexion' (did you mean 'knee_flexion'?)"),
        ("fron knee_flexion > 8", "unknown role 'fron' (did you mean 'front'?)"),
        ("mean trunk_lean > 8", "'trunk_lean' is one for the whole body and takes no 'mean'"),
        (
            "knee_flexion ~ 8",
            "cannot read 'knee_flexion ~ 8'; write it like 'mean hip_flexion > 18'",
        ),
        ("knee_flexion > 8.8.8", "'8.8.8' is not a number"),
    ],
)
def test_what_cannot_be_read_is_told_with_a_hint(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        Condition.parse(text)
    assert str(caught.value) == message


degrees = st.floats(-180, 180)
deviations = st.floats(0.1, 40)


@given(degrees, degrees, deviations, deviations)
def test_the_mean_lies_between_the_legs_and_claims_no_more_than_the_better(
    left: float, right: float, left_sd: float, right_sd: float
) -> None:
    legs = reading(hip_flexion_left_deg=(left, left_sd), hip_flexion_right_deg=(right, right_sd))
    (mean,) = Condition.parse("mean hip_flexion > 0").values(legs, None)
    assert min(left, right) - 1e-6 <= mean.value <= max(left, right) + 1e-6
    assert mean.sd >= min(left_sd, right_sd) - 1e-6


def test_the_mean_of_one_known_leg_is_that_leg() -> None:
    one = reading(hip_flexion_left_deg=(12.0, 5.0))
    (mean,) = Condition.parse("mean hip_flexion > 0").values(one, None)
    assert (mean.value, mean.sd) == (12.0, 5.0)
    (none,) = Condition.parse("mean knee_flexion > 0").values(one, None)
    assert math.isnan(none.value)
