"""People: a shape from the anny body model, as a mesh, skin weights and a skeleton.

anny (and with it torch) is asked only for the shape in rest, once a person; posing is done here in
numpy.
Shapes are kept in the user's cache, so most runs never load torch.
"""

import hashlib
import os
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.mannequin.errors import MannequinError
from tests.mannequin.rotations import unit
from tests.mannequin.skeleton import BONES, INDEX, Skeleton

_FORMAT = 3  # raise when the arrays below change


@dataclass(frozen=True)
class Phenotype:
    """What anny can vary, each 0 to 1: gender 0 male 1 female; age 0.5-0.85 adults; the rest low
    to high.
    """

    gender: float = 0.5
    age: float = 0.6
    muscle: float = 0.5
    weight: float = 0.5
    height: float = 0.5
    proportions: float = 0.5


@dataclass(frozen=True)
class Person:
    """A person in rest, ready to be posed."""

    skeleton: Skeleton
    vertices_m: NDArray[np.float32]  # (V, 3) the skin in rest
    faces: NDArray[np.int32]  # (F, 3)
    weights: NDArray[np.float32]  # (V, 24) skin weights, rows sum to one
    bone: NDArray[np.int32]  # (V,) the bone that moves each vertex most
    eyes: NDArray[np.bool_]  # (V,) eyeball

    @property
    def stature_m(self) -> float:
        """From the soles to the crown in rest."""
        return float(np.ptp(self.vertices_m[:, 2]))


def cache_dir() -> Path:
    """Where shapes and rendered sessions are kept; PSOAS_MANNEQUIN_CACHE names another place."""
    named = os.environ.get("PSOAS_MANNEQUIN_CACHE")
    return Path(named) if named else Path.home() / ".cache" / "psoas-mannequin"


def _reduced(labels: list[str], parents: list[int]) -> list[int]:
    """For each anny bone the bone of BONES that carries it."""
    names = {"root": "pelvis", "neck01": "neck", "head": "head"} | {
        f"spine0{i}": f"spine0{i}" for i in range(1, 6)
    }
    for letter, side in (("L", "left"), ("R", "right")):
        pairs = [
            ("clavicle", "clavicle"),
            ("upperarm01", "upper_arm"),
            ("lowerarm01", "forearm"),
            ("wrist", "hand"),
            ("upperleg01", "thigh"),
            ("lowerleg01", "shank"),
            ("foot", "foot"),
        ]
        names |= {f"{theirs}.{letter}": f"{ours}_{side}" for theirs, ours in pairs}
        names |= {f"toe{i}-1.{letter}": f"toes_{side}" for i in range(1, 6)}
    carried: list[int] = []
    for label, parent in zip(labels, parents, strict=True):
        carried.append(INDEX[names[label]] if label in names else carried[parent])
    return carried


@lru_cache(maxsize=1)
def _model() -> Any:
    """The anny model; takes about ten seconds, the very first time a minute."""
    try:
        import anny
        import torch
    except ImportError as error:
        raise MannequinError(
            f"cannot make people: {error}; install the group 'mannequin'"
        ) from error
    torch.set_num_threads(1)
    return anny.Anny(skinning_method="lbs").to(torch.float32)


def _raw_shape(phenotype: Phenotype) -> dict[str, NDArray[Any]]:
    """The rest shape from anny with the bones reduced to ours."""
    import torch

    model = _model()
    with torch.no_grad():
        out = model(phenotype_kwargs=asdict(phenotype))
    carried = _reduced(list(model.bone_labels), list(model.bone_parents))
    heads = out["rest_bone_heads"][0].numpy().astype(np.float64)
    labels = list(model.bone_labels)
    ours = np.stack([_head(name, heads, labels, carried) for name in range(len(BONES))])
    vertices = out["rest_vertices"][0].numpy().astype(np.float64)
    weights = np.zeros((len(vertices), len(BONES)))
    indices = model.vertex_bone_indices.numpy()
    eye = np.zeros(len(vertices), dtype=bool)
    for column in range(indices.shape[1]):
        share = model.vertex_bone_weights.numpy()[:, column]
        np.add.at(weights, (np.arange(len(vertices)), np.array(carried)[indices[:, column]]), share)
        eye |= (share > 0.5) & np.isin(
            indices[:, column], [labels.index("eye.L"), labels.index("eye.R")]
        )
    palm = _palm(heads, labels)
    return {
        "heads": ours,
        "vertices": vertices,
        "weights": weights / weights.sum(1, keepdims=True),
        "faces": model.faces.numpy().astype(np.int32),
        "eyes": eye,
        "palm": palm,
        "knuckles": heads[[labels.index(f"finger{i}-1.{s}") for s in "LR" for i in (2, 5)]],
    }


def _head(bone: int, heads: NDArray[Any], labels: list[str], carried: list[int]) -> NDArray[Any]:
    """Where one of our bones begins: the first of its anny bones, or the middle of the toes."""
    if BONES[bone].startswith("toes"):
        letter = "L" if BONES[bone].endswith("left") else "R"
        return np.asarray(heads[[labels.index(f"toe{i}-1.{letter}") for i in (1, 2, 3)]].mean(0))
    return np.asarray(heads[carried.index(bone)])


def _palm(heads: NDArray[Any], labels: list[str]) -> NDArray[Any]:
    """The direction in which the left palm looks in rest."""
    wrist, index, little = (
        heads[labels.index(n)] for n in ("wrist.L", "finger2-1.L", "finger5-1.L")
    )
    return -unit(np.cross(index - wrist, little - wrist))


def _marks(raw: dict[str, NDArray[Any]], bone: NDArray[Any]) -> NDArray[Any]:
    """The points of skeleton.MARKS, found on the skin."""
    v = raw["vertices"]

    def extreme(name: str, direction: tuple[float, float, float]) -> NDArray[Any]:
        own = v[bone == INDEX[name]]
        return np.asarray(own[np.argmax(own @ np.array(direction))])

    ears = [extreme("head", (1, 0, 0)), extreme("head", (-1, 0, 0))]
    heels = [extreme(f"foot_{s}", (0, 1, -0.5)) for s in ("left", "right")]
    toes = [extreme(f"toes_{s}", (0, -1, 0)) for s in ("left", "right")]
    knuckles = raw["knuckles"]  # left index, left little, right index, right little
    return np.stack([extreme("head", (0, -1, 0)), extreme("head", (0, 0, 1)), *ears, *heels, *toes,
                     knuckles[0], knuckles[2], knuckles[1], knuckles[3]])  # fmt: skip


def _contact_points(v: NDArray[Any], bone: NDArray[Any]) -> NDArray[Any]:
    """For each bone the indices of the skin points farthest out in 90 directions: enough to stand
    on.
    """
    i = np.arange(90) + 0.5
    polar, turn = np.arccos(1 - 2 * i / 90), np.pi * (1 + 5**0.5) * i
    ways = np.stack([np.cos(turn) * np.sin(polar), np.sin(turn) * np.sin(polar), np.cos(polar)])
    chosen = [np.unique(np.flatnonzero(bone == b)[np.argmax(v[bone == b] @ ways, axis=0)])
              for b in range(len(BONES)) if np.any(bone == b)]  # fmt: skip
    return np.concatenate(chosen)


def _assemble(raw: dict[str, NDArray[Any]]) -> Person:
    """A Person from the arrays of the cache."""
    bone = raw["weights"].argmax(1)
    touch = _contact_points(raw["vertices"], bone)
    carriers = np.argsort(-raw["weights"][touch], axis=1)[:, :4]
    share = np.take_along_axis(raw["weights"][touch], carriers, axis=1)
    skeleton = Skeleton(
        raw["heads"],
        _marks(raw, bone),
        raw["vertices"][touch],
        carriers.astype(np.int64),
        share / share.sum(1, keepdims=True),
        raw["palm"],
    )
    return Person(
        skeleton,
        raw["vertices"].astype(np.float32),
        raw["faces"],
        raw["weights"].astype(np.float32),
        bone.astype(np.int32),
        raw["eyes"],
    )


def person(phenotype: Phenotype) -> Person:
    """The person of a phenotype, from the cache where it has been made before."""
    key = hashlib.sha256(f"{_FORMAT}{sorted(asdict(phenotype).items())}".encode()).hexdigest()[:20]
    path = cache_dir() / "shapes" / f"{key}.npz"
    if path.exists():
        with np.load(path) as stored:
            return _assemble({name: stored[name] for name in stored.files})
    raw = _raw_shape(phenotype)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(f".{os.getpid()}.npz")
        np.savez(partial, **raw)  # type: ignore[arg-type]
        partial.replace(path)
    except OSError as error:
        raise MannequinError(f"cannot keep a shape in {path.parent}: {error.strerror}") from error
    return _assemble(raw)
