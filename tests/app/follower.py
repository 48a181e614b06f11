"""Somebody who does what the coach asks for."""

from __future__ import annotations

from coach.body import Sighting
from coach.engine.examples import reading_of
from coach.engine.settings import Asked
from coach.measures import Reading
from coach.stretches import Example, Library
from tests.engine.scripts import STANDING, reading


class Follower:
    """A meter that sees someone who does each stretch soon after it is asked for, in good form."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.asked: Asked | None = None
        self.side = "left"
        """The side that is begun with where the choice is the person's."""
        self.mistakes_sides = False

    def measure(self, sighting: Sighting) -> Reading:
        if self.asked is None or sighting.body is None:
            return reading(sighting.t_s, STANDING)
        stretch = self.library.get(self.asked.stretch)
        good = next(one for one in stretch.examples if one.holding and not one.faults)
        side = "both" if stretch.sides == "both" else self.asked.side or self.side
        if self.mistakes_sides:
            side = {"left": "right", "right": "left"}.get(side, side)
        return reading_of(_on(good, side), sighting.t_s)

    def beside(self, first: Reading, now: Reading) -> Reading:
        return now

    def reset(self) -> None:
        pass


def _on(example: Example, side: str) -> Example:
    return example.model_copy(update={"side": side})
