"""The stretches and routines that ship, read once for all tests."""

from __future__ import annotations

from typing import Final

from coach.resources import poses_dir
from coach.stretches import Library, Routine, load_library, load_routines

LIBRARY: Final[Library] = load_library(poses_dir())
ROUTINES: Final[dict[str, Routine]] = load_routines(poses_dir(), LIBRARY.stretches)
