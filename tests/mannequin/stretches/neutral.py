"""Neutral positions before, between and after: standing, crouching, kneeling, sitting, lying."""

from dataclasses import dataclass

import numpy as np

from tests.mannequin.posture import DOWN, Poser, Posture, trunk_bend_deg
from tests.mannequin.rotations import Vec, X, root, rx, unit, vec
from tests.mannequin.skeleton import SIDES, Skeleton


@dataclass(frozen=True)
class Neutral:
    """What is free in a neutral position (degrees)."""

    lean_deg: float = 2.0
    arms_out_deg: float = 10.0
    elbow_deg: float = 15.0
    head_deg: float = 5.0
    stance_deg: float = 4.0  # how far the legs are apart, from the vertical
    toes_out_deg: float = 8.0
    stride_deg: float = (
        0.0  # standing: the left leg forward and the right back by this; the arms against it
    )


def sign(side: str) -> float:
    """+1 toward the person's left, -1 toward the right."""
    return 1.0 if side == "left" else -1.0


def hang_arms(poser: Poser, shape: Neutral) -> None:
    """Both arms hanging down beside the trunk, elbows a little bent."""
    chest = poser.rotation("spine01")
    for side in SIDES:
        swing = 0.8 * np.tan(np.radians(shape.stride_deg)) * sign(side)
        upper = unit(vec(sign(side) * np.tan(np.radians(shape.arms_out_deg)), 0.03 + swing, -1.0))
        fore = rx(-shape.elbow_deg) @ upper
        poser.arm_along(
            side,
            chest @ upper if shape.lean_deg < 30 else upper,
            chest @ fore,
            chest @ vec(0, 1, 0),
        )


def standing(skeleton: Skeleton, shape: Neutral) -> Posture:
    """On both feet."""
    poser = Poser(skeleton, rx(shape.lean_deg))
    poser.bend_neck(shape.head_deg - shape.lean_deg)
    for side in SIDES:
        out = np.sin(np.radians(shape.stance_deg)) * sign(side)
        swing = np.tan(np.radians(shape.stride_deg)) * sign(side)
        poser.leg_along(side, unit(vec(out, -0.03 - swing, -1)), X, 4.0 + max(0.0, -30 * swing))
        poser.foot_flat(side, sign(side) * shape.toes_out_deg, max(0.0, -50 * swing))
    hang_arms(poser, shape)
    poser.stand()
    return poser.done()


def crouching(skeleton: Skeleton, shape: Neutral) -> Posture:
    """Half-way between standing and the floor, the arms forward."""
    poser = Poser(skeleton, rx(28.0 - trunk_bend_deg(skeleton, 15)))
    poser.bend_spine(15)
    poser.bend_neck(-10)
    for side in SIDES:
        ankle = vec(
            sign(side) * 0.15,
            -0.04,
            poser.at("thigh_left")[2] - 0.36 * skeleton.length("thigh_left") * 2,
        )
        poser.leg_to(side, ankle, vec(sign(side) * 0.3, -1, 0.2))
        poser.foot_flat(side, sign(side) * 15, 12)
        poser.arm_along(side, unit(vec(sign(side) * 0.25, -0.55, -0.6)), unit(vec(0, -0.85, -0.25)))
    poser.stand()
    return poser.done()


def kneeling(skeleton: Skeleton, shape: Neutral) -> Posture:
    """Upright on both knees, the insteps on the floor."""
    poser = Poser(skeleton, rx(shape.lean_deg))
    poser.bend_neck(shape.head_deg - shape.lean_deg)
    for side in SIDES:
        thigh = unit(vec(np.sin(np.radians(shape.stance_deg)) * sign(side), -0.02, -1))
        poser.leg_along(side, thigh, X, 93.0)
        poser.foot_along(side, unit(vec(0, 1, -0.12)), X)
    hang_arms(poser, shape)
    poser.stand()
    return poser.done()


def sitting(skeleton: Skeleton, shape: Neutral) -> Posture:
    """On the floor, knees bent, feet flat in front, hands behind."""
    poser = Poser(skeleton, rx(-14.0 - trunk_bend_deg(skeleton, 18)))
    poser.bend_spine(18)
    poser.bend_neck(shape.head_deg)
    poser.stand("pelvis", "spine05")
    for side in SIDES:
        hip = poser.at(f"thigh_{side}")
        reach = 1.05 * skeleton.length(f"thigh_{side}")
        ankle = vec(sign(side) * 0.14, hip[1] - reach, poser.ankle_height_m(side))
        poser.leg_to(side, ankle, vec(0, -0.2, 1), 0.0)
        poser.foot_flat(side, sign(side) * shape.toes_out_deg)
        hand = vec(sign(side) * 0.27, hip[1] + 0.3, 0.078)
        poser.arm_to(side, hand, vec(sign(side) * 0.4, 1, 0))
        poser.hand(side, unit(vec(sign(side) * 0.5, 0.9, -0.1)), DOWN)
    return poser.done()


def rest_arms_on_floor(
    poser: Poser, out_deg: float, elbow_deg: float, height_m: float = 0.078
) -> None:
    """Arms of a person who lies on the back, along the trunk on the floor, palms down."""
    for side in SIDES:
        shoulder = poser.at(f"upper_arm_{side}")
        length = poser.skeleton.length(f"upper_arm_{side}") + poser.skeleton.length(
            f"forearm_{side}"
        )
        reach = length * np.cos(np.radians(elbow_deg / 2)) * 0.995
        level: Vec = vec(sign(side) * np.sin(np.radians(out_deg)), -np.cos(np.radians(out_deg)), 0)
        wrist = shoulder + level * reach
        wrist[2] = height_m
        poser.arm_to(side, wrist, vec(sign(side), 0, 0.0))
        poser.hand(side, unit(level + vec(0, 0, -0.15)), DOWN)


def lying(skeleton: Skeleton, shape: Neutral) -> Posture:
    """Flat on the back, legs out straight."""
    poser = Poser(skeleton, rx(-90))
    poser.face(rx(-90.0), 1.0)
    poser.stand("spine01", "spine02", "pelvis")
    for side in SIDES:
        out = np.sin(np.radians(shape.stance_deg + 3)) * sign(side)

        def heel(drop: float, side: str = side, out: float = out) -> float:
            poser.leg_along(side, unit(vec(out, -1, -drop)), X, 3.0)
            poser.foot_bent(side, 25)
            return poser.lowest_m(f"foot_{side}", f"shank_{side}")

        heel(root(heel, -0.1, 0.2, 12))
    rest_arms_on_floor(poser, shape.arms_out_deg + 8, shape.elbow_deg)
    return poser.done()
