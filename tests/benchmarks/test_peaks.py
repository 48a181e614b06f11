"""By how much the worst of a fault is told too far."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.benchmarks.known import Known, TrueFault, TrueStretch
from tests.benchmarks.peaks import too_far_deg

T_S = np.arange(0.0, 20.0, 0.5)
OUT = (T_S >= 8) & (T_S <= 12)


def clip(stretch: str, side: str, rule: str, **measures: np.ndarray[Any, Any]) -> Known:
    fault = TrueFault(stretch, rule, 8.0, 12.0, 0.7, meant=True)
    true = TrueStretch(stretch, side, "side", (2.0, 18.0), ((3.0, 17.0),), 10.0, (fault,))
    return Known("clip", "stretch", 20.0, (true,), T_S, measures)


def tree(stretch: str, rule: str, peak: float | None, side: str = "both") -> dict[str, Any]:
    fault = {"rule": rule, "side": side, "start_s": 8.5, "end_s": 12.5, "peak": peak}
    return {"stretches": [{"stretch": stretch, "faults": [fault]}]}


LEANING = clip("lunge", "left", "torso-leaning", trunk_lean_deg=np.where(OUT, 33.0, 5.0))
CAVED = clip(
    "bridge",
    "both",
    "knees-in",
    knee_tracking_left_deg=np.where(OUT, 12.0, 0.0),
    knee_tracking_right_deg=np.where(OUT, 20.0, 0.0),
)
TILTED = clip("pigeon", "left", "hips-tilted", pelvis_tilt_deg=np.where(OUT, -19.0, 1.0))
FAR = clip("quad-pigeon", "left", "heel-far", knee_flexion_right_deg=np.where(OUT, 64.0, 110.0))


@pytest.mark.parametrize(
    ("known", "told", "gap"),
    [
        (LEANING, tree("lunge", "torso-leaning", 40.0), 7.0),
        (LEANING, tree("lunge", "torso-leaning", 30.0), -3.0),
        # one leg, or the worse of both
        (CAVED, tree("bridge", "knees-in", 15.0, "left"), 3.0),
        (CAVED, tree("bridge", "knees-in", 15.0, "both"), -5.0),
        # to either side of level
        (TILTED, tree("pigeon", "hips-tilted", -25.0), 6.0),
        # a bound from below: less is farther beyond; the held leg is the rear one
        (FAR, tree("quad-pigeon", "heel-far", 60.0, "right"), 4.0),
    ],
)
def test_how_much_farther_beyond_the_bound(known: Known, told: dict[str, Any], gap: float) -> None:
    assert too_far_deg(known, told) == [pytest.approx(gap)]


def test_nothing_is_known_of_what_was_not_broken_or_has_no_measure() -> None:
    assert too_far_deg(LEANING, tree("lunge", "hips-back", 3.0)) == []
    assert too_far_deg(LEANING, tree("lunge", "torso-leaning", None)) == []
    kicked = clip("lunge", "left", "moving")
    assert too_far_deg(kicked, tree("lunge", "moving", 90.0)) == []
