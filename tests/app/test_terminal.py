"""Results go to stdout, progress and trouble to stderr, native log lines nowhere."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from coach.cli import COMMANDS

from .running import COACH, EMPTY, Ran, child, ended

posix = pytest.mark.skipif(sys.platform == "win32", reason="descriptors of POSIX")


def test_native_lines_stay_off_the_terminal_and_verbose_shows_them(tmp_path: Path) -> None:
    quiet = ended(child("review", EMPTY, "--out", tmp_path))
    verbose = ended(child("review", EMPTY, "--out", tmp_path, "--verbose"))
    assert (quiet.status, quiet.err) == (0, "")
    assert verbose.status == 0
    assert "TensorFlow Lite" in verbose.err


@posix
def test_the_bar_is_drawn_on_a_terminal_and_only_on_stderr(tmp_path: Path) -> None:
    import pty  # there is none on Windows

    terminal, far_end = pty.openpty()
    with subprocess.Popen(
        [*COACH, "review", str(EMPTY), "--out", str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=far_end,
    ) as process:
        out, _ = process.communicate(timeout=60)
    os.close(far_end)
    drawn = os.read(terminal, 65536).decode()
    os.close(terminal)
    assert "empty.mp4 ██" in drawn
    assert drawn.endswith("\r\033[K")  # and is gone when it is done
    assert "█" not in out.decode()
    assert process.returncode == 0


@posix
def test_nobody_reading_on_is_no_trouble() -> None:
    process = child("stretches", "bridge", PYTHONUNBUFFERED="1")
    assert process.stdout
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr
    assert process.stderr.read() == ""
    process.stderr.close()
    assert process.wait(60) == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full is Linux's")
def test_output_that_cannot_be_written_is_one_line() -> None:
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(
            [*COACH, "stretches", "bridge"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert ran.returncode == 1
    assert ran.stderr == "coach: the output: No space left on device\n"


def test_a_terminal_of_few_letters_gets_what_it_can_show(tmp_path: Path) -> None:
    video = tmp_path / "日本.mp4"
    video.write_bytes(EMPTY.read_bytes())
    ran = ended(child("review", video, "--out", tmp_path, PYTHONIOENCODING="ascii"))
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("??.mp4:\n")


def test_help_names_every_command(coach: Callable[..., Ran]) -> None:
    ran = coach("--help")
    assert ran.status == 0
    for command in COMMANDS:
        assert f"\n    {command}" in ran.out
