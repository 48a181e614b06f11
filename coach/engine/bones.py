"""Bones do not change their length: frames in which they seem to are not measured.

The landmark model draws a usual body, but where it loses a limb it draws it far too short or too
long. The lengths of the thighs, the shanks and the trunk are learned over seconds, as running
medians, and a frame that disagrees with them by far has its legs hidden.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt

from coach.body import BELOW_HIPS, Body, Landmark

LEARN_S: Final = 2.0
"""Before so much has been seen nothing is rejected."""
REMEMBER_S: Final = 12.0
EVERY_S: Final = 0.2
"""A length is remembered so often: sixty of them are enough for a median."""
FACTOR: Final = 5.0
"""So many times too long or too short is impossible. The model's own guesses vary by 2, and those
of folded legs by 4 for seconds: with 3, legs in good view were hidden for half of a hold."""

_ENDS: Final = (
    (Landmark.LEFT_HIP, Landmark.LEFT_KNEE),
    (Landmark.RIGHT_HIP, Landmark.RIGHT_KNEE),
    (Landmark.LEFT_KNEE, Landmark.LEFT_ANKLE),
    (Landmark.RIGHT_KNEE, Landmark.RIGHT_ANKLE),
    (Landmark.LEFT_SHOULDER, Landmark.LEFT_HIP),
    (Landmark.RIGHT_SHOULDER, Landmark.RIGHT_HIP),
)
_STARTS, _STOPS = ([int(pair[end]) for pair in _ENDS] for end in (0, 1))


class BoneGuard:
    """Learns one person's bones."""

    def __init__(self) -> None:
        self.reset()

    def fits(self, t_s: float, body: Body) -> bool:
        """Return whether the bones of the body at `t_s` (seconds, increasing) can be this person's.

        A body without world landmarks fits: nothing is known against it.
        """
        lengths = np.log(np.maximum(_lengths_m(body), 1e-3))
        if not np.isfinite(lengths).all():
            return True
        fits = self._fits(t_s, lengths)
        if t_s - self._kept_s >= EVERY_S or math.isnan(self._kept_s):
            self._keep(t_s, lengths)
        return fits

    def reset(self) -> None:
        """Forget the person."""
        self._past: deque[tuple[float, npt.NDArray[np.float64]]] = deque()
        self._usual: npt.NDArray[np.float64] | None = None
        self._kept_s = math.nan

    def _fits(self, t_s: float, lengths: npt.NDArray[np.float64]) -> bool:
        if self._usual is None or t_s - self._past[0][0] < LEARN_S:
            return True
        return bool(np.abs(lengths - self._usual).max() < math.log(FACTOR))

    def _keep(self, t_s: float, lengths: npt.NDArray[np.float64]) -> None:
        """Remember the lengths, odd ones too: whoever is odd for long is simply built so."""
        self._past.append((t_s, lengths))
        while self._past[0][0] < t_s - REMEMBER_S:
            self._past.popleft()
        self._usual = np.median([then for _, then in self._past], axis=0)
        self._kept_s = t_s


def legs_hidden(body: Body) -> Body:
    """Return the body with everything below the hips marked as not seen."""
    seen = body.visibility.copy()
    seen[BELOW_HIPS] = 0.0
    return replace(body, visibility=seen)


def _lengths_m(body: Body) -> npt.NDArray[np.float64]:
    world = body.world_m.astype(np.float64)
    bones = world[_STARTS] - world[_STOPS]
    lengths: npt.NDArray[np.float64] = np.sqrt((bones**2).sum(axis=1))  # quicker than numpy's norm
    return lengths
