"""What a routine file may say: stretches, movements, pauses and other routines, in order."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, Tag

from coach.stretches.files import tag
from coach.stretches.parts import Part, Words

HOLD_S: Final = (5.0, 300.0)
"""The shortest and the longest hold that anybody may ask for."""
REST_S: Final = 8.0
CAMERA_S: Final = 20.0
"""How long people take between two holds, and to move the camera, if nobody says otherwise."""


def _hold(seconds: float) -> float:
    if not HOLD_S[0] <= seconds <= HOLD_S[1]:
        low, high = HOLD_S
        raise ValueError(f"a hold lasts {low:g} to {high:g} seconds, not {seconds:g}")
    return seconds


def _side(word: object) -> object:
    if word not in ("left", "right"):
        raise ValueError(f"a side is left or right, not {word!r}; leave it out for each in turn")
    return word


def _some(items: tuple[Item, ...]) -> tuple[Item, ...]:
    if all(isinstance(item, Pause) for item in items):
        raise ValueError("there is nothing to do; name at least one stretch or movement")
    return items


Side = Annotated[Literal["left", "right"], BeforeValidator(_side)]
HoldSeconds = Annotated[float, AfterValidator(_hold)]
Rounds = Annotated[int, Field(ge=1, le=10)]


class Stretching(Part):
    """One stretch, on each of its sides in turn or on one."""

    stretch: str
    """Stretch id."""
    side: Side | None = None
    hold_s: HoldSeconds | None = None
    """None = as the routine or else the stretch file says."""
    rounds: Rounds = 1


class Movement(Part):
    """Something to do for a while that is shown, said and timed, but not judged."""

    movement: str = Field(min_length=1)
    """Its name, as the window shows it."""
    for_s: float = Field(ge=5, le=600)
    say: Words
    how: tuple[str, ...] = ()


class Pause(Part):
    """A rest of one's own, beside the short ones between two stretches."""

    pause_s: float = Field(ge=5, le=600)


class Include(Part):
    """All of another routine."""

    include: str
    """Routine id."""
    rounds: Rounds = 1


ITEMS: Final[dict[str, type[Part]]] = {
    "stretch": Stretching,
    "movement": Movement,
    "pause_s": Pause,
    "include": Include,
}
"""The key that says what an item is."""


def _kind(raw: Any) -> str | None:
    """Return the tag of an item; None if it names none of the kinds, or several."""
    kinds = [kind for kind in ITEMS if kind in raw] if isinstance(raw, dict) else []
    return tag(kinds[0]) if len(kinds) == 1 else None


Item = Annotated[
    Annotated[Stretching, Tag(tag("stretch"))]
    | Annotated[Movement, Tag(tag("movement"))]
    | Annotated[Pause, Tag(tag("pause_s"))]
    | Annotated[Include, Tag(tag("include"))],
    Discriminator(
        _kind,
        custom_error_type="item",
        custom_error_message=f"must be one of {', '.join(ITEMS)}, such as `stretch: bridge`",
    ),
]


class Routine(Part):
    """What to do, in order."""

    id: str = Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")
    name: str
    about: str = ""
    """One line for the list of what can be practised."""
    rest_s: float = Field(default=REST_S, ge=0, le=120)
    """Between two holds: time to come out, change sides and lie down for the next."""
    camera_s: float = Field(default=CAMERA_S, ge=0, le=120)
    """The same where the camera moves."""
    hold_s: HoldSeconds | None = None
    """For every stretch that does not say otherwise; None = as each stretch file says."""
    items: Annotated[tuple[Item, ...], AfterValidator(_some)]

    def flat(
        self, routines: Mapping[str, Routine], skip: Collection[str] = ()
    ) -> Iterator[tuple[Routine, Stretching | Movement | Pause]]:
        """Yield all that is to be done, rounds and included routines unrolled, in order.

        With each comes the routine whose rests it keeps. `skip` leaves out stretches and included
        routines by id. Every included routine must be in `routines`, and none include itself.
        """
        for item in self.items:
            if isinstance(item, Include):
                included = routines[item.include]
                for _ in range(0 if included.id in skip else item.rounds):
                    yield from included.flat(routines, skip)
            elif not isinstance(item, Stretching):
                yield self, item
            elif item.stretch not in skip:
                yield from [(self, item)] * item.rounds


ROUTINE_PARTS: Final[tuple[type[Part], ...]] = (Routine, *ITEMS.values())
"""Every mapping that a routine file may hold."""
