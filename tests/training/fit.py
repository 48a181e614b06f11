"""`python -m tests.training.fit --data DIR --out models/measuring.npz`: fit the measuring model.

Several small networks, each started from another seed, minimise the negative log likelihood of
the true angles (weighted as in Seitzer et al. 2022, "On the pitfalls of heteroscedastic
uncertainty estimation", beta 0.5) plus the cross entropy of pose and view. Half of every batch
is mirrored, and all of it is jittered as landmarks on photographs are. Their deviations are then
scaled on the tune split, whose bodies, rooms and cameras were not trained on.
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import torch

from coach.engine.features import COUNT, mirrored_features
from coach.engine.network import FORMAT, Network
from coach.measures import VIEWS
from tests.training.data import POSES, UNSURE, Samples, load
from tests.training.draw import QUANTITIES

FLIPPED: Final = ("pelvis_tilt_deg",)
"""Quantities whose sign turns in a mirror."""
UNIT: Final = {"ankle_gap_ratio": 0.3}
"""What a typical error is called 1, per quantity; 10 degrees for angles."""
SPAN: Final = np.array([UNIT.get(name, 10.0) for name in QUANTITIES], np.float32)
Arrays = dict[str, npt.NDArray[Any]]


@dataclass(frozen=True)
class Recipe:
    """How the networks are fitted."""

    networks: int = 4
    hidden: tuple[int, ...] = (384, 256)
    steps: int = 12000
    batch: int = 512
    pace: float = 2e-3
    jitter: float = 0.02
    """Largest standard deviation of the noise on features, in units of the body's spread."""
    dropout: float = 0.05


def train(samples: Samples, recipe: Recipe, seed: int) -> torch.nn.Sequential:
    """Fit one network."""
    torch.manual_seed(seed)
    x, truth = torch.from_numpy(samples.features), torch.from_numpy(samples.truth / SPAN)
    pose, view = torch.from_numpy(samples.pose), torch.from_numpy(samples.view)
    centre, scale = _standard(samples)
    net = _net(recipe)
    optimiser = torch.optim.AdamW(net.parameters(), lr=recipe.pace, weight_decay=0.02)
    pace = torch.optim.lr_scheduler.OneCycleLR(optimiser, recipe.pace, recipe.steps + 1)
    for step in range(recipe.steps):
        rows = torch.randint(len(x), (recipe.batch,))
        batch = _batch(x[rows], truth[rows], pose[rows], recipe, mirrored=step % 2 == 1)
        loss = _loss(net((batch[0] - centre) / scale), *batch[1:], view[rows])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        pace.step()
    return net


def _standard(samples: Samples) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    both = np.concatenate([samples.features, mirrored_features(samples.features)])
    return both.mean(0), np.maximum(both.std(0), 1e-3)


def _net(recipe: Recipe) -> torch.nn.Sequential:
    layers: list[torch.nn.Module] = []
    for wide, narrow in pairwise((COUNT, *recipe.hidden)):
        layers += [torch.nn.Linear(wide, narrow), torch.nn.ReLU(), torch.nn.Dropout(recipe.dropout)]
    outputs = 2 * len(QUANTITIES) + len(POSES) + len(VIEWS)
    return torch.nn.Sequential(*layers, torch.nn.Linear(recipe.hidden[-1], outputs))


def _batch(
    x: torch.Tensor, truth: torch.Tensor, pose: torch.Tensor, recipe: Recipe, *, mirrored: bool
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return a batch with noise, and mirrored if asked for."""
    if mirrored:
        x = torch.from_numpy(mirrored_features(x.numpy()))
        truth = truth[:, ORDER] * SIGN
        pose = torch.where(pose == UNSURE, pose, POSE_ORDER[pose])
    noise = torch.rand(len(x), 1) * recipe.jitter * torch.randn_like(x)
    return x + noise, truth, pose


def _loss(
    out: torch.Tensor, truth: torch.Tensor, pose: torch.Tensor, view: torch.Tensor
) -> torch.Tensor:
    n, p = len(QUANTITIES), len(POSES)
    mean, log_var = out[:, :n], out[:, n : 2 * n].clamp(-7, 5)
    known = torch.isfinite(truth)
    error = torch.where(known, truth - mean, torch.zeros(()))
    error = torch.remainder(error + 18, 36) - 18  # angles go round at 360 degrees
    nll = 0.5 * (error**2 / log_var.exp() + log_var) * log_var.detach().exp() ** 0.5
    cross = torch.nn.functional.cross_entropy
    return (
        (nll * known).sum() / known.sum()
        + 0.2 * cross(out[:, 2 * n : 2 * n + p], pose, ignore_index=UNSURE)
        + 0.1 * cross(out[:, 2 * n + p :], view, ignore_index=UNSURE)
    )


def _mirror(names: tuple[str, ...]) -> list[int]:
    other = {"left": "right", "right": "left"}
    swapped = [
        next((name.replace(a, b) for a, b in other.items() if a in name), name) for name in names
    ]
    return [names.index(name) for name in swapped]


ORDER: Final = torch.tensor(_mirror(QUANTITIES))
SIGN: Final = torch.tensor([-1.0 if name in FLIPPED else 1.0 for name in QUANTITIES])
POSE_ORDER: Final = torch.tensor(_mirror(POSES))


def arrays(nets: list[torch.nn.Sequential], samples: Samples, card: dict[str, Any]) -> Arrays:
    """Return the model file's arrays, with deviations as the networks state them."""
    centre, scale = _standard(samples)
    out: Arrays = {
        "card": np.array(json.dumps(card)),
        "centre": centre,
        "scale": scale,
        "unit": SPAN,
        "sd_scale": np.ones((2, len(QUANTITIES)), np.float32),
    }
    linear = [[layer for layer in net if isinstance(layer, torch.nn.Linear)] for net in nets]
    for place, layers in enumerate(zip(*linear, strict=True)):
        weights = [layer.weight.detach().T.numpy() for layer in layers]
        out[f"w{place}"] = np.stack(weights).astype(np.float16)
        out[f"b{place}"] = np.stack([layer.bias.detach().numpy() for layer in layers])
    return out


def calibrated(model: Arrays, tune: Samples) -> Arrays:
    """Return the model with the deviations of each quantity stretched over the tune errors.

    Stated deviations s become a s^b: b as the errors grow with s, a so that 68.3 % lie within.
    """
    network = Network(model)
    answers = [network.ask(row) for row in tune.features]
    sds = np.stack([answer.sds for answer in answers])
    gaps = np.abs(np.stack([answer.values for answer in answers]) - tune.truth)
    gaps = np.minimum(gaps, 360 - gaps)
    scale = np.array([_stretch(gaps[:, i], sds[:, i]) for i in range(len(QUANTITIES))]).T
    return model | {"sd_scale": scale.astype(np.float32)}


def _stretch(gaps: npt.NDArray[np.float64], sds: npt.NDArray[np.float64]) -> tuple[float, float]:
    known = np.isfinite(gaps)
    gaps, sds = gaps[known], sds[known]
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
    parser.add_argument("--networks", type=int, default=Recipe.networks)
    parser.add_argument("--steps", type=int, default=Recipe.steps)
    parser.add_argument("--hidden", type=int, nargs="+", default=Recipe.hidden)
    args = parser.parse_args()
    recipe = Recipe(args.networks, tuple(args.hidden), args.steps)
    samples = load(args.data, "train").seen_in_video()
    tune = load(args.data, "tune").seen_in_video()
    card = {
        "format": FORMAT,
        "quantities": QUANTITIES,
        "poses": POSES,
        "views": VIEWS,
        "flipped": FLIPPED,
        "layers": len(recipe.hidden) + 1,
        "pictures": samples.pictures,
        "seeds": list(range(recipe.networks)),
        "steps": recipe.steps,
    }
    nets, begun = [], time.monotonic()
    for seed in range(recipe.networks):
        nets.append(train(samples, recipe, seed))
        print(f"network {seed}: {time.monotonic() - begun:.0f} s", flush=True)
    model = calibrated(arrays(nets, samples, card), tune)
    np.savez_compressed(args.out, **model)  # type: ignore[arg-type]
    print(f"{args.out}: {args.out.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
