"""Fits the part of the measuring model that tells how fast a leg turns, from recordings.

It looks at the last moments (`coach.engine.motion`) and learns the true speed of the fastest thigh
or shank, a sixth of a second ago: the mean by the absolute error, squared near zero, the variance
by the normal likelihood of what is left.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import torch
from torch.nn.functional import smooth_l1_loss

from coach.engine.motion import DELAY_S, MOVING, LastMoments
from coach.engine.network import MOVING_UNIT
from tests.training.beside import stored
from tests.training.record import SPEEDS
from tests.training.recorded import Columns, bodies, recordings

MOST_DEG_S: Final = 300.0
"""What is faster is as fast."""
HIDDEN: Final = (96, 48)
NETWORKS: Final = 3
STEPS: Final = 8000
BATCH: Final = 256
JITTER: Final = 0.05
DROPOUT: Final = 0.1
_LEG: Final = list(SPEEDS).index("leg_speed_deg_s")


@dataclass(frozen=True, eq=False)
class Moving:
    """Moments of recordings."""

    features: npt.NDArray[np.float32]
    """(N, 2, MOVING)."""
    speed: npt.NDArray[np.float32]
    """(N,) in units of MOVING_UNIT."""


def load(folder: Path, split: str) -> Moving:
    """Return the moments of all recordings of a split that were long enough under way."""
    features, speeds = [], []
    for recording in recordings(folder, split, brief=True):
        moments = LastMoments()
        speed = recording["speeds"][:, _LEG].astype(np.float64)
        for t_s, body in bodies(recording):
            seen = moments.update(t_s, body)
            if seen is not None:
                features.append(seen)
                speeds.append(np.interp(t_s - DELAY_S, recording["t_s"], speed))
    most = np.clip(np.array(speeds, np.float32), 0, MOST_DEG_S)
    return Moving(np.stack(features), most / np.float32(MOVING_UNIT))


def fitted(train: Moving, steps: int = STEPS) -> Columns:
    """Return the arrays of the model file that tell of movement, not yet calibrated."""
    centre, scale = train.features.mean((0, 1)), np.maximum(train.features.std((0, 1)), 1e-3)
    standard = Moving((train.features - centre) / scale, train.speed)
    nets = [_train(standard, steps, seed) for seed in range(NETWORKS)]
    out: Columns = {"moving_centre": centre, "moving_scale": scale, "moving_sd": np.ones(2)}
    return out | packed("moving", nets)


def linear(net: torch.nn.Sequential) -> list[torch.nn.Linear]:
    """Return the layers of a network that have weights."""
    return [layer for layer in net if isinstance(layer, torch.nn.Linear)]


def packed(part: str, nets: list[torch.nn.Sequential]) -> Columns:
    """Return the layers of several networks as arrays of the model file."""
    layers = []
    for several in zip(*map(linear, nets), strict=True):
        weights = np.stack([layer.weight.detach().T.numpy() for layer in several])
        layers.append((weights, np.stack([layer.bias.detach().numpy() for layer in several])))
    return stored(part, layers)


def _train(moving: Moving, steps: int, seed: int) -> torch.nn.Sequential:
    torch.manual_seed(seed)
    x, y = torch.from_numpy(moving.features.astype(np.float32)), torch.from_numpy(moving.speed)
    net = torch.nn.Sequential(
        torch.nn.Linear(MOVING, HIDDEN[0]),
        torch.nn.ReLU(),
        torch.nn.Dropout(DROPOUT),
        torch.nn.Linear(*HIDDEN),
        torch.nn.ReLU(),
        torch.nn.Dropout(DROPOUT),
        torch.nn.Linear(HIDDEN[1], 2),
    )
    optimiser = torch.optim.AdamW(net.parameters(), lr=2e-3, weight_decay=0.05)
    pace = torch.optim.lr_scheduler.OneCycleLR(optimiser, 2e-3, steps + 1)
    for step in range(steps):
        rows = torch.randint(len(x), (BATCH,))
        seen = x[rows, step % 2] + JITTER * torch.randn(BATCH, MOVING)
        loss = _unlikely(net(seen), y[rows])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        pace.step()
    return net.eval()


def _unlikely(out: torch.Tensor, truth: torch.Tensor) -> torch.Tensor:
    mean, log_var = out[:, 0], out[:, 1].clamp(-7, 5)
    spread = 0.5 * ((truth - mean).detach() ** 2 / log_var.exp() + log_var)
    return smooth_l1_loss(mean, truth, beta=1.0) + 0.3 * spread.mean()
