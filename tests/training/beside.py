"""Fits what tells changes: angles now, beside those of a person's first moments.

For each pose it is one linear layer on the traits of the expert (`Network.beside`): of how they
have changed, and of how they were first. It learns what is still missing between what the expert
tells and the truth, by ridge regression, from held stretches whose form slips (`slips.py`) and from
recordings. Only what a rule of the stretch is about is told this way.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from coach.engine.change import turned
from coach.engine.network import Angles, Network, mirror
from tests.mannequin.faults import rules_of
from tests.training.data import POSES, Array, features_of, stretch_of
from tests.training.draw import QUANTITIES
from tests.training.follow import Followed
from tests.training.recorded import Columns, recordings

Chosen = npt.NDArray[np.bool_]
RIDGE: Final = 1000.0
"""The sum of squares of weights counts so much, beside errors in units squared."""
FIRST_DEAR: Final = 10.0
"""Weights of the first moments themselves cost so many times as much as those of changes."""
MOST: Final = 6.0
"""What is off by more units than this is another matter: half a turn, or nothing to be seen."""
FEWEST: Final = 50
"""Rows from which weights are learned."""
FIRST_S: Final = 1.0
THIN: Final = 3
"""Of a recorded hold, its beginning, and of what follows every so many frames."""
_PARTS: Final = {
    "knee_difference": ("thigh_elevation_left_deg", "thigh_elevation_right_deg"),
    "ankle_gap": ("ankle_gap_ratio",),
}
"""Rules about these are about what the model tells under other names."""


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


@dataclass(frozen=True, eq=False)
class Rows:
    """What an expert makes of moments: N rows, each beside its person's first moments."""

    first: Array
    """(N, 2, traits)."""
    now: Array
    """(N, 2, traits)."""
    told: npt.NDArray[np.float64]
    """(N, len(QUANTITIES)) as the expert tells it alone."""
    truth: Array


def asked(network: Network, begun: list[Begun], pose: str) -> Rows:
    """Ask the expert for a pose about everything that is of this pose."""
    chances = np.array([float(name == pose) for name in POSES])
    parts: list[tuple[Any, ...]] = []
    for one in begun:
        if one.pose == pose:
            first = np.stack([network.measure(pair, chances).traits for pair in one.first])
            then = [network.measure(pair, chances) for pair in one.then]
            firsts = np.repeat(first.mean(axis=0)[None], len(then), axis=0)
            columns = (np.stack([getattr(t, f) for t in then]) for f in ("traits", "values"))
            parts.append((firsts, *columns, one.truth))
    return Rows(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def fitted(network: Network, begun: list[Begun], unit: npt.NDArray[np.float32]) -> Columns:
    """Return the arrays of the model file that tell changes, not yet calibrated.

    A lunge to the left and the mirror image of one to the right are the same thing. `unit` is what
    a typical error of each quantity is called 1.
    """
    order, sign = mirror(QUANTITIES, network.card["flipped"])
    poses, _ = mirror(POSES, ())
    seen = {pose: asked(network, begun, pose) for pose in POSES[1:] if _has(begun, pose)}
    out: Columns = {}
    for pose in seen:
        here, there = seen[pose], seen[POSES[poses[POSES.index(pose)]]]
        inputs = [_inputs(here, 0), _inputs(there, 1)]
        missing = [turned(rows.truth - rows.told) / unit for rows in (here, there)]
        missing[1] = missing[1][:, order] * sign
        weights = _ridge(np.concatenate(inputs), np.concatenate(missing), _judged(pose))
        out |= stored(f"beside_{pose}", [(weights[None, :-1], weights[None, -1])])
        out[f"beside_{pose}_sds"] = np.ones((2, len(QUANTITIES)), np.float32)
    return out


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


def _has(begun: list[Begun], pose: str) -> bool:
    return any(one.pose == pose for one in begun)


def _inputs(rows: Rows, way: int) -> npt.NDArray[np.float64]:
    """Return (N, 2 * traits + 1): as `Network.beside` has it, and a constant."""
    changed, first = rows.now[:, way] - rows.first[:, way], rows.first[:, way]
    return np.concatenate([changed, first, np.ones((len(first), 1))], axis=1).astype(np.float64)


def _ridge(
    inputs: npt.NDArray[np.float64], missing: npt.NDArray[Any], columns: list[int]
) -> npt.NDArray[np.float64]:
    """Return (inputs, len(QUANTITIES)) weights; 0 for what is in none of the columns."""
    weights = np.zeros((inputs.shape[1], len(QUANTITIES)))
    half = inputs.shape[1] // 2
    dear = np.full(inputs.shape[1], RIDGE)
    dear[half:] *= FIRST_DEAR  # how somebody is, beside how they have changed
    dear[-1] = 1.0
    for column in columns:
        known = np.abs(missing[:, column]) < MOST
        if known.sum() >= FEWEST:
            x, y = inputs[known], missing[known, column]
            weights[:, column] = np.linalg.solve(x.T @ x + np.diag(dear), x.T @ y)
    return weights


def _judged(pose: str) -> list[int]:
    """Return the places of the quantities that rules of a pose's stretch are about."""
    bases = {rule.quantity for rule in rules_of(stretch_of(POSES.index(pose)))}
    names = {part for base in bases for part in _PARTS.get(base, ())}
    names |= {
        name
        for name in QUANTITIES
        for base in bases
        if name in (f"{base}_deg", f"{base}_left_deg", f"{base}_right_deg")
    }
    return sorted(QUANTITIES.index(name) for name in names)


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
