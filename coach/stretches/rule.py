"""What a form rule may say: when it is broken, when it may be judged, and what is said."""

from __future__ import annotations

from typing import Final, Literal

from pydantic import Field, field_validator, model_validator

from coach.body import Landmark
from coach.stretches.files import hint
from coach.stretches.parts import Part, View, When, Words

LEG_PARTS: Final = ("hip", "knee", "ankle", "heel", "foot_index")
PhaseWord = Literal["moving-in", "hold", "release"]
Toward = Literal["up", "down", "ahead", "behind", "out", "in"]


class Rule(Part):
    """A form rule: when it is broken, when it may be judged, and what is said."""

    id: str = Field(pattern=r"^[a-z]+(-[a-z]+)*$")
    when: When
    clear_by: float = Field(default=2.0, ge=0, le=30)
    """Hysteresis: the fault clears only once the measure is this far inside the bound."""
    for_s: float = Field(default=0.7, ge=0, le=10)
    """Dwell: how long it must be broken before it counts."""
    wait_s: float = Field(default=0.0, ge=0, le=10)
    """How long the hold must then go on for it to be a fault: a leg may move because it is over."""
    clear_s: float = Field(default=0.5, ge=0, le=10)
    """How long it must be clear before the fault is closed."""
    trust_sd: float = Field(default=8.0, gt=0, le=180)
    """The largest standard deviation of the measure with which this rule is still judged."""
    views: tuple[View, ...] = ()
    """Camera places from which a broken rule shows; empty = all. From others nobody can say that it
    is kept, and it is told only where it is broken beyond doubt."""
    during: tuple[PhaseWord, ...] = ("hold",)
    safety: bool = False
    """True: said before all other corrections."""
    explains: tuple[str, ...] = ()
    """Rules that this one explains: while it is broken they are recorded but not spoken."""
    say: tuple[Words, ...] = Field(min_length=1)
    fixed: Words = "Good, that's it."
    not_judged: str
    """Why it cannot be judged from elsewhere, and where the camera should be."""
    mark: tuple[str, ...] = ()
    """Landmarks that the screen marks."""
    toward: Toward | None = None
    """Where the marked landmarks should go, as an arrow; `out` is away from the midline."""

    @field_validator("mark")
    @classmethod
    def _landmarks(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        known = tuple(mark.name.lower() for mark in Landmark)
        roles = tuple(f"{role}_{part}" for role in ("front", "rear") for part in LEG_PARTS)
        for name in names:
            if name not in known + roles:
                raise ValueError(f"unknown landmark {name!r}{hint(name, known + roles)}")
        return names

    def marked(self, side: str | None, at_fault: str) -> tuple[Landmark, ...]:
        """Return the landmarks to mark: `front_knee` is that of the `side` of the stretch.

        Of a mark on both legs only the leg `at_fault` is marked, if that is one leg. Where the
        stretch has no side, or none is known, nothing is in front or behind.
        """
        legs = {"left": "left", "right": "right"}
        if side in legs:
            legs |= {"front": side, "rear": "left" if side == "right" else "right"}
        named = [name.partition("_") for name in self.mark]
        whole = [f"{legs.get(role, role)}_{part}".rstrip("_") for role, _, part in named]
        known = [Landmark[name.upper()] for name in whole if name.upper() in Landmark.__members__]
        own = [mark for mark in known if mark.name.lower().startswith(at_fault)]
        return tuple(own or known)

    def shows_from(self, view: str) -> bool:
        """Return whether a camera in that place, one of VIEWS, can tell this rule kept."""
        return not self.views or view in self.views

    @model_validator(mode="after")
    def _can_clear(self) -> Rule:
        if self.when.unit == "ratio" and self.clear_by >= abs(self.when.bound):
            raise ValueError(
                f"a ratio cannot get {self.clear_by:g} inside {self.when.bound:g}, so the fault "
                "would never clear; write a smaller 'clear_by'"
            )
        return self
