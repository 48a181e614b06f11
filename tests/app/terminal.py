"""A terminal to sit at: whoever practises, types and reads at its near end."""

from __future__ import annotations

import os
import select
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TextIO


@dataclass(frozen=True)
class Terminal:
    """A pair of ends: what is typed at the near one is read at the far one."""

    near_fd: int
    far: TextIO

    def type(self, keys: str) -> None:
        os.write(self.near_fd, keys.encode())

    def wait_for_keys(self) -> None:
        """Return once what was typed has arrived at the far end, in single-key mode."""
        assert select.select([self.far], [], [], 10.0)[0], "waited in vain"

    def shown(self) -> str:
        """Return all that was written at the far end, and not read yet."""
        text = b""
        while select.select([self.near_fd], [], [], 0.0)[0]:
            text += os.read(self.near_fd, 4096)
        return text.decode()


@contextmanager
def terminal() -> Iterator[Terminal]:
    import pty  # there is none on Windows

    near_fd, far_fd = pty.openpty()
    try:
        with os.fdopen(far_fd, "r", encoding="utf-8") as far:
            yield Terminal(near_fd, far)
    finally:
        os.close(near_fd)
