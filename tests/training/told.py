"""What a measuring model tells of gathered samples, and how far off it is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from coach.engine.network import Network
from coach.measures import VIEWS
from tests.benchmarks import raw
from tests.benchmarks.measuring import ASKED_FOR
from tests.benchmarks.play import Landmarks
from tests.training.data import POSES, UNSURE, Samples, stretch_of
from tests.training.draw import QUANTITIES

Series = npt.NDArray[np.float64]
Rows = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Told:
    """The model's answers, row by row beside the samples."""

    samples: Samples
    values: Series
    """(N, len(QUANTITIES))."""
    sds: Series
    poses: Series
    """(N, len(POSES)) probabilities."""
    views: Series
    """(N, len(VIEWS)) probabilities."""

    @cached_property
    def off(self) -> Series:
        """(N, len(QUANTITIES)) absolute errors; NaN where the truth is not defined."""
        return _apart(self.values, self.samples.truth)

    @cached_property
    def off_raw(self) -> Series:
        """The same of angles straight from the world landmarks; NaN where they give none."""
        flat = self.samples
        nobody = np.zeros(len(flat.pose))
        seen = Landmarks(
            nobody,
            nobody.astype(np.int16),
            flat.image_px,
            flat.world_m,
            nobody.astype(np.float32),
            flat.outline_px,
            np.zeros_like(flat.image_px),  # of a picture by itself no motion is known
        )
        out = np.full(self.values.shape, np.nan)
        for rear in ("left", "right"):
            solid = raw.measures_3d(seen, rear)
            own = np.array([rear != POSES[pose].rpartition("-")[2] for pose in flat.pose])
            for name, told in solid.items():
                out[own, QUANTITIES.index(name)] = told[own]
        return _apart(out, flat.truth)

    @cached_property
    def stretch(self) -> npt.NDArray[np.str_]:
        """(N,) `bridge`, ..., `none`, or `?`."""
        return np.array([stretch_of(place) for place in self.samples.pose.tolist()])

    @cached_property
    def view(self) -> npt.NDArray[np.str_]:
        """(N,) one of VIEWS; `unknown` where there is none."""
        return np.array(["unknown" if v == UNSURE else VIEWS[v] for v in self.samples.view])

    @cached_property
    def well_placed(self) -> Rows:
        """(N,) whether a stretch is seen from where the camera belongs."""
        pairs = zip(self.stretch.tolist(), self.view.tolist(), strict=True)
        return np.array([view in ASKED_FOR.get(stretch, ()) for stretch, view in pairs])

    @cached_property
    def right(self) -> Rows:
        """(N,) whether stretch and side, or that it is none, are right."""
        return np.asarray(self.poses.argmax(axis=1) == self.samples.pose)

    def __getitem__(self, rows: Rows) -> Told:
        """Return some of the rows."""
        chosen = (part[rows] for part in (self.values, self.sds, self.poses, self.views))
        return Told(self.samples[rows], *chosen)


def ask(network: Network, samples: Samples) -> Told:
    """Ask the model about every sample, each by itself."""
    sights = [network.see(pair) for pair in samples.features]
    pairs = zip(samples.features, sights, strict=True)
    angles = [network.measure(pair, sight.poses) for pair, sight in pairs]
    return Told(
        samples,
        np.stack([one.values for one in angles]),
        np.stack([one.sds for one in angles]),
        np.stack([one.poses for one in sights]),
        np.stack([one.views for one in sights]),
    )


def _apart(one: Series, other: npt.NDArray[Any]) -> Series:
    return np.asarray(np.abs((one - other + 180.0) % 360.0 - 180.0))
