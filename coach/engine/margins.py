"""How far inside their bounds a form's measures lie, and whether a form has become better.

Nobody knows of a person's first moments whether they are in good form: knees that swing in may be
told as half of that. But whoever begins near a bound, or beyond it, and then moves well inside, has
most likely mended their form.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from coach.engine.recogniser import Pose
from coach.measures import QUICK, Reading
from coach.stretches import Condition

AMPLE: Final = 3.0
"""Farther inside than so many deviations is no better."""
GAIN: Final = 1.0
"""Deviations by which a form that has become better is farther inside some bound..."""
SOUND: Final = 0.5
"""...and inside all others by so many, or no nearer to them."""

Numbers = npt.NDArray[np.float64]


class Margins:
    """Compares forms of one pose by the bounds of its rules; those for movements do not count."""

    def __init__(self, pose: Pose) -> None:
        self._side = pose.side
        groups: dict[tuple[str, str | None], list[Condition]] = {}
        for when in (rule.when for rule in pose.stretch.rules if rule.when.base not in QUICK):
            groups.setdefault((when.base, when.role), []).append(when)
        self._groups = list(groups.values())

    def inside(self, reading: Reading) -> Numbers:
        """Return how far each measure, of each leg, is inside its nearest bound, in deviations.

        Up to `AMPLE`, negative beyond the bound, NaN where it is not known; the order is that of
        the pose's rules.
        """
        margins = [
            min(-when.excess(value.value) for when in group) / max(value.sd, 1e-6)
            for group in self._groups
            for value in group[0].values(reading, self._side)
        ]
        return np.minimum(np.array(margins, dtype=np.float64), AMPLE)


def better(before: Numbers, now: Numbers) -> bool:
    """Return whether a form has become better, from `inside` of before and now."""
    gained = now - before
    return bool((gained >= GAIN).any() and not ((now < SOUND) & (gained < 0)).any())
