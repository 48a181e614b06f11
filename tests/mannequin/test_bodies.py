"""Bodies in sessions: nothing below the floor, no limb through another, possible angles."""

from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.mannequin import measures as m
from tests.mannequin.faults import RULES, SIDED, Rule
from tests.mannequin.forms import good_shape
from tests.mannequin.others import OTHER, neutral_for, neutral_stage, other_stages
from tests.mannequin.people import PEOPLE
from tests.mannequin.recipes import break_rule, stretch_stage
from tests.mannequin.skeleton import BONES, JOINT, Skeleton, lowest_m
from tests.mannequin.timeline import Timeline, frame_times
from tests.mannequin.truth import Motion, move

# Degrees from the least to the most of people who stretch; measured against the trunk's line, so
# that the lumbar spine's share in bending and stretching the hip is in it.
_POSSIBLE = {
    "knee_flexion": (-1, 155),
    "hip_flexion": (-80, 185),
    "spine_flexion": (-45, 60),
    "trunk_lean": (0, 150),
    "head_drop": (-40, 85),
    "pelvis_tilt": (-40, 40),
}
# Pairs of bones that may not come nearer than this, axis to axis (m): they would be in each other.
_APART_M = {
    ("knee_left", "ankle_left", "knee_right", "ankle_right"): 0.06,
    ("hip_left", "knee_left", "hip_right", "knee_right"): 0.06,
    ("elbow_left", "wrist_left", "elbow_right", "wrist_right"): 0.03,
    ("elbow_left", "wrist_left", "neck", "head"): 0.07,
    ("elbow_right", "wrist_right", "neck", "head"): 0.07,
}


def _sessions() -> Iterator[tuple[str, Skeleton, Timeline]]:
    """One session for each rule, on the three bodies in turn, and one for each other movement."""
    bodies = list(PEOPLE.values())
    for i, r in enumerate(RULES):
        yield f"{r.stretch}-{r.rule}", bodies[i % 3], _one(r, i)
    for i, what in enumerate(OTHER):
        rng = np.random.default_rng(i)
        yield what, bodies[i % 3], Timeline(tuple(other_stages(what, rng)), i)


def _one(r: Rule, seed: int) -> Timeline:
    """Neutral, the stretch with one rule broken, neutral again."""
    rng = np.random.default_rng(seed)
    side = ("left", "right")[seed % 2] if r.stretch in SIDED else "both"
    shape, start = good_shape(r.stretch, side, rng), neutral_for(r.stretch, rng)
    changes = break_rule(r.stretch, r.rule, shape, 16.0, 1.0, 1.0, rng)
    fast = r.rule if r.rule in ("released-fast", "leaned-fast") else ""
    stage = stretch_stage(r.stretch, shape, 4.5, changes, rng, fast, r.rule == "moving")
    around = neutral_stage(start, 0.4, 0.0, rng), neutral_stage(start, 0.4, 1.8, rng)
    return Timeline((around[0], stage, around[1]), seed)


@pytest.fixture(scope="module", params=list(_sessions()), ids=lambda p: p[0])
def played(request: pytest.FixtureRequest) -> tuple[Skeleton, Timeline, Motion]:
    _, skeleton, line = request.param
    return skeleton, line, move(skeleton, line, frame_times(line.duration_s, 4))


def _in_stretch(line: Timeline, motion: Motion) -> NDArray[np.bool_]:
    own = np.zeros(len(motion.t_s), dtype=bool)
    for p in line.placed():
        if p.stage.stretch:
            own |= (motion.t_s >= p.start_s) & (motion.t_s <= p.end_s)
    return own


def test_the_lowest_point_is_on_the_floor(played: tuple[Skeleton, Timeline, Motion]) -> None:
    skeleton, _, motion = played
    for world, joints in zip(motion.world, motion.joints_m, strict=True):
        assert lowest_m(skeleton, world, joints[: len(BONES)]) == pytest.approx(0.0, abs=1e-6)


def test_a_stretch_is_done_on_the_floor_not_above_it(
    played: tuple[Skeleton, Timeline, Motion],
) -> None:
    """The rear knee of a lunge or pigeon rests on the floor: no other bone has lifted it."""
    _, line, motion = played
    own = _in_stretch(line, motion)
    for p in line.placed():
        rests = {"lunge": "knee", "pigeon": "knee", "quad-pigeon": "knee"}.get(str(p.stage.stretch))
        if rests:
            rear = "right" if p.stage.side == "left" else "left"
            high = m.at(motion.joints_m, f"{rests}_{rear}")[own, 2]
            assert high.max() < 0.125, "the rear knee floats"


def test_limbs_do_not_pass_through_each_other(played: tuple[Skeleton, Timeline, Motion]) -> None:
    _, line, motion = played
    joints = motion.joints_m[_in_stretch(line, motion)]
    for (a, b, c, d), least_m in _APART_M.items():
        for frame in joints:
            gap = _gap_m(*(frame[JOINT[name]] for name in (a, b, c, d)))
            assert gap > least_m, f"{a}-{b} is {gap:.3f} m from {c}-{d}"


def _gap_m(
    a: NDArray[np.float64], b: NDArray[np.float64], c: NDArray[np.float64], d: NDArray[np.float64]
) -> float:
    """The distance between two segments, sampled."""
    share = np.linspace(0, 1, 15)[:, None]
    first, second = a + (b - a) * share, c + (d - c) * share
    return float(np.linalg.norm(first[:, None] - second[None], axis=-1).min())


def test_angles_are_possible(played: tuple[Skeleton, Timeline, Motion]) -> None:
    skeleton, line, motion = played
    own = _in_stretch(line, motion)
    found = m.all_measures(skeleton, motion.joints_m[own], motion.world[own])
    for name, series in found.items():
        for stem, (least, most) in _POSSIBLE.items():
            if name.startswith(stem) and np.isfinite(series).any():
                assert np.nanmin(series) >= least, f"{name} {np.nanmin(series):.0f}"
                assert np.nanmax(series) <= most, f"{name} {np.nanmax(series):.0f}"
