"""From a body to a Reading: anatomical angles, each with its own uncertainty.

A Meter measures; it never judges. The measuring model looks at single frames. What it says is
averaged over the last moments, since a body cannot jump; the deviations are not made smaller by
that, because the model errs alike from one frame to the next.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from coach.body import Body, Landmark, Sighting
from coach.engine.features import both_ways
from coach.engine.motion import SPEED_SD_DEG_S, LegSpeed
from coach.engine.network import Angles, Network, Sight
from coach.engine.swing import Bounce, Slope
from coach.measures import ALL, INDEX, Reading, empty_reading

SMOOTH_S: Final = 0.25
"""Time constant of the average over angles."""
PLACE_S: Final = 0.7
"""Time constant for pose and view, which do not change from moment to moment."""
TRUNK_SPEED_SD_DEG_S: Final = 10.0
"""Of the trunk's speed on a body that holds still: an assumption, with room for a poor picture."""
_LEGS: Final = slice(Landmark.LEFT_KNEE, None)
_THIGHS: Final = ("thigh_elevation_left_deg", "thigh_elevation_right_deg")


class Meter(Protocol):
    """Whatever turns sightings, in order of time, into readings."""

    def measure(self, sighting: Sighting) -> Reading:
        """Return every measure that this sighting gives, NaN for the others."""
        ...

    def reset(self) -> None:
        """Forget the past, as when the person was lost."""
        ...


class ModelMeter:
    """A Meter that asks the measuring model."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._rows = [INDEX[name] for name in network.quantities]
        self._view = "unknown"
        self.reset()

    def measure(self, sighting: Sighting) -> Reading:
        """Return the reading of one sighting; an empty one if nobody, or no leg, was seen."""
        body = sighting.body
        if body is None or not body.visibility[_LEGS].any():
            return empty_reading(sighting.t_s, self._view)
        pair = both_ways(body)
        sight = self._followed(sighting.t_s, self._network.see(pair))
        now = self._network.measure(pair, sight.poses)
        smooth = self._smoothed(sighting.t_s, now)
        self._t_s = sighting.t_s
        values, sds = np.full(len(ALL), np.nan), np.full(len(ALL), np.nan)
        values[self._rows], sds[self._rows] = smooth.values, smooth.sds
        for name, value, sd in self._derived(sighting.t_s, body, now, values, sds):
            if not math.isnan(value):
                values[INDEX[name]], sds[INDEX[name]] = value, sd
        poses = dict(zip(self._network.poses, sight.poses.tolist(), strict=True))
        return Reading(sighting.t_s, values, sds, self._view, poses)

    def reset(self) -> None:
        """Forget the last moments."""
        self._legs, self._trunk, self._thighs = LegSpeed(), Slope(), Bounce()
        self._t_s = math.nan
        self._sight: Sight | None = None
        self._angles: Angles | None = None
        self._view = "unknown"

    def _followed(self, t_s: float, now: Sight) -> Sight:
        """Return what has been seen over the last moments."""
        if self._sight is not None:
            then, share = self._sight, _share(t_s - self._t_s, PLACE_S)
            now = Sight(
                then.poses + share * (now.poses - then.poses),
                then.views + share * (now.views - then.views),
            )
        self._sight = now
        self._view = self._network.views[int(now.views.argmax())]
        return now

    def _smoothed(self, t_s: float, now: Angles) -> Angles:
        if self._angles is not None:
            then, share = self._angles, _share(t_s - self._t_s, SMOOTH_S)
            turned = (now.values - then.values + 180.0) % 360.0 - 180.0
            now = Angles(then.values + share * turned, then.sds + share * (now.sds - then.sds))
        self._angles = now
        return now

    def _derived(
        self,
        t_s: float,
        body: Body,
        now: Angles,
        values: npt.NDArray[np.float64],
        sds: npt.NDArray[np.float64],
    ) -> Iterator[tuple[str, float, float]]:
        """Yield what follows from the model's angles, and from their change: name, value, sd."""
        left, right = (INDEX[name] for name in _THIGHS)
        both_sd = math.hypot(sds[left], sds[right])
        yield "knee_difference_deg", abs(values[left] - values[right]), both_sd
        speeds = self._legs.update(t_s, body)
        yield "leg_speed_deg_s", speeds.fastest, SPEED_SD_DEG_S
        yield "shank_speed_left_deg_s", speeds.left_shank, SPEED_SD_DEG_S
        yield "shank_speed_right_deg_s", speeds.right_shank, SPEED_SD_DEG_S
        lean = now.values[self._network.quantities.index("trunk_lean_deg")]
        yield "trunk_speed_deg_s", abs(self._trunk.update(t_s, float(lean))), TRUNK_SPEED_SD_DEG_S
        raised = [now.values[self._network.quantities.index(name)] for name in _THIGHS]
        swing = self._thighs.update(t_s, float(np.mean(raised)))
        yield "bounce_deg", swing, 0.2 * both_sd


def _share(passed_s: float, time_constant_s: float) -> float:
    """Return how much of the way to a new value a running average goes."""
    return 1.0 - math.exp(-passed_s / time_constant_s)
