"""Fits one network of the measuring model: the one that sees, or an expert.

Half of the batches are mirrored, and all are jittered as landmarks on photographs are. Angles are
learned by the absolute error, squared near zero, their variances by the normal likelihood of what
is left. Now and then an expert is told the wrong side, as will happen at run time. It also learns
what changes look like: see `pairs.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt
import torch
from torch.nn.functional import cross_entropy, one_hot, smooth_l1_loss

from coach.engine.features import COUNT, OUTLINED
from coach.engine.network import ANY, Layers, mirror
from coach.measures import VIEWS
from tests.mannequin.faults import STRETCHES
from tests.training.beside import MOST
from tests.training.data import POSES, UNSURE, Samples, stretch_of
from tests.training.draw import QUANTITIES
from tests.training.moving import linear
from tests.training.pairs import Pairs, both, change_layer

FLIPPED: Final = ("pelvis_tilt_deg",)
"""Quantities whose sign turns in a mirror."""
UNIT: Final = {"ankle_gap_ratio": 0.3}
"""What a typical error is called 1, per quantity; 10 degrees for angles."""
SPAN: Final = np.array([UNIT.get(name, 10.0) for name in QUANTITIES], np.float32)
BEND: Final = 3.0
"""Errors up to so many units count squared, so that a mean is learned and not the usual case."""
ALONE: Final = 0.5
BEGAN: Final = 0.25
"""Of a pair, either moment by itself counts so much beside both together: then, and first."""
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
    pairs: int = 128
    """Pairs in a batch."""
    pair_jitter: float = 0.003
    """As `jitter`, on what is told apart from one moment to another."""

    def hidden(self, part: str) -> tuple[int, ...]:
        """Return the sizes of a part's hidden layers."""
        return {SEE: self.see_hidden, ANY: self.any_hidden}.get(part, self.tell_hidden)


@dataclass(frozen=True, eq=False)
class Standard:
    """What features are taken off, and what they are divided by."""

    centre: npt.NDArray[np.float32]
    """(COUNT,)."""
    scale: npt.NDArray[np.float32]
    """(COUNT,)."""

    def __call__(self, features: torch.Tensor) -> torch.Tensor:
        """Return features, (N, COUNT), with mean 0 and deviation 1."""
        return (features - torch.from_numpy(self.centre)) / torch.from_numpy(self.scale)


@dataclass(frozen=True, eq=False)
class Before:
    """What was learned before, and is gone on from."""

    net: torch.nn.Sequential
    standard: Standard
    last: bool = False
    """Whether its last layer alone is to learn further."""


def standard(samples: Samples) -> Standard:
    """Return by what these samples come to have mean 0 and deviation 1."""
    rows = samples.features.reshape(-1, COUNT)
    return Standard(rows.mean(0), np.maximum(rows.std(0), 1e-3))


def train(
    part: str,
    samples: Samples,
    recipe: Recipe,
    seed: int,
    beside: Pairs | None = None,
    before: Before | None = None,
) -> torch.nn.Sequential:
    """Fit one network of a part; an expert also on pairs, `beside`, if there are any.

    It goes on from what was learned `before`, if anything was.
    """
    torch.manual_seed(seed)
    before = before or Before(network_of(part, recipe), standard(samples))
    net, to_standard = before.net, before.standard
    samples, change = own(part, samples), change_layer(recipe.hidden(part)[-1])
    weights = [*(net[-1] if before.last else net).parameters(), *change.parameters()]
    optimiser = torch.optim.AdamW(weights, lr=recipe.pace, weight_decay=0.02)
    steps = recipe.steps * (2 if part in (SEE, ANY) else 1)
    pace = torch.optim.lr_scheduler.OneCycleLR(optimiser, recipe.pace, steps + 1)
    loss_of = _Losses(part, net, change, to_standard, recipe)
    x, truth = torch.from_numpy(samples.features), torch.from_numpy(samples.truth / SPAN)
    pose, view = torch.from_numpy(samples.pose), torch.from_numpy(samples.view)
    for step in range(steps):
        loss = loss_of.pictures(x, truth, pose, view, step % 2)
        if beside is not None:
            loss = loss + loss_of.pairs(beside, step % 2)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        pace.step()
    return net.eval()


@dataclass(frozen=True, eq=False)
class _Losses:
    """What a part is to make small; `way` is 0, or 1 for the mirror image."""

    part: str
    net: torch.nn.Sequential
    change: torch.nn.Linear
    standard: Standard
    recipe: Recipe

    def pictures(
        self, x: torch.Tensor, truth: torch.Tensor, pose: torch.Tensor, view: torch.Tensor, way: int
    ) -> torch.Tensor:
        """Return the loss on some of these samples."""
        rows = torch.randint(len(x), (self.recipe.batch,))
        seen = self.standard(jittered(x[rows, way], self.recipe.jitter, self.recipe.unlined))
        here = pose[rows] if way == 0 else mirrored(pose[rows])
        if self.part == SEE:
            return unlike(self.net(seen), here, view[rows])
        told = _told(here, self.recipe, self.recipe.untold if self.part == ANY else 0.0)
        return _unlikely(self.net(torch.cat([seen, told], dim=1)), _turned(truth[rows], way))

    def pairs(self, beside: Pairs, way: int) -> torch.Tensor:
        """Return the loss on some pairs: of either moment alone, and of both together."""
        then, first = beside.drawn(self.recipe.pairs)
        poses = one_hot(beside.pose[then], len(POSES)).float()
        poses = poses if way == 0 else poses[:, POSE_ORDER]
        here, there = (
            self._traits(features[rows, way], poses)
            for features, rows in ((beside.then, then), (beside.first, first))
        )
        out, truth = self.net[-1](here), _turned(beside.truth[then], way)
        began = _turned(beside.began[first], way)
        alone = ALONE * _unlikely(out, truth) + BEGAN * _unlikely(self.net[-1](there), began)
        together = out[:, : len(QUANTITIES)] + self.change(both(there, here))
        error, known = _off(together, truth)
        size, known = _size(error), known & (error.abs() < MOST)
        loss: torch.Tensor = alone + (size * known).sum() / known.sum()
        return loss

    def _traits(self, features: torch.Tensor, poses: torch.Tensor) -> torch.Tensor:
        noisy = jittered(features, self.recipe.pair_jitter, self.recipe.unlined)
        traits: torch.Tensor = self.net[:-1](torch.cat([self.standard(noisy), poses], dim=1))
        return traits


def own(part: str, samples: Samples) -> Samples:
    """Return the samples that a part learns from: an expert those of its stretch."""
    if part in (SEE, ANY):
        return samples
    return samples[np.array([part == stretch_of(pose) for pose in samples.pose.tolist()])]


def loaded(part: str, layers: Layers, recipe: Recipe, seed: int) -> torch.nn.Sequential:
    """Return one of a part's networks from a model file."""
    net = network_of(part, recipe)
    with torch.no_grad():
        for layer, (weights, biases) in zip(linear(net), layers, strict=True):
            layer.weight.copy_(torch.from_numpy(weights[seed].T.copy()))
            layer.bias.copy_(torch.from_numpy(biases[seed, 0].copy()))
    return net


def network_of(part: str, recipe: Recipe) -> torch.nn.Sequential:
    """Return a network of a part that has learned nothing yet."""
    hidden = recipe.hidden(part)
    inputs = COUNT if part == SEE else COUNT + len(POSES)
    outputs = len(POSES) + len(VIEWS) if part == SEE else 2 * len(QUANTITIES)
    layers: list[torch.nn.Module] = []
    for wide, narrow in pairwise((inputs, *hidden)):
        layers += [torch.nn.Linear(wide, narrow), torch.nn.ReLU(), torch.nn.Dropout(recipe.dropout)]
    return torch.nn.Sequential(*layers, torch.nn.Linear(hidden[-1], outputs))


def jittered(x: torch.Tensor, most: float, unlined: float) -> torch.Tensor:
    """Return features with noise, some of them without an outline."""
    noisy = x + torch.rand(len(x), 1) * most * torch.randn_like(x)
    noisy[torch.rand(len(x)) < unlined, OUTLINED] = 0.0
    return noisy


def mirrored(pose: torch.Tensor) -> torch.Tensor:
    """Return the places of the poses in a mirror."""
    return torch.where(pose == UNSURE, pose, POSE_ORDER[pose])


def _told(pose: torch.Tensor, recipe: Recipe, untold: float) -> torch.Tensor:
    """Return what is told of the poses, (N, len(POSES)): one of them, or nothing."""
    dice = torch.rand(len(pose))
    pose = torch.where(dice < recipe.mistold, mirrored(pose), pose)
    known = (pose != UNSURE) & (dice < 1 - untold)
    return one_hot(pose.clamp_min(0), len(POSES)) * known[:, None].float()


def unlike(out: torch.Tensor, pose: torch.Tensor, view: torch.Tensor) -> torch.Tensor:
    """Return the loss of telling another pose, and another camera place."""
    p = len(POSES)
    return cross_entropy(out[:, :p], pose, ignore_index=UNSURE) + 0.5 * cross_entropy(
        out[:, p:], view, ignore_index=UNSURE
    )


def _unlikely(out: torch.Tensor, truth: torch.Tensor) -> torch.Tensor:
    mean, log_var = out[:, : len(QUANTITIES)], out[:, len(QUANTITIES) :].clamp(-7, 5)
    error, known = _off(mean, truth)
    spread = 0.5 * (error.detach() ** 2 / log_var.exp() + log_var)
    return ((_size(error) + 0.3 * spread) * known).sum() / known.sum()


def _off(mean: torch.Tensor, truth: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Return what is missing, and where it is known."""
    known = torch.isfinite(truth)
    error = torch.where(known, truth - mean, torch.zeros(()))
    return torch.remainder(error + 18, 36) - 18, known  # angles go round at 360 degrees


def _size(error: torch.Tensor) -> torch.Tensor:
    return smooth_l1_loss(error, torch.zeros_like(error), reduction="none", beta=BEND)


def _turned(truth: torch.Tensor, way: int) -> torch.Tensor:
    return truth if way == 0 else truth[:, ORDER] * SIGN


_order, _sign = mirror(QUANTITIES, FLIPPED)
ORDER: Final = torch.from_numpy(_order)
SIGN: Final = torch.from_numpy(_sign)
POSE_ORDER: Final = torch.from_numpy(mirror(POSES, ())[0])
