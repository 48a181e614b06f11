"""Which side is tighter, and how deep a person gets. The lunge is deeper the smaller its angle."""

from __future__ import annotations

import math

import pytest

from coach.history import best_deg, deeper, tighter_side
from coach.history.depth import RECENT
from coach.stretches import Stretch

from .lives import BRIDGE, LUNGE, lunges

NAN = math.nan


@pytest.mark.parametrize("stretch", [LUNGE, BRIDGE])
def test_extending_the_hip_is_deeper(stretch: Stretch) -> None:
    assert deeper(stretch) == -1


TIGHTER = [
    ("the left hip extends less", [-8, -9, -7], [-16, -15, -18], "left"),
    ("the right hip extends less", [-16, -15], [-8, -9], "right"),
    ("alike, as far as a camera can tell", [-12, -12], [-14, -14], None),
    ("one session is no habit", [-8], [-16], None),
    ("one side was measured only once", [-8, NAN], [-16, -15], None),
    ("never measured", [NAN, NAN], [NAN, NAN], None),
    ("one bad day does not turn it round", [-8, -9, -30], [-16, -15, -17], "left"),
    ("what was long ago no longer counts", [-30] * 9 + [-8] * RECENT, [-15] * (9 + RECENT), "left"),
]


@pytest.mark.parametrize(("story", "left", "right", "side"), TIGHTER)
def test_the_tighter_side_is_the_one_that_gets_less_deep(
    story: str, left: list[float], right: list[float], side: str | None
) -> None:
    assert tighter_side(lunges(left, right), LUNGE) == side, story


def test_a_stretch_of_both_sides_at_once_has_no_tighter_one() -> None:
    assert tighter_side(lunges([-8, -8], [-16, -16]), BRIDGE) is None


def test_the_best_is_the_deepest_of_the_recent_sessions_on_that_side() -> None:
    rows = lunges([-25, -8, NAN, -11, -9, -10, -7], [-20] * 7)
    assert best_deg(rows, LUNGE, "left") == -11  # -25 was six measured sessions ago
    assert best_deg(rows, LUNGE, "right") == -20


def test_without_a_measure_there_is_no_best() -> None:
    assert math.isnan(best_deg([], LUNGE, "left"))
    assert math.isnan(best_deg(lunges([NAN], [-9]), LUNGE, "left"))
