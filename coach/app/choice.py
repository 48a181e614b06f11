"""From what was named on the command line to a course: stretches, routines, files of routines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from coach import resources
from coach.app.course import turns
from coach.app.turns import Turn
from coach.engine.settings import Asked
from coach.errors import CoachError, UsageError
from coach.stretches import Library, Routine, is_routine, load_routine, load_routines


def shipped_routines(library: Library) -> dict[str, Routine]:
    """Read the routines that ship; CoachError if they cannot be read."""
    return load_routines(resources.poses_dir(), library.stretches)


def chosen(
    library: Library,
    names: Sequence[str],
    side: str | None = None,
    hold_s: float | None = None,
    *,
    skip: Sequence[str] = (),
    first: Mapping[str, str] | None = None,
) -> list[Turn]:
    """Return the turns for what these names stand for; see `course.turns`."""
    ids, routines = _named(library, names, skip)
    return turns(library, ids, side, hold_s, skip=skip, routines=routines, first=first)


def wished(library: Library, stretch_id: str | None, side: str | None) -> Asked | None:
    """Return what a video is said to show; None if nothing is. UsageError if it cannot be that."""
    if stretch_id is None:
        if side is not None:
            raise UsageError("--side needs --stretch: say which stretch it is the side of")
        return None
    stretch = library.get(stretch_id)
    if side not in (None, *stretch.side_names):
        told = "no sides; leave it out" if stretch.sides == "both" else "left and right"
        raise UsageError(f"--side {side}: the {stretch.name.lower()} has {told}")
    return Asked(stretch.id, side)


def _own(path: Path, library: Library, routines: Mapping[str, Routine]) -> Routine:
    """Read a routine file of the person's own; CoachError with what to do instead for a stretch."""
    if not is_routine(path):
        told = f"{path} is a stretch, not a routine; `coach practice` takes stretches by their ids"
        raise CoachError(told)
    return load_routine(path, library.stretches, routines)


def _named(
    library: Library, names: Sequence[str], skip: Sequence[str]
) -> tuple[list[str], dict[str, Routine]]:
    """Return the names as ids, and the routines if any name may be one; a file is a routine too."""
    if all(name in library.stretches for name in [*names, *skip]):
        return list(names), {}
    routines, ids = shipped_routines(library), []
    for name in names:
        if name.endswith((".yaml", ".yml")):
            routine = _own(Path(name), library, routines)
            routines[routine.id] = routine
            ids.append(routine.id)
        else:
            ids.append(name)
    return ids, routines
