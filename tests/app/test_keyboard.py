"""Keys in the terminal, for practice without a window."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.app.keyboard import Keyboard, attended

from .terminal import Terminal, terminal

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="terminals of POSIX")


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Iterator[Terminal]:
    with terminal() as one:
        monkeypatch.setattr(sys, "stdin", one.far)
        yield one


def test_a_key_is_read_without_enter_and_only_once(here: Terminal) -> None:
    keyboard = Keyboard.open()
    assert keyboard
    assert keyboard.key() is None
    here.type("p7")
    here.wait_for_keys()
    assert [keyboard.key() for _ in range(3)] == ["p", "7", None]
    keyboard.close()


def test_an_arrow_is_no_escape(here: Terminal) -> None:
    keyboard = Keyboard.open()
    assert keyboard
    here.type("\x1b[A")
    here.wait_for_keys()
    assert keyboard.key() is None
    here.type("\x1b")
    here.wait_for_keys()
    assert keyboard.key() == "\x1b"
    keyboard.close()


def test_it_leaves_the_terminal_as_it_was(here: Terminal) -> None:
    import termios

    before = termios.tcgetattr(here.far.fileno())
    keyboard = Keyboard.open()
    assert keyboard
    assert termios.tcgetattr(here.far.fileno()) != before
    keyboard.close()
    keyboard.close()
    assert termios.tcgetattr(here.far.fileno()) == before


def test_what_is_no_terminal_has_no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    with Path(os.devnull).open() as nothing:
        for stream in (nothing, io.StringIO("p"), None):
            monkeypatch.setattr(sys, "stdin", stream)
            assert Keyboard.open() is None
            assert not attended()


def test_nobody_can_be_asked_whose_screen_is_a_file(
    here: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    assert not attended()
    monkeypatch.setattr(sys, "stdout", here.far)
    assert attended()
