"""What can be practised, in lines for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from coach.app.course import turns
from coach.app.turns import Timed, Turn, about_s, side_words, starts_s
from coach.stretches import Library, Routine, Rule, Stretch, camera_places, moves


def overview(library: Library, routines: Mapping[str, Routine]) -> list[str]:
    """Return a line for each stretch, then one for each routine."""
    return [*map(_stretch_line, library.stretches.values()), ""] + [
        f"{one.id:<12} {one.name}: {_minutes(_course(one, library, routines))}. {one.about}".strip()
        for one in routines.values()
    ]


def stretch_in_full(stretch: Stretch) -> list[str]:
    """Return how a stretch is done and what is watched."""
    parts: list[tuple[str, Iterable[str]]] = [
        ("Camera", (stretch.camera.place, stretch.camera.why)),
        ("Set up", stretch.set_up),
        ("Do", stretch.steps),
        *((phase.name.capitalize(), phase.steps) for phase in stretch.phases),
        ("Also fine", stretch.accepted),
        ("Easier", stretch.easier),
        ("Deeper", stretch.deeper),
        ("Watched", tuple(map(_watched, stretch.rules))),
    ]
    lines = [f"{stretch.name} ({stretch.id}), hold {stretch.hold_s:g} s"]
    for title, texts in parts:
        lines += [f"\n{title}:", *(f"  {text}" for text in texts)] if texts else []
    return lines


def routine_in_full(
    routine: Routine, library: Library, routines: Mapping[str, Routine]
) -> list[str]:
    """Return all of a routine with its times: when each part begins if all goes well."""
    course = _course(routine, library, routines)
    lines = [f"{routine.name} ({routine.id}), {_minutes(course)}"]
    lines += [*filter(None, [routine.about]), *_camera(course, library), ""]
    for start_s, turn in zip(starts_s(course), course, strict=True):
        lines += [f"  {_clock(start_s):>5}  {text}" for text in _told(turn, library)]
    return lines


def summary(routine: Routine, library: Library, routines: Mapping[str, Routine]) -> str:
    """Return in a few words what a routine holds: `9 holds, about 8 minutes`."""
    course = _course(routine, library, routines)
    holds = sum(not isinstance(turn, Timed) for turn in course)
    return f"{holds} hold{'' if holds == 1 else 's'}, {_minutes(course)}"


def _watched(rule: Rule) -> str:
    """Return a rule, and where the camera belongs if its fault does not show from everywhere."""
    where = f" ({rule.not_judged})" if rule.views else ""
    return f"{rule.id}: {rule.say[0]}{where}"


def _stretch_line(stretch: Stretch) -> str:
    sides = "left and right" if stretch.sides == "left-right" else "both sides at once"
    return f"{stretch.id:<12} {stretch.name}: {sides}, {stretch.hold_s:g} s"


def _course(routine: Routine, library: Library, routines: Mapping[str, Routine]) -> list[Turn]:
    return turns(library, [routine.id], routines={**routines, routine.id: routine})


def _minutes(course: list[Turn]) -> str:
    minutes = max(round(about_s(course) / 60), 1)
    return f"about {minutes} minute{'' if minutes == 1 else 's'}"


def _camera(course: list[Turn], library: Library) -> list[str]:
    """Return where the camera stands, one place after the other."""
    asked = [library.get(turn.stretch) for turn in course if not isinstance(turn, Timed)]
    places = camera_places(asked)
    if not places:
        return []
    stations = [view for n, view in enumerate(places) if n == 0 or places[n - 1] != view]
    moved = moves(places)
    times = {0: "stays there", 1: "moves once"}.get(moved, f"moves {moved} times")
    return [f"Camera: {', then '.join(stations)}; it {times}"]


def _told(turn: Turn, library: Library) -> list[str]:
    """Return a turn in words; what leads to a stretch is told only where the camera moves."""
    if not isinstance(turn, Timed):
        name = library.get(turn.stretch).name
        return [f"{name}{side_words(turn.side)}, {turn.hold_s:g} s"]
    if turn.kind == "change":
        return [line.text for line in turn.lines if line.key.startswith("camera.")]
    return [] if turn.kind == "end" else [f"{turn.name}, {turn.for_s:g} s"]


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
