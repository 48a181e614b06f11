"""How fast the body moves: speeds that landmark noise does not trip, and that know their noise.

The landmark model now and then exchanges the two legs, or puts both half-way (Sports2D #35,
mediapipe #1101). So legs are taken together: the sum of both thighs, and of both shanks, is the
same whichever is called left. It moves as a leg does; if both move it moves twice as much, which
their difference tells: it then rests. Whether the body rests is told by angles that do not know
left from right either.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from coach.body import Body, Landmark
from coach.engine.geometry import trunk_line
from coach.measures import INDEX, Reading

WINDOW_S: Final = 0.35
"""Speed is the slope over this long: at 12 frames a second that is five of them."""
STILL_DEG_S: Final = 12.0
"""A body that changes faster than this is on its way somewhere; nobody sways so fast."""
NOISE_S: Final = (0.7, 2.0)
"""The noise of a speed is what it mostly was so long ago, before what is happening now."""
NOISE_SHARE: Final = 0.6
MOMENTS: Final = 8
"""Fewer moments than this tell of no noise."""

_KNEES, _ANKLES, _HIPS = (
    [Landmark[f"LEFT_{name}"], Landmark[f"RIGHT_{name}"]] for name in ("KNEE", "ANKLE", "HIP")
)
Legs = npt.NDArray[np.float64]


def is_still(reading: Reading) -> bool:
    """Return whether the body is at rest; a speed that is not known passes for rest."""
    speed = reading.values[INDEX["body_speed_deg_s"]]
    return not speed > STILL_DEG_S


@dataclass(frozen=True, slots=True)
class Speed:
    """A speed and its noise, degrees a second; NaN = not known."""

    value: float
    sd: float


class LegSpeed:
    """Keeps the last moments of thighs and shanks in the picture."""

    def __init__(self) -> None:
        self._past: deque[tuple[float, Legs, Legs]] = deque()
        self._speeds: deque[tuple[float, float]] = deque()
        self._length_px = 0.0

    def update(self, t_s: float, body: Body) -> Speed:
        """Return how fast the fastest of thighs and shanks turns at `t_s`, seconds, increasing."""
        sums, apart = self._legs(body)
        if not np.isfinite(sums).all():
            return Speed(math.nan, math.nan)
        if self._past and float((apart * self._past[-1][2]).sum()) < 0:
            apart = -apart  # left and right were exchanged
        self._past.append((t_s, sums, apart))
        while self._past[0][0] < t_s - WINDOW_S:
            self._past.popleft()
        if len(self._past) < 3:
            return Speed(math.nan, math.nan)
        speed = self._speed_deg_s()
        self._speeds.append((t_s, speed))
        while self._speeds[0][0] < t_s - NOISE_S[1]:
            self._speeds.popleft()
        before = [then for then_s, then in self._speeds if then_s < t_s - NOISE_S[0]]
        noise = float(np.quantile(before, NOISE_SHARE)) if len(before) >= MOMENTS else math.nan
        return Speed(speed, noise)

    def _legs(self, body: Body) -> tuple[Legs, Legs]:
        """Return (2, 2) twice: thighs and shanks, summed over both legs and left minus right.

        They are in units of the longest segment.
        """
        points = body.image_px.astype(np.float64)
        thighs, shanks = points[_KNEES] - points[_HIPS], points[_ANKLES] - points[_KNEES]
        longest = max(
            *np.hypot(*thighs.T), *np.hypot(*shanks.T), float(np.hypot(*trunk_line(points)))
        )
        # forgotten slowly: a leg that points at the camera for a while is no shorter
        self._length_px = max(longest, 0.98 * self._length_px)
        segments = np.stack([thighs, shanks]) / max(self._length_px, 1e-6)
        return segments.sum(axis=1), segments[:, 0] - segments[:, 1]

    def _speed_deg_s(self) -> float:
        """Return the speed of one leg if only one moves, of either if both do.

        Legs that the landmark model puts half-way between each other change their difference alone.
        """
        times = np.array([then for then, _, _ in self._past])
        times -= times.mean()
        parts = np.stack([np.stack(legs) for _, *legs in self._past])  # (moments, sum or apart, ..)
        slopes = np.tensordot(times, parts, 1) / (times**2).sum()
        together, apart = np.hypot(slopes[..., 0], slopes[..., 1])
        return math.degrees(float((together + np.minimum(together, apart)).max() / 2))
