"""What a stretch file may say; unknown keys and measures, impossible numbers are refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import Field, field_validator, model_validator

from coach.measures import Reading
from coach.stretches.condition import Condition
from coach.stretches.files import MisplacedError, Place, hint
from coach.stretches.parts import Camera, Hold, Part, StretchPhase, Track, View, When, Words
from coach.stretches.rule import Rule


class Example(Part):
    """One instant, and what the coach must make of it: the file's own test."""

    name: str
    view: View = "side"
    side: Literal["left", "right", "both"]
    measures: dict[str, float]
    """`front knee_flexion: 90`; a leg measure without a role is meant for both legs."""
    then: dict[str, float] = Field(default_factory=dict)
    """Measures that change once the hold has begun: a kick, which is over soon, a foot let go."""
    sd: float = Field(default=3.0, gt=0)
    """The uncertainty that every measure of the example has; of a ratio, in hundredths."""
    recognised: bool = True
    holding: bool = True
    phase: str | None = None
    """The phase of the stretch that it shows; None = not said."""
    faults: tuple[str, ...] = ()
    not_judged: tuple[str, ...] = ()

    @field_validator("measures", "then")
    @classmethod
    def _known(cls, measures: dict[str, float]) -> dict[str, float]:
        for name in measures:
            Condition.parse(f"{name} > 0")
        return measures


class Stretch(Part):
    """One stretch in full."""

    id: str = Field(pattern=r"^[a-z]+(-[a-z]+)*$")
    name: str
    sides: Literal["both", "left-right"]
    """`left-right`: done on each side in turn; the side is that of the front leg."""
    hold_s: float = Field(default=30.0, ge=5, le=300)
    camera: Camera
    set_up: tuple[str, ...] = Field(min_length=1)
    steps: tuple[str, ...] = Field(min_length=1)
    phases: tuple[StretchPhase, ...] = ()
    """The positions it passes through, the first one first; empty = there is only one."""
    accepted: tuple[str, ...] = ()
    """Variations that are as good."""
    easier: tuple[str, ...] = ()
    deeper: tuple[str, ...] = ()
    start: Words
    """Said when the stretch begins."""
    pose: tuple[When, ...] = Field(min_length=1)
    """All of them together mean: this is the stretch, in good form or bad."""
    hold: Hold
    track: Track
    rules: tuple[Rule, ...] = Field(min_length=1)
    examples: tuple[Example, ...] = Field(min_length=2)

    @property
    def side_names(self) -> tuple[str, ...]:
        """The sides on which it can be done."""
        return ("both",) if self.sides == "both" else ("left", "right")

    def rule(self, rule_id: str) -> Rule:
        """Return a rule by its id; KeyError if there is none."""
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise KeyError(rule_id)

    def is_depth(self, rule: Rule) -> bool:
        """Return whether a rule bounds the measure that the stretch is followed by."""
        track = self.track.condition
        return (rule.when.base, rule.when.role) == (track.base, track.role)

    def phase_of(self, reading: Reading, side: str, by: float = 0.0) -> str | None:
        """Return the name of the phase that a reading shows; None if of none.

        `by` is how far beyond all bounds it must be, in their units.
        """
        for phase in self.phases:
            if all(condition.holds(reading, side, by) for condition in phase.when):
                return phase.name
        return None

    @model_validator(mode="after")
    def _consistent(self) -> Stretch:
        ids = tuple(rule.id for rule in self.rules)
        for row, rule_id in enumerate(ids):
            if rule_id in ids[:row]:
                raise MisplacedError(("rules", row, "id"), f"rule {rule_id!r} is there twice")
        for place, name in self._named_rules():
            if name not in ids:
                raise MisplacedError(place, f"no rule is called {name!r}{hint(name, ids)}")
        phases = tuple(phase.name for phase in self.phases)
        for row, example in enumerate(self.examples):
            shown = example.phase
            if shown is not None and shown not in phases:
                told = f"no phase is called {shown!r}{hint(shown, phases)}"
                raise MisplacedError(("examples", row, "phase"), told)
        for condition in self._conditions():
            if self.sides == "both" and condition.role in ("front", "rear"):
                raise ValueError(f"{condition.role!r} means nothing in a stretch for both sides")
        return self

    def _named_rules(self) -> Iterator[tuple[Place, str]]:
        """Yield where rules are named, and their names."""
        for row, rule in enumerate(self.rules):
            yield from ((("rules", row, "explains"), name) for name in rule.explains)
        for row, example in enumerate(self.examples):
            yield from ((("examples", row, "faults"), name) for name in example.faults)
            yield from ((("examples", row, "not_judged"), name) for name in example.not_judged)

    def _conditions(self) -> list[Condition]:
        held = [*self.hold.enter, *self.hold.leave]
        phases = [condition for phase in self.phases for condition in phase.when]
        return [*self.pose, *held, *phases, *(rule.when for rule in self.rules)]

    def model_post_init(self, _context: Any) -> None:
        """Refuse an example whose side the stretch does not have."""
        for row, example in enumerate(self.examples):
            if example.side not in self.side_names:
                names = " or ".join(self.side_names)
                told = f"example {example.name!r}: the side must be {names}"
                raise MisplacedError(("examples", row, "side"), told)


PARTS = (Stretch, StretchPhase, Rule, Camera, Hold, Track, Example)
"""Every mapping that a file may hold, so that a misspelt key can be told its nearest neighbour."""
