"""Real photographs: what the coach takes them for. Weak labels, so told apart from everything else.

A photograph is shown for a few seconds, as if the person held still: its landmarks are detected as
in a video that stands, and the engine sees them again and again with time going on.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

from coach import resources
from coach.app.measuring import model_meter
from coach.body import Sighting
from coach.engine.engine import Engine
from coach.measures import Reading
from coach.stretches import Library, load_library
from tests.benchmarks.errors import BenchmarkError
from tests.benchmarks.matching import share
from tests.benchmarks.tables import table

SHOWN_S: Final = 4.0
FPS: Final = 12.0
_LOOKS: Final = 4
"""Frames of detection: following settles after the first."""
NONE: Final = "none"


@dataclass(frozen=True, slots=True)
class Label:
    """One line of `labels.csv`."""

    name: str
    stretch: str
    """A stretch id, or `none` for another pose."""
    side: str
    """`left`, `right`, or anything else where it cannot be told."""
    fault: str
    """What one person saw that is wrong; begins with `none` where nothing is."""
    variant: str


@dataclass(frozen=True, slots=True)
class Judged:
    """One photograph and what the coach made of it."""

    label: Label
    found: bool
    stretch: str
    """What it was taken for; `none` if nothing."""
    side: str
    rules: tuple[str, ...]
    """Rules that fired."""
    sighting: Sighting
    reading: Reading
    """The last one."""


def labels(folder: Path) -> list[Label]:
    """Read `labels.csv`; BenchmarkError in one line if it is missing or of another kind."""
    path = folder / "labels.csv"
    try:
        with path.open(newline="", encoding="utf-8") as file:
            return [_label(row) for row in csv.DictReader(file)]
    except OSError as error:
        raise BenchmarkError(f"{path}: cannot be read: {error.strerror}") from None
    except KeyError as error:
        raise BenchmarkError(f"{path}: the column {error} is missing") from None


def _label(row: dict[str, str]) -> Label:
    return Label(
        row["name"], row["stretch_id"], row["side"], row["visible_form_fault"], row["variant"]
    )


def judge(folder: Path) -> list[Judged]:
    """Judge every photograph of a folder."""
    library = load_library(resources.poses_dir())
    return [_judge(folder, label, library) for label in labels(folder)]


def _judge(folder: Path, label: Label, library: Library) -> Judged:
    sighting = _look(folder / label.name)
    engine, rules = Engine(library, model_meter()), set[str]()
    stretch = side = NONE
    for frame in range(round(SHOWN_S * FPS)):
        step = engine.step(replace(sighting, t_s=frame / FPS))
        stretch, side = step.phase.stretch or NONE, step.phase.side or NONE
        rules |= {fault.rule for fault in step.faults}
    seen = sighting.body is not None
    fired = tuple(sorted(rules))
    return Judged(label, seen, stretch, side, fired, sighting, step.reading)


def read_picture(path: Path) -> npt.NDArray[np.uint8]:
    """Return a picture, (H, W, 3), red first; BenchmarkError in one line if it is none."""
    bgr = cv2.imread(str(path))
    if bgr is None:
        raise BenchmarkError(f"{path} is no picture that can be read")
    return np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB), np.uint8)


def _look(path: Path) -> Sighting:
    from coach.detect import MediaPipeDetector

    rgb = read_picture(path)
    with MediaPipeDetector(count_people=False) as detector:
        return [detector.detect(rgb, look / FPS) for look in range(_LOOKS)][-1]


def as_tree(judged: Judged) -> dict[str, Any]:
    """Return what was made of a photograph as plain data."""
    told = {"found": judged.found, "stretch": judged.stretch, "side": judged.side}
    return {"label": asdict(judged.label), **told, "rules": list(judged.rules)}


def text(found: Sequence[Judged]) -> str:
    """Return the tables."""
    people = share(sum(one.found for one in found), len(found))
    counts = Counter((one.label.stretch, one.stretch) for one in found)
    told = sorted({name for _, name in counts})
    rows = [[t, *(str(counts[t, name]) for name in told)] for t in sorted({t for t, _ in counts})]
    right = [one for one in found if one.stretch == one.label.stretch != NONE]
    sided = [one for one in right if one.label.side in ("left", "right")]
    sides = sum(one.side == one.label.side for one in sided)
    lines = [
        f"{len(found)} photographs, people found in {people:.0%} of them.",
        table(["labelled \\ told", *told], rows),
        f"Side right in {sides} of the {len(sided)} recognised ones that have one.",
        _fired(found),
    ]
    return "\n\n".join(lines)


def _fired(found: Iterable[Judged]) -> str:
    """Return which rules fire where the label sees no fault."""
    clean = [one for one in found if one.label.fault.startswith("none") and one.stretch != NONE]
    if not clean:
        return "No photograph labelled without a fault was taken for a stretch."
    rows = [
        [one.label.name, one.label.stretch, one.stretch, ", ".join(one.rules) or "-"]
        for one in clean
    ]
    return table(["labelled without a fault", "labelled", "told", "rules that fire"], rows)
