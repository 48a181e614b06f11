"""Pigeon and quad-pigeon: one shin across in front, the other leg straight behind. Facing -y.

`side` is the front, bent leg. In the quad-pigeon the rear knee flexes and the hand of its side
holds the foot.
"""

import math
from dataclasses import dataclass

import numpy as np

from tests.mannequin.posture import Poser, Posture, trunk_bend_deg
from tests.mannequin.rotations import (
    Vec,
    Y,
    Z,
    about,
    angle_deg,
    cross,
    reject,
    root,
    rx,
    ry,
    rz,
    unit,
    vec,
)
from tests.mannequin.skeleton import Skeleton
from tests.mannequin.stretches.lunge import knee_pad_m, other
from tests.mannequin.stretches.neutral import sign


@dataclass(frozen=True)
class Pigeon:
    """The parameters of both pigeons."""

    side: str = "left"
    raise_m: float = 0.05  # the seat above the floor
    front_out_deg: float = 40.0  # the front thigh out of straight ahead, seen from above
    front_knee_deg: float = 118.0
    rear_out_deg: float = 4.0  # the rear thigh out of straight behind, away from the midline
    rear_knee_deg: float = 8.0
    rear_roll_deg: float = (
        15.0  # 0: a bending rear knee lifts the foot; 90: it sweeps along the floor
    )
    lift_deg: float = 0.0  # more flexion of the rear knee, lifting the foot
    tilt_deg: float = 0.0  # the pelvis, front side low
    lean_deg: float = 25.0
    side_lean_deg: float = 0.0  # to the left
    twist_deg: float = 0.0  # of the spine, to the left
    spine_deg: float = -8.0
    head_deg: float = 4.0
    grasp: float = 0.0  # 0 both hands on the floor, 1 the rear side's hand on the rear foot
    arms: str = "floor"  # floor, thigh, overhead, palms; folded: forward on the floor;
    # crown (both hands hold the rear foot from above the head) or hook (it lies in the elbow)


def _trunk(skeleton: Skeleton, shape: Pigeon, lean_deg: float) -> Poser:
    """Pelvis, spine and head; the seat near the floor, hips over the origin."""
    pitch = lean_deg - trunk_bend_deg(skeleton, shape.spine_deg)
    poser = Poser(
        skeleton, ry(sign(shape.side) * shape.tilt_deg) @ ry(shape.side_lean_deg * 0.2) @ rx(pitch)
    )
    side = shape.side_lean_deg * 0.85 - sign(shape.side) * shape.tilt_deg * 0.8
    poser.bend_spine(shape.spine_deg, side, shape.twist_deg)
    poser.bend_neck(shape.head_deg, 0.3 * shape.twist_deg)
    poser.stand("pelvis", "spine05")
    poser.move(poser.middle("thigh") * vec(-1, -1, 0) + vec(0, 0, shape.raise_m))
    return poser


def _lowest_front_m(skeleton: Skeleton, shape: Pigeon, lean_deg: float) -> float:
    """How high chest and head stay above the floor at a lean."""
    return _trunk(skeleton, shape, lean_deg).lowest_m("head", "spine01", "spine02", "neck") - 0.015


def pigeon(skeleton: Skeleton, shape: Pigeon) -> Posture:
    """The posture of a pigeon or quad-pigeon; the fold stops when head or chest reach the floor."""
    lean = shape.lean_deg
    if lean > 50 and _lowest_front_m(skeleton, shape, lean) < 0:
        lean = root(lambda x: _lowest_front_m(skeleton, shape, x), 40.0, lean, 10)
    poser = _trunk(skeleton, shape, lean)
    _front_leg(poser, shape)
    _rear_leg(poser, shape)
    _arms(poser, shape)
    return poser.done()


def _down_to(poser: Poser, bone: str, way: Vec, height_m: float) -> Vec:
    """The direction of a limb bone that begins where it does and ends at a height, its plan along
    `way`.
    """
    length = poser.skeleton.length(bone)
    drop = min(0.98, max(-0.98, (poser.at(bone)[2] - height_m) / length))
    level = unit(way * [1, 1, 0])
    return np.asarray(level * math.sqrt(1 - drop**2) - Z * drop)


def _front_leg(poser: Poser, shape: Pigeon) -> None:
    """The thigh down to the knee on the floor, the shank along the floor toward the other side."""
    side, s = shape.side, sign(shape.side)
    ahead = rz(s * shape.front_out_deg) @ vec(0, -1, 0)
    thigh = _down_to(poser, f"thigh_{side}", ahead, 0.075)
    poser.turn(f"thigh_{side}", poser.skeleton.aim(f"thigh_{side}", thigh, vec(0, 0, -s)))

    ankle_m = 0.06
    for _ in range(
        3
    ):  # the foot lies on its outer edge: raise the ankle by what would be under the floor
        _front_shank(poser, shape, thigh, ahead, ankle_m)
        ankle_m -= poser.lowest_m(f"foot_{side}", f"toes_{side}")


def _front_shank(poser: Poser, shape: Pigeon, thigh: Vec, ahead: Vec, ankle_m: float) -> None:
    """Lay the front shank across, the knee flexed as the shape says, the ankle at a height."""
    side, s = shape.side, sign(shape.side)

    def shank(turn_deg: float) -> Vec:
        return _down_to(poser, f"shank_{side}", rz(-s * turn_deg) @ ahead, ankle_m)

    turn = root(lambda a: angle_deg(thigh, shank(a)) - shape.front_knee_deg, 40.0, 165.0, 16)
    hinge = cross(thigh, shank(turn))
    poser.turn(f"thigh_{side}", poser.skeleton.aim(f"thigh_{side}", thigh, hinge))
    poser.turn(f"shank_{side}", poser.skeleton.aim(f"shank_{side}", shank(turn), hinge))
    poser.foot_bent(side, 5)


def _rear_leg(poser: Poser, shape: Pigeon) -> None:
    """The thigh back and down to the knee on the floor, the shank on along the floor, or flexed."""
    side = other(shape.side)
    s = sign(side)
    back = rz(-s * shape.rear_out_deg) @ vec(0, 1, 0)
    thigh = _down_to(poser, f"thigh_{side}", back, knee_pad_m(poser.skeleton) + 0.004)
    lateral = unit(cross(thigh, vec(0, 0, 1)))
    hinge = about(unit(thigh), s * shape.rear_roll_deg) @ lateral
    hinge = unit(reject(hinge, unit(thigh)))
    flexion = _least_flexion(poser, side, thigh, hinge, shape.rear_knee_deg)
    poser.leg_along(side, thigh, hinge, flexion)
    if shape.lift_deg > 0.01:
        _lift(poser, side, thigh, lateral, shape.lift_deg)
    share = max(0.0, 1 - (flexion + shape.lift_deg) / 140)
    poser.foot_bent(side, 35 + 30 * share)


def _least_flexion(poser: Poser, side: str, thigh: Vec, hinge: Vec, wanted_deg: float) -> float:
    """The wanted flexion of the rear knee, or the least that keeps the ankle above the floor."""

    def clear(flexion_deg: float) -> float:
        poser.leg_along(side, thigh, hinge, flexion_deg)
        poser.foot_bent(side, 62)
        return poser.lowest_m(f"foot_{side}", f"toes_{side}", f"shank_{side}")

    return wanted_deg if clear(wanted_deg) >= 0 else max(wanted_deg, root(clear, 0.0, 60.0, 12))


def _lift(poser: Poser, side: str, thigh: Vec, lateral: Vec, lift_deg: float) -> None:
    """Raise the shank about the knee's level axis."""
    shank = poser.at(f"foot_{side}") - poser.at(f"shank_{side}")
    raised = about(lateral, lift_deg) @ unit(shank)
    hinge = cross(thigh, raised)
    poser.turn(f"thigh_{side}", poser.skeleton.aim(f"thigh_{side}", thigh, hinge))
    poser.turn(f"shank_{side}", poser.skeleton.aim(f"shank_{side}", raised, hinge))


def _arms(poser: Poser, shape: Pigeon) -> None:
    """Hands on the floor in front, on the front thigh, one on the rear foot, or off all these."""
    rear = other(shape.side)
    for side in ("left", "right"):
        if shape.arms in _AWAY:
            _AWAY[shape.arms](poser, side, rear)
            continue
        s, chest = sign(side), poser.rotation("spine01")
        spot = _floor_spot(poser, side)
        if shape.arms == "thigh" and shape.lean_deg < 45:
            hip, knee = poser.at(f"thigh_{shape.side}"), poser.at(f"shank_{shape.side}")
            spot = hip + (knee - hip) * (0.75 if side == shape.side else 0.55) + vec(0, 0.0, 0.12)
        grasp = shape.grasp if side == rear else 0.0
        pole = chest @ vec(s, 0.7, -0.2)
        if grasp > 0:
            held = poser.at(f"foot_{side}") * 0.6 + poser.at(f"toes_{side}") * 0.4
            spot = spot + (held - spot) * grasp
            pole = chest @ vec(s, 0.7 - 0.5 * grasp, -0.2)
        poser.arm_to(side, spot, pole)
        if grasp < 0.3:
            ahead = vec(s * 0.15, -1, -0.2) if spot[2] < 0.15 else vec(0, -1, -0.4)
            poser.hand(side, unit(ahead), vec(0, -0.1, -1))


def _floor_spot(poser: Poser, side: str) -> Vec:
    """Where a hand meets the floor in front: near when upright, at arm's length when folded."""
    shoulder = poser.at(f"upper_arm_{side}")
    reach = 0.975 * (
        poser.skeleton.length(f"upper_arm_{side}") + poser.skeleton.length(f"forearm_{side}")
    )
    drop = shoulder[2] - 0.078
    ahead = math.sqrt(max((0.99 * reach) ** 2 - drop**2, 0.0004))
    share = 1.0 if drop < 0.6 * reach else 0.6
    return vec(shoulder[0] + sign(side) * 0.05, shoulder[1] - ahead * share, 0.078)


def _to_the_crown(poser: Poser, side: str, rear: str) -> None:
    """Reach over the head for the rear foot, the elbow up."""
    held = poser.at(f"foot_{rear}") * 0.5 + poser.at(f"toes_{rear}") * 0.5
    poser.arm_to(side, held, poser.rotation("spine01") @ vec(sign(side) * 0.3, -0.5, 1))


def _in_the_elbow(poser: Poser, side: str, rear: str) -> None:
    """The rear foot in the crook of its side's elbow; the hands meet behind the head."""
    s, chest = sign(side), poser.rotation("spine01")
    if side == rear:
        to_foot = unit(poser.at(f"foot_{rear}") - poser.at(f"upper_arm_{side}"))
        poser.arm_along(side, to_foot, unit(chest @ vec(-s * 0.5, -0.2, 1)))
    else:
        poser.arm_along(
            side, unit(chest @ vec(s * 0.4, -0.1, 1)), unit(chest @ vec(-s * 0.6, 0.7, -0.2))
        )


def _overhead(poser: Poser, side: str, rear: str) -> None:
    s, chest = sign(side), poser.rotation("spine01")
    poser.arm_along(side, chest @ vec(s * 0.15, -0.1, 1), chest @ vec(-s * 0.05, -0.05, 1), Y)


def _palms_together(poser: Poser, side: str, rear: str) -> None:
    s, chest = sign(side), poser.rotation("spine01")
    poser.arm_along(
        side, unit(chest @ vec(s * 0.45, -0.3, -0.9)), unit(chest @ vec(-s * 0.85, -0.6, 0.5))
    )


_AWAY = {
    "crown": _to_the_crown,
    "hook": _in_the_elbow,
    "overhead": _overhead,
    "palms": _palms_together,
}
