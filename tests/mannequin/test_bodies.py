"""Bodies in sessions: at fault as asked for, nothing below the floor, no limb through another, and
possible angles.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.mannequin import measures as m
from tests.mannequin.faults import MOVEMENTS, RULES, SIDED, Rule
from tests.mannequin.forms import good_shape
from tests.mannequin.others import OTHER, neutral_for, neutral_stage, other_stages
from tests.mannequin.people import PEOPLE
from tests.mannequin.recipes import break_rule, stretch_stage
from tests.mannequin.skeleton import BONES, JOINT, Skeleton, lowest_m
from tests.mannequin.timeline import Timeline, frame_times
from tests.mannequin.truth import Motion, move, session_measures, stretch_truth

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


@dataclass(frozen=True)
class Played:
    skeleton: Skeleton
    line: Timeline
    motion: Motion


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


def _other(what: str, seed: int) -> Timeline:
    return Timeline(tuple(other_stages(what, np.random.default_rng(seed))), seed)


_SESSIONS: dict[str, Callable[[], Timeline]] = {
    **{f"{r.stretch}-{r.rule}": partial(_one, r, i) for i, r in enumerate(RULES)},
    **{what: partial(_other, what, i) for i, what in enumerate(OTHER)},
}
"""One for each rule, and one for each other movement."""


@cache
def play(name: str) -> Played:
    """Play a session once for all tests, the three bodies in turn."""
    bodies, line = [*PEOPLE.values()], _SESSIONS[name]()
    skeleton = bodies[line.seed % len(bodies)]
    rate = (
        10 if name.endswith(tuple(MOVEMENTS)) else 4
    )  # a form is held for seconds, a movement is not
    return Played(skeleton, line, move(skeleton, line, frame_times(line.duration_s, rate)))


@pytest.fixture(params=_SESSIONS)
def played(request: pytest.FixtureRequest) -> Played:
    return play(request.param)


@pytest.mark.parametrize("broken", RULES, ids=lambda r: f"{r.stretch}-{r.rule}")
def test_each_rule_is_broken_when_asked_for(broken: Rule) -> None:
    one = play(f"{broken.stretch}-{broken.rule}")
    placed = next(p for p in one.line.placed() if p.stage.stretch)
    values = session_measures(one.skeleton, one.line, one.motion)
    faults = stretch_truth(placed, "side", values, one.motion)["faults"]
    found = [fault for fault in faults if fault["rule"] == broken.rule]
    assert found, "asked for, not in the truth"
    assert all((fault["peak"] > broken.bound) == broken.above for fault in found)


def _in_stretch(played: Played) -> NDArray[np.bool_]:
    t_s = played.motion.t_s
    own = np.zeros(len(t_s), dtype=bool)
    for p in played.line.placed():
        if p.stage.stretch:
            own |= (t_s >= p.start_s) & (t_s <= p.end_s)
    return own


def test_the_lowest_point_is_on_the_floor(played: Played) -> None:
    motion = played.motion
    for world, joints in zip(motion.world, motion.joints_m, strict=True):
        assert lowest_m(played.skeleton, world, joints[: len(BONES)]) == pytest.approx(
            0.0, abs=1e-6
        )


def test_a_stretch_is_done_on_the_floor_not_above_it(played: Played) -> None:
    """The rear knee of a lunge or pigeon rests on the floor: no other bone has lifted it."""
    own = _in_stretch(played)
    for p in played.line.placed():
        rests = {"lunge": "knee", "pigeon": "knee", "quad-pigeon": "knee"}.get(str(p.stage.stretch))
        if rests:
            rear = "right" if p.stage.side == "left" else "left"
            high = m.at(played.motion.joints_m, f"{rests}_{rear}")[own, 2]
            assert high.max() < 0.125, "the rear knee floats"


def test_limbs_do_not_pass_through_each_other(played: Played) -> None:
    joints = played.motion.joints_m[_in_stretch(played)]
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


def test_angles_are_possible(played: Played) -> None:
    own, motion = _in_stretch(played), played.motion
    found = m.all_measures(played.skeleton, motion.joints_m[own], motion.world[own])
    for name, series in found.items():
        for stem, (least, most) in _POSSIBLE.items():
            if name.startswith(stem) and np.isfinite(series).any():
                assert np.nanmin(series) >= least, f"{name} {np.nanmin(series):.0f}"
                assert np.nanmax(series) <= most, f"{name} {np.nanmax(series):.0f}"
