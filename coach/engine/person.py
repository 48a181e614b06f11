"""One person is coached: a skeleton that jumps to somebody else is not believed at once."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from coach.body import TRUNK, Sighting

JUMP: Final = 1.0
"""A jump of the hips, in body sizes, within `WINDOW_S`, that no one makes."""
WINDOW_S: Final = 0.3
ACCEPT_S: Final = 1.5
"""After so long in the new place it is taken for the person after all."""


class PersonLock:
    """Holds on to the person by place and size in the picture."""

    def __init__(self) -> None:
        self._t_s = math.nan
        self._place = np.full(2, np.nan)
        self._size = math.nan

    def update(self, sighting: Sighting) -> Sighting:
        """Return the sighting, or nobody at the same instant after a jump to someone else."""
        if sighting.body is None:
            return sighting
        points = sighting.body.image_px[TRUNK].astype(np.float64)
        place = points.sum(axis=0) / len(points)
        size = float((points.max(axis=0) - points.min(axis=0)).max())
        age_s = sighting.t_s - self._t_s
        if age_s < ACCEPT_S and self._jumped(place, size, age_s):
            return Sighting(sighting.t_s, None, sighting.people)
        self._t_s, self._place, self._size = sighting.t_s, place, size
        return sighting

    def _jumped(self, place: np.ndarray, size: float, age_s: float) -> bool:
        far = float(np.hypot(*(place - self._place))) / max(self._size, size, 1.0)
        # The allowance grows with the time since the person was last seen.
        return far > JUMP * max(1.0, age_s / WINDOW_S)
