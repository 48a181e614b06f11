"""`python -m tests.training.gather SPLIT SESSIONS --out DIR`: render samples, keep their landmarks.

At run time landmarks come from VIDEO mode: the person is cropped by where they were before, and
smoothed. After a cut to another person that takes seconds to recover. So a blank picture makes it
forget, and each held shape, and each beginning of a clip, is shown four times; the first answer,
which is that of a single image, and the fourth are kept. The frames of a clip then follow each
other as in a recording.

Sessions are gathered in shards of 50; a shard is written whole and renamed, so that an
interrupted run goes on with the next one.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from coach.body import Body
from coach.detect import MediaPipeDetector
from coach.quiet import native_lines_to
from tests.training.draw import FRAME_S, Picture, Sample, samples

SESSIONS: Final = 50
"""A shard's size."""
SHOWN: Final = 4
"""How often a picture is shown until crop and smoothing have settled."""
SIZES: Final = ((640, 360), (480, 270), (480, 270))
"""Pictures' (width, height) in pixels, session by session in turn."""


class Eyes:
    """A landmark model in VIDEO mode that can be made to forget."""

    def __init__(self, model: Path | None) -> None:
        self._video = MediaPipeDetector(model, count_people=False)
        self._blank = np.full((270, 480, 3), 128, np.uint8)
        self._t_s = 0.0

    def see(self, rgb: Picture) -> Body | None:
        """Return the body in the next frame."""
        self._t_s += FRAME_S
        return self._video.detect(rgb, self._t_s).body

    def forget(self) -> None:
        """See nothing, so that the next picture is looked at as if it were the first."""
        self.see(self._blank)


def gather_shard(split: str, shard: int, out: Path, model: Path | None) -> int:
    """Write one shard unless it is there; return how many rows it has."""
    path = out / f"{split}-{shard:04d}.npz"
    if path.exists():
        return int(np.load(path)["truth"].shape[0])
    with native_lines_to(None):
        rows = list(_rows(split, shard, Eyes(model)))
    partial = path.with_name(f".part-{path.name}")
    with partial.open("wb") as file:
        np.savez_compressed(file, **_stacked(rows))  # type: ignore[arg-type]
    partial.replace(path)
    return len(rows)


def _rows(split: str, shard: int, eyes: Eyes) -> Iterator[dict[str, Any]]:
    for index in range(shard * SESSIONS, (shard + 1) * SESSIONS):
        picture = 0
        for shots in samples(split, index, SIZES[index % len(SIZES)]):
            for place, shown, body in _seen(shots, eyes):
                if body is not None:
                    yield _row(index, picture + place, shots[place], shown, body)
            picture += len(shots)


def _seen(shots: list[Sample], eyes: Eyes) -> Iterator[tuple[int, int, Body | None]]:
    """Yield the place in `shots`, how many pictures were shown, and the body, of each row."""
    eyes.forget()
    bodies = [eyes.see(shots[0].rgb) for _ in range(SHOWN)]
    yield 0, 1, bodies[0]
    yield 0, SHOWN, bodies[-1]
    for place, sample in enumerate(shots[1:], 1):
        yield place, SHOWN + place, eyes.see(sample.rgb)


def _row(index: int, picture: int, sample: Sample, shown: int, body: Body) -> dict[str, Any]:
    return {
        "session": index,
        "picture": picture,
        "shown": shown,
        "truth": sample.truth,
        "pose": sample.pose,
        "view": sample.view,
        "image_px": body.image_px,
        "world_m": body.world_m,
        "visibility": body.visibility,
        "outline_px": body.outline_px,
    }


def _stacked(rows: list[dict[str, Any]]) -> dict[str, npt.NDArray[Any]]:
    return {name: np.stack([np.asarray(row[name]) for row in rows]) for name in rows[0]}


def _pin(core: Any) -> None:
    """Keep a worker on one core: MediaPipe's and Mesa's threads otherwise wait for each other."""
    if hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {cores[core.get() % len(cores)]})


def main() -> None:
    """Gather what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m tests.training.gather", description=__doc__)
    parser.add_argument("split", choices=["train", "tune", "test"])
    parser.add_argument("sessions", type=int, help="rounded up to whole shards of 50")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument("--model", type=Path, help="another landmark model (.task)")
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    shards = range(-(-args.sessions // SESSIONS))
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # its threads would outnumber the cores
    begun, spawn = time.monotonic(), get_context("spawn")
    cores = spawn.Queue()
    for core in range(args.workers):
        cores.put(core)
    with ProcessPoolExecutor(args.workers, spawn, _pin, (cores,)) as pool:
        job = (args.out, args.model)
        jobs = [pool.submit(gather_shard, args.split, shard, *job) for shard in shards]
        rows = 0
        for done, one in enumerate(as_completed(jobs), 1):
            rows += one.result()
            took_s = time.monotonic() - begun
            print(f"{done}/{len(jobs)} shards, {rows} rows, {took_s:.0f} s", flush=True)


if __name__ == "__main__":
    main()
