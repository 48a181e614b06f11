"""All that the arbiter looks at when it decides what to say."""

from __future__ import annotations

from dataclasses import dataclass

from coach.engine.nouns import Cue, Event, Fault, HoldClock
from coach.engine.recogniser import Pose
from coach.measures import Reading


@dataclass(frozen=True, slots=True)
class Moment:
    """One moment of a session, as the engine found it."""

    t_s: float
    pose: Pose | None
    reading: Reading
    clock: HoldClock
    holding: bool
    faults: tuple[Fault, ...]
    events: tuple[Event, ...]
    unseen_s: float
    """For how long nobody has been in view."""
    leaving: bool = False
    """Whether the hold may be over: then only what counts in a release is corrected."""
    unsettled: bool = False
    """Whether the form is just changing, or has just become better."""
    suspected: bool = False
    """Whether another fault may be opening."""
    mending: frozenset[str] = frozenset()
    """Rules of faults that are just being mended."""
    legs_unseen_s: float = 0.0
    """For how long somebody has been in view whose legs the picture cuts off."""
    people: int | None = None
    """How many people were counted in this frame; None = not counted."""
    short: bool = False
    """Whether somebody rests in the stretch that was asked for, but short of a hold."""
    mistaken: tuple[Cue, ...] = ()
    """What to say to somebody who does something else than was asked."""
    anew: str | None = None
    """The rule that was broken until now, as shows only beside the better form of this moment; the
    clock has taken back what it had counted of that."""
