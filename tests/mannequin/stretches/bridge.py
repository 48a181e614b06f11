"""The bridge: on the back, feet planted, hips lifted. Head toward +y, feet toward -y."""

import math
from dataclasses import dataclass

from tests.mannequin.posture import Poser, Posture, root
from tests.mannequin.rotations import X, about, rx, unit, vec
from tests.mannequin.skeleton import SIDES, Skeleton
from tests.mannequin.stretches.neutral import rest_arms_on_floor, sign

_BACK = ("spine01", "spine02", "clavicle_left", "clavicle_right")


@dataclass(frozen=True)
class Bridge:
    """The parameters of a bridge; angles as the measures of the truth define them."""

    lift: float = 1.0  # 0 hips on the floor, 1 as high as hip_deg asks
    hip_deg: float = 2.0  # hip flexion at the top; the feet stay where knee_deg has put them
    top_hip_deg: float = 2.0  # the hip flexion for which knee_deg places the feet
    knee_deg: float = 95.0  # knee flexion at the top, by which the feet are placed
    inward_left_deg: float = 0.0  # knee tracking
    inward_right_deg: float = 0.0
    tilt_deg: float = 0.0  # pelvis, left side high
    spine_deg: float = -3.0
    stance_m: float = 0.14  # ankle from the middle line
    toes_out_deg: float = 5.0
    heels_up_deg: float = 0.0
    arms_out_deg: float = 16.0
    elbow_deg: float = 12.0
    head_turn_deg: float = 0.0
    kick: float = 0.0  # the left foot taken off the floor and forward
    raised: str = ""  # the side of a leg that is held up
    raised_hip_deg: float = 0.0  # how much more than the other its hip is flexed
    raised_knee_deg: float = 8.0


def _trunk(skeleton: Skeleton, shape: Bridge, slope_deg: float) -> Poser:
    """The trunk with its pelvis tipped by `slope_deg` from flat, the upper back on the floor at y
    = 0.
    """
    flat = rx(-90 - slope_deg)
    along = flat @ vec(0, 0, 1)
    poser = Poser(skeleton, about(along, _roll(shape.tilt_deg, slope_deg)) @ flat)
    poser.bend_spine(shape.spine_deg, 0.0, -_roll(shape.tilt_deg, slope_deg))
    poser.stand(*_BACK)
    poser.move(vec(0, -poser.middle("upper_arm")[1], 0))
    poser.move(vec(-poser.middle("upper_arm")[0], 0, 0))
    return poser


def _roll(tilt_deg: float, slope_deg: float) -> float:
    """How far to roll about a sloping trunk so that the hips tilt by `tilt_deg`."""
    share = math.sin(math.radians(tilt_deg))
    return -math.degrees(math.asin(max(-0.9, min(0.9, share))))


def _hip_deg(poser: Poser) -> float:
    """Hip flexion, the mean of both sides (deg), seen along x."""
    line = poser.middle("thigh") - poser.middle("upper_arm")
    knee = poser.middle("shank") - poser.middle("thigh")
    return (
        math.degrees(
            math.atan2(line[1] * knee[2] - line[2] * knee[1], line[1] * knee[1] + line[2] * knee[2])
        )
        * -1
    )


def _feet_y(skeleton: Skeleton, shape: Bridge, poser: Poser, knee_deg: float) -> float:
    """Where along y the ankles must be for a knee flexion (m)."""
    a, b = skeleton.length("thigh_left"), skeleton.length("shank_left")
    reach2 = a * a + b * b + 2 * a * b * math.cos(math.radians(knee_deg))
    hip = poser.at("thigh_left")
    drop2 = (hip[2] - poser.ankle_height_m("left")) ** 2 + (shape.stance_m - hip[0]) ** 2
    return float(hip[1] - math.sqrt(max(reach2 - drop2, 0.01)))


def _legs(poser: Poser, shape: Bridge, feet_y_m: float) -> None:
    """Both feet planted, the knees up."""
    for side, inward in zip(SIDES, (shape.inward_left_deg, shape.inward_right_deg), strict=True):
        lift = 0.09 * math.sin(math.radians(shape.heels_up_deg))
        kick = shape.kick if side == "left" else 0.0
        ankle = vec(
            sign(side) * shape.stance_m,
            feet_y_m - 0.22 * kick,
            poser.ankle_height_m(side) + lift + 0.14 * kick,
        )
        poser.leg_to(side, ankle, vec(0, 0, 1), inward)
        poser.foot_flat(side, sign(side) * shape.toes_out_deg, shape.heels_up_deg)


def _raise(poser: Poser, shape: Bridge) -> None:
    """Hold one leg up beside the planted one."""
    side = shape.raised
    thigh = poser.at(f"shank_{side}") - poser.at(f"thigh_{side}")
    poser.leg_along(side, rx(-shape.raised_hip_deg) @ unit(thigh), X, shape.raised_knee_deg)
    poser.foot_bent(side, 15)


def _slope_for(skeleton: Skeleton, shape: Bridge, hip_deg: float, feet_y_m: float | None) -> float:
    """The slope of the pelvis at which hip flexion is `hip_deg`; feet planted, or placed by
    knee_deg.
    """

    def excess(slope_deg: float) -> float:
        poser = _trunk(skeleton, shape, slope_deg)
        feet = _feet_y(skeleton, shape, poser, shape.knee_deg) if feet_y_m is None else feet_y_m
        _legs(poser, shape, feet)
        return _hip_deg(poser) - hip_deg

    return root(excess, -8.0, 52.0, 14)


def _plain(shape: Bridge) -> Bridge:
    """The same bridge without faults, by which the feet are placed."""
    return Bridge(knee_deg=shape.knee_deg, hip_deg=shape.top_hip_deg, spine_deg=shape.spine_deg,
                  stance_m=shape.stance_m)  # fmt: skip


def bridge(skeleton: Skeleton, shape: Bridge) -> Posture:
    """The posture of a bridge."""
    plain = _plain(shape)
    top = _slope_for(skeleton, plain, shape.top_hip_deg, None)
    feet = _feet_y(skeleton, plain, _trunk(skeleton, plain, top), shape.knee_deg)
    slope = _slope_for(skeleton, plain, shape.hip_deg, feet)
    ground = _resting_slope(skeleton, shape)
    poser = _trunk(skeleton, shape, ground + (max(slope, ground) - ground) * shape.lift)
    _legs(poser, shape, feet)
    if shape.raised:
        _raise(poser, shape)
    _settle_head(poser, shape.head_turn_deg)
    rest_arms_on_floor(poser, shape.arms_out_deg, shape.elbow_deg)
    return poser.done()


def _resting_slope(skeleton: Skeleton, shape: Bridge) -> float:
    """The slope of the pelvis with the hips on the floor."""
    return root(lambda s: _trunk(skeleton, shape, s).lowest_m("pelvis"), -15.0, 15.0, 12)


def _settle_head(poser: Poser, turn_deg: float) -> None:
    """Bend the neck until the back of the head lies on the floor."""

    def height(neck_deg: float) -> float:
        poser.bend_neck(neck_deg, turn_deg)
        return poser.lowest_m("head")

    poser.bend_neck(root(height, -30.0, 60.0, 12), turn_deg)
