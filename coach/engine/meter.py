"""From a body to a Reading: what the landmarks alone can tell, and how well.

A Meter measures; it never judges. `GeometryMeter` reads angles off the landmarks. What they cannot
show (a spine, the tracking of a knee from the side) stays NaN: never guessed, so never passed.
"""

from __future__ import annotations

import math
from typing import Final, Protocol

import numpy as np

from coach.body import Body, Landmark, Sighting
from coach.engine.geometry import (
    LEGS,
    UP,
    Axes,
    Leg,
    Vector,
    angle_deg,
    bend_deg,
    body_axes,
    hip_flexion_deg,
    trunk_line,
    turn_deg,
    unit,
)
from coach.engine.motion import SPEED_SD_DEG_S, LegSpeed
from coach.engine.view import ViewTracker
from coach.measures import ALL, INDEX, Reading, empty_reading

HIDDEN: Final = 0.15
"""Below this visibility a joint is a guess of the model's and nothing is measured from it."""


class Meter(Protocol):
    """Whatever turns sightings, in order of time, into readings."""

    def measure(self, sighting: Sighting) -> Reading:
        """Return every measure that this sighting gives, NaN for the others."""
        ...

    def reset(self) -> None:
        """Forget the past, as when the person was lost."""
        ...


SD_DEG: Final[dict[str, tuple[float, float, float]]] = {
    "knee_flexion": (6.0, 12.0, 20.0),
    "hip_flexion": (7.0, 9.0, 16.0),
    "trunk_lean": (5.0, 5.0, 10.0),
    "shin_lean": (6.0, 10.0, 18.0),
}
"""One standard deviation: side view near leg, side view far leg, any other view.

Starting points from first trials on rendered people. They are too small where the landmark model
loses a leg: `python -m tests.benchmarks` prints the share of errors within one and two of them.
"""


class GeometryMeter:
    """Angles in the picture where the camera sees the body from the side, in space elsewhere."""

    def __init__(self) -> None:
        self._view = ViewTracker()
        self._speed = LegSpeed()

    def measure(self, sighting: Sighting) -> Reading:
        """Return the reading of one sighting; an empty one if nobody was seen."""
        if sighting.body is None:
            return empty_reading(sighting.t_s)
        axes = body_axes(sighting.body)
        view = self._view.update(sighting.t_s, axes)
        sheet = _Sheet(sighting.body, axes, view)
        sheet.fill()
        speed = self._speed.update(sighting.t_s, sighting.body)
        sheet.put("leg_speed_deg_s", speed, SPEED_SD_DEG_S)
        return Reading(sighting.t_s, sheet.values, sheet.sds, view)

    def reset(self) -> None:
        """Forget the camera's place and the last moments of movement."""
        self._view = ViewTracker()
        self._speed.reset()


class _Sheet:
    """The numbers of one instant while they are being measured."""

    def __init__(self, body: Body, axes: Axes, view: str) -> None:
        self.values = np.full(len(ALL), np.nan)
        self.sds = np.full(len(ALL), np.nan)
        self._seen = body.visibility
        self._image = body.image_px.astype(np.float64)
        self._world = body.world_m.astype(np.float64)
        self._axes = axes
        self._side_view = view == "side"
        # In the picture, "forward" turns clockwise or counter-clockwise as the left side points
        # away from the camera or toward it.
        self._sense = 1.0 if axes.left[2] > 0 else -1.0

    def fill(self) -> None:
        """Measure everything that geometry can."""
        self._trunk_lean()
        for side, leg in LEGS.items():
            if min(self._seen[leg.hip], self._seen[leg.knee]) >= HIDDEN:
                self._hip_flexion(side, leg)
                if self._seen[leg.ankle] >= HIDDEN:
                    self._knee_flexion(side, leg)
                    self._shin_lean(side, leg)

    def put(self, name: str, value: float, sd: float) -> None:
        """Write one measure down; a NaN value takes its deviation with it."""
        if not math.isnan(value):
            self.values[INDEX[name]], self.sds[INDEX[name]] = value, sd

    def _trunk_lean(self) -> None:
        if self._side_view:
            value = angle_deg(trunk_line(self._image), UP[:2])
        else:
            value = angle_deg(self._axes.trunk, UP)
        self.put("trunk_lean_deg", value, self._sd("trunk_lean", "left"))

    def _knee_flexion(self, side: str, leg: Leg) -> None:
        points = self._image if self._is_near(side) else self._world
        self.put(f"knee_flexion_{side}_deg", bend_deg(points, leg), self._sd("knee_flexion", side))

    def _hip_flexion(self, side: str, leg: Leg) -> None:
        if self._side_view:
            thigh = self._image[leg.knee] - self._image[leg.hip]
            value = -self._sense * turn_deg(-trunk_line(self._image), thigh)
        else:
            thigh = self._world[leg.knee] - self._world[leg.hip]
            across = self._world[Landmark.LEFT_HIP] - self._world[Landmark.RIGHT_HIP]
            value = hip_flexion_deg(trunk_line(self._world), thigh, unit(across))
        self.put(f"hip_flexion_{side}_deg", value, self._sd("hip_flexion", side))

    def _shin_lean(self, side: str, leg: Leg) -> None:
        if self._side_view:
            shank = self._image[leg.knee] - self._image[leg.ankle]
            value = self._sense * turn_deg(UP[:2], shank)
        else:
            shank3 = self._world[leg.knee] - self._world[leg.ankle]
            value = _lean_deg(shank3, self._axes.ahead)
        self.put(f"shin_lean_{side}_deg", value, self._sd("shin_lean", side))

    def _is_near(self, side: str) -> bool:
        """Return whether this leg is the one toward the camera, in a side view."""
        return self._side_view and (side == "left") == (self._sense < 0)

    def _sd(self, measure: str, side: str) -> float:
        near, far, elsewhere = SD_DEG[measure]
        if not self._side_view:
            return elsewhere
        return near if self._is_near(side) else far


def _lean_deg(shank: Vector, ahead: Vector) -> float:
    """Return how far a shank leans ahead of the vertical, (-180, 180]; positive knee ahead."""
    return math.degrees(math.atan2(float(shank @ ahead), float(shank @ UP)))
