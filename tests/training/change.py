"""Fits what tells changes: angles now, beside those of a person's first moments.

For each pose it is one small network that looks at the traits of the expert (`Network.beside`): how
they have changed, and how they were first. It learns what is still missing between what the expert
tells and the truth, and what is missing of a change since the first moments, both alike: what the
expert errs in how somebody is, nobody knows; what it errs in how they change is seen as a fault, or
overlooked. Only what a rule of the stretch is about is told this way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import torch
from torch.nn.functional import smooth_l1_loss

from coach.engine.change import turned
from coach.engine.network import Network, mirror
from tests.mannequin.faults import rules_of
from tests.training.beside import MOST, Begun
from tests.training.data import POSES, Array, stretch_of
from tests.training.draw import QUANTITIES
from tests.training.moving import linear, packed
from tests.training.pairs import FIRST_PART
from tests.training.recorded import Columns

HIDDEN: Final = 16
STEPS: Final = 3000
BATCH: Final = 256
DROPOUT: Final = 0.1
DECAY: Final = 0.05
OWN: Final = 0.5
"""Of what the expert errs in somebody's first moments, so much is taken for theirs from then on."""
_PARTS: Final = {
    "knee_difference": ("thigh_elevation_left_deg", "thigh_elevation_right_deg"),
    "ankle_gap": ("ankle_gap_ratio",),
}
"""Rules about these are about what the model tells under other names."""


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
    began: npt.NDArray[np.float64]
    """(N, len(QUANTITIES)) what the expert lacked in the first moments; 0 where nobody knows."""


def asked(network: Network, begun: list[Begun], pose: str) -> Rows:
    """Ask the expert for a pose about everything that is of this pose."""
    chances = np.array([float(name == pose) for name in POSES])
    parts: list[tuple[Any, ...]] = []
    for one in begun:
        if one.pose == pose:
            first, then = (
                [network.measure(pair, chances) for pair in pairs]
                for pairs in (one.first, one.then)
            )
            traits = np.stack([angles.traits for angles in first]).mean(axis=0)
            lacked = turned(one.began - np.stack([angles.values for angles in first]))
            columns = (np.stack([getattr(t, f) for t in then]) for f in ("traits", "values"))
            traits, lacked = (
                np.repeat(row[None], len(then), axis=0)
                for row in (traits, np.nan_to_num(lacked.mean(axis=0)))
            )
            parts.append((traits, *columns, one.truth, lacked))
    return Rows(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def fitted(
    network: Network, begun: list[Begun], unit: npt.NDArray[np.float32], steps: int = STEPS
) -> Columns:
    """Return the arrays of the model file that tell changes, not yet calibrated.

    A lunge to the left and the mirror image of one to the right are the same thing. `unit` is what
    a typical error of each quantity is called 1.
    """
    order, sign = mirror(QUANTITIES, network.card["flipped"])
    poses, _ = mirror(POSES, ())
    seen = {
        pose: asked(network, begun, pose)
        for pose in POSES[1:]
        if any(one.pose == pose for one in begun)
    }
    out: Columns = {}
    for pose in seen:
        here, there = seen[pose], seen[POSES[poses[POSES.index(pose)]]]
        inputs = np.concatenate([_inputs(here, 0), _inputs(there, 1)])
        missing = [_missing(rows) / unit for rows in (here, there)]
        missing[1] = missing[1][:, order] * sign
        net = _train(inputs, np.concatenate(missing), judged(pose), steps)
        out |= packed(f"beside_{pose}", [_in_full(net, here.first.shape[2])])
        out[f"beside_{pose}_sds"] = np.ones((2, len(QUANTITIES)), np.float32)
    return out


def _missing(rows: Rows) -> npt.NDArray[Any]:
    """Return what is to be added to what the expert tells; NaN where it is another matter."""
    return np.asarray(turned(rows.truth - rows.told) - OWN * rows.began)


def _inputs(rows: Rows, way: int) -> Array:
    """Return (N, 2 * traits): as `Network.beside` has it, but that the first count less."""
    changed, first = rows.now[:, way] - rows.first[:, way], rows.first[:, way]
    return np.concatenate([changed, FIRST_PART * first], axis=1).astype(np.float32)


def _train(
    inputs: Array, missing: npt.NDArray[Any], columns: list[int], steps: int
) -> torch.nn.Sequential:
    torch.manual_seed(0)
    told = np.zeros(len(QUANTITIES), np.bool_)
    told[columns] = True
    known = torch.from_numpy((np.abs(missing) < MOST) & told)
    x, y = torch.from_numpy(inputs), torch.from_numpy(np.nan_to_num(missing).astype(np.float32))
    net = torch.nn.Sequential(
        torch.nn.Linear(x.shape[1], HIDDEN),
        torch.nn.ReLU(),
        torch.nn.Dropout(DROPOUT),
        torch.nn.Linear(HIDDEN, len(QUANTITIES)),
    )
    with torch.no_grad():  # nothing is added until there is a reason, and of the others never
        net[-1].weight *= 0.1 * torch.from_numpy(told)[:, None]
        net[-1].bias *= 0.0
    optimiser = torch.optim.AdamW(net.parameters(), lr=2e-3, weight_decay=DECAY)
    pace = torch.optim.lr_scheduler.OneCycleLR(optimiser, 2e-3, steps + 1)
    for _step in range(steps):
        rows = torch.randint(len(x), (BATCH,))
        error = (net(x[rows]) - y[rows]) * known[rows]
        loss = smooth_l1_loss(error, torch.zeros_like(error))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        pace.step()
    return net.eval()


def _in_full(net: torch.nn.Sequential, traits: int) -> torch.nn.Sequential:
    """Return the network, for inputs in which the first moments count in full."""
    with torch.no_grad():
        linear(net)[0].weight[:, traits:] *= FIRST_PART
    return net


def judged(pose: str) -> list[int]:
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
