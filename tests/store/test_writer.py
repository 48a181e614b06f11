from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from coach.errors import CoachError
from coach.store import Command, Reader, Writer
from coach.store import writer as writer_module
from coach.store.database import connect

from . import nouns

ROOT = Path(__file__).parents[2]
on_unix = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX limits and signals")


@contextmanager
def full_disk(limit_bytes: int) -> Iterator[None]:
    """Let no file of this process grow beyond a size, as a disk does that is full."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit_bytes, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@on_unix
@pytest.mark.parametrize("stop", [signal.SIGKILL, signal.SIGINT])
def test_a_killed_process_loses_at_most_a_second(tmp_path: Path, stop: signal.Signals) -> None:
    path = tmp_path / "s.db"
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.store.practising", str(path)],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert child.stdout is not None
    while float(child.stdout.readline()) < 2.2:
        pass
    child.send_signal(stop)
    shown = [float(line) for line in child.stdout.read().split("\n") if "." in line]
    last_s = shown[-1] if shown else 2.2
    child.wait(timeout=10)
    child.stdout.close()

    with Reader(path) as reader:
        session = reader.last()
        times = [sighting.t_s for sighting in session.sightings]
    assert times == sorted(times)
    assert last_s - session.duration_s <= (1.0 if stop == signal.SIGKILL else 0.0)
    assert len(times) == session.frames > 0


def test_what_is_added_gets_on_disk_while_the_session_goes_on(tmp_path: Path) -> None:
    with Writer(tmp_path / "s.db", nouns.opening()) as writer, Reader(tmp_path / "s.db") as reader:
        writer.add(nouns.step(0.0))
        nouns.wait_for(lambda: reader.last().frames == 1)
        writer.add_command(Command(1.0, "pause"))
        nouns.wait_for(lambda: reader.last().commands == (Command(1.0, "pause"),))
        assert reader.last().frames == 1
    assert writer_module.FLUSH_S < 1.0  # nothing waits longer than a second to be written


def test_the_caller_never_waits_for_the_disk(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    with Writer(path, nouns.opening()) as writer:
        other = connect(path)
        other.execute("BEGIN EXCLUSIVE")  # nobody else can write now
        slowest_s = 0.0
        for frame in range(45):
            before = time.perf_counter()
            writer.add(nouns.step(frame / 30))
            slowest_s = max(slowest_s, time.perf_counter() - before)
        other.execute("ROLLBACK")
        other.close()
    assert slowest_s < 2.0  # the lock was held all the while: waiting for it would take longer
    assert writer.trouble is None
    with Reader(path) as reader:
        assert reader.last().frames == 45


@on_unix
def test_a_full_disk_is_told_in_one_line_and_what_was_stored_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    with Writer(path, nouns.opening()) as writer, Reader(path) as reader:
        for frame in range(30):
            writer.add(nouns.step(frame / 30))
        nouns.wait_for(lambda: reader.last().frames == 30)
        size = sum(file.stat().st_size for file in tmp_path.iterdir())
        with full_disk(size):
            for frame in range(30, 400):
                writer.add(nouns.step(frame / 30))
            nouns.wait_for(lambda: writer.trouble is not None)
            writer.close()
            assert writer.trouble == (
                "This session is not being saved: the disk is full or does not answer. "
                "The first 1 seconds are kept."
            )
            assert reader.last().frames == 30
    with Reader(path) as reader:
        assert reader.last().frames == 30


@on_unix
def test_when_the_disk_has_room_again_nothing_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    with Writer(path, nouns.opening()) as writer:
        with full_disk(64 * 1024):
            for frame in range(400):
                writer.add(nouns.step(frame / 30))
            nouns.wait_for(lambda: writer.trouble is not None)
        writer.add(nouns.step(20.0))
    assert writer.trouble is None
    with Reader(path) as reader:
        assert reader.last().frames == 401


@on_unix
def test_memory_is_bounded_while_nothing_can_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer_module, "KEPT", 300)
    path = tmp_path / "s.db"
    with Writer(path, nouns.opening()) as writer:
        with full_disk(64 * 1024):
            for frame in range(400):
                writer.add(nouns.step(frame / 30))
            nouns.wait_for(lambda: writer.trouble is not None)
        writer.add(nouns.step(20.0))
    assert writer.trouble is not None, "a gap must be told, even when saving works again"
    with Reader(path) as reader:
        assert reader.last().frames == 301


def test_a_bug_while_storing_is_told_and_does_not_reach_the_caller(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    monkeypatch.setattr(threading, "excepthook", lambda args: seen.append(str(args.exc_value)))
    with Writer(tmp_path / "s.db", nouns.opening()) as writer:
        writer.add_command(Command(None, "pause"))  # type: ignore[arg-type]
    assert len(seen) == 1
    assert writer.trouble is not None
    assert writer.trouble.startswith("This session is no longer being saved")


def test_two_sessions_are_written_at_once(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    with Writer(path, nouns.opening()) as one, Writer(path, nouns.opening()) as two:
        for frame in range(60):
            one.add(nouns.step(frame / 30))
            two.add(nouns.step(frame / 30, seen=False))
    with Reader(path) as reader:
        assert [session.frames for session in reader.sessions()] == [60, 60]
        assert all(sighting.body is None for sighting in reader.find(two.id).sightings)


def test_closing_twice_is_no_harm(tmp_path: Path) -> None:
    writer = Writer(tmp_path / "s.db", nouns.opening())
    writer.close()
    writer.close()
    assert writer.trouble is None


@on_unix
def test_a_folder_without_room_is_one_line_at_the_start(tmp_path: Path) -> None:
    with (
        full_disk(0),
        pytest.raises(CoachError, match=r"^\S+s\.db: sessions cannot be stored here"),
    ):
        Writer(tmp_path / "s.db", nouns.opening())


@pytest.mark.skipif(getattr(os, "geteuid", lambda: 0)() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_one_line_at_the_start(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(CoachError, match="cannot be stored here: the folder cannot be read or wr"):
        Writer(tmp_path / "s.db", nouns.opening())
