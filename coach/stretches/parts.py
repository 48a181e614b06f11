"""The small parts of a stretch file: views, words, conditions, and the mappings made of them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    field_validator,
)

from coach.measures import VIEWS
from coach.stretches.condition import Condition
from coach.stretches.files import hint

MOST_WORDS = 8
"""A spoken correction is at most this long: longer ones are not taken in while one holds a pose."""


def _as_condition(text: object) -> object:
    if not isinstance(text, str | Condition):
        raise ValueError(f"cannot read {text!r}; write it like 'mean hip_flexion > 18'")  # noqa: TRY004
    return Condition.parse(text) if isinstance(text, str) else text


def _as_view(word: str) -> str:
    if word not in VIEWS:
        raise ValueError(f"unknown view {word!r}{hint(word, VIEWS)}")
    return word


def _short(text: str) -> str:
    if not text.strip() or len(text.split()) > MOST_WORDS:
        raise ValueError(f"say it in 1 to {MOST_WORDS} words, not {len(text.split())}: {text!r}")
    return text.strip()


When = Annotated[Condition, BeforeValidator(_as_condition)]
View = Annotated[str, AfterValidator(_as_view)]
Words = Annotated[str, AfterValidator(_short)]


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
