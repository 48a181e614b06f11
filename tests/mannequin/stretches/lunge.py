"""The kneeling lunge: one foot flat in front, the other knee on the floor behind. Facing -y."""

import math
from dataclasses import dataclass, replace

import numpy as np

from tests.mannequin.posture import Poser, Posture, trunk_bend_deg
from tests.mannequin.rotations import Vec, X, Y, Z, about, cross, root, rx, ry, rz, unit, vec
from tests.mannequin.skeleton import INDEX, Skeleton
from tests.mannequin.stretches.neutral import sign


@dataclass(frozen=True)
class Lunge:
    """The parameters of a lunge; `side` is the front leg."""

    side: str = "left"
    rear_deg: float = 38.0  # how far the rear thigh points behind the vertical
    placed_rear_deg: float = 38.0  # the rear_deg for which the front foot is placed
    shin_deg: float = (
        2.0  # the front shank's lean, knee ahead of ankle, by which the foot is placed
    )
    lean_deg: float = 6.0  # of the trunk's line, forward
    side_lean_deg: float = 0.0  # to the left
    spine_deg: float = 0.0
    inward_deg: float = 0.0  # front knee
    tilt_deg: float = 0.0  # pelvis, left side high
    stance_m: float = 0.11  # front ankle and rear knee from the middle line
    toes_out_deg: float = 3.0
    tucked: float = 0.0  # rear toes: 0 instep on the floor, 1 toes tucked under
    head_deg: float = 4.0  # chin down against the trunk
    lift_deg: float = 0.0  # the rear foot taken off the floor
    arms: str = "knee"  # knee, hips, overhead (one), up, behind, floor, hang, foot (tying it)


def other(side: str) -> str:
    """The other side."""
    return "right" if side == "left" else "left"


def knee_pad_m(skeleton: Skeleton) -> float:
    """From the centre of the knee to the skin of its front."""
    own = np.isin(skeleton.contact_bone[:, 0], [INDEX["thigh_left"], INDEX["shank_left"]])
    near = own & (np.abs(skeleton.contact_m[:, 2] - skeleton.head("shank_left")[2]) < 0.07)
    return float(skeleton.head("shank_left")[1] - skeleton.contact_m[near, 1].min())


def _trunk(skeleton: Skeleton, shape: Lunge) -> Poser:
    """Pelvis, spine and head, with the hips at the height that the rear leg gives."""
    pitch = shape.lean_deg - trunk_bend_deg(skeleton, shape.spine_deg)
    poser = Poser(skeleton, ry(-shape.tilt_deg) @ ry(shape.side_lean_deg * 0.35) @ rx(pitch))
    poser.bend_spine(shape.spine_deg, shape.side_lean_deg * 0.75 + shape.tilt_deg)
    poser.bend_neck(shape.head_deg - 0.5 * shape.spine_deg)
    height = knee_pad_m(skeleton) + skeleton.length("thigh_left") * math.cos(
        math.radians(shape.rear_deg)
    )
    poser.move(vec(0, 0, height) - poser.middle("thigh") * [1, 1, 1])
    return poser


def _foot_ahead_m(skeleton: Skeleton, shape: Lunge) -> float:
    """How far the front ankle is ahead of the hips for the shank's lean."""
    a, b = skeleton.length("thigh_left"), skeleton.length("shank_left")
    hip = knee_pad_m(skeleton) + a * math.cos(math.radians(shape.rear_deg))
    ankle = Poser(skeleton, np.eye(3)).ankle_height_m("left")
    knee = ankle + b * math.cos(math.radians(shape.shin_deg))
    ahead = math.sqrt(max(a * a - (hip - knee) ** 2, 0.01))
    return ahead - b * math.sin(math.radians(shape.shin_deg))


def _rear_knee_m(skeleton: Skeleton, rear_deg: float) -> float:
    """How far the rear knee is behind the hips."""
    return skeleton.length("thigh_left") * math.sin(math.radians(rear_deg))


def lunge(skeleton: Skeleton, shape: Lunge) -> Posture:
    """The posture of a lunge: the rear knee stays where it is, at y = 0, and the front foot where
    it was placed.
    """
    front, rear = shape.side, other(shape.side)
    poser = _trunk(skeleton, shape)
    poser.move(vec(0, -_rear_knee_m(skeleton, shape.rear_deg), 0))
    placed = replace(shape, rear_deg=shape.placed_rear_deg)
    foot_y = -_rear_knee_m(skeleton, shape.placed_rear_deg) - _foot_ahead_m(skeleton, placed)
    knee = vec(sign(rear) * shape.stance_m, 0, knee_pad_m(skeleton))
    poser.leg_along(rear, unit(knee - poser.at(f"thigh_{rear}")), X, 90.0)
    rest_shank(poser, rear, shape.tucked)
    if shape.lift_deg > 0.01:
        for bone in ("shank", "foot", "toes"):
            poser.turn(f"{bone}_{rear}", rx(shape.lift_deg) @ poser.rotation(f"{bone}_{rear}"))
    ankle = vec(sign(front) * shape.stance_m, foot_y, poser.ankle_height_m(front))
    poser.leg_to(front, ankle, vec(0, -1, 0.6), shape.inward_deg)
    poser.foot_flat(front, sign(front) * shape.toes_out_deg)
    _arms(poser, shape)
    return poser.done()


def rest_shank(poser: Poser, side: str, tucked: float, back: Vec = Y) -> None:
    """Lay a shank on the floor, straight back, the foot pointed (tucked 0) or the toes tucked
    under (1).
    """

    def foot(fall: float) -> float:
        way = unit(unit(back * [1, 1, 0]) + vec(0, 0, -fall))
        hinge = cross(Z, way)
        poser.turn(f"shank_{side}", poser.skeleton.aim(f"shank_{side}", way, -hinge))
        pointed = unit(unit(back * [1, 1, 0]) + vec(0, 0, -0.10))
        poser.foot_along(side, about(hinge, 75 * tucked) @ pointed, -hinge)
        bend = about(hinge, -62 * tucked) if tucked > 0.3 else np.eye(3)
        poser.turn(f"toes_{side}", bend @ poser.rotation(f"foot_{side}"))
        return poser.lowest_m(f"foot_{side}", f"toes_{side}", f"shank_{side}")

    foot(root(foot, -0.3, 0.25, 12))


def _arms(poser: Poser, shape: Lunge) -> None:
    """Hands on the front knee, on the hips, one overhead, or hanging."""
    for side in ("left", "right"):
        s, chest = sign(side), poser.rotation("spine01")
        if shape.arms == "knee" or (shape.arms == "overhead" and side == shape.side):
            _hand_on_knee(poser, side, shape.side)
        elif shape.arms == "overhead":
            poser.arm_along(
                side,
                chest @ unit(vec(s * 0.12, -0.15, 1)),
                chest @ unit(vec(-s * 0.05, -0.05, 1)),
                Y,
            )
        elif shape.arms == "foot":
            poser.arm_to(
                side,
                poser.at(f"foot_{shape.side}") + vec(s * 0.06, -0.06, 0.08),
                chest @ vec(s, 0, 0.3),
            )
        elif shape.arms in _WAYS:
            upper, fore = (unit(chest @ (way * [s, 1, 1])) for way in _WAYS[shape.arms])
            poser.arm_along(side, upper, fore, Y)
        elif shape.arms == "floor":
            front = poser.at(f"foot_{shape.side}")
            poser.arm_to(side, vec(s * 0.24, front[1] + 0.1, 0.08), chest @ vec(s, 0.6, 0))
        elif shape.arms == "hips":
            hip = poser.at(f"thigh_{side}") + poser.rotation("pelvis") @ vec(s * 0.10, -0.02, 0.10)
            poser.arm_to(side, hip, chest @ vec(s, 0.6, 0))
        else:
            poser.arm_along(
                side, chest @ unit(vec(s * 0.15, 0.02, -1)), unit(vec(s * 0.02, -0.2, -1)), Y
            )


_WAYS = {
    "up": (vec(0.15, -0.1, 1), vec(-0.06, -0.05, 1)),
    "behind": (vec(0.2, 0.45, -0.9), vec(-0.25, 0.5, -0.9)),
}
"""Where upper arm and forearm point from the left shoulder, in the axes of the chest."""


def _hand_on_knee(poser: Poser, side: str, front: str) -> None:
    """Rest a hand on the front thigh near the knee."""
    hip, knee = poser.at(f"thigh_{front}"), poser.at(f"shank_{front}")
    along = unit(knee - hip)
    up = unit(cross(along, vec(-1, 0, 0)))
    share = 0.80 if side == front else 0.68
    spot = hip + (knee - hip) * share + up * 0.105 + vec(sign(side) * 0.03, 0, 0)
    poser.arm_to(side, spot - along * 0.05, rz(sign(side) * 40) @ vec(sign(side), 0.8, -0.3))
    poser.hand(side, unit(along - 0.3 * up), -up)
