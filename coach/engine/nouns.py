"""What the engine hands on: phases, faults, events, cues, and the Step that holds them all."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

from coach.body import Sighting
from coach.measures import Reading

PhaseName = Literal["settling", "moving-in", "hold", "release"]
CueKind = Literal["safety", "setup", "correction", "count", "praise"]

PRIORITY: Final[dict[CueKind, int]] = {
    "safety": 0,
    "setup": 1,
    "correction": 2,
    "count": 3,
    "praise": 4,
}
"""Lower is said first; a lower one may cut off a higher one that is being spoken."""


@dataclass(frozen=True, slots=True)
class Phase:
    """Where in a stretch the person is."""

    name: PhaseName
    since_s: float
    """When this phase began, seconds since the source began."""
    stretch: str | None = None
    """Stretch id; None while no stretch is recognised or asked for."""
    side: str | None = None
    """`left`, `right` or `both`; None until known."""


@dataclass(frozen=True, slots=True)
class HoldClock:
    """The hold that is under way, or the last one."""

    held_s: float = 0.0
    """Seconds in position."""
    in_form_s: float = 0.0
    """Seconds in position with no fault open."""
    goal_s: float = 30.0
    running: bool = False
    """True while in-form seconds are being counted."""
    waiting_for: str | None = None
    """Why the clock stands still, for the screen ("Hips a little higher"); None while it runs."""
    before_s: float = 0.0
    """Seconds in form of earlier holds of the same stretch and side, if these count as well."""

    @property
    def counted_s(self) -> float:
        """Seconds that count toward the goal."""
        return self.before_s + self.in_form_s


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule that is broken now, or was."""

    rule: str
    side: str
    """`left`, `right` or `both`."""
    start_s: float
    """When the measure crossed the bound (the dwell came after it)."""
    bound: float
    unit: str
    peak: float
    """The worst that lasted so far, as it most likely was; same unit as the bound, never inside."""
    peak_sighting: Sighting
    """The body when it had lasted, to draw it in the report."""
    end_s: float | None = None
    """None while open."""
    surely: float = 0.0
    """By how many standard deviations the measure was beyond the bound then, as it is judged."""


EventKind = Literal[
    "stretch-started",
    "stretch-ended",
    "hold-started",
    "hold-ended",
    "fault-opened",
    "fault-closed",
    "person-lost",
    "person-found",
    "note",
]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened and is kept with the session."""

    kind: EventKind
    t_s: float
    stretch: str | None = None
    side: str | None = None
    fault: Fault | None = None
    """For `fault-opened` and `fault-closed`."""
    clock: HoldClock | None = None
    """For `hold-ended`."""
    text: str = ""
    """For `note`: one line for the user, such as a warning."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A sentence to say."""

    t_s: float
    kind: CueKind
    key: str
    """Stable name of what is said, such as `bridge.hips-low` or `count.ten`."""
    text: str
    rule: str | None = None
    stale_after_s: float = 1.0
    """Seconds after `t_s` from which it is dropped rather than said late."""


@dataclass(frozen=True, slots=True)
class Step:
    """Everything about one frame."""

    sighting: Sighting
    reading: Reading
    """As it is told of in the end; what was judged may differ (`coach.engine.told`)."""
    phase: Phase
    clock: HoldClock
    faults: tuple[Fault, ...] = ()
    """Open now, the one to speak of first."""
    unjudged: dict[str, str] = field(default_factory=dict)
    """Rule id -> why it cannot be judged at this instant."""
    events: tuple[Event, ...] = ()
    """New in this step."""
    cues: tuple[Cue, ...] = ()
    """New in this step, to be said or shown."""

    @property
    def t_s(self) -> float:
        """Seconds since the source began."""
        return self.sighting.t_s
