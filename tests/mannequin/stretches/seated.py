"""Butterfly and seated hip stretch: sitting on the floor, soles together, knees out. Facing -y.

They differ in how far the feet are from the hips, and in what the person does with trunk and arms.
"""

import math
from dataclasses import dataclass

from tests.mannequin.posture import Poser, Posture, trunk_bend_deg
from tests.mannequin.rotations import root, rx, ry, rz, unit, vec
from tests.mannequin.skeleton import SIDES, Skeleton
from tests.mannequin.stretches.neutral import sign


@dataclass(frozen=True)
class Diamond:
    """The parameters of both seated stretches."""

    feet_m: float = 0.34  # ankles ahead of the hips; scaled with the leg of a 0.43 m thigh
    gap: float = 0.42  # ankles apart, as a share of the shoulders' width
    rise_left_deg: float = 12.0  # the thigh's elevation, knee above hip
    rise_right_deg: float = 12.0
    lean_deg: float = 4.0  # of the trunk's line, forward
    side_lean_deg: float = 0.0
    spine_deg: float = 4.0
    head_deg: float = 4.0  # chin down against the chest
    head_turn_deg: float = 0.0
    turn_feet_deg: float = 0.0  # toes apart like an open book
    kick: float = 0.0  # the left foot shot forward
    arms: str = "feet"  # feet, shins, knees, floor, behind, head


def diamond(skeleton: Skeleton, shape: Diamond) -> Posture:
    """The posture of a butterfly or a seated hip stretch."""
    poser = Poser(skeleton, ry(shape.side_lean_deg * 0.3) @ rx(_pelvis_pitch(skeleton, shape)))
    poser.bend_spine(shape.spine_deg, shape.side_lean_deg * 0.8)
    poser.bend_neck(shape.head_deg, shape.head_turn_deg)
    poser.stand("pelvis", "spine05")
    poser.move(poser.middle("thigh") * vec(-1, -1, 0))
    for side, rise in zip(SIDES, (shape.rise_left_deg, shape.rise_right_deg), strict=True):
        _leg(poser, shape, side, rise)
    _arms(poser, shape)
    return poser.done()


def _pelvis_pitch(skeleton: Skeleton, shape: Diamond) -> float:
    return shape.lean_deg - trunk_bend_deg(skeleton, shape.spine_deg)


def _shoulders_m(skeleton: Skeleton) -> float:
    return float(2 * skeleton.head("upper_arm_left")[0])


def _leg(poser: Poser, shape: Diamond, side: str, rise_deg: float) -> None:
    """Ankle where the soles meet, the knee out to the side at the height that `rise_deg` asks
    for.
    """
    s, size = sign(side), poser.skeleton.length("thigh_left") / 0.43
    kick = shape.kick if side == "left" else 0.0
    half = shape.gap * _shoulders_m(poser.skeleton) / 2
    ankle = vec(s * half, -(shape.feet_m + 0.22 * kick) * size, 0.062 + 0.05 * kick)
    hip = poser.at(f"thigh_{side}")
    length = poser.skeleton.length(f"thigh_{side}")

    def excess(up_deg: float) -> float:
        up = math.radians(up_deg)
        poser.leg_to(side, ankle, vec(s * math.cos(up), -0.15, math.sin(up)))
        knee_m = poser.at(f"shank_{side}")[2] - hip[2]
        return math.degrees(math.asin(max(-1.0, min(1.0, knee_m / length)))) - rise_deg

    lowest = root(lambda up: _clear_m(poser, side, excess, up), -35.0, 60.0, 12)
    excess(max(root(excess, -35.0, 88.0, 14), lowest))
    poser.turn(
        f"foot_{side}", rz(s * shape.turn_feet_deg) @ ry(s * (84 - 0.25 * rise_deg)) @ rx(12)
    )


def _clear_m(poser: Poser, side: str, excess: object, up_deg: float) -> float:
    """The knee's height above the least that its own thickness allows."""
    excess(up_deg)  # type: ignore[operator]
    return float(poser.at(f"shank_{side}")[2]) - 0.062


def _arms(poser: Poser, shape: Diamond) -> None:
    """Both hands where `arms` says."""
    for side in SIDES:
        s, chest = sign(side), poser.rotation("spine01")
        ankle, knee = poser.at(f"foot_{side}"), poser.at(f"shank_{side}")
        elbow = vec(s, 0.25, -0.2)
        if shape.arms in ("feet", "shins"):
            share = 0.0 if shape.arms == "feet" else 0.35
            spot = (
                ankle + (knee - ankle) * share + vec(s * 0.02, -0.02 if share == 0 else 0.0, 0.085)
            )
            poser.arm_to(side, spot + vec(0, 0.05, 0.03), elbow)
            poser.hand(side, unit(vec(0, -0.8, -0.7)), vec(-s, 0, -0.6))
        elif shape.arms == "knees":
            poser.arm_to(side, knee + vec(-s * 0.06, 0.03, 0.10), elbow)
            poser.hand(
                side, unit(knee - poser.at(f"hand_{side}") + vec(0, 0, -0.05)), vec(0, 0, -1)
            )
        elif shape.arms == "floor":
            shoulder = poser.at(f"upper_arm_{side}")
            reach = 0.97 * (
                poser.skeleton.length(f"upper_arm_{side}")
                + poser.skeleton.length(f"forearm_{side}")
            )
            out = math.sqrt(max(reach**2 - (shoulder[2] - 0.08) ** 2, 0.02))
            spot = vec(s * 0.16, shoulder[1] - out, 0.08)
            poser.arm_to(side, spot, elbow)
            poser.hand(side, unit(vec(s * 0.1, -1, -0.15)), vec(0, 0, -1))
        elif shape.arms == "head":
            upper, fore = chest @ vec(s * 0.85, -0.1, 0.5), chest @ vec(-s * 0.75, 0.2, 0.62)
            poser.arm_along(side, unit(upper), unit(fore))
        else:
            poser.arm_to(side, vec(s * 0.24, 0.26, 0.08), chest @ vec(s * 0.4, 1, 0))
            poser.hand(side, unit(vec(s * 0.5, 0.8, -0.1)), vec(0, 0, -1))
