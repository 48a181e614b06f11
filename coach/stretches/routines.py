"""Read routine files: each by itself first, then what they say of stretches and of each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from coach.errors import CoachError
from coach.stretches.files import File, nearest
from coach.stretches.routine import ROUTINE_PARTS, Include, Routine, Stretching
from coach.stretches.schema import Stretch

FOLDER: Final = "routines"
Stretches = Mapping[str, Stretch]
Routines = Mapping[str, Routine]


def load_routines(poses: Path, stretches: Stretches) -> dict[str, Routine]:
    """Read every routine below the `poses` folder; CoachError at the first bad file."""
    files = [File.read(path) for path in sorted((poses / FOLDER).glob("*.yaml"))]
    routines: dict[str, Routine] = {}
    for file in files:
        routine = file.parse(Routine, ROUTINE_PARTS)
        if routine.id in routines:
            raise _taken(file, "another file", routine.id)
        routines[routine.id] = routine
    for file, routine in zip(files, routines.values(), strict=True):
        _check(file, routine, stretches, routines)
    return routines


def load_routine(path: Path, stretches: Stretches, routines: Routines) -> Routine:
    """Read one routine file that stands beside `routines`, or is one of them.

    CoachError `file:line: place: what is wrong` if it is not whole.
    """
    file = File.read(path)
    routine = file.parse(Routine, ROUTINE_PARTS)
    if routines.get(routine.id, routine) != routine:
        raise _taken(file, "another file", routine.id)
    _check(file, routine, stretches, {**routines, routine.id: routine})
    return routine


def is_routine(path: Path) -> bool:
    """Return whether a file is meant as a routine and not as a stretch; CoachError if unreadable.

    What a file with a mistake in it is meant as decides how the mistake is told.
    """
    keys = set(File.read(path).tree)
    return "items" in keys or not keys & (set(Stretch.model_fields) - set(Routine.model_fields))


def _check(file: File, routine: Routine, stretches: Stretches, routines: Routines) -> None:
    if routine.id in stretches:
        raise _taken(file, "a stretch", routine.id)
    for number, item in enumerate(routine.items):
        place = ("items", number)
        if isinstance(item, Stretching):
            _check_stretch(file, place, item, stretches, routines)
        elif isinstance(item, Include):
            _check_include(file, place, item, routine, routines)


def _check_stretch(
    file: File, place: tuple[str, int], item: Stretching, stretches: Stretches, routines: Routines
) -> None:
    stretch = stretches.get(item.stretch)
    if stretch is None:
        hint = nearest(item.stretch, stretches) or f"; known: {', '.join(stretches)}"
        if item.stretch in routines:
            hint = f"; it is a routine: write `include: {item.stretch}`"
        raise file.wrong((*place, "stretch"), f"no stretch is called {item.stretch!r}{hint}")
    if item.side is not None and stretch.sides == "both":
        told = f"the {stretch.name.lower()} is done on both sides at once; leave the side out"
        raise file.wrong((*place, "side"), told)


def _check_include(
    file: File, place: tuple[str, int], item: Include, routine: Routine, routines: Routines
) -> None:
    if item.include not in routines:
        hint = nearest(item.include, routines) or f"; known: {', '.join(routines)}"
        raise file.wrong((*place, "include"), f"no routine is called {item.include!r}{hint}")
    way = _way(item.include, routine.id, routines)
    if way:
        circle = " includes ".join([routine.id, *way])
        raise file.wrong((*place, "include"), f"goes round in a circle: {circle}; leave it out")


def _way(start: str, goal: str, routines: Routines) -> list[str]:
    """Return the ids by which `start` comes to include `goal`, both ends too; empty = it doesn't.

    The shortest way; other circles on it are no trouble.
    """
    ways, seen = [[start]], {start}
    for way in ways:
        if way[-1] == goal:
            return way
        further = [name for name in _included(way[-1], routines) if name not in seen]
        seen.update(further)
        ways += [[*way, name] for name in further]
    return []


def _included(routine_id: str, routines: Routines) -> Iterable[str]:
    items = routines[routine_id].items if routine_id in routines else ()
    return dict.fromkeys(item.include for item in items if isinstance(item, Include))


def _taken(file: File, by: str, routine_id: str) -> CoachError:
    return file.wrong(("id",), f"{by} already has the id {routine_id!r}; choose one of its own")
