"""What commands print: results on stdout, trouble on stderr."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable
from typing import TextIO

from coach import quiet
from coach.engine.nouns import Step


def speak(step: Step) -> None:
    """Print what is said at this step."""
    for cue in step.cues:
        say(f"  {cue.t_s:5.1f} s  {cue.text}")


def say(line: str) -> None:
    """Print now; if nobody reads on (`| head -1`), the work is still to be finished."""
    try:
        print(line, flush=True)
    except BrokenPipeError:
        quiet.drop_stdout()


def warn(name: str, warnings: Iterable[str]) -> None:
    """Print what is amiss with something, a line each."""
    for warning in warnings:
        print(f"coach: {name}: {warning}", file=sys.stderr)


def in_utf8(stream: TextIO) -> None:
    """JSON is UTF-8, whatever else the terminal is set to."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8")
