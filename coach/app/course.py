"""From routines and stretches to turns: what comes after what, with the rests between.

    camera ─▶ movement ─▶ movement ─▶ change ─▶ stretch ─▶ change ─▶ stretch ─▶ … ─▶ end

A change leads to a stretch: it says what comes next and, if the camera moves, where to. It is there
before every stretch, and whoever is ready need not wait for its end. The camera is put up at once,
by the person who has just started the program, even if a warm-up comes first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from coach.app.turns import OTHER, Line, Timed, Turn, side_words
from coach.engine.settings import Asked
from coach.errors import CoachError, UsageError
from coach.stretches import (
    CAMERA_S,
    HOLD_S,
    REST_S,
    Library,
    Movement,
    Pause,
    Routine,
    Stretch,
    Stretching,
    camera_places,
    nearest,
)

AFTER_HOLD_S: Final = 3.0
"""At the end of a hold the coach asks how that was: what comes next is said so much later."""
APART_S: Final = 3.5
"""From one sentence to the next."""
LISTEN_S: Final = 3.0
"""A timed turn goes on for at least this long after its last sentence has begun."""

WARM_FIRST: Final = "Stretch warm: march for two minutes first, or begin with `warm-up`."
"""Told before the first stretch of a session that begins without a movement."""
TIGHTER: Final = "Your {side} side has been the tighter one lately, so it comes first."
"""What is told of a side that history put first."""

Routines = Mapping[str, Routine]


@dataclass(frozen=True, slots=True)
class _Part:
    """One thing to do."""

    item: Asked | Movement | Pause
    rest_s: float = REST_S
    """Before it."""
    camera_s: float = CAMERA_S
    """Before it, if the camera moves."""
    tighter: bool = False
    """History put its side first."""


@dataclass(frozen=True, slots=True)
class _Wish:
    """What makes a session different from what is written of its parts."""

    side: str | None
    """Only this one."""
    skip: Collection[str]
    first: Mapping[str, str]

    def begins(self, stretch: str) -> str | None:
        """Return the side that history puts first, unless the person chose one."""
        return None if self.side else self.first.get(stretch)


def turns(
    library: Library,
    names: Sequence[str],
    side: str | None = None,
    hold_s: float | None = None,
    *,
    skip: Collection[str] = (),
    routines: Routines | None = None,
    first: Mapping[str, str] | None = None,
) -> list[Turn]:
    """Return the turns for these stretches and routines (every stretch if none is named).

    `side` leaves only that side, `hold_s` replaces every hold, `skip` leaves out stretches and
    routines by id. `first` says of stretches, by id, which side is the tighter: it comes first
    where neither the person nor a routine chose a side. CoachError for an unknown name, UsageError
    for what makes no sense.
    """
    if hold_s is not None and not HOLD_S[0] <= hold_s <= HOLD_S[1]:
        low, high = HOLD_S
        raise UsageError(f"--hold {hold_s:g}: a hold lasts {low:g} to {high:g} seconds")
    known, wish = routines or {}, _Wish(side, skip, first or {})
    must_be_known([*names, *skip], library, known)
    parts: list[_Part] = []
    for name in [name for name in names or _all_of_them(library, side) if name not in skip]:
        if name in known:
            parts += _of_routine(known[name], library, known, wish)
        else:
            parts += _of_stretch(library.get(name), wish)
    if all(isinstance(part.item, Pause) for part in parts):
        raise UsageError("nothing is left to do: skip less, or name the other side")
    return list(_Joiner(library, [_held(part, hold_s) for part in parts]).turns())


def _all_of_them(library: Library, side: str | None) -> list[str]:
    """Return every stretch that has such a side; those of one camera place follow each other."""
    stretches = library.stretches.values()
    views = Counter(view for stretch in stretches for view in stretch.camera.views)
    usual = views.most_common(1)[0][0]
    own = [one for one in stretches if side is None or side in one.side_names]
    return [one.id for one in sorted(own, key=lambda one: usual not in one.camera.views)]


def must_be_known(names: Iterable[str], library: Library, routines: Routines) -> None:
    """Raise CoachError with the nearest name if there is no stretch or routine of a name."""
    for name in names:
        if name not in library.stretches and name not in routines:
            near = nearest(name, [*library.stretches, *routines])
            told = f"no stretch or routine is called {name!r}{near}; `coach stretches` lists them"
            raise CoachError(told)


def _of_stretch(stretch: Stretch, wish: _Wish) -> Iterator[_Part]:
    """Yield a stretch that was asked for by name.

    Where history puts no side first the person begins on the one they like.
    """
    if wish.side is not None and wish.side not in stretch.side_names:
        told = f"--side {wish.side}: the {stretch.name.lower()} has no sides; leave it out"
        raise UsageError(told)
    begins = wish.begins(stretch.id)
    own_choice = not begins and stretch.sides != "both"
    each = (None, OTHER) if own_choice else _sides(stretch, begins)
    for which in (wish.side,) if wish.side else each:
        yield _Part(
            Asked(stretch.id, which, stretch.hold_s), tighter=begins is not None and which == begins
        )


def _of_routine(
    wanted: Routine, library: Library, routines: Routines, wish: _Wish
) -> Iterator[_Part]:
    """Yield all of a routine; one wished side leaves stretches for both sides as they are."""
    for routine, item in wanted.flat(routines, wish.skip):
        if not isinstance(item, Stretching):
            yield _Part(item, routine.rest_s, routine.camera_s)
            continue
        stretch = library.get(item.stretch)
        hold_s = item.hold_s or routine.hold_s or stretch.hold_s
        begins = None if item.side else wish.begins(stretch.id)
        for which in (item.side,) if item.side else _sides(stretch, begins):
            if wish.side is None or which in (wish.side, "both"):
                asked = Asked(stretch.id, which, hold_s)
                yield _Part(asked, routine.rest_s, routine.camera_s, which == begins)


def _sides(stretch: Stretch, begins: str | None) -> tuple[str, ...]:
    """Return the sides of a stretch in order: that with which it begins, if one is known, first."""
    return tuple(sorted(stretch.side_names, key=lambda side: side != begins))


def _held(part: _Part, hold_s: float | None) -> _Part:
    if hold_s is None or not isinstance(part.item, Asked):
        return part
    return replace(part, item=replace(part.item, hold_s=hold_s))


class _Joiner:
    """Puts between the parts what leads from one to the next."""

    def __init__(self, library: Library, parts: Sequence[_Part]) -> None:
        self._library, self._parts = library, parts
        asked = [part.item for part in parts if isinstance(part.item, Asked)]
        self._stretches = [library.get(one.stretch) for one in asked]
        self._before: Asked | Movement | Pause | None = None
        self._view: str | None = None

    def turns(self) -> Iterator[Turn]:
        """Yield each stretch after its change, each movement and pause, and an end."""
        views = iter(camera_places(self._stretches))
        if self._stretches and not isinstance(self._parts[0].item, Asked):
            yield self._put_up(self._parts[0].camera_s)
        for part in self._parts:
            if isinstance(part.item, Asked):
                yield self._change(part, part.item, next(views))
                yield part.item
            else:
                yield self._timed(part.item)
            self._before = part.item
        yield self._end()

    def _put_up(self, camera_s: float) -> Timed:
        """Return the turn in which the camera is put where the first stretch needs it."""
        self._view = camera_places(self._stretches)[0]
        line = self._line(0.0, f"camera.{self._view}")
        for_s = max(camera_s, LISTEN_S)
        place = self._stretches[0].camera.place
        return Timed("camera", line.text.rstrip("."), for_s, (line,), (place,))

    def _change(self, part: _Part, asked: Asked, view: str) -> Timed:
        """Return what leads to a stretch; it lasts at least until all of it is said."""
        stretch = self._library.get(asked.stretch)
        lines = [self._line(self._first_s, self._next_key(asked), name=stretch.name.lower())]
        how, least_s = stretch.set_up, part.rest_s
        if view != self._view:
            lines.append(self._line(self._first_s + APART_S, f"camera.{view}"))
            how, least_s = (stretch.camera.place, *how), part.camera_s
        self._view = view
        if self._before is None:
            how = (WARM_FIRST, *how)
        if part.tighter and not self._goes_on(asked):
            how = (*how, TIGHTER.format(side=asked.side))
        name = stretch.name + side_words(asked.side)
        for_s = max(least_s, lines[-1].at_s + LISTEN_S)
        again = _same(self._before, asked)
        return Timed("change", name, for_s, tuple(lines), how, asked, again)

    def _timed(self, item: Movement | Pause) -> Timed:
        if isinstance(item, Pause):
            return Timed("pause", "Rest", item.pause_s, (self._line(self._first_s, "pause"),))
        line = Line(self._first_s, "movement", item.say)
        return Timed("movement", item.movement, item.for_s, (line,), item.how)

    def _end(self) -> Timed:
        line = self._line(self._first_s, "session.done")
        return Timed("end", "Done", line.at_s + 1.0, (line,))

    @property
    def _first_s(self) -> float:
        """When in the next turn its first sentence is said."""
        return AFTER_HOLD_S if isinstance(self._before, Asked) else 0.0

    def _next_key(self, asked: Asked) -> str:
        """Return which sentence tells of a stretch, after what was before."""
        if not self._goes_on(asked):
            return f"next.{asked.side or 'either'}"
        again = asked.side is None or _same(self._before, asked)
        return "again" if again else f"side.{asked.side}"

    def _goes_on(self, asked: Asked) -> bool:
        """Return whether it is the stretch before once more, on either side."""
        return isinstance(self._before, Asked) and self._before.stretch == asked.stretch

    def _line(self, at_s: float, key: str, **names: str) -> Line:
        """Return a sentence of `poses/words.yaml` with its blanks filled."""
        return Line(at_s, key, self._library.words[key][0].format(**names))


def _same(before: Asked | Movement | Pause | None, asked: Asked) -> bool:
    """Return whether it is the stretch and side before once more."""
    if not isinstance(before, Asked):
        return False
    return (before.stretch, before.side) == (asked.stretch, asked.side)
