"""Moments beside the first ones of the same person, for an expert to learn from.

An expert that learns from single pictures takes what differs between people for a small change of
form, or overlooks it. So a part of each batch are pairs: from both traits together, as
`Network.beside` has them, a layer tells the angles of now. It is thrown away when the expert is
done, and fitted anew on all that it has made of people (`change.py`); what stays are traits in
which changes show.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import torch

from tests.training.beside import Begun
from tests.training.data import POSES
from tests.training.draw import QUANTITIES

FIRST_PART: Final = 0.3
"""Traits of the first moments count so much beside those of the change."""


@dataclass(frozen=True, eq=False)
class Pairs:
    """N moments of one stretch, each with the M first moments that it may stand beside."""

    first: torch.Tensor
    """(M, 2, COUNT) features."""
    began: torch.Tensor
    """(M, len(QUANTITIES)) the truth, in units."""
    then: torch.Tensor
    """(N, 2, COUNT)."""
    truth: torch.Tensor
    """(N, len(QUANTITIES)) the truth, in units."""
    start: torch.Tensor
    """(N,) where in `first` those of this person start."""
    count: torch.Tensor
    """(N,) how many they are."""
    pose: torch.Tensor
    """(N,) place in POSES."""

    def drawn(self, count: int) -> tuple[torch.Tensor, torch.Tensor]:
        """Return rows of `then`, and for each one of `first`."""
        then = torch.randint(len(self.then), (count,))
        return then, self.start[then] + (torch.rand(count) * self.count[then]).long()


def pairs(begun: list[Begun], unit: npt.NDArray[np.float32]) -> Pairs | None:
    """Return the pairs of these people; None if there is nobody.

    `unit`, (len(QUANTITIES),), is what a typical error of each quantity is called 1.
    """
    if not begun:
        return None
    counts = np.array([len(one.first) for one in begun])
    starts = np.cumsum(counts) - counts
    whose = np.repeat(np.arange(len(begun)), [len(one.then) for one in begun])
    poses = np.array([POSES.index(one.pose) for one in begun])
    first, began, then, truth = (
        np.concatenate([getattr(one, name) for one in begun])
        for name in ("first", "began", "then", "truth")
    )
    parts = (first, began / unit, then, truth / unit, starts[whose], counts[whose], poses[whose])
    return Pairs(*(torch.from_numpy(np.ascontiguousarray(part)) for part in parts))


def change_layer(traits: int) -> torch.nn.Linear:
    """Return a layer that tells what an expert's angles lack, from its traits of two moments."""
    layer = torch.nn.Linear(2 * traits, len(QUANTITIES))
    torch.nn.init.zeros_(layer.weight)
    torch.nn.init.zeros_(layer.bias)
    return layer


def both(first: torch.Tensor, then: torch.Tensor) -> torch.Tensor:
    """Return what that layer is given, (N, 2 * traits), from traits, (N, traits) each."""
    return torch.cat([then - first, FIRST_PART * first], dim=1)
