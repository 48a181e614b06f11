"""The skeleton: 24 bones, their rest positions, forward kinematics and contact with the floor.

A pose is one world rotation a bone and the place of the pelvis. A bone's rotation turns its REST
shape
(identity = as in rest), so a point x of bone b lies at `rotation[b] @ (x - head[b]) + joint[b]`.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tests.mannequin.rotations import Mat, Vec, cross, frame, unit

SIDES = ("left", "right")
_TRUNK = ("pelvis", "spine05", "spine04", "spine03", "spine02", "spine01", "neck", "head")
_ARM = ("clavicle", "upper_arm", "forearm", "hand")
_LEG = ("thigh", "shank", "foot", "toes")
BONES: tuple[str, ...] = _TRUNK + tuple(f"{b}_{s}" for s in SIDES for b in _ARM + _LEG)
INDEX = {name: i for i, name in enumerate(BONES)}


def _parent(name: str) -> int:
    """The index of a bone's parent, -1 for the pelvis."""
    if name in _TRUNK:
        return _TRUNK.index(name) - 1
    bone, side = name.rsplit("_", 1)
    chain = _ARM if bone in _ARM else _LEG
    if bone == chain[0]:
        return INDEX["spine01"] if chain is _ARM else INDEX["pelvis"]
    return INDEX[f"{chain[chain.index(bone) - 1]}_{side}"]


PARENTS: tuple[int, ...] = tuple(_parent(name) for name in BONES)

# Points of the truth: where (bone) and which rest point carries each.
MARKS: dict[str, str] = {
    "nose": "head", "crown": "head", "ear_left": "head", "ear_right": "head",
    "heel_left": "foot_left", "heel_right": "foot_right",
    "toe_left": "toes_left", "toe_right": "toes_right",
    "index_left": "hand_left", "index_right": "hand_right",
    "little_left": "hand_left", "little_right": "hand_right",
}  # fmt: skip
_JOINT_OF = {"upper_arm": "shoulder", "forearm": "elbow", "hand": "wrist",
             "thigh": "hip", "shank": "knee", "foot": "ankle", "toes": "ball"}  # fmt: skip


def _joint_name(bone: str) -> str:
    stem, _, side = bone.rpartition("_")
    return f"{_JOINT_OF[stem]}_{side}" if stem in _JOINT_OF else bone


JOINTS: tuple[str, ...] = tuple(_joint_name(b) for b in BONES) + tuple(MARKS)
JOINT = {name: i for i, name in enumerate(JOINTS)}


@dataclass(frozen=True)
class Skeleton:
    """One person's bones in rest, standing, facing -y."""

    heads_m: NDArray[np.float64]  # (24, 3) joint centres in rest, order of BONES
    marks_m: NDArray[np.float64]  # (12, 3) points on the skin in rest, order of MARKS
    contact_m: NDArray[np.float64]  # (N, 3) points of the skin that may touch the floor, in rest
    contact_bone: NDArray[np.int64]  # (N, 4) the bones that carry each, the strongest first
    contact_share: NDArray[np.float64]  # (N, 4) their shares, adding up to one
    palm_left: NDArray[np.float64]  # (3,) the direction in which the left palm looks in rest

    def head(self, bone: str) -> Vec:
        """The joint centre at which a bone begins, in rest (m)."""
        return np.asarray(self.heads_m[INDEX[bone]])

    def mark(self, name: str) -> Vec:
        """A point on the skin in rest (m)."""
        return np.asarray(self.marks_m[list(MARKS).index(name)])

    def length(self, bone: str) -> float:
        """The length of a bone of a limb (m)."""
        return float(np.linalg.norm(self.segment(bone)))

    def segment(self, bone: str) -> Vec:
        """From a limb bone's beginning to its end, in rest (m)."""
        stem, side = bone.rsplit("_", 1)
        ends = {
            "upper_arm": "forearm",
            "forearm": "hand",
            "thigh": "shank",
            "shank": "foot",
            "foot": "toes",
        }
        if stem in ends:
            return np.asarray(self.head(f"{ends[stem]}_{side}") - self.head(bone))
        if stem == "hand":
            knuckles = (self.mark(f"index_{side}") + self.mark(f"little_{side}")) / 2
            return np.asarray(knuckles - self.head(bone))
        return np.asarray(self.mark(f"toe_{side}") - self.head(bone))

    def hinge(self, bone: str) -> Vec:
        """The axis in rest about which the joint below flexes: +x in the leg, the elbow's own in
        the arm.
        """
        stem, side = bone.rsplit("_", 1)
        if stem in ("upper_arm", "forearm"):
            return unit(cross(self.segment(f"upper_arm_{side}"), self.segment(f"forearm_{side}")))
        return np.array([1.0, 0.0, 0.0])

    def palm(self, side: str) -> Vec:
        """The direction in which a palm looks in rest."""
        return np.asarray(
            self.palm_left * (np.array([1.0, 1, 1]) if side == "left" else np.array([-1.0, 1, 1]))
        )

    def aim(self, bone: str, direction: Vec, hinge: Vec) -> Mat:
        """The world rotation that points a limb bone along `direction` with its hinge along
        `hinge`.
        """
        return np.asarray(frame(direction, hinge) @ frame(self.segment(bone), self.hinge(bone)).T)

    def aim_hand(self, side: str, direction: Vec, palm: Vec) -> Mat:
        """The world rotation of a hand whose fingers point along `direction` and whose palm looks
        along `palm`.
        """
        rest = frame(self.segment(f"hand_{side}"), self.palm(side))
        return np.asarray(frame(direction, palm) @ rest.T)


def place(skeleton: Skeleton, world: Mat, pelvis_m: Vec) -> NDArray[np.float64]:
    """Joint centres (24, 3) of world rotations (24, 3, 3) with the pelvis at `pelvis_m`."""
    joints = np.empty((len(BONES), 3))
    joints[0] = pelvis_m
    parents = list(PARENTS)
    steps = np.einsum("nij,nj->ni", world[parents], skeleton.heads_m - skeleton.heads_m[parents])
    for bone in range(1, len(BONES)):
        joints[bone] = joints[parents[bone]] + steps[bone]
    return joints


def place_marks(skeleton: Skeleton, world: Mat, joints: NDArray[np.float64]) -> NDArray[np.float64]:
    """All points of the truth (36, 3), order of JOINTS: joint centres, then the marks on the
    skin.
    """
    bones = [INDEX[b] for b in MARKS.values()]
    local = skeleton.marks_m - skeleton.heads_m[bones]
    marks = np.einsum("nij,nj->ni", world[bones], local) + joints[bones]
    return np.concatenate([joints, marks])


def contacts(
    skeleton: Skeleton,
    world: Mat,
    joints: NDArray[np.float64],
    own: NDArray[np.bool_] | None = None,
) -> NDArray[np.float64]:
    """The contact points (N, 3) in the world, of all or those of a mask; blended as the skin is."""
    keep = slice(None) if own is None else own
    bones, share, points = (
        skeleton.contact_bone[keep],
        skeleton.contact_share[keep],
        skeleton.contact_m[keep],
    )
    shift = joints - np.einsum("nij,nj->ni", world, skeleton.heads_m)
    moved = np.einsum("nkij,nj->nki", world[bones], points) + shift[bones]
    return np.asarray(np.einsum("nk,nki->ni", share, moved))


def lowest_m(
    skeleton: Skeleton, world: Mat, joints: NDArray[np.float64], bones: tuple[str, ...] = ()
) -> float:
    """The height of the lowest contact point, of some bones or of all."""
    own = np.isin(skeleton.contact_bone[:, 0], [INDEX[b] for b in bones]) if bones else None
    return float(contacts(skeleton, world, joints, own)[:, 2].min())


def save_skeletons(path: Path, skeletons: dict[str, Skeleton]) -> None:
    """Write skeletons as JSON, rounded to a tenth of a millimetre."""

    def plain(s: Skeleton) -> dict[str, object]:
        return {
            name: np.round(getattr(s, name), 4).tolist() for name in Skeleton.__dataclass_fields__
        }

    path.write_text(json.dumps({k: plain(s) for k, s in skeletons.items()}), encoding="utf-8")


def load_skeletons(path: Path) -> dict[str, Skeleton]:
    """Read what `save_skeletons` wrote."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    return {
        name: Skeleton(**{k: np.array(v) for k, v in fields.items()})
        for name, fields in raw.items()
    }
