"""Single keys from the terminal, for practice without a window. No Enter is needed."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import Any, Final

_ESCAPE: Final = "\x1b"


def attended() -> bool:
    """Return whether somebody can be asked in the terminal: it reads and shows, in the foreground.

    A program in the background that read from its terminal would be stopped.
    """
    streams = (sys.stdin, sys.stdout)
    return all(map(_is_terminal, streams)) and _in_foreground(sys.stdin.fileno())


class Keyboard:
    """The terminal's keys, one at a time; `close` leaves the terminal as it was."""

    def __init__(self, fd: int) -> None:
        """`fd`: the terminal that standard input reads."""
        self._fd = fd
        self._typed: list[str] = []
        self._before = _single_keys(fd)

    @classmethod
    def open(cls) -> Keyboard | None:
        """Return the keyboard; None if standard input is no terminal, or one not ours to read."""
        if _is_terminal(sys.stdin) and _in_foreground(sys.stdin.fileno()):
            return cls(sys.stdin.fileno())
        return None

    def key(self) -> str | None:
        """Return the next key that was pressed, or None; never waits."""
        if not self._typed:
            text = _typed(self._fd)
            # Arrows and the like arrive as an escape and more: none of them means anything here.
            self._typed = [] if text.startswith(_ESCAPE) and len(text) > 1 else list(text)
        return self._typed.pop(0) if self._typed else None

    def close(self) -> None:
        """Leave the terminal as it was found; closing twice is fine."""
        _restore(self._fd, self._before)


def _is_terminal(stream: Any) -> bool:
    try:
        return stream is not None and bool(stream.isatty())
    except ValueError:  # it is closed
        return False


if sys.platform == "win32":
    import msvcrt

    def _in_foreground(fd: int) -> bool:
        return True

    def _single_keys(fd: int) -> Any:
        return None

    def _restore(fd: int, before: Any) -> None:
        pass

    def _typed(fd: int) -> str:
        if not msvcrt.kbhit():
            return ""
        first = msvcrt.getwch()
        return _ESCAPE + msvcrt.getwch() if first in ("\0", "\xe0") else first

else:
    import select
    import termios
    import tty

    def _in_foreground(fd: int) -> bool:
        try:
            return os.tcgetpgrp(fd) == os.getpgrp()
        except OSError:  # not the terminal that controls us: nobody stops us for reading it
            return True

    def _single_keys(fd: int) -> Any:
        before = termios.tcgetattr(fd)
        tty.setcbreak(fd)
        return before

    def _restore(fd: int, before: Any) -> None:
        with contextlib.suppress(termios.error, OSError):  # the terminal may be gone
            termios.tcsetattr(fd, termios.TCSADRAIN, before)

    def _typed(fd: int) -> str:
        try:
            if not select.select([fd], [], [], 0)[0]:
                return ""
            return os.read(fd, 64).decode(errors="ignore")
        except OSError:  # the terminal is gone
            return ""
