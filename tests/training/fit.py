"""`python -m tests.training.fit --data DIR --out models/measuring.npz`: fit the measuring model.

A few small networks learn what is being done and from where it is seen (cross entropy). Then for
each stretch a few others learn the angles, and some more those of anything at all: the means by the
absolute error, squared near zero, the variances by the normal likelihood of what is left. Now and
then they are told the wrong side, as will happen at run time. Half of the batches are mirrored, and
all are jittered as landmarks on photographs are. From recordings one more part learns how fast a
leg turns. On the tune split, whose bodies, rooms and cameras were not trained on, the stated
deviations are then stretched, and it is found which share of a change within a hold is told.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import torch
from torch.nn.functional import cross_entropy, one_hot, smooth_l1_loss

from coach.engine.features import COUNT, OUTLINED
from coach.engine.network import ANY, FORMAT, Network
from coach.measures import VIEWS
from tests.mannequin.faults import STRETCHES
from tests.training import beside, calibrate, moving
from tests.training.data import POSES, UNSURE, Samples, load, stretch_of, with_other_arms
from tests.training.draw import QUANTITIES
from tests.training.follow import follow, shares
from tests.training.moving import packed

FLIPPED: Final = ("pelvis_tilt_deg",)
"""Quantities whose sign turns in a mirror."""
UNIT: Final = {"ankle_gap_ratio": 0.3}
"""What a typical error is called 1, per quantity; 10 degrees for angles."""
SPAN: Final = np.array([UNIT.get(name, 10.0) for name in QUANTITIES], np.float32)
BEND: Final = 3.0
"""Errors up to so many units count squared, so that a mean is learned and not the usual case."""
Arrays = dict[str, npt.NDArray[Any]]
SEE: Final = "see"
"""The part that sees what is being done; the others are experts, by the name of their stretch."""
PARTS: Final = (SEE, ANY, *STRETCHES)


@dataclass(frozen=True)
class Recipe:
    """How the networks are fitted."""

    networks: int = 2
    """Of each part."""
    see_hidden: tuple[int, ...] = (192, 96)
    any_hidden: tuple[int, ...] = (256, 128)
    tell_hidden: tuple[int, ...] = (384, 128)
    steps: int = 7000
    """For an expert; those who learn from all samples take twice as many."""
    batch: int = 256
    pace: float = 2e-3
    jitter: float = 0.02
    """Largest standard deviation of the noise on features."""
    unlined: float = 0.1
    """Share of the samples that have no outline, as stored sessions of older versions have none."""
    dropout: float = 0.03
    other_arms: float = 0.2
    """Share of the samples that come once more with somebody else's arms."""
    untold: float = 0.15
    """Share of the samples for which nothing is told to the one who knows all."""
    mistold: float = 0.03
    """Share of the samples for which the wrong side is told."""

    def hidden(self, part: str) -> tuple[int, ...]:
        """Return the sizes of a part's hidden layers."""
        return {SEE: self.see_hidden, ANY: self.any_hidden}.get(part, self.tell_hidden)


def train(part: str, samples: Samples, recipe: Recipe, seed: int) -> torch.nn.Sequential:
    """Fit one network of a part."""
    torch.manual_seed(seed)
    centre, scale = (torch.from_numpy(part) for part in _standard(samples))
    samples = own(part, samples)
    x, truth = torch.from_numpy(samples.features), torch.from_numpy(samples.truth / SPAN)
    pose, view = torch.from_numpy(samples.pose), torch.from_numpy(samples.view)
    net = _net(part, recipe)
    optimiser = torch.optim.AdamW(net.parameters(), lr=recipe.pace, weight_decay=0.02)
    steps = recipe.steps * (2 if part in (SEE, ANY) else 1)
    pace = torch.optim.lr_scheduler.OneCycleLR(optimiser, recipe.pace, steps + 1)
    for step in range(steps):
        rows, way = torch.randint(len(x), (recipe.batch,)), step % 2
        seen = (_jittered(x[rows, way], recipe) - centre) / scale
        here = pose[rows] if way == 0 else _mirrored(pose[rows])
        if part == SEE:
            loss = _unlike(net(seen), here, view[rows])
        else:
            angles = truth[rows] if way == 0 else truth[rows][:, ORDER] * SIGN
            told = _told(here, recipe, recipe.untold if part == ANY else 0.0)
            loss = _unlikely(net(torch.cat([seen, told], dim=1)), angles)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        pace.step()
    return net.eval()


def own(part: str, samples: Samples) -> Samples:
    """Return the samples that a part learns from: an expert those of its stretch."""
    if part in (SEE, ANY):
        return samples
    return samples[np.array([part == stretch_of(pose) for pose in samples.pose.tolist()])]


def _standard(samples: Samples) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    both = samples.features.reshape(-1, COUNT)
    return both.mean(0), np.maximum(both.std(0), 1e-3)


def _net(part: str, recipe: Recipe) -> torch.nn.Sequential:
    hidden = recipe.hidden(part)
    inputs = COUNT if part == SEE else COUNT + len(POSES)
    outputs = len(POSES) + len(VIEWS) if part == SEE else 2 * len(QUANTITIES)
    layers: list[torch.nn.Module] = []
    for wide, narrow in pairwise((inputs, *hidden)):
        layers += [torch.nn.Linear(wide, narrow), torch.nn.ReLU(), torch.nn.Dropout(recipe.dropout)]
    return torch.nn.Sequential(*layers, torch.nn.Linear(hidden[-1], outputs))


def _jittered(x: torch.Tensor, recipe: Recipe) -> torch.Tensor:
    noisy = x + torch.rand(len(x), 1) * recipe.jitter * torch.randn_like(x)
    noisy[torch.rand(len(x)) < recipe.unlined, OUTLINED] = 0.0
    return noisy


def _mirrored(pose: torch.Tensor) -> torch.Tensor:
    return torch.where(pose == UNSURE, pose, POSE_ORDER[pose])


def _told(pose: torch.Tensor, recipe: Recipe, untold: float) -> torch.Tensor:
    """Return what is told of the poses, (N, len(POSES)): one of them, or nothing."""
    dice = torch.rand(len(pose))
    pose = torch.where(dice < recipe.mistold, _mirrored(pose), pose)
    known = (pose != UNSURE) & (dice < 1 - untold)
    return one_hot(pose.clamp_min(0), len(POSES)) * known[:, None].float()


def _unlike(out: torch.Tensor, pose: torch.Tensor, view: torch.Tensor) -> torch.Tensor:
    p = len(POSES)
    return cross_entropy(out[:, :p], pose, ignore_index=UNSURE) + 0.5 * cross_entropy(
        out[:, p:], view, ignore_index=UNSURE
    )


def _unlikely(out: torch.Tensor, truth: torch.Tensor) -> torch.Tensor:
    mean, log_var = out[:, : len(QUANTITIES)], out[:, len(QUANTITIES) :].clamp(-7, 5)
    known = torch.isfinite(truth)
    error = torch.where(known, truth - mean, torch.zeros(()))
    error = torch.remainder(error + 18, 36) - 18  # angles go round at 360 degrees
    size = smooth_l1_loss(error, torch.zeros_like(error), reduction="none", beta=BEND)
    spread = 0.5 * (error.detach() ** 2 / log_var.exp() + log_var)
    return ((size + 0.3 * spread) * known).sum() / known.sum()


def _mirror(names: tuple[str, ...]) -> list[int]:
    other = {"left": "right", "right": "left"}
    swapped = [
        next((name.replace(a, b) for a, b in other.items() if a in name), name) for name in names
    ]
    return [names.index(name) for name in swapped]


ORDER: Final = torch.tensor(_mirror(QUANTITIES))
SIGN: Final = torch.tensor([-1.0 if name in FLIPPED else 1.0 for name in QUANTITIES])
POSE_ORDER: Final = torch.tensor(_mirror(POSES))

Nets = dict[str, list[torch.nn.Sequential]]


def fitted(samples: Samples, recipe: Recipe, workers: int) -> Nets:
    """Fit all networks, a core each."""
    begun = time.monotonic()
    nets: Nets = {part: [] for part in PARTS if len(own(part, samples).pose)}
    with ProcessPoolExecutor(workers, get_context("fork")) as pool:
        jobs = [
            (part, pool.submit(_train_alone, part, samples, recipe, seed))
            for part in nets
            for seed in range(recipe.networks)
        ]
        for part, job in jobs:
            nets[part].append(job.result())
            print(f"{part} {len(nets[part])}: {time.monotonic() - begun:.0f} s", flush=True)
    return nets


def _train_alone(part: str, samples: Samples, recipe: Recipe, seed: int) -> torch.nn.Sequential:
    torch.set_num_threads(1)  # a core each; and sums in one order, so that a seed means one network
    return train(part, samples, recipe, seed)


def arrays(nets: Nets, samples: Samples, recipe: Recipe) -> Arrays:
    """Return the model file's arrays, with deviations as the networks state them."""
    centre, scale = _standard(samples)
    card = {
        "format": FORMAT,
        "quantities": QUANTITIES,
        "poses": POSES,
        "views": VIEWS,
        "flipped": FLIPPED,
        "experts": [part for part in nets if part != SEE],
        "pictures": samples.pictures,
        "recipe": asdict(recipe),
    }
    out: Arrays = {"card": np.array(json.dumps(card)), "centre": centre, "scale": scale}
    out["unit"], out["shares"] = SPAN, np.ones((len(POSES), len(QUANTITIES)))
    for part, members in nets.items():
        linear = [[layer for layer in net if isinstance(layer, torch.nn.Linear)] for net in members]
        out[f"{part}_sds"] = np.ones((2, len(QUANTITIES)), np.float32)
        out |= packed(part, linear)
    return out


def main() -> None:
    """Fit, calibrate, write."""
    parser = argparse.ArgumentParser(prog="python -m tests.training.fit", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")
    parser.add_argument("--steps", type=int, default=Recipe.steps)
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    args = parser.parse_args()
    recipe = Recipe(steps=args.steps)
    samples = with_other_arms(load(args.data, "train"), recipe.other_arms, seed=0)
    model = arrays(fitted(samples, recipe, args.workers), samples, recipe)
    model |= moving.fitted(moving.load(args.data, "train"))
    model |= calibrate.deviations(model, load(args.data, "tune").settled())
    model |= calibrate.moving(model, moving.load(args.data, "tune"))
    model |= beside.fitted(Network(model), beside.load(args.data, "train"), SPAN)
    holds = follow(Network(model), args.data, "tune")
    model |= calibrate.beside(model, holds)
    holds += beside.followed(Network(model), beside.load(args.data, "tune"))
    model |= {"shares": shares(holds, ORDER.numpy(), SPAN.astype(np.float64))}
    np.savez_compressed(args.out, **model)  # type: ignore[arg-type]
    print(f"{args.out}: {args.out.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
