"""How far a long piece of work is."""

from __future__ import annotations

import sys


class Progress:
    """A line on stderr that says how far it is; silent unless stderr is a terminal."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._on = sys.stderr.isatty()
        self._shown = -1

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._on:
            print("\r\033[K", end="", file=sys.stderr, flush=True)

    def show(self, share: float) -> None:
        """Show that `share` (0 to 1) is done."""
        percent = int(100 * share)
        if self._on and percent != self._shown:
            self._shown = percent
            filled = "█" * (percent // 5)
            print(
                f"\r{self._name} {filled:<20} {percent:3d} %", end="", file=sys.stderr, flush=True
            )
