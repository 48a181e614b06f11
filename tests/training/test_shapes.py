"""What some make of a stretch: still bodies on a floor, and hands where they are said to be."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.mannequin.faults import SIDED, STRETCHES
from tests.mannequin.forms import good_shape
from tests.mannequin.people import PEOPLE
from tests.mannequin.skeleton import BONES, INDEX, lowest_m, place
from tests.mannequin.stretches import POSTURES
from tests.training.shapes import varied

SKELETON = next(iter(PEOPLE.values()))
SEEDS = range(12)


def variation(stretch: str, seed: int) -> Any:
    rng = np.random.default_rng(seed)
    good = good_shape(stretch, "left" if stretch in SIDED else "both", rng)
    shape = varied(stretch, good, rng)
    assert shape != good
    return shape


@pytest.mark.parametrize("stretch", STRETCHES)
def test_whoever_varies_a_stretch_stays_on_the_floor(stretch: str) -> None:
    for seed in SEEDS:
        posture = POSTURES[stretch](SKELETON, variation(stretch, seed))
        joints = place(SKELETON, posture.world, posture.pelvis_m)[: len(BONES)]
        assert -0.06 < lowest_m(SKELETON, posture.world, joints) < 0.02


def test_both_hands_hold_the_foot_at_the_crown_of_the_head() -> None:
    shapes = [variation("quad-pigeon", seed) for seed in SEEDS]
    held = [shape for shape in shapes if shape.arms == "crown"]
    assert 0 < len(held) < len(shapes)  # of the others it lies in an elbow
    for shape in held:
        posture = POSTURES["quad-pigeon"](SKELETON, shape)
        joints = place(SKELETON, posture.world, posture.pelvis_m)
        foot = joints[INDEX["foot_right"]]
        for hand in ("hand_left", "hand_right"):
            assert np.linalg.norm(joints[INDEX[hand]] - foot) < 0.2


def test_one_leg_is_held_up_in_the_bridge_and_the_other_stands() -> None:
    for seed in SEEDS:
        shape = variation("bridge", seed)
        planted = "right" if shape.raised == "left" else "left"
        posture = POSTURES["bridge"](SKELETON, shape)
        joints = place(SKELETON, posture.world, posture.pelvis_m)[: len(BONES)]
        foot = f"foot_{planted}", f"toes_{planted}"
        assert lowest_m(SKELETON, posture.world, joints, foot) == pytest.approx(0, abs=0.01)
