"""`python -m tests.training.expert STRETCH --data DIR --out FILE`: an expert learns further.

The networks that tell the angles of one stretch go on from those of the model that is there, on
pictures, recordings and slips of that stretch gathered since. What tells its changes is then fitted
anew, and its deviations and shares are calibrated anew. Nothing else of the file changes.
"""

from __future__ import annotations

import argparse
import json
import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Final

import numpy as np
import torch

from coach.app.measuring import MEASURING_MODEL
from coach.engine.network import Network, layers_of
from coach.resources import model_file
from tests.mannequin.faults import STRETCHES
from tests.training import beside, calibrate, change
from tests.training.beside import Begun
from tests.training.data import POSES, Samples, load, stretch_of, with_other_arms
from tests.training.draw import QUANTITIES
from tests.training.follow import follow, shares
from tests.training.learn import ORDER, SPAN, Before, Recipe, Standard, loaded, own, train
from tests.training.moving import packed
from tests.training.pairs import Pairs, pairs
from tests.training.recorded import Columns

Runs = tuple[tuple[float, int], ...]
RUNS: Final[Runs] = ((7e-4, 7000), (1.5e-3, 21000), (1e-3, 3000))
"""Paces and steps: what was learned is gone on from, twice; then the last layer alone learns."""


def further(
    model: Columns,
    part: str,
    samples: Samples,
    begun: list[Begun],
    recipe: Recipe,
    workers: int = 1,
    runs: Runs = RUNS,
) -> Columns:
    """Return the model with one expert fitted further, and what tells its changes fitted anew."""
    one = partial(_further, model, part, samples, pairs(begun, SPAN), recipe, runs)
    with ProcessPoolExecutor(workers, get_context("fork")) as pool:
        nets = list(pool.map(one, range(recipe.networks)))
    model = model | packed(part, nets)
    model[f"{part}_sds"] = np.ones((2, len(QUANTITIES)), np.float32)
    return model | change.fitted(Network(model), begun, SPAN)


def _further(
    model: Columns,
    part: str,
    samples: Samples,
    beside: Pairs | None,
    recipe: Recipe,
    runs: Runs,
    seed: int,
) -> torch.nn.Sequential:
    """Return one network: the mean of what was there and of what comes of it, the last layer anew.

    The mean of weights that were fitted from the same ones tells more truly than any of them
    (Wortsman et al. 2022, model soups), but no longer as much as it should: hence the last layer.
    """
    torch.set_num_threads(1)
    layers, scale = layers_of(model, part), Standard(model["centre"], model["scale"])
    nets = [loaded(part, layers, recipe, seed)]
    *whole, last = (replace(recipe, pace=pace, steps=steps) for pace, steps in runs)
    for run in whole:
        before = Before(loaded(part, layers, recipe, seed), scale)
        nets.append(train(part, samples, run, seed, beside, before))
    return train(part, samples, last, seed, beside, Before(_mean(nets), scale, last=True))


def _mean(nets: list[torch.nn.Sequential]) -> torch.nn.Sequential:
    """Return the first network, with the mean of the weights of all."""
    with torch.no_grad():
        for own, *others in zip(*(net.parameters() for net in nets), strict=True):
            own.copy_(torch.stack([own, *others]).mean(dim=0))
    return nets[0].train()


def calibrated(model: Columns, part: str, data: Path) -> Columns:
    """Return the model with one expert's deviations and shares as the tune split has them."""
    tune = own(part, load(data, "tune").settled())
    name = f"{part}_sds"
    model = model | {name: calibrate.deviations(model, tune)[name]}
    holds = [hold for hold in follow(Network(model), data, "tune") if hold.stretch == part]
    model |= calibrate.beside(model, holds)
    begun = [one for one in beside.load(data, "tune") if one.stretch == part]
    holds += beside.followed(Network(model), begun)
    told = shares(holds, ORDER.numpy(), SPAN.astype(np.float64))
    rows = np.array([stretch_of(place) == part for place in range(len(POSES))])
    return model | {"shares": np.where(rows[:, None], told, model["shares"])}


def main() -> None:
    """Read the model that is there, fit, calibrate, write."""
    parser = argparse.ArgumentParser(prog="python -m tests.training.expert", description=__doc__)
    parser.add_argument("stretch", choices=STRETCHES)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")
    parser.add_argument("--model", type=Path, metavar="FILE", help="in place of the shipped one")
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    args = parser.parse_args()
    part = args.stretch
    with np.load(args.model or model_file(MEASURING_MODEL)) as stored:
        model = dict(stored)
    samples = with_other_arms(own(part, load(args.data, "train")), Recipe.other_arms, seed=0)
    begun = [one for one in beside.load(args.data, "train") if one.stretch == part]
    model = further(model, part, samples, begun, Recipe(), args.workers)
    card = json.loads(str(model["card"]))
    card["further"] = card.get("further", {}) | {part: samples.pictures + _slips(begun)}
    model = calibrated(model | {"card": np.array(json.dumps(card))}, part, args.data)
    np.savez_compressed(args.out, **model)  # type: ignore[arg-type]
    print(f"{args.out}: {args.out.stat().st_size / 1e6:.2f} MB")


def _slips(begun: list[Begun]) -> int:
    """Return how many moments of slips there are, of recordings too."""
    return sum(len(one.then) for one in begun)


if __name__ == "__main__":
    main()
