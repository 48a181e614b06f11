"""How far inside their bounds the measures of a form lie, and whether it has become better.

Nobody knows of a person's first moments whether they are in good form: knees that swing in may be
told as half of that. But whoever begins near a bound, or beyond it, and then moves well inside, has
most likely mended their form.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from coach.engine.recogniser import Pose
from coach.measures import QUICK, Reading
from coach.stretches import Rule

SUSPECT: Final = 2.0
"""Who is inside a bound by fewer deviations than this may as well be beyond it."""
GAIN: Final = 1.0
"""Deviations by which a form that has become better is farther inside such a bound..."""
BEYOND: Final = 0.5
"""...and beyond none by so many, unless it was so before."""

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False, slots=True)
class Form:
    """How far inside its nearest bound each measure of each leg lies, in the order of the rules."""

    inside: Numbers
    """In the measures' own units; negative beyond the bound, NaN where it is not known."""
    sds: Numbers
    """One standard deviation each."""

    @property
    def suspect(self) -> bool:
        """Whether it may be at fault, so that another one can be better."""
        return bool((self.inside < SUSPECT * self.sds).any())

    def is_better_than(self, first: Form) -> bool:
        """Return whether this form is better than the one somebody began with."""
        gained = self.inside - first.inside
        mended = (first.inside < SUSPECT * first.sds) & (gained >= GAIN * first.sds)
        worse = (self.inside < -BEYOND * first.sds) & (gained < 0)
        return bool(mended.any() and not worse.any())


class Margins:
    """Tells forms of one pose by the bounds of its rules; those for movements do not count."""

    def __init__(self, pose: Pose) -> None:
        self._side = pose.side
        groups: dict[tuple[str, str | None], list[Rule]] = {}
        for rule in (rule for rule in pose.stretch.rules if rule.when.base not in QUICK):
            groups.setdefault((rule.when.base, rule.when.role), []).append(rule)
        self._groups = list(groups.values())

    def form(self, reading: Reading) -> Form:
        """Return the form of one instant; of what does not show from there nothing is known."""
        found = [
            (_inside(group, value.value, reading.view), value.sd)
            for group in self._groups
            for value in group[0].when.values(reading, self._side)
        ]
        inside, sds = np.array(found, dtype=np.float64).reshape(-1, 2).T
        return Form(inside, sds)


def _inside(rules: list[Rule], value: float, view: str) -> float:
    return min((-r.when.excess(value) for r in rules if r.shows_from(view)), default=math.nan)
