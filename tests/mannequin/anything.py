"""Postures that are none of the stretches, some of them much like one: a coach may not take a
plank for a pigeon, nor a fold over straight legs for a butterfly.
"""

from dataclasses import fields, replace
from typing import Any

import numpy as np

from tests.mannequin.stretches import Free, Limbs
from tests.mannequin.timeline import Stage

Rng = np.random.Generator


def _both(trunk: dict[str, float], **limbs: float) -> Free:
    return Free(Limbs(**limbs), Limbs(**limbs), **trunk)


def _apart(trunk: dict[str, float], left: dict[str, float], right: dict[str, float]) -> Free:
    return Free(Limbs(**left), Limbs(**right), **trunk)


_PRONE = {"pitch_deg": 84.0}
_SUPINE = {"pitch_deg": -90.0}
_BENT = {"hip_deg": 85.0, "knee_deg": 90.0}

ANYTHING: dict[str, Free] = {
    "plank": _both({"pitch_deg": 76.0}, arm_deg=85.0),
    "forearm plank": _both(_PRONE, arm_deg=90.0, elbow_deg=88.0),
    "all fours": _both(_PRONE, hip_deg=85.0, knee_deg=88.0, arm_deg=85.0),
    "child's pose": _both(
        {"pitch_deg": 62.0, "spine_deg": 40.0}, hip_deg=125.0, knee_deg=148.0, arm_deg=165.0
    ),
    "prone": _both({"pitch_deg": 90.0}, arm_deg=140.0, elbow_deg=60.0),
    "cobra": _both({"pitch_deg": 75.0, "spine_deg": -35.0}, arm_deg=50.0, hip_deg=-10.0),
    "downward dog": _both({"pitch_deg": 132.0}, hip_deg=85.0, arm_deg=172.0),
    "legs straight": _both({}, hip_deg=90.0, arm_deg=35.0),
    "fold over straight legs": _both(
        {"pitch_deg": 22.0, "spine_deg": 40.0}, hip_deg=112.0, arm_deg=110.0
    ),
    "straddle": _both({"pitch_deg": 8.0}, hip_deg=95.0, out_deg=45.0, arm_deg=60.0),
    "cross-legged": _both({}, hip_deg=86.0, out_deg=46.0, roll_deg=80.0, knee_deg=124.0),
    "on the heels": _both({}, hip_deg=82.0, knee_deg=152.0, arm_deg=20.0),
    "on a chair": _both({}, **_BENT, arm_deg=25.0, elbow_deg=45.0),
    "folded on a chair": _both(
        {"pitch_deg": 40.0, "spine_deg": 30.0}, hip_deg=125.0, knee_deg=92.0, arm_deg=70.0
    ),
    "one leg out on a chair": _apart({"pitch_deg": 10.0}, _BENT, {"hip_deg": 95.0}),
    "knees to the chest": _both(_SUPINE, hip_deg=115.0, knee_deg=120.0, arm_deg=70.0),
    "one knee to the chest": _apart(
        _SUPINE,
        {"hip_deg": 118.0, "knee_deg": 115.0, "arm_deg": 70.0},
        {"hip_deg": 42.0, "knee_deg": 88.0, "arm_deg": 70.0},
    ),
    "crunch": _both(
        {"pitch_deg": -75.0, "spine_deg": 45.0},
        hip_deg=60.0, knee_deg=95.0, arm_deg=150.0, arm_out_deg=45.0, elbow_deg=135.0,
    ),
    "leg raise": _apart(
        _SUPINE,
        {"hip_deg": 18.0, "arm_deg": 15.0},
        {"hip_deg": 52.0, "knee_deg": 98.0, "arm_deg": 15.0},
    ),
    "legs up": _both(_SUPINE, hip_deg=85.0, knee_deg=10.0, arm_deg=20.0),
    "on the side": _both({"pitch_deg": -90.0, "roll_deg": 90.0}, hip_deg=45.0, knee_deg=70.0,
                         arm_deg=70.0),
    "arms overhead": _both({}, arm_deg=172.0),
    "side bend": _both({"side_deg": 30.0}, arm_deg=150.0),
    "forward bend": _both({"pitch_deg": 85.0, "spine_deg": 25.0}, hip_deg=85.0, arm_deg=100.0),
    "squat": _both({"pitch_deg": 32.0}, hip_deg=105.0, knee_deg=95.0, out_deg=15.0, arm_deg=90.0),
    "split squat": _apart(
        {"pitch_deg": 4.0}, {"hip_deg": 75.0, "knee_deg": 78.0}, {"hip_deg": -8.0, "knee_deg": 62.0}
    ),
    "warrior": _apart(
        {"pitch_deg": 2.0},
        {"hip_deg": 80.0, "knee_deg": 80.0, "arm_deg": 170.0},
        {"hip_deg": -32.0, "knee_deg": 6.0, "arm_deg": 170.0},
    ),
    "deep split": _apart(
        {"pitch_deg": 35.0},
        {"hip_deg": 125.0, "knee_deg": 85.0, "arm_deg": 60.0},
        {"hip_deg": 0.0, "knee_deg": 15.0, "arm_deg": 60.0},
    ),
    "ninety-ninety": _apart(
        {},
        {"hip_deg": 80.0, "out_deg": 30.0, "roll_deg": 75.0, "knee_deg": 90.0, "arm_deg": 40.0},
        {"hip_deg": 60.0, "out_deg": 50.0, "roll_deg": -75.0, "knee_deg": 95.0},
    ),
    "standing on one leg": _apart({}, {"hip_deg": 85.0, "knee_deg": 85.0, "arm_deg": 50.0}, {}),
    "easy seat": _both(
        {}, hip_deg=86.0, out_deg=56.0, roll_deg=86.0, knee_deg=136.0, arm_deg=25.0, elbow_deg=70.0
    ),
    "hands in the lap": _both(
        {"pitch_deg": 2.0},
        hip_deg=88.0, out_deg=52.0, roll_deg=84.0, knee_deg=130.0, arm_deg=22.0, elbow_deg=100.0,
    ),
    "head to the knee": _apart(
        {"pitch_deg": 18.0, "spine_deg": 20.0},
        {"hip_deg": 109.0, "arm_deg": 100.0},
        {"hip_deg": 104.0, "out_deg": 56.0, "roll_deg": 84.0, "knee_deg": 134.0, "arm_deg": 95.0},
    ),
    "seated twist": _apart(
        {"twist_deg": 40.0},
        {"hip_deg": 148.0, "knee_deg": 152.0, "arm_deg": -45.0, "arm_out_deg": 25.0},
        {"hip_deg": 86.0, "out_deg": 36.0, "roll_deg": 86.0, "knee_deg": 138.0, "arm_deg": 70.0},
    ),
    "knees hugged": _both(
        {"pitch_deg": -14.0, "spine_deg": 25.0},
        hip_deg=138.0, knee_deg=150.0, arm_deg=72.0, elbow_deg=30.0,
    ),
    "boat": _both({"pitch_deg": -36.0}, hip_deg=98.0, knee_deg=20.0, arm_deg=70.0),
    "straddle fold": _both(
        {"pitch_deg": 42.0, "spine_deg": 22.0}, hip_deg=128.0, out_deg=44.0, arm_deg=130.0
    ),
    "deep squat": _both(
        {"pitch_deg": 20.0},
        hip_deg=122.0, out_deg=36.0, roll_deg=30.0, knee_deg=132.0, arm_deg=50.0, elbow_deg=100.0,
    ),
    "bow": _both(
        {"pitch_deg": 78.0, "spine_deg": -42.0, "head_deg": -25.0},
        hip_deg=-25.0, out_deg=10.0, knee_deg=98.0, arm_deg=-52.0,
    ),
    "camel": _both(
        {"pitch_deg": -8.0, "spine_deg": -42.0, "head_deg": -25.0},
        hip_deg=-8.0, knee_deg=86.0, arm_deg=-42.0,
    ),
    "wheel": _both(
        {"pitch_deg": -98.0, "spine_deg": -50.0}, hip_deg=-25.0, knee_deg=78.0, arm_deg=170.0
    ),
    "bird dog": _apart(
        {"pitch_deg": 84.0},
        {"hip_deg": 2.0, "arm_deg": 85.0},
        {"hip_deg": 86.0, "knee_deg": 88.0, "arm_deg": 168.0},
    ),
    "kick back": _apart(
        {"pitch_deg": 82.0},
        {"hip_deg": 10.0, "knee_deg": 85.0, "arm_deg": 85.0},
        {"hip_deg": 86.0, "knee_deg": 88.0, "arm_deg": 85.0},
    ),
    "mountain climber": _apart(
        {"pitch_deg": 78.0}, {"hip_deg": 100.0, "knee_deg": 95.0, "arm_deg": 85.0},
        {"arm_deg": 85.0},
    ),
    "before a crunch": _both(
        {"pitch_deg": -88.0, "spine_deg": 8.0},
        hip_deg=48.0, knee_deg=92.0, arm_deg=150.0, arm_out_deg=45.0, elbow_deg=135.0,
    ),
    "happy baby": _both(
        _SUPINE, hip_deg=122.0, out_deg=32.0, roll_deg=25.0, knee_deg=88.0, arm_deg=80.0
    ),
    "figure four": _apart(
        _SUPINE,
        {"hip_deg": 98.0, "knee_deg": 95.0, "arm_deg": 70.0},
        {"hip_deg": 82.0, "out_deg": 45.0, "roll_deg": 66.0, "knee_deg": 98.0, "arm_deg": 70.0},
    ),
    "knee in the air": _apart(
        {}, {"hip_deg": 90.0, "knee_deg": 90.0}, {"hip_deg": -2.0, "knee_deg": 94.0}
    ),
    "long lunge": _apart(
        {"pitch_deg": 6.0},
        {"hip_deg": 85.0, "knee_deg": 80.0},
        {"hip_deg": -20.0, "knee_deg": 32.0},
    ),
    "front split": _apart({}, {"hip_deg": 94.0}, {"hip_deg": -74.0}),
    "plow": _both({"pitch_deg": -150.0, "spine_deg": 30.0}, hip_deg=112.0, arm_deg=-30.0),
    "side lunge": _apart(
        {"pitch_deg": 25.0}, {"hip_deg": 95.0, "out_deg": 25.0, "knee_deg": 85.0, "arm_deg": 70.0},
        {"hip_deg": 40.0, "out_deg": 48.0, "arm_deg": 70.0},
    ),
}  # fmt: skip
"""By what people would call them; those that are one-sided come on both sides."""

LOOKALIKES = (
    "cross-legged",
    "deep squat",
    "easy seat",
    "hands in the lap",
    "knee in the air",
    "leg raise",
    "long lunge",
    "split squat",
    "warrior",
)
"""What is most like a stretch, and oftenest taken for one on photographs."""

_OFTEN = 4
"""How much oftener than others a lookalike is drawn."""
_LOOSE_DEG = 8.0
_ARMS: tuple[dict[str, float], ...] = (
    {"arm_deg": 5.0, "arm_out_deg": 10.0, "elbow_deg": 10.0},
    {"arm_deg": 90.0, "arm_out_deg": 10.0, "elbow_deg": 10.0},
    {"arm_deg": 30.0, "arm_out_deg": 30.0, "elbow_deg": 95.0},
    {"arm_deg": 150.0, "arm_out_deg": 45.0, "elbow_deg": 135.0},
    {"arm_deg": 175.0, "arm_out_deg": 8.0, "elbow_deg": 8.0},
)
"""Hanging, ahead, on the hips, behind the head, overhead."""


def any_stage(rng: Rng, duration_s: float = 3.0, turn_deg: float = 0.0) -> Stage:
    """A posture that is no stretch, with every joint drawn around its own place."""
    shape = ANYTHING[str(rng.choice([*ANYTHING, *(LOOKALIKES * (_OFTEN - 1))]))]
    if rng.random() < 0.5:
        shape = replace(shape, left=shape.right, right=shape.left)
    if rng.random() < 0.3:
        arms = _ARMS[rng.integers(len(_ARMS))]
        shape = replace(shape, left=replace(shape.left, **arms), right=replace(shape.right, **arms))
    left, right = _loosened(shape.left, rng), _loosened(shape.right, rng)
    loose = replace(_loosened(shape, rng), left=left, right=right)
    return Stage("free", loose, duration_s, turn_deg=turn_deg)


def _loosened(shape: Any, rng: Rng) -> Any:
    """Return the shape with every angle moved on its own."""
    return replace(
        shape,
        **{
            f.name: getattr(shape, f.name) + float(rng.normal(0, _LOOSE_DEG))
            for f in fields(shape)
            if f.name.endswith("_deg")
        },
    )
