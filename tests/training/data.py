"""Gathered samples as arrays to train on and to be tested on."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from coach.body import Body
from coach.engine.features import both_ways
from coach.measures import VIEWS
from tests.mannequin.faults import SIDED, STRETCHES
from tests.training.gather import IMAGE, SHOWN

POSES: Final[tuple[str, ...]] = (
    "none",
    *(
        name
        for stretch in STRETCHES
        for name in ((f"{stretch}-left", f"{stretch}-right") if stretch in SIDED else (stretch,))
    ),
)
UNSURE: Final = -1
"""Place of a pose or a view that is not known."""
Array = npt.NDArray[np.float32]
Rows = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Samples:
    """N samples of one split."""

    features: Array
    """(N, 2, coach.engine.features.COUNT): of the body, and of its mirror image."""
    image_px: Array
    """(N, 33, 2) landmarks in the picture."""
    world_m: Array
    """(N, 33, 3) landmarks in space."""
    truth: Array
    """(N, len(QUANTITIES)); NaN = not measured."""
    pose: npt.NDArray[np.int64]
    """(N,) place in POSES, or UNSURE."""
    view: npt.NDArray[np.int64]
    """(N,) place in VIEWS, or UNSURE."""
    session: npt.NDArray[np.int64]
    """(N,) which session: bodies, rooms and cameras differ between sessions."""
    picture: npt.NDArray[np.int64]
    """(N,) which picture of the session: several rows may tell of one."""
    shown: npt.NDArray[np.int64]
    """(N,) how often it or its clip had been shown when it was seen so; IMAGE in IMAGE mode."""

    def __getitem__(self, rows: Rows) -> Samples:
        """Return some of the samples."""
        return Samples(*(getattr(self, field.name)[rows] for field in fields(self)))

    @property
    def pictures(self) -> int:
        """How many different pictures there are."""
        return len(np.unique(self.session * 1000 + self.picture))

    def seen_in_image_mode(self) -> Samples:
        """Return the rows that IMAGE mode gave."""
        return self[self.shown == IMAGE]

    def seen_in_video(self) -> Samples:
        """Return the rows that VIDEO mode gave."""
        return self[self.shown != IMAGE]

    def settled(self) -> Samples:
        """Return the rows that VIDEO mode gave once its crop and its smoothing had settled."""
        return self[self.shown == SHOWN]


def load(folder: Path, split: str) -> Samples:
    """Read every shard of a split; ValueError if there is none."""
    paths = sorted(folder.glob(f"{split}-*.npz"))
    if not paths:
        raise ValueError(f"no shards of {split} in {folder}: run `python -m tests.training.gather`")
    parts = [_part(dict(np.load(path))) for path in paths]
    return Samples(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _part(shard: dict[str, npt.NDArray[Any]]) -> tuple[npt.NDArray[Any], ...]:
    bodies = zip(shard["image_px"], shard["world_m"], shard["visibility"], strict=True)
    pose = _places(shard["pose"], POSES)
    return (
        np.stack([both_ways(Body(*body)) for body in bodies]),
        shard["image_px"],
        shard["world_m"],
        shard["truth"],
        pose,
        # only a stretch has a front: about one who walks or lies the camera may stand anywhere
        np.where(pose > 0, _places(shard["view"], VIEWS), UNSURE),
        shard["session"].astype(np.int64),
        shard["picture"].astype(np.int64),
        shard["shown"].astype(np.int64),
    )


def _places(names: npt.NDArray[np.str_], known: tuple[str, ...]) -> npt.NDArray[np.int64]:
    table = {name: place for place, name in enumerate(known)}
    return np.array([table.get(name, UNSURE) for name in names.tolist()])
