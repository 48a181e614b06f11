"""What of a measure is believed: laws, and a table of who may be judged by what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.engine.doubt import DOUBT, PLAIN, Doubt
from coach.stretches import Value
from tests.shipped import LIBRARY

HIPS_LOW = LIBRARY.get("bridge").rule("hips-low")
BOUND, TRUST = HIPS_LOW.when.bound, HIPS_LOW.trust_sd
degrees, deviations = st.floats(-40, 80), st.floats(0.1, 30)


def hip(flexion_deg: float, sd: float, moved: float = float("nan")) -> Value:
    return Value("both", flexion_deg, sd, flexion_deg, moved)


@given(degrees, deviations)
def test_first_moments_are_never_taken_for_better_than_they_are_told(deg: float, sd: float) -> None:
    value, first = hip(deg, sd), Doubt(HIPS_LOW, shows=True, leans=True)
    (leaned,) = first.told([value])
    assert leaned.value > deg
    assert first.surely(leaned) > Doubt(HIPS_LOW, shows=True).surely(value)


@given(degrees, deviations)
def test_from_where_nothing_shows_nothing_is_believed_that_would_not_be_elsewhere(
    deg: float, sd: float
) -> None:
    hidden, shown = (Doubt(HIPS_LOW, shows).trusted([hip(deg, sd)]) for shows in (False, True))
    assert set(hidden) <= set(shown)


@pytest.mark.parametrize(
    ("deg", "sd", "shows", "trusted"),
    [
        (BOUND - 5, TRUST, True, True),
        (BOUND - 5, TRUST + 1, True, False),
        (BOUND - PLAIN * (TRUST + 1), TRUST + 1, True, True),
        (BOUND + PLAIN * (TRUST + 1), TRUST + 1, True, True),
        (BOUND - 5, 1.0, False, False),  # kept, for all that can be seen
        (BOUND + 5, 4.0, False, True),
        (BOUND + 5, 6.0, False, False),
    ],
)
def test_who_may_be_judged(deg: float, sd: float, *, shows: bool, trusted: bool) -> None:
    assert bool(Doubt(HIPS_LOW, shows).trusted([hip(deg, sd)])) is trusted


def test_half_a_deviation_is_doubted_but_not_of_who_has_plainly_slipped() -> None:
    doubt = Doubt(HIPS_LOW, shows=True)
    assert doubt.surely(hip(BOUND + 4, 6.0)) == pytest.approx(4 - DOUBT * 6)
    assert doubt.surely(hip(BOUND + 4, 6.0, moved=25.0)) == pytest.approx(4)


@pytest.mark.parametrize(("moved", "sure"), [(-3.0, False), (5.0, False), (7.0, True)])
def test_who_is_as_they_began_must_be_plainly_beyond(moved: float, *, sure: bool) -> None:
    hardly = hip(BOUND + 4, 6.0, moved)
    assert (Doubt(HIPS_LOW, shows=True).surely(hardly) > 0) is sure


@pytest.mark.parametrize(
    ("excess", "moved", "trusted"),
    [
        (8.0, 25.0, True),
        (8.0, 23.0, False),  # not far enough for so vague a measure
        (5.0, 25.0, False),  # hardly beyond
        (8.0, float("nan"), False),  # nobody knows
    ],
)
def test_of_a_vague_measure_who_has_moved_beyond_the_bound_is_judged(
    excess: float, moved: float, *, trusted: bool
) -> None:
    vague = hip(BOUND + excess, TRUST + 2, moved)
    assert bool(Doubt(HIPS_LOW, shows=True).trusted([vague])) is trusted
