"""The desk reminder, with a real program in the notifier's place."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from coach.app.remind import (
    FOREVER_S,
    Notifier,
    check,
    find_notifier,
    in_words,
    remind,
    seconds,
)
from coach.errors import CoachError, UsageError

from .running import Ran, child, ended

posix = pytest.mark.skipif(sys.platform == "win32", reason="a shell script of POSIX")


@pytest.fixture
def desktop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PATH with a `notify-send` alone; returns the file that it writes its words to."""
    shown = tmp_path / "shown.txt"
    program(tmp_path / "bin" / "notify-send", f'printf "%s\\n" "$@" >> "{shown}"')
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    return shown


def program(path: Path, script: str) -> None:
    path.parent.mkdir()
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


@pytest.mark.parametrize(
    ("text", "length_s"),
    [("45m", 2700), ("1h", 3600), ("90s", 90), ("1h30m", 5400), ("1H", 3600), (" 8h ", 28800)],
)
def test_times_are_typed_as_people_write_them(text: str, length_s: float) -> None:
    assert seconds(text) == length_s
    assert seconds(in_words(length_s)) == length_s


@pytest.mark.parametrize("text", ["", "45", "m", "-5m", "1.5h", "ten", "5m5m", "1m1h"])
def test_other_times_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="write a time like 45m, 1h or 1h30m"):
        seconds(text)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("remind --every 45", "argument --every: write a time like 45m, 1h or 1h30m, not '45'"),
        ("remind --every 30s", "--every: from 1m to 24h"),
        ("remind --every 25h", "--every: from 1m to 24h"),
        ("remind --every 1h --for 30m", "--for is shorter than --every"),
        ("remind --every 1h --for 0m", "--for is shorter than --every"),
        ("remind --once --for 8h", "not allowed with argument --once"),
    ],
)
def test_wrong_usage_is_one_line_and_status_2(
    coach: Callable[..., Ran], typed: str, told: str
) -> None:
    ran = coach(*typed.split())
    assert (ran.status, ran.out) == (2, "")
    assert told in ran.err
    assert ran.err.count("\n") == 1


def test_a_minute_is_the_least() -> None:
    check(60.0, 60.0)
    with pytest.raises(UsageError):
        check(59.9, FOREVER_S)


@posix
def test_it_reminds_each_time_it_has_waited_and_ends_in_time(desktop: Path) -> None:
    waited: list[float] = []
    times = remind(find_notifier("linux").show, 3600.0, 3 * 3600.0 + 5, waited.append)
    assert times == 3
    assert waited == [3600.0] * 3
    lines = desktop.read_text().splitlines()
    assert lines.count("--app-name=Psoas") == 4  # the first says that it works
    assert lines.count("Time to stand up") == 3
    assert lines.count("Three minutes for your hips: coach practice desk-break") == 3
    assert "every 1h. Three minutes for your hips: coach practice desk-break" in lines


@posix
@pytest.mark.skipif(sys.platform != "linux", reason="Linux's notifier")
def test_ctrl_c_ends_it_without_a_fuss(desktop: Path) -> None:
    process = child("remind", "--every", "1h")
    assert process.stdout
    assert process.stdout.readline() == "A reminder every 1h; Ctrl-C ends it.\n"
    process.send_signal(signal.SIGINT)
    ran = ended(process)
    assert (ran.status, ran.out, ran.err) == (0, "No more reminders.\n", "")


def test_a_desktop_without_a_notifier_is_one_line(
    coach: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    ran = coach("remind", "--every", "45m")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith("coach: this desktop has no notifier: ")
    assert ran.err.count("\n") == 1


@posix
def test_a_notifier_that_fails_is_one_line_at_once(tmp_path: Path) -> None:
    path = tmp_path / "bin" / "notify-send"
    program(path, "echo 'no session bus' >&2; echo more >&2; exit 1")
    waited: list[float] = []
    with pytest.raises(CoachError, match=r"cannot show notifications here: no session bus$"):
        remind(Notifier(str(path), "linux").show, 3600.0, FOREVER_S, waited.append)
    assert waited == []


@posix
@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_on_other_desktops_the_words_reach_their_program_whole(
    tmp_path: Path, platform: str
) -> None:
    shown = tmp_path / "shown.txt"
    program(tmp_path / "bin" / "notifier", f'printf "%s\\n" "$@" > "{shown}"')
    Notifier(str(tmp_path / "bin" / "notifier"), platform).show("Stand up", "it's time")
    text = shown.read_text()
    assert "Stand up" in text
    assert ("it's time" if platform == "darwin" else "'it''s time'") in text
