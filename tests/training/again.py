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
from dataclasses import replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import torch

from coach.app.measuring import MEASURING_MODEL
from coach.engine.network import Layers, layers_of
from coach.resources import model_file
from tests.training.data import Samples, load, with_other_arms
from tests.training.learn import SEE, Recipe, Standard, network_of, train
from tests.training.moving import packed

Arrays = dict[str, npt.NDArray[Any]]
PACE: Final = 7e-4
"""A third of the pace of a network that begins anew: what was learned is to stay."""
STEPS: Final = 8000


def further(model: Arrays, samples: Samples, recipe: Recipe, workers: int = 1) -> Arrays:
    """Return the model with the networks that see fitted further on these samples."""
    layers = layers_of(model, SEE)
    scale = Standard(model["centre"], model["scale"])
    one = partial(_further, layers, scale, samples, recipe)
    with ProcessPoolExecutor(workers, get_context("fork")) as pool:
        nets = list(pool.map(one, range(layers[0][0].shape[0])))
    linear = [[layer for layer in net if isinstance(layer, torch.nn.Linear)] for net in nets]
    card = json.loads(str(model["card"]))
    card["seen_since"] = card.get("seen_since", 0) + samples.pictures
    return model | packed(SEE, linear) | {"card": np.array(json.dumps(card))}


def _further(
    layers: Layers, scale: Standard, samples: Samples, recipe: Recipe, seed: int
) -> torch.nn.Sequential:
    torch.set_num_threads(1)
    net = network_of(SEE, recipe)
    linear = (layer for layer in net if isinstance(layer, torch.nn.Linear))
    with torch.no_grad():
        for layer, (weights, biases) in zip(linear, layers, strict=True):
            layer.weight.copy_(torch.from_numpy(weights[seed].T.copy()))
            layer.bias.copy_(torch.from_numpy(biases[seed, 0].copy()))
    return train(SEE, samples, recipe, seed, begun=(net, scale))


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
    recipe = replace(Recipe(**_kept(model)), steps=args.steps // 2, pace=PACE)
    samples = with_other_arms(load(args.data, "train"), recipe.other_arms, seed=0)
    np.savez_compressed(args.out, **further(model, samples, recipe, args.workers))  # type: ignore[arg-type]
    print(f"{args.out}: {args.out.stat().st_size / 1e6:.2f} MB")


def _kept(model: Arrays) -> dict[str, Any]:
    """Return the sizes of the layers as the model has them."""
    kept = json.loads(str(model["card"]))["recipe"]
    return {"see_hidden": tuple(kept["see_hidden"])}


if __name__ == "__main__":
    main()
