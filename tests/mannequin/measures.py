"""The truth: every measure of a pose, by its definition, from joint centres and bone rotations
alone.

All functions take joints (T, J, 3) in the order of skeleton.JOINTS and, where a bone's turning
matters, world
rotations (T, 24, 3, 3). They give (T,) degrees; NaN = not measured there, as the definition says.
"""

import numpy as np
from numpy.typing import NDArray

from tests.mannequin.skeleton import INDEX, JOINT, Skeleton

Series = NDArray[np.float64]

_STRAIGHT_SIDEWAYS_DEG = 20.0  # hip flexion has no meaning this near to the line through the hips
_ONE_VERTICAL_M = 0.15  # knee tracking needs hip and ankle at least this far apart along the floor
_UPRIGHT_THIGH_DEG = 20.0  # a thigh this near to the vertical points nowhere, seen from above

MEASURES: tuple[str, ...] = (
    "knee_flexion_left_deg",
    "knee_flexion_right_deg",
    "hip_flexion_left_deg",
    "hip_flexion_right_deg",
    "knee_tracking_left_deg",
    "knee_tracking_right_deg",
    "spine_flexion_deg",
    "trunk_lean_deg",
    "head_drop_deg",
    "pelvis_tilt_deg",
    "shin_lean_left_deg",
    "shin_lean_right_deg",
    "rear_thigh_line_deg",
)


def _dot(a: Series, b: Series) -> Series:
    return np.asarray(np.sum(a * b, axis=-1))


def _unit(a: Series) -> Series:
    return np.asarray(a / np.maximum(np.linalg.norm(a, axis=-1, keepdims=True), 1e-9))


def _signed(along: Series, across: Series) -> Series:
    return np.asarray(np.degrees(np.arctan2(across, along)))


def at(joints: Series, name: str) -> Series:
    """The track (T, 3) of one joint."""
    return np.asarray(joints[:, JOINT[name]])


def middle(joints: Series, name: str) -> Series:
    """The track (T, 3) of the middle of a left and right joint."""
    return (at(joints, f"{name}_left") + at(joints, f"{name}_right")) / 2


def to_left(joints: Series) -> Series:
    """The unit direction (T, 3) from the right hip to the left hip."""
    return _unit(at(joints, "hip_left") - at(joints, "hip_right"))


def forward(joints: Series) -> Series:
    """The body's forward direction along the floor (T, 3): where a person with these hips would
    walk.
    """
    return _unit(np.cross(to_left(joints), np.array([0.0, 0.0, 1.0])))


def trunk_line(joints: Series) -> Series:
    """The unit direction (T, 3) from mid-hip to mid-shoulder."""
    return _unit(middle(joints, "shoulder") - middle(joints, "hip"))


def thigh(joints: Series, side: str) -> Series:
    """The unit direction (T, 3) from hip to knee."""
    return _unit(at(joints, f"knee_{side}") - at(joints, f"hip_{side}"))


def knee_flexion(joints: Series, side: str) -> Series:
    """180 deg minus the angle hip-knee-ankle; 0 straight."""
    shank = _unit(at(joints, f"ankle_{side}") - at(joints, f"knee_{side}"))
    upper = thigh(joints, side)
    return _signed(_dot(upper, shank), np.linalg.norm(np.cross(upper, shank), axis=-1))


def hip_flexion(joints: Series, side: str) -> Series:
    """Seen along the line through the hips: from the trunk's line continued downward to the thigh,
    forward +.
    """
    left, upper = to_left(joints), thigh(joints, side)
    down = -trunk_line(joints)
    down = _unit(down - _dot(down, left)[:, None] * left)
    ahead = np.cross(left, -down)
    angle = _signed(_dot(upper, down), _dot(upper, ahead))
    angle = np.where(angle < -100, angle + 360, angle)  # folded beyond 180, never 100 in extension
    sideways = np.abs(_dot(upper, left)) > np.cos(np.radians(_STRAIGHT_SIDEWAYS_DEG))
    return np.where(sideways, np.nan, angle)


def knee_tracking(joints: Series, side: str) -> Series:
    """Between the thigh and the vertical plane through hip and ankle; + when the knee lies toward
    the midline.
    """
    reach = at(joints, f"ankle_{side}") - at(joints, f"hip_{side}")
    reach[:, 2] = 0
    across = np.cross(np.array([0.0, 0.0, 1.0]), _unit(reach))
    inward = to_left(joints) * (-1.0 if side == "left" else 1.0)
    across = across * np.where(_dot(across, inward) < 0, -1.0, 1.0)[:, None]
    angle = np.degrees(np.arcsin(np.clip(_dot(thigh(joints, side), across), -1, 1)))
    return np.where(np.linalg.norm(reach, axis=-1) < _ONE_VERTICAL_M, np.nan, angle)


def spine_flexion(world: NDArray[np.float64]) -> Series:
    """The total flexion between pelvis and thorax about the pelvis's own side-to-side axis; 0
    standing, + rounded.
    """
    relative = np.swapaxes(world[:, INDEX["pelvis"]], 1, 2) @ world[:, INDEX["spine01"]]
    return _signed(relative[:, 2, 2], -relative[:, 1, 2])


def trunk_lean(joints: Series) -> Series:
    """The trunk's line against the vertical, 0 upright, 90 flat, to 180 head down."""
    line = trunk_line(joints)
    return _signed(line[:, 2], np.linalg.norm(line[:, :2], axis=-1))


def head_drop(skeleton: Skeleton, joints: Series, world: NDArray[np.float64]) -> Series:
    """Flexion of head and neck against the trunk's line about the hips' axis; 0 as in rest, + chin
    down.
    """
    rest = place_of_rest(skeleton)
    zero = _head_against_trunk(rest, np.eye(3)[None])
    return _head_against_trunk(joints, world[:, INDEX["head"]]) - zero


def _head_against_trunk(joints: Series, head: NDArray[np.float64]) -> Series:
    left, line = to_left(joints), trunk_line(joints)
    line = _unit(line - _dot(line, left)[:, None] * left)
    ahead = np.cross(left, line)
    return _signed(_dot(head[:, :, 2], line), _dot(head[:, :, 2], ahead))


def place_of_rest(skeleton: Skeleton) -> Series:
    """The joints (1, J, 3) of the rest pose."""
    return np.concatenate([skeleton.heads_m, skeleton.marks_m])[None]


def pelvis_tilt(joints: Series) -> Series:
    """The line through the hips against level ground; + left side high."""
    return np.asarray(np.degrees(np.arcsin(np.clip(to_left(joints)[:, 2], -1, 1))))


def shin_lean(joints: Series, side: str) -> Series:
    """The shank against the vertical in the body's forward direction; + knee ahead of ankle."""
    shank = at(joints, f"knee_{side}") - at(joints, f"ankle_{side}")
    return _signed(shank[:, 2], _dot(shank, forward(joints)))


def rear_thigh_line(joints: Series, side: str) -> Series:
    """How far the thigh of `side` points out of straight behind the hip, seen from above; 0 to
    180.
    """
    flat = thigh(joints, side).copy()
    flat[:, 2] = 0
    back = -forward(joints)
    angle = _signed(_dot(flat, back), np.abs(np.cross(flat, back)[:, 2]))
    return np.where(
        np.linalg.norm(flat, axis=-1) < np.sin(np.radians(_UPRIGHT_THIGH_DEG)), np.nan, angle
    )


def thigh_elevation(joints: Series, side: str) -> Series:
    """The thigh against level ground; + knee higher than hip."""
    return np.asarray(np.degrees(np.arcsin(np.clip(thigh(joints, side)[:, 2], -1, 1))))


def ankle_gap_share(joints: Series) -> Series:
    """The distance between the ankles as a share of the shoulders' width."""
    ankles = np.linalg.norm(at(joints, "ankle_left") - at(joints, "ankle_right"), axis=-1)
    return np.asarray(
        ankles / np.linalg.norm(at(joints, "shoulder_left") - at(joints, "shoulder_right"), axis=-1)
    )


def all_measures(
    skeleton: Skeleton, joints: Series, world: NDArray[np.float64], rear: str | None = None
) -> dict[str, Series]:
    """Every measure of MEASURES by name; `rear` is the side of the rear leg where there is one."""
    out = {}
    for side in ("left", "right"):
        out[f"knee_flexion_{side}_deg"] = knee_flexion(joints, side)
        out[f"hip_flexion_{side}_deg"] = hip_flexion(joints, side)
        out[f"knee_tracking_{side}_deg"] = knee_tracking(joints, side)
        out[f"shin_lean_{side}_deg"] = shin_lean(joints, side)
    out["spine_flexion_deg"] = spine_flexion(world)
    out["trunk_lean_deg"] = trunk_lean(joints)
    out["head_drop_deg"] = head_drop(skeleton, joints, world)
    out["pelvis_tilt_deg"] = pelvis_tilt(joints)
    unknown = np.full(len(joints), np.nan)
    out["rear_thigh_line_deg"] = rear_thigh_line(joints, rear) if rear else unknown
    return {name: out[name] for name in MEASURES}
