"""Recordings played through the meter as at run time: what it tells, moment by moment.

From them comes which share of a change within a hold the model tells.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from coach.body import Sighting
from coach.engine.change import FIRST_S, middle, turned
from coach.engine.meter import ModelMeter
from coach.engine.network import Network, mirror
from coach.measures import INDEX
from tests.training.data import POSES, stretch_of
from tests.training.draw import QUANTITIES
from tests.training.recorded import bodies, recordings

Series = npt.NDArray[np.float64]

SETTLE_S: Final = 0.5
"""After a hold's true start, until what is told of it has settled."""
MOVED: Final = 0.6
"""A session in which a quantity changes by less than this, in its unit, tells nothing of it."""
FEWEST: Final = 2
"""Sessions that must tell of a quantity."""
LEAST: Final = 0.5
"""A share is never taken for less: the rest would be noise."""
CALM: Final = 18.0
"""Weight of the assumption that all is told, as the sum of squares of so much true change."""
ALIKE: Final = 0.5
"""Where told and true changes are less alike (their correlation), dividing would raise noise."""


@dataclass(frozen=True, eq=False)
class Followed:
    """One person's hold; rows are frames."""

    pose: str
    first: npt.NDArray[np.bool_]
    """(T,) whether a frame is of the first moments."""
    told: Series
    """(T, len(QUANTITIES)) as the meter told it beside the first moments."""
    sds: Series
    """(T, len(QUANTITIES)) one stated deviation each."""
    truth: Series
    """(T, len(QUANTITIES))."""

    @property
    def stretch(self) -> str:
        """What is held, on whichever side."""
        return stretch_of(POSES.index(self.pose))


def follow(network: Network, folder: Path, split: str) -> list[Followed]:
    """Play the recordings of a split; ValueError if there is none."""
    rows = [INDEX[name] for name in QUANTITIES]
    out = []
    for recording in recordings(folder, split):
        held = recording["held"]
        if held.any():
            meter, t_s = ModelMeter(network), recording["t_s"][held]
            seen = [meter.measure(Sighting(*frame)) for frame in bodies(recording)]
            seen = [reading for reading, inside in zip(seen, held, strict=True) if inside]
            first = _first(t_s)
            begun = middle([seen[place] for place in np.flatnonzero(first)])
            beside = [meter.beside(begun, reading) for reading in seen]
            told, sds = (
                np.stack([getattr(one, name)[rows] for one in beside]) for name in ("values", "sds")
            )
            truth = recording["truth"][held].astype(np.float64)
            out.append(Followed(str(recording["pose"][held][0]), first, told, sds, truth))
    return out


def shares(holds: list[Followed], order: npt.NDArray[np.intp], unit: Series) -> Series:
    """Return (len(POSES), len(QUANTITIES)): which share of a change within a hold is told.

    It is the slope of told over true changes. `order` gives each quantity's place in a mirror: a
    lunge to the left and one to the right count alike, each leg in its part. `unit` is what counts
    as a change of 1.
    """
    out = np.ones((len(POSES), len(QUANTITIES)))
    others, _ = mirror(POSES, ())
    for row, pose in enumerate(POSES):
        other = POSES[others[row]]
        pairs = [changes(hold) for hold in holds if hold.pose == pose]
        pairs += [
            (true[:, order], told[:, order])
            for true, told in (changes(hold) for hold in holds if hold.pose == other)
        ]
        if pairs:
            twice = 1 + (other == pose)  # seen both ways
            out[row] = _slopes([(t / unit, p / unit) for t, p in pairs], FEWEST * twice)
    return out


def _slopes(pairs: list[tuple[Series, Series]], fewest: int) -> Series:
    moved = np.array([np.abs(np.nan_to_num(true)).max(axis=0, initial=0.0) for true, _ in pairs])
    both, true_2, told_2 = (
        sum(np.nansum(one * other, axis=0) for one, other in parts)
        for parts in (pairs, [(t, t) for t, _ in pairs], [(t, t) for _, t in pairs])
    )
    known = (moved > MOVED).sum(axis=0) >= fewest
    known &= both > ALIKE * np.sqrt(np.maximum(true_2 * told_2, 1e-9))
    return np.where(known, np.clip((both + CALM) / (true_2 + CALM), LEAST, 1.0), 1.0)


def changes(hold: Followed) -> tuple[Series, Series]:
    """Return the true changes since the first moments of a hold, and the told ones, (T, ..)."""
    first, last = hold.first, int(np.flatnonzero(hold.first)[-1])
    true, told = (
        turned(column[last + 1 :] - _middle(column[first])) for column in (hold.truth, hold.told)
    )
    return true, np.where(np.isfinite(true), told, np.nan)


def _first(t_s: Series) -> npt.NDArray[np.bool_]:
    """Return which frames of a hold are its first moments."""
    since_s = t_s - t_s[0] - SETTLE_S
    first = (since_s >= 0) & (since_s < FIRST_S)
    return np.asarray(first if first.any() else since_s < FIRST_S)


def _middle(angles: Series) -> Series:
    return np.asarray(angles[0] + turned(angles - angles[0]).mean(axis=0))
