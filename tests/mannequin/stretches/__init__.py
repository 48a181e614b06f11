"""The six stretches, the neutral positions and any other posture, each a function from a skeleton
and parameters to a posture.
"""

from collections.abc import Callable
from typing import Any

from tests.mannequin.posture import Posture
from tests.mannequin.skeleton import Skeleton
from tests.mannequin.stretches.bridge import Bridge, bridge
from tests.mannequin.stretches.free import Free, Limbs, free
from tests.mannequin.stretches.lunge import Lunge, lunge
from tests.mannequin.stretches.neutral import Neutral, crouching, kneeling, lying, sitting, standing
from tests.mannequin.stretches.pigeon import Pigeon, pigeon
from tests.mannequin.stretches.seated import Diamond, diamond

POSTURES: dict[str, Callable[[Skeleton, Any], Posture]] = {
    "standing": standing,
    "crouching": crouching,
    "kneeling": kneeling,
    "sitting": sitting,
    "lying": lying,
    "bridge": bridge,
    "lunge": lunge,
    "pigeon": pigeon,
    "quad-pigeon": pigeon,
    "butterfly": diamond,
    "seated-hip": diamond,
    "free": free,
}

# Involuntary motion: how far each parameter wanders (degrees).
_NEUTRAL_SWAY = {"lean_deg": 0.8, "head_deg": 2.0, "arms_out_deg": 1.0}
_PIGEON_SWAY = {
    "lean_deg": 1.0,
    "side_lean_deg": 0.8,
    "spine_deg": 0.6,
    "tilt_deg": 0.6,
    "head_deg": 1.5,
    "rear_out_deg": 0.5,
    "twist_deg": 1.0,
}
_DIAMOND_SWAY = {
    "lean_deg": 1.0,
    "side_lean_deg": 0.8,
    "spine_deg": 0.6,
    "head_deg": 1.5,
    "head_turn_deg": 1.5,
    "rise_left_deg": 0.7,
    "rise_right_deg": 0.7,
}
SWAY: dict[str, dict[str, float]] = dict.fromkeys(POSTURES, _NEUTRAL_SWAY) | {
    "bridge": {
        "hip_deg": 1.2,
        "inward_left_deg": 0.8,
        "inward_right_deg": 0.8,
        "tilt_deg": 0.6,
        "spine_deg": 0.5,
        "head_turn_deg": 1.5,
    },
    "lunge": {
        "lean_deg": 1.0,
        "side_lean_deg": 0.8,
        "spine_deg": 0.6,
        "inward_deg": 0.8,
        "tilt_deg": 0.6,
        "head_deg": 1.5,
        "rear_deg": 0.4,
    },
    "pigeon": _PIGEON_SWAY,
    "quad-pigeon": _PIGEON_SWAY,
    "butterfly": _DIAMOND_SWAY,
    "seated-hip": _DIAMOND_SWAY,
    "free": {"pitch_deg": 0.8, "spine_deg": 0.6, "head_deg": 2.0},
}

__all__ = ["POSTURES", "SWAY", "Bridge", "Diamond", "Free", "Limbs", "Lunge", "Neutral", "Pigeon"]
