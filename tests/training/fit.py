"""`python -m tests.training.fit --data DIR --out models/measuring.npz`: fit the measuring model.

Two parts of a few small networks each. One learns what is being done and from where it is seen
(cross entropy). The other, told what is being done, learns the angles: it minimises the negative
log likelihood of the true ones, weighted as in Seitzer et al. 2022, "On the pitfalls of
heteroscedastic uncertainty estimation", beta 0.5. Now and then it is told nothing, or something
wrong, as will happen at run time. Half of the batches are mirrored, and all are jittered as
landmarks on photographs are. The stated deviations are then stretched on the tune split, whose
bodies, rooms and cameras were not trained on.
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
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt
import torch
from torch.nn.functional import cross_entropy, one_hot

from coach.engine.features import COUNT
from coach.engine.network import FORMAT, Network
from coach.measures import VIEWS
from tests.training.data import POSES, UNSURE, Samples, load
from tests.training.draw import QUANTITIES
from tests.training.told import ask

FLIPPED: Final = ("pelvis_tilt_deg",)
"""Quantities whose sign turns in a mirror."""
UNIT: Final = {"ankle_gap_ratio": 0.3}
"""What a typical error is called 1, per quantity; 10 degrees for angles."""
SPAN: Final = np.array([UNIT.get(name, 10.0) for name in QUANTITIES], np.float32)
Arrays = dict[str, npt.NDArray[Any]]
Part = Literal["see", "tell"]


@dataclass(frozen=True)
class Recipe:
    """How the networks are fitted."""

    see: int = 2
    """Networks that see what is being done."""
    tell: int = 3
    """Networks that tell the angles."""
    see_hidden: tuple[int, ...] = (192, 96)
    tell_hidden: tuple[int, ...] = (384, 256)
    steps: int = 24000
    batch: int = 256
    pace: float = 2e-3
    jitter: float = 0.02
    """Largest standard deviation of the noise on features."""
    dropout: float = 0.03
    untold: float = 0.15
    """Share of the samples for which the pose is not told."""
    mistold: float = 0.03
    """Share for which a wrong one is told."""


def train(part: Part, samples: Samples, recipe: Recipe, seed: int) -> torch.nn.Sequential:
    """Fit one network of a part."""
    torch.manual_seed(seed)
    x, truth = torch.from_numpy(samples.features), torch.from_numpy(samples.truth / SPAN)
    pose, view = torch.from_numpy(samples.pose), torch.from_numpy(samples.view)
    centre, scale = (torch.from_numpy(part) for part in _standard(samples))
    net = _net(part, recipe)
    optimiser = torch.optim.AdamW(net.parameters(), lr=recipe.pace, weight_decay=0.02)
    pace = torch.optim.lr_scheduler.OneCycleLR(optimiser, recipe.pace, recipe.steps + 1)
    for step in range(recipe.steps):
        rows, way = torch.randint(len(x), (recipe.batch,)), step % 2
        seen = (_jittered(x[rows, way], recipe.jitter) - centre) / scale
        here = pose[rows] if way == 0 else _mirrored(pose[rows])
        if part == "see":
            loss = _unlike(net(seen), here, view[rows])
        else:
            angles = truth[rows] if way == 0 else truth[rows][:, ORDER] * SIGN
            loss = _unlikely(net(torch.cat([seen, _told(here, recipe)], dim=1)), angles)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        pace.step()
    return net.eval()


def _standard(samples: Samples) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    both = samples.features.reshape(-1, COUNT)
    return both.mean(0), np.maximum(both.std(0), 1e-3)


def _net(part: Part, recipe: Recipe) -> torch.nn.Sequential:
    hidden = recipe.see_hidden if part == "see" else recipe.tell_hidden
    inputs = COUNT if part == "see" else COUNT + len(POSES)
    outputs = len(POSES) + len(VIEWS) if part == "see" else 2 * len(QUANTITIES)
    layers: list[torch.nn.Module] = []
    for wide, narrow in pairwise((inputs, *hidden)):
        layers += [torch.nn.Linear(wide, narrow), torch.nn.ReLU(), torch.nn.Dropout(recipe.dropout)]
    return torch.nn.Sequential(*layers, torch.nn.Linear(hidden[-1], outputs))


def _jittered(x: torch.Tensor, most: float) -> torch.Tensor:
    return x + torch.rand(len(x), 1) * most * torch.randn_like(x)


def _mirrored(pose: torch.Tensor) -> torch.Tensor:
    return torch.where(pose == UNSURE, pose, POSE_ORDER[pose])


def _told(pose: torch.Tensor, recipe: Recipe) -> torch.Tensor:
    """Return what is told of the poses, (N, len(POSES)): one of them, or nothing."""
    dice = torch.rand(len(pose))
    wrong = torch.randint(len(POSES), (len(pose),))
    pose = torch.where(dice < recipe.mistold, wrong, pose)
    known = (pose != UNSURE) & (dice < 1 - recipe.untold)
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
    nll = 0.5 * (error**2 / log_var.exp() + log_var) * log_var.detach().exp() ** 0.5
    return (nll * known).sum() / known.sum()


def _mirror(names: tuple[str, ...]) -> list[int]:
    other = {"left": "right", "right": "left"}
    swapped = [
        next((name.replace(a, b) for a, b in other.items() if a in name), name) for name in names
    ]
    return [names.index(name) for name in swapped]


ORDER: Final = torch.tensor(_mirror(QUANTITIES))
SIGN: Final = torch.tensor([-1.0 if name in FLIPPED else 1.0 for name in QUANTITIES])
POSE_ORDER: Final = torch.tensor(_mirror(POSES))

Nets = dict[Part, list[torch.nn.Sequential]]


def fitted(samples: Samples, recipe: Recipe, workers: int) -> Nets:
    """Fit all networks, a core each."""
    counts: dict[Part, int] = {"tell": recipe.tell, "see": recipe.see}
    begun = time.monotonic()
    nets: Nets = {"tell": [], "see": []}
    with ProcessPoolExecutor(workers, get_context("fork")) as pool:
        jobs = [
            (part, pool.submit(_train_alone, part, samples, recipe, seed))
            for part, count in counts.items()
            for seed in range(count)
        ]
        for part, job in jobs:
            nets[part].append(job.result())
            print(f"{part} {len(nets[part])}: {time.monotonic() - begun:.0f} s", flush=True)
    return nets


def _train_alone(part: Part, samples: Samples, recipe: Recipe, seed: int) -> torch.nn.Sequential:
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
        "pictures": samples.pictures,
        "recipe": asdict(recipe),
    }
    out: Arrays = {"card": np.array(json.dumps(card)), "centre": centre, "scale": scale}
    out |= {"unit": SPAN, "sd_scale": np.ones((2, len(QUANTITIES)), np.float32)}
    for part, own in nets.items():
        linear = [[layer for layer in net if isinstance(layer, torch.nn.Linear)] for net in own]
        for place, layers in enumerate(zip(*linear, strict=True)):
            weights = [layer.weight.detach().T.numpy() for layer in layers]
            biases = [layer.bias.detach().numpy() for layer in layers]
            out[f"{part}_w{place}"] = np.stack(weights).astype(np.float16)
            out[f"{part}_b{place}"] = np.stack(biases)
    return out


def calibrated(model: Arrays, tune: Samples) -> Arrays:
    """Return the model with the deviations of each quantity stretched over the tune errors.

    Stated deviations s become a s^b: b as the errors grow with s, a so that 68.3 % lie within.
    Left and right are taken together, so that a mirror changes nothing.
    """
    told = ask(Network(model), tune)
    pairs = [sorted({here, there}) for here, there in enumerate(ORDER.tolist())]
    scale = [_stretch(told.off[:, pair].ravel(), told.sds[:, pair].ravel()) for pair in pairs]
    return model | {"sd_scale": np.array(scale, np.float32).T}


def _stretch(gaps: npt.NDArray[np.float64], sds: npt.NDArray[np.float64]) -> tuple[float, float]:
    known = np.isfinite(gaps)
    gaps, sds = gaps[known], sds[known]
    if not len(gaps):
        return 1.0, 1.0
    parts = np.array_split(np.argsort(sds), 12)
    middle = np.log([np.median(sds[part]) for part in parts])
    needed = np.log([np.quantile(gaps[part], 0.683) for part in parts])
    power = float(np.clip(np.polyfit(middle, needed, 1)[0], 0.5, 1.5))
    return float(np.quantile(gaps / sds**power, 0.683)), power


def main() -> None:
    """Fit, calibrate, write."""
    parser = argparse.ArgumentParser(prog="python -m tests.training.fit", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")
    parser.add_argument("--steps", type=int, default=Recipe.steps)
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    args = parser.parse_args()
    recipe = Recipe(steps=args.steps)
    samples = load(args.data, "train").seen_in_video()
    model = arrays(fitted(samples, recipe, args.workers), samples, recipe)
    model = calibrated(model, load(args.data, "tune").seen_in_video())
    np.savez_compressed(args.out, **model)  # type: ignore[arg-type]
    print(f"{args.out}: {args.out.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
