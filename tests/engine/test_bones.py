"""Bones keep their length: what does not is not believed."""

from __future__ import annotations

import numpy as np
import pytest

from coach.body import Body, Landmark
from coach.engine.bones import BoneGuard

STEP_S = 1 / 15


def someone(*, shank: float = 1.0, size: float = 1.0) -> Body:
    """Return a standing body; `shank` lengthens the left shank alone, `size` everything."""
    world = np.zeros((33, 3), np.float32)
    heights = {"SHOULDER": -0.5, "HIP": 0.0, "KNEE": 0.42, "ANKLE": 0.82}
    for name, y in heights.items():
        for side, x in (("LEFT", 0.15), ("RIGHT", -0.15)):
            world[Landmark[f"{side}_{name}"]] = (x, y, 0.0)
    world[Landmark.LEFT_ANKLE, 1] = 0.42 + 0.4 * shank
    return Body(np.zeros((33, 2), np.float32), world * np.float32(size), np.ones(33, np.float32))


def watched(guard: BoneGuard, body: Body, for_s: float, start_s: float = 0.0) -> list[bool]:
    steps = round(for_s / STEP_S)
    return [guard.fits(start_s + i * STEP_S, body) for i in range(steps)]


@pytest.mark.parametrize(("shank", "fits"), [(1.0, True), (3.0, True), (0.15, False), (6.0, False)])
def test_a_leg_far_too_long_or_too_short_does_not_fit(shank: float, fits: bool) -> None:
    guard = BoneGuard()
    assert all(watched(guard, someone(), 4.0))
    assert guard.fits(4.0, someone(shank=shank)) is fits


def test_nothing_is_rejected_before_the_person_is_known() -> None:
    guard = BoneGuard()
    watched(guard, someone(), 1.0)
    assert guard.fits(1.0, someone(shank=6.0))


def test_somebody_built_otherwise_is_learned_in_a_while() -> None:
    guard = BoneGuard()
    watched(guard, someone(), 4.0)
    assert not guard.fits(4.0, someone(size=6.0))
    assert watched(guard, someone(size=6.0), 14.0, 4.1)[-1]


def test_after_a_reset_the_next_person_is_new() -> None:
    guard = BoneGuard()
    watched(guard, someone(), 4.0)
    guard.reset()
    assert guard.fits(4.0, someone(size=6.0))
