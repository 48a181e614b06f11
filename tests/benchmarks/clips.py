"""Which clips are judged: generated sessions by seed, or the few that the repository keeps."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from coach import resources
from tests.benchmarks.errors import BenchmarkError, UsageError

SPLIT: Final = "test"
"""Bodies and cameras of this split are used for nothing else, above all not for training."""
SEEDS: Final = range(10)
A_SEED: Final = 600
"""Sessions of one seed; each seed goes through all stretches and rules in the same order."""
COMMITTED: Final = Path(__file__).parents[1] / "clips"
QUICK: Final = ("demo", "good-bridge", "leaves", "empty", "two-people", "rotated", "vfr")


@dataclass(frozen=True, slots=True)
class Clip:
    """One video and the files that tell its truth."""

    video: Path
    truth: Path
    arrays: Path | None = None
    """Measures of every frame; None = only those few that the truth carries."""


def cache_dir(named: Path | None) -> Path:
    """Return where clips and landmarks are kept, and let the generator know if it was `named`."""
    from tests.mannequin.body import cache_dir as usual

    if named is not None:
        os.environ["PSOAS_MANNEQUIN_CACHE"] = str(named.resolve())
    return usual()


def committed() -> list[Clip]:
    """Return the clips of the repository whose truth is kept beside them."""
    return [Clip(_video(name), COMMITTED / f"{name}.truth.json") for name in QUICK]


def _video(name: str) -> Path:
    return resources.demo_clip() if name == "demo" else COMMITTED / f"{name}.mp4"


def numbers(sessions: int, seeds: Iterable[int], badly: bool = False) -> list[int]:
    """Return the numbers of so many sessions of each seed; UsageError if there is no such seed.

    `badly`: of sessions in which the first fault is there as the hold begins.
    """
    if not 0 < sessions <= A_SEED:
        raise UsageError(f"--sessions must be 1 to {A_SEED}, not {sessions}")
    from tests.mannequin.sessions import BADLY

    return [
        seed * A_SEED + (BADLY if badly else 0) + number
        for seed in dict.fromkeys(_known(seeds))
        for number in range(sessions)
    ]


def _known(seeds: Iterable[int]) -> Iterator[int]:
    for seed in seeds:
        if seed not in SEEDS:
            raise UsageError(f"no seed {seed}; there are {SEEDS[0]} to {SEEDS[-1]}")
        yield seed


def can_render() -> bool:
    """Return whether the packages that render people are installed."""
    return all(importlib.util.find_spec(name) for name in ("anny", "torch", "av"))


def generated(wanted: Sequence[int], tell: Callable[[str], object]) -> list[Clip]:
    """Return the sessions with these numbers, rendered now where the cache lacks them."""
    if can_render():
        return _rendered(wanted, tell)
    from tests.mannequin.body import cache_dir as folder

    found = {index: _newest(folder() / "sessions", index) for index in wanted}
    clips = [clip for clip in found.values() if clip is not None]
    if len(clips) < len(wanted):
        raise BenchmarkError(
            f"{len(wanted) - len(clips)} of {len(wanted)} sessions are not in {folder()}, and "
            "rendering needs the `mannequin` group: `uv sync --group mannequin`, or use --quick"
        )
    tell("The clips come from the cache as they are: without the `mannequin` group they cannot be")
    tell("compared with the generator of today.\n")
    return clips


def _rendered(wanted: Sequence[int], tell: Callable[[str], object]) -> list[Clip]:
    from tests.mannequin.produce import render_all

    clips: list[Clip] = []
    for done in render_all(SPLIT, wanted):
        clips.append(Clip(done.clip, done.truth, done.arrays))
        tell(f"rendered {len(clips)} of {len(wanted)}: {done.clip.name}")
    return sorted(clips, key=lambda clip: clip.video.name)


def _newest(folder: Path, index: int) -> Clip | None:
    """Return the newest whole rendering of a session; None if there is none."""
    name = f"{SPLIT}-{index:05d}"
    truths = [path for path in folder.glob(f"*/{name}.truth.json") if _clip(path)]
    return _clip(max(truths, key=lambda path: path.stat().st_mtime)) if truths else None


def _clip(truth: Path) -> Clip | None:
    name = truth.name.removesuffix(".truth.json")
    video, arrays = truth.with_name(f"{name}.mp4"), truth.with_name(f"{name}.truth.npz")
    return Clip(video, truth, arrays) if video.exists() and arrays.exists() else None
