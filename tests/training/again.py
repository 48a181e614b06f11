"""`python -m tests.training.again --data DIR --out models/measuring.npz`: what sees learns further.

The networks that see what is being done go on from those of the model that is there, on pictures
gathered since: postures and variations that they had not met. Nothing else of the file changes: the
experts and all that is calibrated on them stay as they are.
"""

from __future__ import annotations

import argparse
import json
import os
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Final

import numpy as np
import torch
from torch.nn.functional import kl_div, log_softmax

from coach.app.measuring import MEASURING_MODEL
from coach.engine.network import Layers, layers_of
from coach.resources import model_file
from tests.training.data import POSES, Samples, load, with_other_arms
from tests.training.learn import SEE, Recipe, Standard, jittered, loaded, mirrored, unlike
from tests.training.moving import packed
from tests.training.recorded import Columns

PACE: Final = 7e-4
"""A third of the pace of a network that begins anew: what was learned is to stay."""
STEPS: Final = 14000
NONE: Final = 0.25
"""The share of what is no stretch; there is more of it among the new pictures than is usual."""
KEPT: Final = 1.0
"""How much it counts that what was told right is still told so."""


def further(model: Columns, samples: Samples, recipe: Recipe, workers: int = 1) -> Columns:
    """Return the model with the networks that see fitted further on these samples."""
    layers = layers_of(model, SEE)
    scale = Standard(model["centre"], model["scale"])
    one = partial(_further, layers, scale, samples, recipe)
    with ProcessPoolExecutor(workers, get_context("fork")) as pool:
        nets = list(pool.map(one, range(layers[0][0].shape[0])))
    card = json.loads(str(model["card"]))
    card["seen_since"] = card.get("seen_since", 0) + samples.pictures
    return model | packed(SEE, nets) | {"card": np.array(json.dumps(card))}


def _further(
    layers: Layers, scale: Standard, samples: Samples, recipe: Recipe, seed: int
) -> torch.nn.Sequential:
    torch.set_num_threads(1)
    before, net = (loaded(SEE, layers, recipe, seed) for _ in range(2))
    torch.manual_seed(seed)
    optimiser = torch.optim.AdamW(net.parameters(), lr=recipe.pace, weight_decay=0.02)
    pace = torch.optim.lr_scheduler.OneCycleLR(optimiser, recipe.pace, recipe.steps + 1)
    share = _shares(samples)
    x, view = torch.from_numpy(samples.features), torch.from_numpy(samples.view)
    pose = torch.from_numpy(samples.pose)
    for step in range(recipe.steps):
        rows, way = torch.multinomial(share, recipe.batch, replacement=True), step % 2
        seen = scale(jittered(x[rows, way], recipe.jitter, recipe.unlined))
        here = pose[rows] if way == 0 else mirrored(pose[rows])
        out = net(seen)
        loss = unlike(out, here, view[rows]) + KEPT * _forgotten(out, before(seen), here)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        pace.step()
    return net.eval()


def _shares(samples: Samples) -> torch.Tensor:
    """Return how often each row is drawn: who does no stretch, NONE of the time."""
    none = torch.from_numpy(samples.pose == 0)
    return torch.where(none, NONE / none.sum(), (1 - NONE) / (~none).sum())


def _forgotten(out: torch.Tensor, before: torch.Tensor, pose: torch.Tensor) -> torch.Tensor:
    """Return how much of what was told right has been unlearned (Hinton et al. 2015, distillation).

    `out` and `before` are (N, outputs), of now and then.
    """
    told = before[:, : len(POSES)].detach()
    right = told.argmax(dim=1) == pose
    apart = kl_div(
        log_softmax(out[:, : len(POSES)], dim=1), log_softmax(told, dim=1),
        reduction="none", log_target=True,
    ).sum(dim=1)  # fmt: skip
    return (apart * right).mean()


def main() -> None:
    """Read the model that is there, fit, write."""
    parser = argparse.ArgumentParser(prog="python -m tests.training.again", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")
    parser.add_argument("--model", type=Path, metavar="FILE", help="in place of the shipped one")
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    args = parser.parse_args()
    with np.load(args.model or model_file(MEASURING_MODEL)) as stored:
        model = dict(stored)
    kept = json.loads(str(model["card"]))["recipe"]
    recipe = Recipe(see_hidden=tuple(kept["see_hidden"]), steps=args.steps, pace=PACE)
    samples = with_other_arms(load(args.data, "train"), recipe.other_arms, seed=0)
    np.savez_compressed(args.out, **further(model, samples, recipe, args.workers))  # type: ignore[arg-type]
    print(f"{args.out}: {args.out.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
