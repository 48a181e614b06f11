"""Who shows the pages of the first use: a window, or the terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Final, Protocol, TextIO

import numpy as np
import numpy.typing as npt

from coach.app.first_use import Answer, Asker, Nobody, last_screening, welcome
from coach.app.keyboard import attended
from coach.errors import CoachError
from coach.overlay.notice import notice
from coach.overlay.paint import paint
from coach.overlay.window import Window

SIZE_PX: Final = (1280, 720)
PATIENCE_S: Final = 120.0
"""A window that nobody answers for so long stands where nobody is."""
LOOK_S: Final = 0.03
"""So often a window is asked for a key."""
GO_ON: Final = frozenset(" \r\ny")
ANSWERS: Final = frozenset("yn")
READ: Final = "space: I have read it"
LEAVE: Final = frozenset("q\x1b")


def first_use(
    database: Path, tell: Callable[[str], object], *, window: bool, questions: bool
) -> None:
    """Show the note and look for warning signs, if nobody has answered that all is clear.

    CoachError, one kind line, if nothing should be practised today.
    """
    before = last_screening(database)
    if before is None or not before.clear:
        seen = before is not None
        with who_answers(tell, window=window, questions=questions, seen=seen) as asker:
            welcome(database, asker)


@contextmanager
def who_answers(
    tell: Callable[[str], object], *, window: bool, questions: bool, seen: bool
) -> Iterator[Asker]:
    """Yield the window if there is one, else the terminal if somebody sits there, else nobody.

    `seen`: the note was shown before; where nobody answers it is not printed again.
    """
    surface = _window() if window and questions else None
    if surface is not None:
        with closing(surface):
            yield WindowAsker(surface)
    elif questions and attended():
        yield TerminalAsker(sys.stdin, tell)
    else:
        yield Nobody(tell, seen=seen)


def _window() -> Window | None:
    try:
        return Window(*SIZE_PX)
    except CoachError:  # practice itself says why there is none
        return None


class Surface(Protocol):
    """What a page is shown on, such as a `Window`."""

    def show(self, bgr: npt.NDArray[np.uint8]) -> None:
        """Show a picture."""

    def key(self) -> str | None:
        """Return the key that was pressed, or None."""


class WindowAsker:
    """Asks in a window, by single keys; `q`, escape or closing it leaves (CoachError)."""

    def __init__(
        self,
        surface: Surface,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[float], object] = time.sleep,
    ) -> None:
        self._surface, self._clock, self._wait = surface, clock, wait

    def read(self, title: str, lines: Sequence[str]) -> Answer:
        """Show a page until a key says go on."""
        return None if self._key(title, lines, f"{READ} | q: leave", GO_ON) is None else True

    def ask(self, title: str, lines: Sequence[str]) -> Answer:
        """Show a question until it is answered."""
        key = self._key(title, lines, "y: yes | n: no | q: leave", ANSWERS)
        return None if key is None else key == "y"

    def part(self, title: str, lines: Sequence[str]) -> None:
        """Show why it ends, until a key says that it was read."""
        with suppress(CoachError):
            self._key(title, lines, READ, GO_ON)

    def _key(
        self, title: str, lines: Sequence[str], keys: str, taken: Collection[str]
    ) -> str | None:
        """Show a page; return the key among `taken` that was pressed, None if nobody is there."""
        picture = np.zeros((SIZE_PX[1], SIZE_PX[0], 3), np.uint8)
        paint(picture, notice(SIZE_PX, title, lines, keys))
        until = self._clock() + PATIENCE_S
        while self._clock() < until:
            self._surface.show(picture)
            key = (self._surface.key() or "").lower()
            if key in LEAVE:
                raise CoachError(_LEFT)
            if key in taken:
                return key
            self._wait(LOOK_S)
        return None


class TerminalAsker:
    """Asks in the terminal, by lines: `y` or `n` and Enter."""

    def __init__(self, stream: TextIO, tell: Callable[[str], object]) -> None:
        """`stream` is read line by line; its end is no answer."""
        self._stream, self._tell = stream, tell

    def read(self, title: str, lines: Sequence[str]) -> Answer:
        """Print a page and wait for Enter."""
        self._print(title, lines, "Enter: I have read it. q: leave.")
        line = self._line()
        return None if line is None else True

    def ask(self, title: str, lines: Sequence[str]) -> Answer:
        """Print a question until the line typed is yes or no."""
        self._print(title, lines, "y: yes. n: no. q: leave.")
        while (line := self._line()) is not None:
            if line in ("y", "yes", "n", "no"):
                return line.startswith("y")
            self._tell("Please type y or n, then Enter.")
        return None

    def part(self, title: str, lines: Sequence[str]) -> None:
        """Leave it to the line that the command ends with."""

    def _print(self, title: str, lines: Sequence[str], keys: str) -> None:
        for line in (f"{title}:", *(f"  {line}" for line in lines), keys):
            self._tell(line)

    def _line(self) -> str | None:
        """Return what was typed, in lower case; None at the end of the stream."""
        try:
            line = self._stream.readline()
        except UnicodeDecodeError:  # neither yes nor no, whatever it was
            line = "\n"
        if line.strip().lower() in ("q", "quit"):
            raise CoachError(_LEFT)
        return line.strip().lower() if line else None


_LEFT: Final = "you left before practice began; `coach practice` asks again"
