"""When a form has become better: a bridge, whose rules bound knees, hips and pelvis."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.engine.margins import GAIN, SUSPECT, Margins
from coach.engine.recogniser import Pose
from tests.engine.scripts import GOOD_BRIDGE, reading
from tests.shipped import LIBRARY

MARGINS = Margins(Pose(LIBRARY.get("bridge"), "both"))
KNEE, TILT = "knee_tracking_left_deg", "pelvis_tilt_deg"
VIEW = "head-oblique"
SD = 2.0
"""Knees may swing in by 8 degrees and out by 12: the middle is 2 out. The pelvis may tilt by 8."""
FORMS = st.fixed_dictionaries({KNEE: st.floats(-40, 40), TILT: st.floats(-20, 20)})
WELL_INSIDE = st.fixed_dictionaries({KNEE: st.floats(-8, 4), TILT: st.floats(-4, 4)})


def is_better(
    first: dict[str, float], now: dict[str, float], now_sd: float = SD, view: str = VIEW
) -> bool:
    begun = MARGINS.form(reading(0.0, GOOD_BRIDGE | first, sd=SD, view=view))
    return MARGINS.form(reading(0.0, GOOD_BRIDGE | now, sd=now_sd, view=view)).is_better_than(begun)


@pytest.mark.parametrize(
    ("first", "now", "expected"),
    [
        ({KNEE: -11.0}, {KNEE: 0.0}, True),
        ({KNEE: 7.0}, {KNEE: 0.0}, True),
        ({KNEE: -20.0}, {KNEE: -11.0}, True),
        ({KNEE: -11.0}, {KNEE: 9.0}, False),
        ({KNEE: -11.0}, {KNEE: -10.0}, False),
        # who is well inside has nothing to mend
        ({KNEE: -8.0}, {KNEE: -2.0}, False),
        # what gets worse at the same time counts only beyond its own bound
        ({KNEE: -11.0, TILT: 0.0}, {KNEE: 0.0, TILT: 8.5}, True),
        ({KNEE: -11.0, TILT: 0.0}, {KNEE: 0.0, TILT: 9.5}, False),
        ({KNEE: -11.0, TILT: 12.0}, {KNEE: 0.0, TILT: 11.0}, True),
        # of what is not known nothing is said
        ({}, {KNEE: 0.0}, False),
        ({KNEE: -11.0}, {}, False),
    ],
)
def test_a_form_becomes_better(
    first: dict[str, float], now: dict[str, float], expected: bool
) -> None:
    assert is_better(first, now) is expected


def test_to_be_surer_is_not_to_be_better() -> None:
    edge = -12.0 + SUSPECT * SD - 0.1
    assert not is_better({KNEE: edge}, {KNEE: edge + 0.5}, now_sd=0.1)
    assert is_better({KNEE: edge}, {KNEE: edge + GAIN * SD}, now_sd=9.0)


def test_what_does_not_show_from_there_makes_no_form_better() -> None:
    assert is_better({KNEE: -11.0}, {KNEE: 0.0})
    assert not is_better({KNEE: -11.0}, {KNEE: 0.0}, view="side")


@given(FORMS)
def test_no_form_is_better_than_itself(form: dict[str, float]) -> None:
    assert not is_better(form, form)


@given(WELL_INSIDE, FORMS)
def test_nothing_is_better_than_a_form_well_inside_all_bounds(
    first: dict[str, float], now: dict[str, float]
) -> None:
    begun, here = (MARGINS.form(reading(0.0, GOOD_BRIDGE | v, sd=SD)) for v in (first, now))
    assert not begun.suspect
    assert not here.is_better_than(begun)
