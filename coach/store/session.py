"""What is kept of a session."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from coach.body import Sighting
from coach.engine.nouns import Cue, Event
from coach.history import Done

WORST = 10
"""The top of the discomfort scale: the worst pain imaginable; 0 is none."""


@dataclass(frozen=True, slots=True)
class Command:
    """Something the user did: `pause`, `resume`, `next`, `mute`, `unmute`, `pain`, ..."""

    t_s: float
    """Seconds since the source began."""
    name: str


@dataclass(frozen=True, slots=True)
class Discomfort:
    """How much a stretch hurt, in the user's own words of 0 to 10."""

    t_s: float
    score: int | None
    """0 = nothing, 10 = the worst imaginable; None = asked, and not answered."""
    stretch: str | None = None
    side: str | None = None
    pain: bool = False
    """True if the pain key ended the stretch."""

    def __post_init__(self) -> None:
        """Raise ValueError for a score outside the scale."""
        if self.score is not None and not 0 <= self.score <= WORST:
            raise ValueError(f"discomfort is 0 to {WORST}, got {self.score}")


@dataclass(frozen=True, slots=True)
class Screening:
    """The note of the first use: when it was shown, and what was answered. No diagnosis."""

    shown: str
    """ISO 8601, local time with its offset."""
    answers: Mapping[str, bool | None]
    """Warning sign -> whether the person has it; None = not answered."""

    @property
    def clear(self) -> bool:
        """Whether every warning sign was answered with no."""
        return all(answer is False for answer in self.answers.values())


@dataclass(frozen=True, kw_only=True, eq=False)
class Opening:
    """What is known when a session begins."""

    started: str
    """ISO 8601, local time with its offset: `2026-11-23T18:05:00+01:00`."""
    source: str
    """What was watched, for people: `camera 0`, or a file's name."""
    size_px: tuple[int, int] | None = None
    """(width, height) of the frames that `image_px` is measured in; None = not known."""
    software: Mapping[str, Any] = field(default_factory=dict)
    """Versions and checksums; JSON values only."""
    settings: Mapping[str, Any] = field(default_factory=dict)
    """What the user chose; JSON values only."""
    asked: tuple[str, ...] = ()
    """Ids of the stretches asked for, in order; empty = whatever is recognised."""

    def __post_init__(self) -> None:
        """Raise ValueError unless `started` is a time with its offset."""
        if datetime.fromisoformat(self.started).tzinfo is None:
            raise ValueError(f"started needs its offset from UTC, got {self.started!r}")


@dataclass(frozen=True, kw_only=True, eq=False)
class Session(Opening):
    """A stored session. It may still be under way: it holds what was stored when it was read."""

    id: str
    """`20261123-180500`: the local time it began; a second session of that second ends in `-2`."""
    duration_s: float = 0.0
    """`t_s` of the last sighting; 0 if there is none."""
    frames: int = 0
    """How many sightings there are."""
    sightings: Iterable[Sighting] = ()
    """In order of time, read from disk as they are iterated; may be iterated again and again."""
    events: tuple[Event, ...] = ()
    cues: tuple[Cue, ...] = ()
    commands: tuple[Command, ...] = ()
    discomfort: tuple[Discomfort, ...] = ()
    worked_out: bool = False
    """Whether `done` is known; a session of an older version, or one that was killed, is not."""
    done: tuple[Done, ...] = ()
    """What came of each stretch on each side."""
