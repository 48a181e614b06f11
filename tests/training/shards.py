"""Shards of rows: written whole, on all cores, and gone on with where it was interrupted."""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np

from coach.quiet import native_lines_to
from tests.mannequin.faults import STRETCHES
from tests.mannequin.sessions import plan

Row = dict[str, Any]
Rows = Callable[[str, Sequence[int], Path | None], Iterator[Row]]
"""Split, numbers of sessions and landmark model -> their rows."""


def write(rows: Rows, split: str, sessions: Sequence[int], path: Path, model: Path | None) -> int:
    """Write one shard unless it is there or has no rows; return how many it has."""
    if path.exists():
        return int(np.load(path)["truth"].shape[0])
    with native_lines_to(None):
        found = list(rows(split, sessions, model))
    if not found:
        return 0
    partial = path.with_name(f".part-{path.name}")
    with partial.open("wb") as file:
        np.savez_compressed(file, **_stacked(found))
    partial.replace(path)
    return len(found)


def _stacked(rows: list[Row]) -> dict[str, Any]:
    return {name: np.stack([np.asarray(row[name]) for row in rows]) for name in rows[0]}


def sessions_of(stretches: Container[str], numbers: Sequence[int], first: int = 0) -> list[int]:
    """Return those of a split's sessions that are of some stretches; of none, all.

    `first` is the number that the split's first session has among those of the mannequin.
    """
    return [one for one in numbers if not stretches or plan(first + one)[0] in stretches]


def main(
    prog: str, about: str | None, rows: Rows, name: str, size: int, first: Mapping[str, int]
) -> None:
    """Write the shards that the command line asks for; `name` begins their files' names.

    `first` is the number that a split's first session has among those of the mannequin, if not 0.
    """
    parser = argparse.ArgumentParser(prog=prog, description=about)
    parser.add_argument("split", choices=["train", "tune", "test"])
    parser.add_argument("sessions", type=int, help=f"rounded up to whole shards of {size}")
    parser.add_argument(
        "--since", type=int, default=0, metavar="SESSION", help="leave out those before"
    )
    parser.add_argument("--stretch", choices=STRETCHES, action="append", help="only sessions of it")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument("--model", type=Path, help="another landmark model (.task)")
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # its threads would outnumber the cores
    begun, spawn = time.monotonic(), get_context("spawn")
    cores = spawn.Queue()
    for core in range(args.workers):
        cores.put(core)
    starts = range(args.since // size * size, args.sessions, size)
    with ProcessPoolExecutor(args.workers, spawn, _pin, (cores,)) as pool:
        jobs = []
        for start in starts:
            path = args.out / f"{name}{args.split}-{start // size:04d}.npz"
            own = sessions_of(
                args.stretch or (), range(start, start + size), first.get(args.split, 0)
            )
            jobs.append(pool.submit(write, rows, args.split, own, path, args.model))
        total = 0
        for done, one in enumerate(as_completed(jobs), 1):
            total += one.result()
            took_s = time.monotonic() - begun
            print(f"{done}/{len(jobs)} shards, {total} rows, {took_s:.0f} s", flush=True)


def _pin(core: Any) -> None:
    """Keep a worker on one core: MediaPipe's and Mesa's threads otherwise wait for each other."""
    if hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {cores[core.get() % len(cores)]})
