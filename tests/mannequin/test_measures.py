"""The arithmetic of the truth: each definition on drawn joints, and laws that hold for any body."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.mannequin import measures as m
from tests.mannequin.people import PEOPLE
from tests.mannequin.posture import Poser
from tests.mannequin.rotations import X, about, rx, ry, rz, slerp, unit, vec
from tests.mannequin.skeleton import INDEX, JOINT, JOINTS, PARENTS, Skeleton, place, place_marks
from tests.mannequin.stretches import POSTURES, Bridge, Diamond, Lunge, Neutral, Pigeon
from tests.mannequin.stretches.lunge import other

people = st.sampled_from(sorted(PEOPLE))
degrees = st.floats(-60, 60)


def drawn(**places: tuple[float, float, float]) -> NDArray[np.float64]:
    """One frame of joints: a person who stands, facing -y, with some joints put elsewhere."""
    joints = np.zeros((1, len(JOINTS), 3))
    for s, side in ((1, "left"), (-1, "right")):
        for name, at in (("hip", (0.1, 0, 0.9)), ("knee", (0.1, 0, 0.5)), ("ankle", (0.1, 0, 0.1)),
                         ("shoulder", (0.18, 0, 1.4))):  # fmt: skip
            joints[0, JOINT[f"{name}_{side}"]] = (s * at[0], at[1], at[2])
    for name, where in places.items():
        joints[0, JOINT[name]] = where
    return joints


def shown(skeleton: Skeleton, kind: str, shape: object) -> dict[str, float]:
    """All measures of one posture."""
    posture = POSTURES[kind](skeleton, shape)
    joints = place(skeleton, posture.world, posture.pelvis_m)
    marks = place_marks(skeleton, posture.world, joints)[None]
    rear = other(shape.side) if isinstance(shape, (Lunge, Pigeon)) else None
    found = m.all_measures(skeleton, marks, posture.world[None], rear)
    return {name: float(v[0]) for name, v in found.items()}


def test_a_thigh_raised_to_the_front_is_hip_flexion() -> None:
    raised = drawn(knee_left=(0.1, -0.4, 0.9), ankle_left=(0.1, -0.4, 0.5))
    assert m.hip_flexion(raised, "left")[0] == pytest.approx(90)
    assert m.hip_flexion(raised, "right")[0] == pytest.approx(0)
    assert m.knee_flexion(raised, "left")[0] == pytest.approx(90)


def test_a_thigh_behind_is_negative_and_one_straight_sideways_is_not_measured() -> None:
    assert m.hip_flexion(drawn(knee_left=(0.1, 0.4, 0.5)), "left")[0] == pytest.approx(-45)
    assert np.isnan(m.hip_flexion(drawn(knee_left=(0.5, 0.0, 0.9)), "left")[0])


def test_a_knee_toward_the_midline_tracks_positive_on_either_side() -> None:
    left = drawn(ankle_left=(0.1, -0.4, 0.5), knee_left=(0.02, -0.2, 0.75))
    right = drawn(ankle_right=(-0.1, -0.4, 0.5), knee_right=(-0.02, -0.2, 0.75))
    assert m.knee_tracking(left, "left")[0] > 10
    assert m.knee_tracking(right, "right")[0] == pytest.approx(m.knee_tracking(left, "left")[0])
    assert np.isnan(m.knee_tracking(drawn(), "left")[0])  # hip and ankle on one vertical line


def test_signs_of_tilt_lean_and_shin() -> None:
    assert m.pelvis_tilt(drawn(hip_left=(0.1, 0, 1.0), hip_right=(-0.1, 0, 0.9)))[0] > 0
    ahead = drawn(shoulder_left=(0.18, -0.5, 1.4), shoulder_right=(-0.18, -0.5, 1.4))
    assert m.trunk_lean(ahead)[0] == pytest.approx(45)
    assert m.shin_lean(drawn(knee_left=(0.1, -0.2, 0.5)), "left")[0] == pytest.approx(
        26.565, abs=0.01
    )
    assert m.shin_lean(drawn(knee_left=(0.1, 0.2, 0.5)), "left")[0] < 0


def test_a_rear_thigh_out_of_line_counts_either_way() -> None:
    out = drawn(knee_left=(0.1 + 0.2, 0.2, 0.7))
    across = drawn(knee_left=(0.1 - 0.2, 0.2, 0.7))
    assert m.rear_thigh_line(out, "left")[0] == pytest.approx(45)
    assert m.rear_thigh_line(across, "left")[0] == pytest.approx(45)
    assert np.isnan(m.rear_thigh_line(drawn(), "left")[0])  # an upright thigh points nowhere


@given(people, degrees, st.floats(-20, 20), st.floats(-20, 20))
def test_the_spine_measures_what_it_was_bent_by(
    who: str, flexion: float, side: float, pitch: float
) -> None:
    poser = Poser(PEOPLE[who], rx(pitch))
    poser.bend_spine(flexion, side)
    assert m.spine_flexion(poser.world()[None])[0] == pytest.approx(flexion, abs=2.5)


@given(people, st.floats(-50, 60))
def test_nodding_is_head_drop_and_rest_is_zero(who: str, nod: float) -> None:
    poser = Poser(PEOPLE[who], np.eye(3))
    poser.bend_neck(nod)
    joints = place_marks(
        PEOPLE[who], poser.world(), place(PEOPLE[who], poser.world(), poser.pelvis_m)
    )
    assert m.head_drop(PEOPLE[who], joints[None], poser.world()[None])[0] == pytest.approx(
        nod, abs=1e-6
    )


@given(people, st.floats(0, 359), degrees)
@settings(max_examples=40)
def test_turning_the_person_changes_no_measure(who: str, turn: float, flexion: float) -> None:
    poser = Poser(PEOPLE[who], rx(20))
    poser.bend_spine(flexion)
    poser.leg_along("left", unit(vec(0.1, -0.8, -0.4)), X, 70)
    joints = place_marks(
        PEOPLE[who], poser.world(), place(PEOPLE[who], poser.world(), poser.pelvis_m)
    )
    before = m.all_measures(PEOPLE[who], joints[None], poser.world()[None], "right")
    turned = np.einsum("ij,njk->nik", rz(turn), poser.world())
    after = m.all_measures(PEOPLE[who], (joints @ rz(turn).T)[None], turned[None], "right")
    for name in m.MEASURES:
        np.testing.assert_allclose(after[name], before[name], atol=1e-6)


@given(people, st.floats(0, 15), st.floats(85, 105), st.floats(-18, 18))
@settings(max_examples=15, deadline=None)
def test_a_bridge_is_as_asked(who: str, hip: float, knee: float, inward: float) -> None:
    found = shown(
        PEOPLE[who],
        "bridge",
        Bridge(hip_deg=hip, top_hip_deg=hip, knee_deg=knee, inward_left_deg=inward),
    )
    assert found["hip_flexion_right_deg"] == pytest.approx(hip, abs=4)
    assert found["knee_flexion_right_deg"] == pytest.approx(knee, abs=2)
    assert found["knee_tracking_left_deg"] == pytest.approx(inward, abs=0.5)


@given(
    people,
    st.sampled_from(["left", "right"]),
    st.floats(0, 30),
    st.floats(-8, 20),
    st.floats(-25, 30),
)
@settings(max_examples=15, deadline=None)
def test_a_lunge_is_as_asked(who: str, side: str, lean: float, shin: float, spine: float) -> None:
    found = shown(PEOPLE[who], "lunge", Lunge(side, lean_deg=lean, shin_deg=shin, spine_deg=spine))
    assert found["trunk_lean_deg"] == pytest.approx(lean, abs=5)
    assert found[f"shin_lean_{side}_deg"] == pytest.approx(shin, abs=0.5)
    assert found["spine_flexion_deg"] == pytest.approx(spine, abs=0.5)
    assert found["rear_thigh_line_deg"] < 8


@given(people, st.sampled_from(["left", "right"]), st.floats(0, 45), st.floats(15, 60))
@settings(max_examples=15, deadline=None)
def test_a_pigeon_is_as_asked(who: str, side: str, out: float, knee: float) -> None:
    shape = Pigeon(side, rear_out_deg=out, rear_knee_deg=knee)
    found = shown(PEOPLE[who], "pigeon", shape)
    assert found["rear_thigh_line_deg"] == pytest.approx(out, abs=1)
    assert found[f"knee_flexion_{other(side)}_deg"] >= knee - 0.5
    assert found[f"knee_flexion_{side}_deg"] == pytest.approx(118, abs=1)


POSES = {
    "standing": Neutral(),
    "kneeling": Neutral(),
    "sitting": Neutral(),
    "lying": Neutral(),
    "bridge": Bridge(),
    "lunge": Lunge(),
    "pigeon": Pigeon(),
    "butterfly": Diamond(),
    "seated-hip": Diamond(feet_m=0.55, lean_deg=35),
}


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("kind", POSES)
def test_bones_keep_their_length_and_rotations_stay_rotations(kind: str, who: str) -> None:
    posture = POSTURES[kind](PEOPLE[who], POSES[kind])
    joints = place(PEOPLE[who], posture.world, posture.pelvis_m)
    heads = PEOPLE[who].heads_m
    for bone in range(1, len(joints)):
        wanted = np.linalg.norm(heads[bone] - heads[PARENTS[bone]])
        assert np.linalg.norm(joints[bone] - joints[PARENTS[bone]]) == pytest.approx(
            wanted, abs=1e-9
        )
    np.testing.assert_allclose(
        posture.world @ np.swapaxes(posture.world, 1, 2), np.tile(np.eye(3), (24, 1, 1)), atol=1e-9
    )
    assert posture.world[INDEX["head"]].shape == (3, 3)


@given(st.floats(-170, 170), st.floats(-80, 80), st.floats(0, 1))
def test_a_blend_of_rotations_goes_the_short_way(a: float, b: float, share: float) -> None:
    m0, m1 = rz(a), ry(b) @ rz(a)
    turned = slerp(m0, m1, share) @ m0.T
    assert math.degrees(math.acos(np.clip((np.trace(turned) - 1) / 2, -1, 1))) == pytest.approx(
        abs(b) * share, abs=1e-4
    )
    np.testing.assert_allclose(about(vec(0, 1, 0), b), ry(b), atol=1e-12)
