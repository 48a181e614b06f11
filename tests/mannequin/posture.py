"""Building one posture bone by bone: turn the pelvis, bend the spine, then aim or reach with each
limb.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tests.mannequin.rotations import (
    Mat,
    Vec,
    X,
    Z,
    about,
    cross,
    from_rotvec,
    reject,
    root,
    rotvec,
    rx,
    ry,
    rz,
    slerp,
    unit,
)  # fmt: skip
from tests.mannequin.skeleton import BONES, INDEX, PARENTS, Skeleton, lowest_m, place

SPINE = ("spine05", "spine04", "spine03", "spine02", "spine01")
_SHOULDER_SHARE = 0.22  # of the arm's turning that the shoulder girdle takes over
DOWN, UP = -Z, Z


@dataclass(frozen=True)
class Posture:
    """One instant of a body."""

    pelvis_m: NDArray[np.float64]  # (3,)
    world: NDArray[np.float64]  # (24, 3, 3) rotations, identity = as in rest


class Poser:
    """Collects world rotations; bones not yet turned follow their parent."""

    def __init__(self, skeleton: Skeleton, pelvis: Mat, pelvis_m: Vec | None = None) -> None:
        """Start from the pelvis: its rotation and its place (m)."""
        self.skeleton = skeleton
        self.pelvis_m = np.zeros(3) if pelvis_m is None else np.array(pelvis_m, dtype=np.float64)
        self._turned: dict[str, Mat] = {"pelvis": pelvis}

    def turn(self, bone: str, world: Mat) -> None:
        """Set a bone's world rotation."""
        self._turned[bone] = world

    def rotation(self, bone: str) -> Mat:
        """A bone's world rotation, its parent's where it has none of its own."""
        while bone not in self._turned:
            bone = BONES[PARENTS[INDEX[bone]]]
        return self._turned[bone]

    def at(self, bone: str) -> Vec:
        """The joint centre at which a bone begins, in the world (m)."""
        offset, name = np.zeros(3), bone
        while PARENTS[INDEX[name]] >= 0:
            parent = BONES[PARENTS[INDEX[name]]]
            offset = offset + self.rotation(parent) @ (
                self.skeleton.head(name) - self.skeleton.head(parent)
            )
            name = parent
        return np.asarray(self.pelvis_m + offset)

    def middle(self, stem: str) -> Vec:
        """The middle of a left and a right joint (m)."""
        return np.asarray((self.at(f"{stem}_left") + self.at(f"{stem}_right")) / 2)

    def move(self, by_m: Vec) -> None:
        """Shift the whole body."""
        self.pelvis_m = self.pelvis_m + by_m

    # Trunk ---------------------------------------------------------------------------------------
    # ----------
    def bend_spine(self, flexion_deg: float, side_deg: float = 0.0, twist_deg: float = 0.0) -> None:
        """Spread flexion (+ rounded), side bending (+ to the left) and twist (+ to the left) over
        five joints.
        """
        turned = self.rotation("pelvis")
        step = rx(flexion_deg / 5) @ ry(side_deg / 5) @ rz(twist_deg / 5)
        for bone in SPINE:
            turned = turned @ step
            self.turn(bone, turned)

    def bend_neck(self, flexion_deg: float, turn_deg: float = 0.0, side_deg: float = 0.0) -> None:
        """Turn the head against the thorax, half in the neck; + chin down, + to the left."""
        chest = self.rotation("spine01")
        full = rx(flexion_deg) @ ry(side_deg) @ rz(turn_deg)
        self.turn("neck", chest @ from_rotvec(rotvec(full) / 2))
        self.turn("head", chest @ full)

    def face(self, world: Mat, share: float = 1.0) -> None:
        """Turn the head toward a world rotation; the neck goes half-way."""
        chest = self.rotation("spine01")
        head = slerp(chest, world, share)
        self.turn("head", head)
        self.turn("neck", slerp(chest, head, 0.5))

    # Legs ----------------------------------------------------------------------------------------
    # ----------
    def leg_along(self, side: str, thigh: Vec, hinge: Vec, knee_flexion_deg: float) -> None:
        """Aim the thigh; the shank turns about the hinge by the knee's flexion."""
        axis = unit(reject(unit(hinge), unit(thigh)))
        shank = about(axis, knee_flexion_deg) @ unit(thigh)
        self.turn(f"thigh_{side}", self.skeleton.aim(f"thigh_{side}", thigh, axis))
        self.turn(f"shank_{side}", self.skeleton.aim(f"shank_{side}", shank, axis))

    def leg_to(self, side: str, ankle_m: Vec, pole: Vec, inward_deg: float | None = None) -> None:
        """Reach a place with the ankle, the knee toward `pole`; with `inward_deg` the knee leaves
        the vertical
        plane through hip and ankle by just that, + toward the midline."""
        hip = self.at(f"thigh_{side}")
        upper, lower = self.skeleton.length(f"thigh_{side}"), self.skeleton.length(f"shank_{side}")
        across = None if inward_deg is None else self._inward(side, ankle_m - hip)
        knee = _elbow(hip, ankle_m, upper, lower, pole, across, inward_deg or 0.0)
        ankle = knee + unit(ankle_m - knee) * lower
        hinge = cross(knee - hip, ankle - knee)
        if np.linalg.norm(hinge) < 1e-4:
            hinge = self.rotation("pelvis") @ X
        self.turn(f"thigh_{side}", self.skeleton.aim(f"thigh_{side}", knee - hip, hinge))
        self.turn(f"shank_{side}", self.skeleton.aim(f"shank_{side}", ankle - knee, hinge))

    def _inward(self, side: str, reach: Vec) -> Vec:
        """The level direction at right angles to the leg's vertical plane, toward the midline."""
        other = "right" if side == "left" else "left"
        toward = self.at(f"thigh_{other}") - self.at(f"thigh_{side}")
        flat = np.array([reach[0], reach[1], 0.0])
        across = cross(Z, unit(flat)) if np.linalg.norm(flat) > 1e-6 else unit(toward * [1, 1, 0])
        return across if float(across @ toward) > 0 else -across

    def foot_flat(self, side: str, heading_deg: float = 0.0, heel_deg: float = 0.0) -> None:
        """Sole down, toes toward -y turned by `heading_deg` (about z), the heel raised by
        `heel_deg`.
        """
        self.turn(f"foot_{side}", rz(heading_deg) @ rx(heel_deg))
        self.turn(f"toes_{side}", rz(heading_deg))

    def foot_along(self, side: str, direction: Vec, hinge: Vec) -> None:
        """Point the foot along a direction; the hinge as in Skeleton.aim."""
        self.turn(f"foot_{side}", self.skeleton.aim(f"foot_{side}", direction, hinge))

    def foot_bent(self, side: str, plantar_deg: float) -> None:
        """Turn the foot against the shank: 0 as in standing, + toes pointed."""
        shank = self.rotation(f"shank_{side}")
        self.turn(f"foot_{side}", shank @ rx(plantar_deg))

    def ankle_height_m(self, side: str) -> float:
        """How high the ankle is above the sole of a flat foot."""
        s = self.skeleton
        own = np.isin(s.contact_bone[:, 0], [INDEX[f"foot_{side}"], INDEX[f"toes_{side}"]])
        return float(s.head(f"foot_{side}")[2] - s.contact_m[own, 2].min())

    # Arms ----------------------------------------------------------------------------------------
    # ----------
    def _girdle(self, side: str, upper: Vec) -> None:
        """Let the collar bone share in the arm's turning, so that the shoulder keeps its shape."""
        chest, bone = self.rotation("spine01"), f"upper_arm_{side}"
        rest, wanted = unit(self.skeleton.segment(bone)), chest.T @ unit(upper)
        axis = cross(rest, wanted)
        turn = math.degrees(math.atan2(float(np.linalg.norm(axis)), float(rest @ wanted)))
        share = min(turn * _SHOULDER_SHARE, 32.0)
        self.turn(f"clavicle_{side}", chest @ about(axis, share) if turn > 1 else chest)

    def arm_along(self, side: str, upper: Vec, fore: Vec, pole: Vec | None = None) -> None:
        """Aim upper arm and forearm; `pole` is where the elbow looks when the arm is straight."""
        self._girdle(side, upper)
        hinge = cross(unit(upper), unit(fore))
        if np.linalg.norm(hinge) < 0.05:
            back = self.rotation("spine01") @ np.array([0.0, 1, 0]) if pole is None else pole
            hinge = hinge + cross(unit(back), unit(upper))
        self.turn(f"upper_arm_{side}", self.skeleton.aim(f"upper_arm_{side}", upper, hinge))
        self.turn(f"forearm_{side}", self.skeleton.aim(f"forearm_{side}", fore, hinge))

    def arm_to(self, side: str, wrist_m: Vec, pole: Vec) -> None:
        """Reach a place with the wrist, the elbow toward `pole`; too far a place is reached for
        only.
        """
        self._girdle(side, wrist_m - self.at(f"upper_arm_{side}"))
        shoulder = self.at(f"upper_arm_{side}")
        upper, lower = (
            self.skeleton.length(f"upper_arm_{side}"),
            self.skeleton.length(f"forearm_{side}"),
        )
        elbow = _elbow(shoulder, wrist_m, upper, lower, pole)
        hinge = cross(elbow - shoulder, wrist_m - elbow)
        self.turn(
            f"upper_arm_{side}", self.skeleton.aim(f"upper_arm_{side}", elbow - shoulder, hinge)
        )
        self.turn(f"forearm_{side}", self.skeleton.aim(f"forearm_{side}", wrist_m - elbow, hinge))

    def hand(self, side: str, direction: Vec, palm: Vec) -> None:
        """Point the fingers and the palm."""
        self.turn(f"hand_{side}", self.skeleton.aim_hand(side, direction, palm))

    # Result --------------------------------------------------------------------------------------
    # ----------
    def world(self) -> Mat:
        """All world rotations (24, 3, 3)."""
        return np.stack([self.rotation(bone) for bone in BONES])

    def lowest_m(self, *bones: str) -> float:
        """The height of the lowest point of some bones, or of all."""
        world = self.world()
        return lowest_m(self.skeleton, world, place(self.skeleton, world, self.pelvis_m), bones)

    def stand(self, *bones: str) -> None:
        """Shift the body up or down until the lowest point (of some bones) is on the floor."""
        self.move(np.array([0.0, 0.0, -self.lowest_m(*bones)]))

    def done(self) -> Posture:
        """The posture as it is now."""
        return Posture(self.pelvis_m.copy(), self.world())


def _elbow(
    start: Vec,
    end: Vec,
    upper: float,
    lower: float,
    pole: Vec,
    across: Vec | None = None,
    out_deg: float = 0.0,
) -> Vec:
    """The middle joint of a two-bone limb from `start` to `end` that bends toward `pole`.

    With `across` (unit, level) the limb leaves the plane at right angles to it, so that the upper
    bone makes
    `out_deg` with that plane.
    """
    reach = float(
        np.clip(np.linalg.norm(end - start), abs(upper - lower) + 1e-3, upper + lower - 1e-4)
    )
    axis = unit(end - start)
    along = (upper**2 - lower**2 + reach**2) / (2 * reach)
    radius = math.sqrt(max(upper**2 - along**2, 1e-10))
    if across is None:
        return np.asarray(start + axis * along + unit(reject(pole, axis)) * radius)
    side = unit(reject(across, axis))
    bend = unit(reject(reject(pole, axis), side))
    out = math.asin(float(np.clip(upper * math.sin(math.radians(out_deg)) / radius, -0.95, 0.95)))
    return np.asarray(start + axis * along + radius * (math.cos(out) * bend + math.sin(out) * side))


def trunk_bend_deg(skeleton: Skeleton, flexion_deg: float, side_deg: float = 0.0) -> float:
    """How far a bent spine tips the trunk's line forward of where a straight one has it, the
    pelvis upright.
    """
    poser = Poser(skeleton, np.eye(3))
    poser.bend_spine(flexion_deg, side_deg)
    line = poser.middle("upper_arm") - poser.middle("thigh")
    return math.degrees(math.atan2(-line[1], line[2]))


def blend(skeleton: Skeleton, a: Posture, b: Posture, share: float) -> Posture:
    """Between two postures, joint by joint; share 0 is `a`. The pelvis goes straight."""
    if share <= 0 or share >= 1:
        return a if share <= 0 else b
    world = np.empty_like(a.world)
    world[0] = slerp(a.world[0], b.world[0], share)
    for bone in range(1, len(BONES)):
        p = PARENTS[bone]
        world[bone] = world[p] @ slerp(
            a.world[p].T @ a.world[bone], b.world[p].T @ b.world[bone], share
        )
    return Posture(a.pelvis_m + (b.pelvis_m - a.pelvis_m) * share, world)


def grounded(skeleton: Skeleton, posture: Posture) -> Posture:
    """The same posture with its lowest point on the floor."""
    low = lowest_m(skeleton, posture.world, place(skeleton, posture.world, posture.pelvis_m))
    return Posture(posture.pelvis_m - np.array([0.0, 0.0, low]), posture.world)


__all__ = ["DOWN", "UP", "Poser", "Posture", "blend", "grounded", "root", "trunk_bend_deg"]
