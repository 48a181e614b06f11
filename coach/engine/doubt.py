"""How far a rule's measure is believed: what a model does not know well is no fault, and no form.

The model says how sure it is of each measure. Beyond that it leans toward the usual, most of all in
somebody's first moments, and from some camera places it is as sure as ever and sees nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from coach.measures import QUICK
from coach.stretches import Rule, Value

DOUBT: Final = 0.5
"""A measure is surely beyond its bound if it is so by this many of its standard deviations. Of
movements a higher share would be missed than of forms: their rules wait instead (`wait_s`)."""

SLIPPED: Final = 4.0
"""Who has moved toward the fault by so many deviations has plainly slipped: then it is no longer to
be doubted that a measure beyond its bound is so. With 3 one hit in 96 sessions that begin at fault
was lost, with 5 fewer were won (one-off)."""

STAYED: Final = 1.0
"""Who has moved toward the fault by fewer deviations than this is as they began, and has not
slipped: then a measure must be plainly beyond its bound. Of 179 corrections of slips that were due,
on rendered people, all had moved 1.8 or more; one of those that were not due 0.9 (one-off)."""

LEANING: Final = 0.3
"""In somebody's first moments a measure is taken for this many deviations nearer to the fault, or
farther beyond: there is nothing to compare it with yet, and the model leans toward the usual. (Not
where a fault would not show: there only what is plain as told counts.)
With 0.6 more who begin at fault are told so, and more who do not: `tests/benchmarks/README.md`."""

PLAIN: Final = 1.0
"""A measure with a larger deviation than the rule trusts is judged by all the same if it is off the
bound by so many of them..."""
FELL: Final = 2.0
"""...or if it is surely beyond, and has moved toward the fault by so many since the first moments.
With 1 somebody in good form was scolded (one-off)."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is to be doubted of one rule's values at one instant."""

    rule: Rule
    shows: bool
    """Whether its fault would show from where the camera is. The model's own doubt does not tell:
    where it does not show, it is as sure as ever that there is none."""
    leans: bool = False
    """Whether nobody knows yet how this person looks in good form, or did not when a fault that is
    still open began."""

    def told(self, values: Sequence[Value]) -> list[Value]:
        """Return the values as they may be, if the model leans toward the usual."""
        if not (self.leans and self.shows) or self._quick:
            return list(values)
        return [self._leaned(value) for value in values]

    def trusted(self, values: Sequence[Value]) -> list[Value]:
        """Return the values, as told, that the rule may be judged by."""
        if not self.shows:
            return [v for v in values if self.rule.when.excess(v.value) >= PLAIN * v.sd]
        return [v for v in values if v.sd <= self.rule.trust_sd or self._is_plain(v)]

    def surely(self, value: Value) -> float:
        """Return by how much a value is surely beyond the bound, in its unit."""
        excess, moved = self.rule.when.excess(value.value), self._moved(value)
        if self.leans or self._quick or moved >= SLIPPED * value.sd:
            return excess
        return excess - (PLAIN if moved < STAYED * value.sd else DOUBT) * value.sd

    def began(self, value: Value) -> float:
        """Return how far beyond the bound a value was in the first moments; NaN if unknown."""
        return self.rule.when.excess(value.value - value.moved)

    @property
    def _quick(self) -> bool:
        return self.rule.when.base in QUICK

    def _is_plain(self, value: Value) -> bool:
        """Return whether it is plain, whatever the doubt, on which side of the bound a value is."""
        far = abs(self.rule.when.excess(value.value)) >= PLAIN * value.sd
        return far or (self.surely(value) > 0 and self._moved(value) >= FELL * value.sd)

    def _moved(self, value: Value) -> float:
        """Return how far a value has come toward the fault since it began; NaN if unknown."""
        return self.rule.when.excess(value.value) - self.began(value)

    def _leaned(self, value: Value) -> Value:
        by, when = LEANING * value.sd, self.rule.when
        return replace(
            value, value=when.farther(value.value, by), estimate=when.farther(value.estimate, by)
        )
