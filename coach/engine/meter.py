"""From a body to a Reading: anatomical angles, each with its own uncertainty.

A Meter measures; it never judges. The measuring model looks at single frames. What it says is
averaged over the last moments, since a body cannot jump; the deviations are not made smaller by
that, because the model errs alike from one frame to the next.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Final, Protocol

import numpy as np

from coach.body import BELOW_HIPS, Body, Sighting, legs_show
from coach.engine.belief import Belief
from coach.engine.features import both_ways
from coach.engine.geometry import ankle_lift_deg, lowest_thigh_deg
from coach.engine.hands import Hands
from coach.engine.leaning import WINDOW_S, Leaning
from coach.engine.motion import Knees, LastMoments
from coach.engine.network import ANY, Angles, Network, Numbers, Sight
from coach.engine.swing import Bounce, Slope
from coach.measures import ALL, INDEX, Reading, Traits, empty_reading

SMOOTH_S: Final = 0.25
"""Time constant of the average over angles."""
PLACE_S: Final = 0.7
"""Time constant for pose and view, which do not change from moment to moment."""
LANDMARK_SD_DEG: Final = 15.0
"""Of an angle between landmarks: in rendered sessions they are off by 10 to 30 degrees."""
SPEED_SD_DEG_S: Final = 10.0
"""Of speeds from the model's angles on a body that holds still: an assumption, with some room."""
SWING_SD: Final = 0.5
"""A swing's deviation beside that of the thighs that swing: what errs alike at both ends is not in
it. In a one-off look at sessions, a swing that was none came to about 0.9 of the thighs', true ones
that were beyond the bound to 1.2 and more.
"""
_SLOPES: Final = {
    "left": 0.35,
    "right": 0.35,
    "lean": 0.5,
    "knees": 0.5,
    "thighs": 0.5,
}
"""What turns, and over how many seconds its speed is taken."""
_THIGHS: Final = ("thigh_elevation_left_deg", "thigh_elevation_right_deg")


class Meter(Protocol):
    """Whatever turns sightings, in order of time, into readings."""

    def measure(self, sighting: Sighting) -> Reading:
        """Return every measure that this sighting gives, NaN for the others."""
        ...

    def beside(self, first: Reading, now: Reading) -> Reading:
        """Return `now` as it is told by who knows where the person began; `now` if no one does."""
        ...

    def reset(self) -> None:
        """Forget the past, as when the person was lost."""
        ...


class ModelMeter:
    """A Meter that asks the measuring model."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._expert: str | None = None
        self._rows = [INDEX[name] for name in network.quantities]
        self.reset()

    def measure(self, sighting: Sighting) -> Reading:
        """Return the reading of one sighting; an empty one if nobody, or no leg, was seen.

        What is seen of legs that are all hidden is not told, but remembered: it may bear out, or
        not, what comes next.
        """
        body = sighting.body
        if body is None:
            return empty_reading(sighting.t_s, self._view)
        body = self._hands.aside(sighting.t_s, body)
        lean = self._lean_speed(sighting.t_s, body)
        if not body.visibility[BELOW_HIPS].any():
            return self._without_legs(sighting.t_s, lean)
        pair = both_ways(body)
        sight = self._followed(sighting.t_s, self._network.see(pair))
        believed = self._belief.update(sight.poses)
        self._change_expert(self._network.expert(believed))
        now = self._network.measure(pair, believed)
        smooth = self._smoothed(sighting.t_s, now)
        traits = self._traits(believed, now)
        self._t_s = sighting.t_s
        shares = np.ones(len(ALL))
        shares[self._rows] = self._network.shares(believed)
        poses = dict(zip(self._network.poses, sight.poses.tolist(), strict=True))
        empty = empty_reading(sighting.t_s, self._view)
        reading = replace(empty, poses=poses, shares=shares, traits=traits)
        reading.values[self._rows], reading.sds[self._rows] = smooth.values, smooth.sds
        for measure in (lean, *self._derived(sighting.t_s, body, now, smooth)):
            _put(reading, *measure)
        if not legs_show(body):
            return self._without_legs(sighting.t_s, lean)
        return replace(reading, since_s=self._since_s(sighting.t_s))

    def _without_legs(self, t_s: float, lean: tuple[str, float, float]) -> Reading:
        """Return a reading that tells nothing but how fast the trunk leans."""
        reading = replace(empty_reading(t_s, self._view), since_s=_leaning_since_s(t_s))
        _put(reading, *lean)
        return reading

    def beside(self, first: Reading, now: Reading) -> Reading:
        """Return the reading with angles of this very moment beside those of the first ones.

        They are not averaged: the landmark model smooths already, and an average tells of slips too
        late. What is shown may be calmer than what is judged.
        """
        if first.traits is None or now.traits is None or first.traits.pose != now.traits.pose:
            return now
        then = Angles(first.values[self._rows], first.sds[self._rows], first.traits.rows)
        here = Angles(now.traits.values, now.sds[self._rows], now.traits.rows)
        told = self._network.beside(now.traits.pose, then, here)
        values, sds = now.values.copy(), now.sds.copy()
        values[self._rows], sds[self._rows] = told.values, told.sds
        return replace(now, values=values, sds=sds)

    def reset(self) -> None:
        """Forget the last moments."""
        self._moments, self._leaning = LastMoments(), Leaning()
        self._knees, self._thighs = Knees(), Bounce()
        self._swings = math.nan, math.nan
        self._hands = Hands()
        self._change_expert("")
        self._t_s = math.nan
        self._sight: Sight | None = None
        self._belief: Belief = Belief(self._network.poses)
        self._angles: Angles | None = None
        self._view: str = "unknown"

    def _change_expert(self, name: str) -> None:
        """Begin speeds anew if somebody else is asked: that their answers differ is no movement."""
        if name != self._expert:
            self._slopes = {name: Slope(window_s) for name, window_s in _SLOPES.items()}
        self._expert = name

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
            now = Angles(
                then.values + share * turned,
                then.sds + share * (now.sds - then.sds),
                now.traits,
            )
        self._angles = now
        return now

    def _traits(self, believed: Numbers, now: Angles) -> Traits | None:
        """Return what the expert makes of the body; None where none was asked."""
        if self._expert == ANY:
            return None
        return Traits(self._network.poses[int(believed.argmax())], now.traits, now.values)

    def _derived(
        self, t_s: float, body: Body, now: Angles, smooth: Angles
    ) -> Iterator[tuple[str, float, float]]:
        """Yield what follows from the model's angles, and from their change: name, value, sd."""
        angle = dict(zip(self._network.quantities, now.values.tolist(), strict=True))
        calm = dict(zip(self._network.quantities, smooth.values.tolist(), strict=True))
        sds = dict(zip(self._network.quantities, smooth.sds.tolist(), strict=True))
        left, right = _THIGHS
        thighs_sd = math.hypot(sds[left], sds[right])
        yield "knee_difference_deg", abs(calm[left] - calm[right]), thighs_sd
        yield "lowest_thigh_deg", lowest_thigh_deg(body), LANDMARK_SD_DEG
        yield "ankle_lift_deg", ankle_lift_deg(body), LANDMARK_SD_DEG
        moments = self._moments.update(t_s, body)
        if moments is not None:
            yield "leg_speed_deg_s", *self._network.leg_speed(moments)
        for side in ("left", "right"):
            speed = self._slopes[side].update(t_s, angle[f"knee_flexion_{side}_deg"])
            yield f"shank_speed_{side}_deg_s", abs(speed), SPEED_SD_DEG_S
        yield "body_speed_deg_s", self._body_speed(t_s, angle), SPEED_SD_DEG_S
        # angles show some bounces in full, the picture others, and hardly ever one that is none
        self._swings = (
            self._thighs.update(t_s, (angle[left] + angle[right]) / 2),
            self._knees.update(t_s, body),
        )
        yield "bounce_deg", float(np.fmax(*self._swings)), SWING_SD * thighs_sd

    def _since_s(self, t_s: float) -> dict[str, float]:
        """Return when what is told began: a bounce takes some ways before it is known."""
        both_s = (self._thighs.since_s, self._knees.since_s)
        begun_s = [since_s for since_s, deg in zip(both_s, self._swings, strict=True) if deg > 0]
        bounce = {"bounce": min(begun_s)} if begun_s else {}
        return _leaning_since_s(t_s) | bounce

    def _lean_speed(self, t_s: float, body: Body) -> tuple[str, float, float]:
        """Return how fast the trunk leans ahead: name, value, sd."""
        speed = self._leaning.update(t_s, body)
        sd = SPEED_SD_DEG_S / max(self._leaning.shown, 0.1)
        return "trunk_speed_deg_s", speed, sd

    def _body_speed(self, t_s: float, angle: dict[str, float]) -> float:
        """Return how fast the shape of the body changes, degrees a second."""
        shape = {
            "lean": angle["trunk_lean_deg"],
            "knees": (angle["knee_flexion_left_deg"] + angle["knee_flexion_right_deg"]) / 2,
            "thighs": (angle[_THIGHS[0]] + angle[_THIGHS[1]]) / 2,
        }
        return max(abs(self._slopes[name].update(t_s, value)) for name, value in shape.items())


def _leaning_since_s(t_s: float) -> dict[str, float]:
    """Return when the lean was so fast that is told at `t_s`: a slope is of its middle."""
    return {"trunk_speed": t_s - WINDOW_S / 2}


def _put(reading: Reading, name: str, value: float, sd: float) -> None:
    """Write one measure into a reading under way; one that is not known stays unwritten."""
    if not math.isnan(value) and not math.isnan(sd):
        reading.values[INDEX[name]], reading.sds[INDEX[name]] = value, sd


def _share(passed_s: float, time_constant_s: float) -> float:
    """Return how much of the way to a new value a running average goes."""
    return 1.0 - math.exp(-passed_s / time_constant_s)
