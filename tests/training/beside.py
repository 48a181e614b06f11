"""Reads moments of people beside their first moments.

They are held stretches whose form slips (`slips.py`), and recordings. From them an expert learns
what changes look like (`pairs.py`), and what tells them is fitted (`change.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from coach.engine.network import Angles, Network
from tests.training.data import POSES, Array, features_of, stretch_of
from tests.training.follow import Followed
from tests.training.recorded import Columns, recordings

Chosen = npt.NDArray[np.bool_]
MOST: Final = 6.0
"""What is off by more units than this is another matter: half a turn, or nothing to be seen."""
FIRST_S: Final = 1.0
THIN: Final = 3
"""Of a recorded hold, its beginning, and of what follows every so many frames."""


@dataclass(frozen=True, eq=False)
class Begun:
    """One person's first moments, and moments after."""

    pose: str
    first: Array
    """(M, 2, COUNT) features."""
    then: Array
    """(N, 2, COUNT)."""
    truth: Array
    """(N, len(QUANTITIES))."""
    began: Array
    """(M, len(QUANTITIES)) the truth of the first moments."""

    @property
    def stretch(self) -> str:
        """What is done, on whichever side."""
        return stretch_of(POSES.index(self.pose))


def load(folder: Path, split: str) -> list[Begun]:
    """Return all beginnings of a split with what came after; ValueError if there are none."""
    paths = sorted(folder.glob(f"slips-{split}-*.npz"))
    if not paths:
        raise ValueError(f"no slips of {split} in {folder}: run `python -m tests.training.slips`")
    found = []
    for path in paths:
        shard = dict(np.load(path))
        for session in np.unique(shard["session"]):
            rows = shard["session"] == session
            found += _begun(shard, rows & (shard["picture"] == 0), rows & (shard["picture"] > 0))
    for recording in recordings(folder, split) if split == "train" else ():
        held = recording["held"]
        if held.any():
            first = recording["t_s"] < recording["t_s"][held][0] + FIRST_S
            thin = np.arange(len(held)) % THIN == 0
            found += _begun(recording, held & first, held & ~first & thin)
    return found


def pictures(folder: Path, split: str) -> int:
    """Return how many different pictures the slips of a split are of; recordings not counted."""
    shards = [np.load(path) for path in sorted(folder.glob(f"slips-{split}-*.npz"))]
    rows = [np.stack([shard["session"], shard["picture"]]) for shard in shards]
    return sum(np.unique(one, axis=1).shape[1] for one in rows)


def _begun(
    shard: Columns, first: npt.NDArray[np.bool_], then: npt.NDArray[np.bool_]
) -> list[Begun]:
    """Return the beginning that these rows are of; none if too little was seen."""
    if first.sum() < 2 or not then.any() or shard["pose"][then][0] not in POSES[1:]:
        return []
    pose, truth = str(shard["pose"][then][0]), shard["truth"]
    features = _features(shard, first), _features(shard, then)
    return [Begun(pose, *features, truth[then], truth[first])]


def _features(shard: Columns, rows: Chosen) -> Array:
    names = ("image_px", "world_m", "visibility", "outline_px")
    return features_of(*(shard[name][rows] for name in names))


def followed(network: Network, begun: list[Begun]) -> list[Followed]:
    """Ask about each person's moments beside their first ones."""
    out = []
    for one in begun:
        chances = np.array([float(name == one.pose) for name in POSES])
        first, then = (
            [network.measure(pair, chances) for pair in rows] for rows in (one.first, one.then)
        )
        begin = Angles(
            first[0].values, first[0].sds, np.stack([a.traits for a in first]).mean(axis=0)
        )
        told = [network.beside(one.pose, begin, angles) for angles in (*first, *then)]
        places = np.arange(len(told)) < len(first)
        truth = np.concatenate([one.began, one.truth]).astype(np.float64)
        values, sds = (np.stack([getattr(a, name) for a in told]) for name in ("values", "sds"))
        out.append(Followed(one.pose, places, values, sds, truth))
    return out


def stored(part: str, layers: list[tuple[npt.NDArray[Any], npt.NDArray[Any]]]) -> Columns:
    """Return layers as arrays of the model file, weights as whole numbers.

    For each layer, whose weights are (networks, in, out) and biases (networks, out): `w` of -127 to
    127; `m`, what 127 stands for, of each output; `b`, the biases.
    """
    out: Columns = {}
    for place, (weights, biases) in enumerate(layers):
        most = np.maximum(np.abs(weights).max(axis=1), 1e-6)
        out[f"{part}_w{place}"] = np.round(weights / most[:, None] * 127).astype(np.int8)
        out[f"{part}_m{place}"] = most.astype(np.float32)
        out[f"{part}_b{place}"] = biases.astype(np.float32)
    return out
