"""`python -m tests.training.fit --data DIR --out models/measuring.npz`: fit the measuring model.

A few small networks learn what is being done and from where it is seen (cross entropy). Then for
each stretch a few others learn the angles, and some more those of anything at all. From recordings
one more part learns how fast a leg turns, and a small network for each pose what is still missing
of a change. On the tune split, whose bodies, rooms and cameras were not trained on, the stated
deviations are then stretched, and it is found which share of a change within a hold is told.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from coach.engine.network import FORMAT, Network
from coach.measures import VIEWS
from tests.training import beside, calibrate, change, moving
from tests.training.beside import Begun
from tests.training.data import POSES, Samples, load, with_other_arms
from tests.training.draw import QUANTITIES
from tests.training.follow import follow, shares
from tests.training.learn import FLIPPED, ORDER, PARTS, SEE, SPAN, Recipe, own, standard, train
from tests.training.moving import packed
from tests.training.pairs import Pairs, pairs

Arrays = dict[str, npt.NDArray[Any]]
Nets = dict[str, list[torch.nn.Sequential]]


def fitted(samples: Samples, begun: list[Begun], recipe: Recipe, workers: int) -> Nets:
    """Fit all networks, a core each."""
    since = time.monotonic()
    nets: Nets = {part: [] for part in PARTS if len(own(part, samples).pose)}
    beside = {part: pairs([one for one in begun if one.stretch == part], SPAN) for part in nets}
    with ProcessPoolExecutor(workers, get_context("fork")) as pool:
        jobs = [
            (part, pool.submit(_train_alone, part, samples, recipe, seed, beside[part]))
            for part in nets
            for seed in range(recipe.networks)
        ]
        for part, job in jobs:
            nets[part].append(job.result())
            print(f"{part} {len(nets[part])}: {time.monotonic() - since:.0f} s", flush=True)
    return nets


def _train_alone(
    part: str, samples: Samples, recipe: Recipe, seed: int, beside: Pairs | None
) -> torch.nn.Sequential:
    torch.set_num_threads(1)  # a core each; and sums in one order, so that a seed means one network
    return train(part, samples, recipe, seed, beside)


def arrays(nets: Nets, samples: Samples, recipe: Recipe, slips: int = 0) -> Arrays:
    """Return the model file's arrays, with deviations as the networks state them.

    `slips` is how many pictures were learned from beside those of the samples.
    """
    features = standard(samples)
    card = {
        "format": FORMAT,
        "quantities": QUANTITIES,
        "poses": POSES,
        "views": VIEWS,
        "flipped": FLIPPED,
        "experts": [part for part in nets if part != SEE],
        "pictures": samples.pictures + slips,
        "recipe": asdict(recipe),
    }
    out: Arrays = {"card": np.array(json.dumps(card)), "centre": features.centre}
    out["scale"] = features.scale
    out["unit"], out["shares"] = SPAN, np.ones((len(POSES), len(QUANTITIES)))
    for part, members in nets.items():
        out[f"{part}_sds"] = np.ones((2, len(QUANTITIES)), np.float32)
        out |= packed(part, members)
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
    begun = beside.load(args.data, "train")
    nets = fitted(samples, begun, recipe, args.workers)
    model = arrays(nets, samples, recipe, beside.pictures(args.data, "train"))
    model |= moving.fitted(moving.load(args.data, "train"))
    model |= calibrate.deviations(model, load(args.data, "tune").settled())
    model |= calibrate.moving(model, moving.load(args.data, "tune"))
    model |= change.fitted(Network(model), begun, SPAN)
    holds = follow(Network(model), args.data, "tune")
    model |= calibrate.beside(model, holds)
    holds += beside.followed(Network(model), beside.load(args.data, "tune"))
    model |= {"shares": shares(holds, ORDER.numpy(), SPAN.astype(np.float64))}
    np.savez_compressed(args.out, **model)  # type: ignore[arg-type]
    print(f"{args.out}: {args.out.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
