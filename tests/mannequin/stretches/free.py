"""Any posture at all, joint by joint: what people do that is none of the stretches. Facing -y."""

from dataclasses import dataclass

import numpy as np

from tests.mannequin.posture import Poser, Posture
from tests.mannequin.rotations import Mat, Vec, X, about, rx, rz, unit, vec
from tests.mannequin.skeleton import SIDES, Skeleton
from tests.mannequin.stretches.neutral import sign


@dataclass(frozen=True)
class Limbs:
    """An arm and a leg of one side (degrees)."""

    hip_deg: float = 0.0  # flexion
    out_deg: float = 4.0  # the thigh away from the midline
    roll_deg: float = 0.0  # the thigh about itself, + knee outward
    knee_deg: float = 4.0
    arm_deg: float = 4.0  # the upper arm: 0 along the trunk, 90 ahead, 180 overhead
    arm_out_deg: float = 8.0
    elbow_deg: float = 12.0


@dataclass(frozen=True)
class Free:
    """The parameters of any posture (degrees)."""

    left: Limbs = Limbs()
    right: Limbs = Limbs()
    pitch_deg: float = 0.0  # the pelvis: 0 upright, 90 face down, -90 on the back
    roll_deg: float = 0.0  # about the trunk: 90 = on the left side when lying
    spine_deg: float = 0.0
    side_deg: float = 0.0
    twist_deg: float = 0.0  # of the spine, to the left
    head_deg: float = 0.0


def free(skeleton: Skeleton, shape: Free) -> Posture:
    """The posture with its lowest point on the floor."""
    poser = Poser(skeleton, rx(shape.pitch_deg) @ rz(shape.roll_deg))
    poser.bend_spine(shape.spine_deg, shape.side_deg, shape.twist_deg)
    poser.bend_neck(shape.head_deg)
    for side, limbs in zip(SIDES, (shape.left, shape.right), strict=True):
        _leg(poser, side, limbs)
        _arm(poser, side, limbs)
    poser.stand()
    return poser.done()


def _way(forward_deg: float, out_deg: float, side: str) -> Vec:
    """A direction in the trunk's axes, from hanging down, forward and out to the side."""
    forward, out = np.radians(forward_deg), np.radians(out_deg)
    level = np.cos(out)
    return vec(sign(side) * np.sin(out), -np.sin(forward) * level, -np.cos(forward) * level)


def _leg(poser: Poser, side: str, limbs: Limbs) -> None:
    pelvis: Mat = poser.rotation("pelvis")
    thigh = unit(pelvis @ _way(limbs.hip_deg, limbs.out_deg, side))
    hinge = about(thigh, -sign(side) * limbs.roll_deg) @ (pelvis @ X)
    poser.leg_along(side, thigh, hinge, max(0.0, limbs.knee_deg))
    poser.foot_bent(side, 20)


def _arm(poser: Poser, side: str, limbs: Limbs) -> None:
    chest: Mat = poser.rotation("spine01")
    upper = _way(limbs.arm_deg, limbs.arm_out_deg, side)
    poser.arm_along(side, chest @ upper, chest @ rx(-limbs.elbow_deg) @ upper, chest @ vec(0, 1, 0))
