"""What people look like: skin, hair and clothes, coloured and padded by the bone that carries each
vertex.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tests.mannequin.body import Person
from tests.mannequin.renderer import Mesh
from tests.mannequin.rotations import Mat
from tests.mannequin.skeleton import BONES, INDEX

Rgb = tuple[float, float, float]
_PLAIN, _CLOTH, _STRIPES, _SKIN = 0, 1, 5, 6


@dataclass(frozen=True)
class Look:
    """Colours are 0 to 1 in linear light; lengths are shares of the limb."""

    skin: Rgb = (0.55, 0.33, 0.23)
    hair: Rgb = (0.05, 0.035, 0.03)
    hair_m: float = 0.012  # how far hair stands off the skull
    long_hair: bool = False
    shirt: Rgb = (0.10, 0.25, 0.45)
    shirt_pattern: int = _CLOTH
    sleeve: float = 0.6  # of the upper arm that is covered; above 1 the forearm too
    trousers: Rgb = (0.05, 0.05, 0.07)
    leg: float = 1.9  # 0 to 1 of the thigh, above 1 of the shank, that is covered
    shoes: Rgb | None = None  # None = bare feet
    loose_m: float = 0.004  # how far clothes stand off the body


def _vertex_normals(v: NDArray[np.float32], faces: NDArray[np.int32]) -> NDArray[np.float32]:
    """Unit normals (V, 3), each the mean of its faces' by area."""
    corners = v[faces]
    flat = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    out = np.zeros_like(v)
    for axis in range(3):
        for corner in range(3):
            out[:, axis] += np.bincount(faces[:, corner], flat[:, axis], len(v)).astype(np.float32)
    return np.asarray(out / (np.linalg.norm(out, axis=1, keepdims=True) + 1e-12), dtype=np.float32)


def _along(who: Person, bone: str) -> NDArray[np.float64]:
    """How far each vertex lies along a bone, as a share of its length."""
    way = who.skeleton.segment(bone)
    return np.asarray((who.vertices_m - who.skeleton.head(bone)) @ way / float(way @ way))


def _limb_cover(who: Person, upper: str, lower: str, share: float) -> NDArray[np.bool_]:
    """The vertices of a limb that clothes of length `share` cover (1 = the whole upper bone)."""
    covered = np.zeros(len(who.bone), dtype=bool)
    for side in ("left", "right"):
        covered |= (who.bone == INDEX[f"{upper}_{side}"]) & (_along(who, f"{upper}_{side}") < share)
        covered |= (who.bone == INDEX[f"{lower}_{side}"]) & (
            _along(who, f"{lower}_{side}") < share - 1
        )
    return covered


def _bones(who: Person, *names: str) -> NDArray[np.bool_]:
    """The vertices that some bones carry; a name without a side means both."""
    own = [i for i, b in enumerate(BONES) if b in names or b.rsplit("_", 1)[0] in names]
    return np.isin(who.bone, own)


def _hair(who: Person, look: Look) -> NDArray[np.bool_]:
    """Top and back of the head; long hair also the nape."""
    v, s = who.vertices_m, who.skeleton
    brow = s.mark("nose")[2] + 0.55 * (s.mark("crown")[2] - s.mark("nose")[2])
    ear = s.mark("ear_left")
    head = _bones(who, "head") & ~who.eyes
    top = head & (v[:, 2] > brow + 0.6 * (ear[1] - v[:, 1]) - 0.035)
    low = ear[2] - (0.10 if look.long_hair else 0.035)
    back = (
        (head | (_bones(who, "neck") & look.long_hair))
        & (v[:, 1] > ear[1] + 0.012)
        & (v[:, 2] > low)
    )
    return np.asarray(top | back)


@dataclass(frozen=True)
class Figure:
    """A dressed person: what does not change from frame to frame."""

    vertices_m: NDArray[np.float32]
    normals: NDArray[np.float32]
    rgb: NDArray[np.float32]
    pattern: NDArray[np.float32]
    who: Person

    def mesh(self, world: Mat, joints: NDArray[np.float64]) -> Mesh:
        """The dressed skin in a pose: linear blend of the bones' rotations (24, 3, 3) about joints
        (24, 3).
        """
        heads = self.who.skeleton.heads_m
        shift = joints - np.einsum("nij,nj->ni", world, heads)
        moves = np.concatenate([world, shift[:, :, None]], axis=2).reshape(len(BONES), 12)
        m = (self.who.weights @ moves.astype(np.float32)).reshape(-1, 3, 4)
        turned = np.einsum("vij,vj->vi", m[:, :, :3], self.normals)
        placed = np.einsum("vij,vj->vi", m[:, :, :3], self.vertices_m) + m[:, :, 3]
        return Mesh(placed, turned, self.rgb, self.pattern, self.who.faces)


def _parts(who: Person, look: Look) -> dict[str, NDArray[np.bool_]]:
    """Masks of the vertices by part; later ones lie over earlier ones."""
    v, s = who.vertices_m, who.skeleton
    trunk = ("spine01", "spine02", "spine03", "spine04", "spine05")
    waist = s.head("spine04")[2] - 0.01
    shirt = (_bones(who, *trunk, "clavicle") & (v[:, 2] > waist)) | _limb_cover(
        who, "upper_arm", "forearm", look.sleeve
    )
    shirt &= ~(
        _bones(who, "clavicle", "spine01")
        & (v[:, 2] > s.head("neck")[2] - 0.035)
        & (np.abs(v[:, 0]) < 0.075)
    )
    trousers = (
        _bones(who, "pelvis")
        | (_bones(who, *trunk) & (v[:, 2] <= waist))
        | _limb_cover(who, "thigh", "shank", look.leg)
    )
    parts = {"trousers": trousers, "shirt": shirt, "hair": _hair(who, look)}
    if look.shoes is not None:
        parts["shoes"] = _bones(who, "foot", "toes") & (v[:, 2] < s.head("foot_left")[2] + 0.015)
    return parts


def dress(who: Person, look: Look) -> Figure:
    """Put clothes, hair and a face on a person."""
    v, normals = who.vertices_m.copy(), _vertex_normals(who.vertices_m, who.faces)
    rgb = np.tile(np.array(look.skin, np.float32), (len(v), 1))
    kind = np.full(len(v), _SKIN, dtype=np.float32)
    colours = {
        "trousers": look.trousers,
        "shirt": look.shirt,
        "hair": look.hair,
        "shoes": look.shoes or look.skin,
    }
    padding = {"trousers": look.loose_m, "shirt": look.loose_m, "hair": look.hair_m, "shoes": 0.006}
    _make_up(who, look, rgb)
    for name, mask in _parts(who, look).items():
        rgb[mask] = colours[name]
        kind[mask] = look.shirt_pattern if name == "shirt" else _CLOTH
        v[mask] += normals[mask] * padding[name]
    _paint_eyes(who, rgb, kind)
    pattern = np.concatenate([kind[:, None], who.vertices_m], axis=1).astype(np.float32)
    return Figure(v, _vertex_normals(v, who.faces), rgb, pattern, who)


def _make_up(who: Person, look: Look, rgb: NDArray[np.float32]) -> None:
    """Brows and lips, so that a face reads as one."""
    v, s = who.vertices_m, who.skeleton
    nose, crown = s.mark("nose"), s.mark("crown")
    unit_m = float(crown[2] - nose[2])
    head = _bones(who, "head")
    front = head & (v[:, 1] < nose[1] + 0.45 * unit_m)
    if np.any(who.eyes):
        eye_z, eye_x = v[who.eyes, 2].mean(), np.abs(v[who.eyes, 0]).mean()
        brow = (
            front
            & (np.abs(v[:, 2] - eye_z - 0.15 * unit_m) < 0.018 * unit_m)
            & (np.abs(np.abs(v[:, 0]) - eye_x) < 0.13 * unit_m)
        )
        rgb[brow] = 0.6 * np.array(look.hair) + 0.24 * np.array(look.skin)
    lips = (
        front
        & (np.abs(v[:, 2] - nose[2] + 0.25 * unit_m) < 0.05 * unit_m)
        & (np.abs(v[:, 0]) < 0.15 * unit_m)
    )
    rgb[lips] = np.array(look.skin) * [0.95, 0.62, 0.62]


def _paint_eyes(who: Person, rgb: NDArray[np.float32], kind: NDArray[np.float32]) -> None:
    """White eyeballs with a dark iris in front."""
    v = who.vertices_m
    rgb[who.eyes], kind[who.eyes] = (0.75, 0.75, 0.75), _PLAIN
    for side in (1, -1):
        ball = who.eyes & (v[:, 0] * side > 0)
        if np.any(ball):
            middle = v[ball].mean(0)
            iris = (
                ball
                & (np.hypot(v[:, 0] - middle[0], v[:, 2] - middle[2]) < 0.007)
                & (v[:, 1] < middle[1])
            )
            rgb[iris] = (0.03, 0.02, 0.02)
