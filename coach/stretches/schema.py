"""What a stretch file may say; unknown keys and measures, impossible numbers are refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    field_validator,
    model_validator,
)

from coach.body import Landmark
from coach.measures import VIEWS, Reading
from coach.stretches.condition import Condition, _hint
from coach.stretches.files import MisplacedError, Place

MOST_WORDS = 8
"""A spoken correction is at most this long: longer ones are not taken in while one holds a pose."""


def _as_condition(text: object) -> object:
    if not isinstance(text, str | Condition):
        raise ValueError(f"cannot read {text!r}; write it like 'mean hip_flexion > 18'")  # noqa: TRY004
    return Condition.parse(text) if isinstance(text, str) else text


def _as_view(word: str) -> str:
    if word not in VIEWS:
        raise ValueError(f"unknown view {word!r}{_hint(word, VIEWS)}")
    return word


def _short(text: str) -> str:
    if not text.strip() or len(text.split()) > MOST_WORDS:
        raise ValueError(f"say it in 1 to {MOST_WORDS} words, not {len(text.split())}: {text!r}")
    return text.strip()


When = Annotated[Condition, BeforeValidator(_as_condition)]
View = Annotated[str, AfterValidator(_as_view)]
Words = Annotated[str, AfterValidator(_short)]
PhaseWord = Literal["moving-in", "hold", "release"]
Toward = Literal["up", "down", "ahead", "behind", "out", "in"]


class Part(BaseModel):
    """Any mapping of a stretch file."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, arbitrary_types_allowed=True, allow_inf_nan=False
    )


class Camera(Part):
    """Where to put the camera, and why there."""

    views: tuple[View, ...] = Field(min_length=1)
    place: str
    why: str
    say: Words
    """Said when the camera stands somewhere else."""


class Hold(Part):
    """When a hold begins and when it is over."""

    enter: tuple[When, ...] = Field(min_length=1)
    """All of them, for half a second, begin it."""
    leave: tuple[When, ...] = Field(min_length=1)
    """Any of them, for a second, ends it; sooner back is a wobble."""


class StretchPhase(Part):
    """A position within the stretch that has its own steps, such as upright and folded."""

    name: str = Field(pattern=r"^[a-z]+(-[a-z]+)*$")
    when: tuple[When, ...] = Field(min_length=1)
    """All of them together mean: this is the position."""
    steps: tuple[str, ...] = Field(min_length=1)


class Track(Part):
    """The angle that the report draws over time, with the band it should stay in."""

    measure: str
    low_deg: float
    high_deg: float
    deeper: Literal["more", "less"]
    """Whether a larger angle is a deeper stretch, or a smaller one."""
    label: str

    @field_validator("measure")
    @classmethod
    def _known(cls, text: str) -> str:
        Condition.parse(f"{text} > 0")
        return text

    @property
    def condition(self) -> Condition:
        """The measure as a condition, to read its values from a Reading."""
        return Condition.parse(f"{self.measure} > {self.high_deg}")


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
                raise ValueError(f"unknown landmark {name!r}{_hint(name, known + roles)}")
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


LEG_PARTS = ("hip", "knee", "ankle", "heel", "foot_index")


class Example(Part):
    """One instant, and what the coach must make of it: the file's own test."""

    name: str
    view: View = "side"
    side: Literal["left", "right", "both"]
    measures: dict[str, float]
    """`front knee_flexion: 90`; a leg measure without a role is meant for both legs."""
    then: dict[str, float] = {}
    """Measures that change once the hold has begun: a kick, a foot let go."""
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
                raise MisplacedError(place, f"no rule is called {name!r}{_hint(name, ids)}")
        phases = tuple(phase.name for phase in self.phases)
        for row, example in enumerate(self.examples):
            shown = example.phase
            if shown is not None and shown not in phases:
                told = f"no phase is called {shown!r}{_hint(shown, phases)}"
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
