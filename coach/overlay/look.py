"""What the screen knows beside the step: who was in view lately, and what is switched on."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from coach.body import Body
from coach.engine.nouns import Cue, Step

LOST_AFTER_S: Final = 0.7
"""A few frames without a person are the detector's, not the person's; nothing is said of them."""
MARGIN: Final = 24
"""From the edge of the picture to what stands there, in units."""
EXTENT_S: Final = 1.5
"""How slowly the caption's place follows the body."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Who was in view lately, so that single frames do not make the screen flicker."""

    last_s: float | None = None
    """When somebody was last seen; the first step counts as such."""
    people: int = 1
    """How many there were when they were last counted."""
    extent_px: tuple[float, float] | None = None
    """Where the body begins and ends, from the top of the picture, over the last seconds."""

    def after(self, step: Step) -> Seen:
        """Return what is known with one more step."""
        people = self.people if step.sighting.people is None else step.sighting.people
        body = step.sighting.body
        if body is None:
            return Seen(step.t_s if self.last_s is None else self.last_s, people, self.extent_px)
        return Seen(step.t_s, people, self._with(body, step.t_s))

    def _with(self, body: Body, t_s: float) -> tuple[float, float] | None:
        """Return the extent as it drifts toward that of one more body."""
        y = body.image_px[:, 1]
        y = y[np.isfinite(y)]
        if not y.size:
            return self.extent_px
        now = float(y.min()), float(y.max())
        if self.extent_px is None or self.last_s is None:
            return now
        keep = math.exp(-max(t_s - self.last_s, 0.0) / EXTENT_S)
        top, bottom = self.extent_px
        return keep * top + (1 - keep) * now[0], keep * bottom + (1 - keep) * now[1]

    def lost(self, t_s: float) -> bool:
        """Return whether nobody has been in view for a while."""
        return self.last_s is not None and t_s - self.last_s > LOST_AFTER_S


@dataclass(frozen=True, slots=True)
class Agenda:
    """What is to be done, as far as it is not a stretch: the screen shows a stretch by itself."""

    title: str = ""
    """A movement or a rest that is on now; empty during a stretch."""
    how: tuple[str, ...] = ()
    """What to do in it, a line each."""
    for_s: float = 0.0
    """How long it takes."""
    left_s: float = 0.0
    """How much of that is to come."""
    ahead: str = ""
    """What comes after it, and how long the session still takes."""


@dataclass(frozen=True, slots=True)
class Look:
    """What the screen shows beside the step."""

    size_px: tuple[int, int]
    """(width, height) of the picture, at least 1 by 1."""
    caption: Cue | None = None
    seen: Seen = Seen()
    muted: bool = False
    paused: bool = False
    keys: bool = False
    """The help with all keys is open."""
    agenda: Agenda = Agenda()
    asks: tuple[str, str] | None = None
    """A question that is open, and the keys that answer it."""
    notes: tuple[str, ...] = ()
    """Lasting troubles, one line each: the camera is gone, the session is not being saved; and
    what to expect before a hold."""

    @property
    def unit(self) -> float:
        """A 720th of the shorter side, pixels."""
        return min(self.size_px) / 720
