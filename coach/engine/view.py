"""Where the camera stands about the body, as one of the words of `coach.measures.VIEWS`."""

from __future__ import annotations

import math
from typing import Final

from coach.engine.geometry import Axes, azimuth_deg, lies_on_back

STANDING: Final = (
    (22.0, "front"),
    (62.0, "front-oblique"),
    (118.0, "side"),
    (165.0, "back-oblique"),
)
LYING: Final = ((65.0, "feet"), (112.0, "side"), (165.0, "head-oblique"))
"""Upper bounds of the azimuth to either side, in degrees, and the word up to there."""

SETTLE_S: Final = 0.7
"""Time constant of the running mean: the camera stands still, so a flicker is the model's noise."""
STICKY_DEG: Final = 4.0
"""So far beyond its bounds a word is kept once it was said."""


def view_word(azimuth: float, lying: bool) -> str:
    """Return the word for an azimuth in degrees; `unknown` straight from behind, and for NaN."""
    for bound, word in LYING if lying else STANDING:
        if abs(azimuth) < bound:
            return word
    return "unknown"


class ViewTracker:
    """A running mean of the azimuth on the circle."""

    def __init__(self) -> None:
        self._t_s = math.nan
        self._cos = self._sin = self._lying = math.nan
        self._word = ""

    def update(self, t_s: float, axes: Axes) -> str:
        """Return the view word at `t_s` (seconds, increasing), given the body's axes there."""
        azimuth = math.radians(azimuth_deg(axes))
        weight = 1.0 if math.isnan(self._cos) else 1.0 - math.exp(-(t_s - self._t_s) / SETTLE_S)
        self._t_s = t_s
        if not math.isnan(azimuth):
            self._cos = _toward(self._cos, math.cos(azimuth), weight)
            self._sin = _toward(self._sin, math.sin(azimuth), weight)
            self._lying = _toward(self._lying, float(lies_on_back(axes)), weight)
        mean = abs(math.degrees(math.atan2(self._sin, self._cos)))
        words = [
            view_word(mean + step, self._lying > 0.5) for step in (0.0, -STICKY_DEG, STICKY_DEG)
        ]
        if self._word not in words:
            self._word = words[0]
        return self._word


def _toward(old: float, new: float, weight: float) -> float:
    return new if math.isnan(old) else old + weight * (new - old)
