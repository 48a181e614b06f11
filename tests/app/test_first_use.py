"""The note of the first use and the look for warning signs: in a window, a terminal, or unasked."""

from __future__ import annotations

import io
import itertools
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from coach.app.askers import PATIENCE_S, TerminalAsker, WindowAsker
from coach.app.first_use import NOTE, SIGNS, Asker, Nobody, last_screening, welcome
from coach.errors import CoachError
from coach.settings import places
from coach.store import Screening

from .running import COACH, EMPTY, Ran
from .terminal import terminal

NONE_OF_THEM = dict.fromkeys(SIGNS, False)
UNANSWERED = dict.fromkeys(SIGNS)
posix = pytest.mark.skipif(sys.platform == "win32", reason="terminals of POSIX")


class Hands:
    """A window's keys as somebody presses them, and a clock that goes on with every look."""

    def __init__(self, keys: str) -> None:
        self._keys = list(keys)
        self._seconds = itertools.count()
        self.pictures: set[bytes] = set()

    def show(self, bgr: npt.NDArray[np.uint8]) -> None:
        self.pictures.add(bgr.tobytes())

    def key(self) -> str | None:
        return self._keys.pop(0) if self._keys else None

    def clock(self) -> float:
        return float(next(self._seconds))

    def asker(self) -> Asker:
        return WindowAsker(self, self.clock, lambda _seconds: None)


def typed(text: str, told: list[str] | None = None) -> Asker:
    lines: list[str] = [] if told is None else told
    return TerminalAsker(io.StringIO(text), lines.append)


def kept() -> Screening:
    screening = last_screening(places().sessions)
    assert screening
    return screening


WELL = [
    ("in a window", lambda: Hands(" nnn").asker()),
    ("other keys in a window mean nothing", lambda: Hands("xz n3nN").asker()),
    ("in a terminal", lambda: typed("\nn\nno\nN\n")),
    ("what is neither yes nor no is asked again", lambda: typed("\nmaybe\nn\n\nn\nn\n")),
]


@pytest.mark.parametrize(("where", "asker"), WELL)
def test_who_has_no_warning_sign_goes_on_and_it_is_kept_with_the_date(
    where: str, asker: Callable[[], Asker]
) -> None:
    welcome(places().sessions, asker(), lambda: datetime(2026, 3, 7, 8, 5).astimezone())
    assert kept().answers == NONE_OF_THEM, where
    assert kept().shown.startswith("2026-03-07T08:05:00")
    assert kept().clear


SIGNED = [
    (" y", "snapping-swelling"),
    (" ny", "worsening-pain"),
    (" nny", "suspected-tear"),
]


@pytest.mark.parametrize(("keys", "sign"), SIGNED)
def test_a_sign_stops_the_session_kindly_says_why_and_is_kept(keys: str, sign: str) -> None:
    hands, lines = Hands(keys), "\n".join(keys) + "\n"
    for asker in (hands.asker(), typed(lines)):
        with pytest.raises(CoachError) as stopped:
            welcome(places().sessions, asker)
        told = str(stopped.value)
        assert SIGNS[sign] in told
        assert "see a doctor or a physiotherapist" in told
        assert "This is no diagnosis" in told
        assert kept().answers[sign] is True
    assert len(hands.pictures) == 2 + len(keys.strip())  # the note, each question, the reason


def test_the_note_says_what_it_is_not() -> None:
    told: list[str] = []
    welcome(places().sessions, typed("\nn\nn\nn\n", told))
    text = " ".join(told)
    assert all(line in text for line in NOTE)
    for word in ("not a clinician", "doctor or a physiotherapist", "warm muscles", "never hurt"):
        assert word in text


LEFT = [lambda: Hands("q").asker(), lambda: Hands(" \x1b").asker(), lambda: typed("\nn\nq\n")]


@pytest.mark.parametrize("asker", LEFT)
def test_who_leaves_is_asked_again_the_next_time(asker: Callable[[], Asker]) -> None:
    with pytest.raises(CoachError, match="you left before practice began"):
        welcome(places().sessions, asker())
    assert last_screening(places().sessions) is None


def test_a_window_where_nobody_is_does_not_wait_for_ever() -> None:
    hands = Hands("")
    welcome(places().sessions, hands.asker())
    assert kept().answers == UNANSWERED
    assert hands.clock() <= PATIENCE_S + 3


def test_a_terminal_that_ends_is_no_answer() -> None:
    welcome(places().sessions, typed("\nn\n"))
    assert list(kept().answers.values()) == [False, None, None]
    assert not kept().clear


def test_after_a_sign_practice_waits_until_somebody_answers_anew() -> None:
    with pytest.raises(CoachError):
        welcome(places().sessions, typed("\nn\ny\n"))
    with pytest.raises(CoachError, match=SIGNS["worsening-pain"]):
        welcome(places().sessions, Nobody(print, seen=True))
    with pytest.raises(CoachError, match=SIGNS["worsening-pain"]):
        welcome(places().sessions, typed("\nn\n"))  # half an answer takes it not back
    welcome(places().sessions, typed("\nn\nn\nn\n"))
    assert kept().clear


def test_what_is_no_text_at_all_is_asked_again() -> None:
    here, there = os.pipe()

    def tell(line: str) -> None:
        if line.startswith("Please type"):
            os.write(there, b"n\n")

    with os.fdopen(here, encoding="utf-8") as stream, os.fdopen(there, "wb"):
        os.write(there, b"\xff\n")
        assert TerminalAsker(stream, tell).ask("Look", ["Do you?"]) is False


def test_a_script_sees_the_note_once_and_goes_on_unasked(coach: Callable[..., Ran]) -> None:
    practice = ("practice", "--no-window", "--no-voice", "--camera", EMPTY)
    first, second = coach(*practice), coach(*practice, "--no-questions")
    assert (first.status, first.err, second.status, second.err) == (0, "", 0, "")
    assert first.out.startswith("Before you begin:\n")
    assert "Before you begin" not in second.out
    assert kept().answers == UNANSWERED


def test_neither_demo_nor_review_asks(coach: Callable[..., Ran], tmp_path: Path) -> None:
    ran = coach("review", EMPTY, "--out", tmp_path)
    assert "Before you begin" not in ran.out
    assert last_screening(places().sessions) is None


@posix
def test_a_yes_typed_at_a_terminal_ends_the_command_before_the_camera_opens() -> None:
    with terminal() as here:
        process = subprocess.Popen(
            [*COACH, "practice", "--no-window", "--camera", str(EMPTY)],
            stdin=here.far, stdout=here.far, stderr=subprocess.PIPE, text=True,
            start_new_session=True,
        )  # fmt: skip
        here.type("\ny\n")
        _, err = process.communicate(timeout=120)
        shown = here.shown()
    assert process.returncode == 1
    assert err.startswith("coach: let us not stretch today")
    assert err.count("\n") == 1
    assert "Do you have a snapping in the hip together with swelling?" in shown
    assert kept().answers["snapping-swelling"] is True
