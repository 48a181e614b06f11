"""When a form has become better: a bridge, whose rules bound knees, hips and pelvis."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from coach.engine.margins import AMPLE, GAIN, Margins, better
from coach.engine.recogniser import Pose
from tests.engine.scripts import GOOD_BRIDGE, LIBRARY, reading

MARGINS = Margins(Pose(LIBRARY.get("bridge"), "both"))
KNEE, TILT = "knee_tracking_left_deg", "pelvis_tilt_deg"
SD = 2.0
KNOWN = arrays(np.float64, 5, elements=st.floats(-10, AMPLE))


def is_better(before: dict[str, float], now: dict[str, float]) -> bool:
    one, other = (MARGINS.inside(reading(0.0, GOOD_BRIDGE | v, sd=SD)) for v in (before, now))
    return better(one, other)


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        # knees may swing in by 8 degrees and out by 12: the middle is at 2 out
        ({KNEE: -11.0}, {KNEE: 0.0}, True),
        ({KNEE: 7.0}, {KNEE: 0.0}, True),
        ({KNEE: -11.0}, {KNEE: 9.0}, False),
        ({KNEE: -11.0}, {KNEE: -10.0}, False),
        # well inside there is no better
        ({KNEE: 2.0}, {KNEE: -2.0}, False),
        # what gets worse at the same time counts only near its own bound
        ({KNEE: -11.0, TILT: 0.0}, {KNEE: 0.0, TILT: 6.0}, True),
        ({KNEE: -11.0, TILT: 0.0}, {KNEE: 0.0, TILT: -7.5}, False),
        # of what is not known nothing is said
        ({}, {KNEE: 0.0}, False),
        ({KNEE: -11.0}, {}, False),
    ],
)
def test_a_form_becomes_better(
    before: dict[str, float], now: dict[str, float], expected: bool
) -> None:
    assert is_better(before, now) is expected


@given(KNOWN, KNOWN)
def test_of_two_forms_at_most_one_is_better(one: np.ndarray, other: np.ndarray) -> None:
    sound = np.minimum(one, other).min() >= 0.5
    assert sound or not (better(one, other) and better(other, one))
    assert not better(one, one)


@given(KNOWN)
def test_a_form_well_inside_all_bounds_cannot_become_better(now: np.ndarray) -> None:
    assert not better(np.full(5, AMPLE - GAIN / 2), now)
