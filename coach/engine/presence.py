"""Who is in view: the same person all the time, whole or without legs, alone or not."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

from coach.body import Sighting, legs_in_picture
from coach.engine.bones import BoneGuard, legs_hidden
from coach.engine.nouns import Event
from coach.engine.person import PersonLock

GONE_S: Final = 5.0
"""Unseen, or without legs, for this long, the person has left."""


class Presence:
    """Keeps up with the one person who is coached."""

    def __init__(self, lost_after_s: float) -> None:
        """Whoever is out of view for `lost_after_s` seconds is lost, as is told once."""
        self._lost_after_s = lost_after_s
        self._lock, self._bones = PersonLock(), BoneGuard()
        self._now_s = self._seen_s = self._legs_s = math.nan
        self._lost = self._crowd = False

    def same_person(self, sighting: Sighting) -> Sighting:
        """Return the sighting without what no one can do: become another, grow legs."""
        sighting = self._lock.update(sighting)
        body = sighting.body
        if body is None or (legs_in_picture(body) and self._bones.fits(sighting.t_s, body)):
            return sighting
        return replace(sighting, body=legs_hidden(body))

    def update(self, sighting: Sighting, watched: bool) -> tuple[Event, ...]:
        """Take in a sighting of `same_person`; return who was found or lost, and a crowd once.

        Who is not `watched`, as in a warm-up or a pause, may stand as near as they like.
        """
        self._now_s = sighting.t_s
        if sighting.body is None:
            return self._unseen()
        events = self._found() + self._count(sighting)
        if legs_in_picture(sighting.body) or math.isnan(self._legs_s) or not watched:
            self._legs_s = self._now_s
        return events

    @property
    def unseen_s(self) -> float:
        """For how long nobody has been in view."""
        return 0.0 if math.isnan(self._seen_s) else self._now_s - self._seen_s

    @property
    def legs_unseen_s(self) -> float:
        """For how long somebody has been in the picture without legs; 0 at first."""
        return 0.0 if math.isnan(self._legs_s) else self._now_s - self._legs_s

    @property
    def gone_since_s(self) -> float | None:
        """When the person who has left was last in view with their legs; None if nobody has."""
        if self.unseen_s >= GONE_S:
            return self._seen_s
        return self._legs_s if self.legs_unseen_s >= GONE_S else None

    def _unseen(self) -> tuple[Event, ...]:
        if math.isnan(self._seen_s):
            self._seen_s = self._now_s
        self._legs_s = self._now_s
        if self.unseen_s >= GONE_S:
            self._bones.reset()
        if self._lost or self.unseen_s < self._lost_after_s:
            return ()
        self._lost = True
        return (Event("person-lost", self._seen_s),)

    def _found(self) -> tuple[Event, ...]:
        self._seen_s = self._now_s
        was_lost, self._lost = self._lost, False
        return (Event("person-found", self._now_s),) if was_lost else ()

    def _count(self, sighting: Sighting) -> tuple[Event, ...]:
        """Note once that there is somebody else, since the skeleton may jump to them."""
        if self._crowd or sighting.people is None or sighting.people < 2:
            return ()
        self._crowd = True
        text = f"two people are in view at {sighting.t_s:.0f} s; one of them is followed"
        return (Event("note", sighting.t_s, text=text),)
