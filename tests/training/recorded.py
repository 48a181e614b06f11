"""Reads what `tests.training.record` wrote."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from coach.body import Body

BRIEF: Final = 420
"""From this one on, recordings to train on are of one kick or slip each: to learn movement from."""
Columns = dict[str, npt.NDArray[Any]]
"""Name -> (T, ..), a row for each frame in which somebody was seen."""


def recordings(folder: Path, split: str, brief: bool = False) -> Iterator[Columns]:
    """Yield the columns of each recording of a split; ValueError if there is none.

    Only if `brief` is set those are among them that show no more than a moment.
    """
    paths = sorted(folder.glob(f"recorded-{split}-*.npz"))
    if not paths:
        raise ValueError(f"no recordings of {split} in {folder}: run `tests.training.record`")
    for path in paths:
        shard = dict(np.load(path))
        for session in np.unique(shard["session"]):
            if session >= BRIEF and not brief:
                continue
            rows = shard["session"] == session
            yield {name: column[rows] for name, column in shard.items()}


def bodies(recording: Columns) -> Iterator[tuple[float, Body]]:
    """Yield (seconds, body) of each frame."""
    names = ("image_px", "world_m", "visibility", "outline_px", "flow_px_s")
    columns = zip(*(recording[name] for name in names), strict=True)
    for t_s, body in zip(recording["t_s"].tolist(), columns, strict=True):
        yield t_s, Body(*body)
