"""Runs `coach`: in this process where that is safe, in a child where signals and files matter."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

CLIPS: Final = Path(__file__).parents[1] / "clips"
BRIDGE: Final = CLIPS / "good-bridge.mp4"
EMPTY: Final = CLIPS / "empty.mp4"
COACH: Final = (sys.executable, "-c", "import sys; from coach.cli import main; sys.exit(main())")


@dataclass(frozen=True)
class Ran:
    status: int
    out: str
    err: str


def child(
    *arguments: str | Path, before: Sequence[str | Path] = (), **env: str
) -> subprocess.Popen[str]:
    """Start `coach` in a process group of its own, as a shell does: Ctrl-C reaches all of it."""
    return subprocess.Popen(
        [*map(str, before), *COACH, *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **env},
        start_new_session=os.name == "posix",
    )


def ended(process: subprocess.Popen[str]) -> Ran:
    """Wait for the end of a child."""
    with process:
        out, err = process.communicate(timeout=120)
    return Ran(process.returncode, out, err)
