"""Resident memory over a long session: the clip's sightings, again and again, for twenty minutes.

A process of its own, into which no video and no network is loaded, runs what a live session keeps
running: engine, recorder and session store. Once a minute it waits until the store has written
everything, and reads its resident set. The recorder's table of measures is the one thing that is
meant to grow; whatever else grows is told apart from it.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Final

import numpy as np

from coach import resources
from coach.app.measuring import model_meter
from coach.body import Sighting
from coach.engine.engine import Engine
from coach.measures import ALL
from coach.report import Recorder
from coach.store import Opening, Writer
from coach.stretches import load_library
from tests.benchmarks.errors import BenchmarkError

TABLE_BYTES: Final = 8 + 2 * 4 * len(ALL)
"""Bytes a frame in the recorder's table: the time, and each measure with its deviation."""
_STORED_WITHIN_S: Final = 30.0


@dataclass(frozen=True, slots=True)
class Memory:
    """The resident set of a replay, read each minute."""

    frames_a_minute: float
    start_bytes: int
    """Before the first sighting, everything imported."""
    minutes_bytes: tuple[int, ...]
    """At the end of each minute."""

    @property
    def growth_bytes(self) -> float:
        """Bytes a frame: the slope of a straight line through the second half of the session.

        The first half is left out: there the allocator and SQLite's cache come to their size.
        """
        late = np.array(self.minutes_bytes[len(self.minutes_bytes) // 2 :], np.float64)
        if len(late) < 2:
            return float("nan")
        return float(np.polyfit(np.arange(len(late)), late, 1)[0]) / self.frames_a_minute

    @property
    def beyond_table_bytes(self) -> float:
        """Bytes a frame that are not the recorder's table."""
        return self.growth_bytes - TABLE_BYTES


def measure(sightings: Sequence[Sighting], minutes: int) -> Memory:
    """Replay the sightings over so many minutes in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="psoas-memory-") as folder:
        given = Path(folder) / "sightings.pickle"
        given.write_bytes(pickle.dumps(_plain(sightings)))
        command = [sys.executable, "-m", __name__, str(given), str(minutes)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        last = (done.stderr.strip() or "no reason given").splitlines()[-1]
        raise BenchmarkError(f"the replay for the memory figures failed: {last}")
    tree = json.loads(done.stdout)
    return Memory(tree["frames_a_minute"], tree["start_bytes"], tuple(tree["minutes_bytes"]))


def resident_bytes() -> int:
    """Return this process's resident set; BenchmarkError where it cannot be read."""
    try:
        with Path("/proc/self/statm").open(encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        pass
    try:
        import psutil
    except ImportError:
        raise BenchmarkError("the resident memory needs psutil on this system") from None
    return int(psutil.Process().memory_info().rss)


def _plain(sightings: Sequence[Sighting]) -> list[Sighting]:
    """Return the sightings from 0 s, without what only the detector counts."""
    origin_s = sightings[0].t_s
    return [replace(s, t_s=s.t_s - origin_s) for s in sightings]


def _looped(sightings: Sequence[Sighting], until_s: float) -> Iterator[Sighting]:
    """Yield the sightings in a loop, with time that goes on, up to `until_s`."""
    step_s = sightings[-1].t_s / max(len(sightings) - 1, 1) or 1 / 15
    period_s = sightings[-1].t_s + step_s
    lap = 0
    while True:
        for sighting in sightings:
            t_s = lap * period_s + sighting.t_s
            if t_s >= until_s:
                return
            yield replace(sighting, t_s=t_s)
        lap += 1


def _wait_until_stored(connection: sqlite3.Connection, t_s: float) -> None:
    """Wait for the store's thread, so that what is queued does not look like growth."""
    until = time.monotonic() + _STORED_WITHIN_S
    while time.monotonic() < until:
        newest = "SELECT t_s FROM sighting ORDER BY number DESC LIMIT 1"
        stored = connection.execute(newest).fetchone()
        if stored is not None and stored[0] >= t_s:
            return
        time.sleep(0.02)
    raise BenchmarkError(f"the session store did not write within {_STORED_WITHIN_S:.0f} s")


def _replay(sightings: Sequence[Sighting], minutes: int, database: Path) -> Memory:
    library = load_library(resources.poses_dir())
    engine, recorder = Engine(library, model_meter()), Recorder(library)
    readings: list[int] = []
    frames, start = 0, resident_bytes()
    opening = Opening(started="2026-01-01T08:00:00+00:00", source="a replay")
    # One connection for all the waiting: opened anew each time, it makes the process itself grow.
    with Writer(database, opening) as writer, closing(sqlite3.connect(database)) as connection:
        for _, minute in groupby(_looped(sightings, 60.0 * minutes), lambda s: s.t_s // 60):
            for sighting in minute:
                step = engine.step(sighting)
                recorder.add(step)
                writer.add(step)
                frames += 1
            _wait_until_stored(connection, sighting.t_s)
            readings.append(resident_bytes())
    return Memory(frames / minutes, start, tuple(readings))


def main() -> int:
    """Replay the pickled sightings of a parent process and print the memory as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("sightings", type=Path)
    parser.add_argument("minutes", type=int)
    options = parser.parse_args()
    sightings = pickle.loads(options.sightings.read_bytes())
    with tempfile.TemporaryDirectory(prefix="psoas-memory-") as folder:
        memory = _replay(sightings, options.minutes, Path(folder) / "sessions.db")
    print(json.dumps(asdict(memory)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
