"""How fast the body moves: whether it rests, and how the picture moved about legs of late.

A leg's speed cannot be read off landmarks one after the other: the tracker lags behind what is
quick, hardly sees what moves to or from the camera, and now and then exchanges the legs (Sports2D
#35, mediapipe #1101). The pixels about knees and feet show all of it. How fast a leg turns whose
pixels move so, a small network of the measuring model has learned.
"""

from __future__ import annotations

import math
from collections import deque
from typing import Final

import numpy as np
import numpy.typing as npt

from coach.body import Body, Landmark, spread
from coach.engine.features import Features
from coach.engine.median import RunningMedian
from coach.engine.swing import Bounce
from coach.measures import INDEX, Reading

STILL_DEG_S: Final = 12.0
"""A body that changes faster than this is on its way somewhere; nobody sways so fast."""
LEGS_STILL_DEG_S: Final = 30.0
"""Nor do legs at rest move faster than this. Where they begin to move the tracker lags: the picture
showed 60 to 90 for half a second in which the landmarks rested (rendered lunges, one-off)."""
LAG_S: Final = 1 / 12
LAGS: Final = 10
"""How many moments are looked at, and how far apart they are, whatever the frame rate."""
DELAY_S: Final = 1 / 6
"""The speed is told of so long ago: what came after shows whether it was a movement."""
SPREAD_S: Final = 2.0
"""The body's size in the picture is the median of so long."""
LEAST: Final = 0.05
"""Speeds under this, in sizes of the body a second, are as good as none."""

SHOWN: Final = 0.45
"""The share of a bounce that flow shows, which takes what rests about a knee for a part of it:
about the median over rendered butterflies of the tune split, 0.41 to 0.64.
"""

_HIPS: Final = slice(Landmark.LEFT_HIP, Landmark.RIGHT_HIP + 1)
_KNEES: Final = slice(Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE + 1)
_LEGS: Final = slice(Landmark.LEFT_KNEE, None)
_OTHER_LEG: Final = np.array([1, 0, 3, 2, 5, 4, 7, 6])
"""Below the hips, landmarks of the left and the right take turns."""
Rows = npt.NDArray[np.float64]
_LAGS_S: Final[Rows] = LAG_S * np.arange(LAGS, dtype=np.float64)
_EPSILON_S: Final = 1e-3


def is_still(reading: Reading) -> bool:
    """Return whether the body is at rest; a speed that is not known passes for rest."""
    speed = reading.values[INDEX["body_speed_deg_s"]]
    return not speed > STILL_DEG_S


def legs_rest(reading: Reading) -> bool:
    """Return whether the picture about the legs is at rest; what is not known passes for rest."""
    speed = reading.values[INDEX["leg_speed_deg_s"]]
    return not speed > LEGS_STILL_DEG_S


class LastMoments:
    """How the picture moved about the legs of one person over the last moments."""

    def __init__(self) -> None:
        self._times_s: deque[float] = deque()
        self._rows: deque[Rows] = deque()
        self._spread_px = RunningMedian(SPREAD_S)

    def update(self, t_s: float, body: Body) -> Features | None:
        """Return (2, MOVING) features of the last moments, and of the same in a mirror.

        `t_s` in seconds, increasing. None until enough was seen, and where the flow is not known.
        """
        spread_px = self._spread_px.update(t_s, spread(body.image_px))
        flow = _from_the_hips(body)
        if flow is None:
            self._times_s.clear()
            self._rows.clear()
            return None
        self._times_s.append(t_s)
        self._rows.append(flow / max(spread_px, 1e-6))
        oldest_s = t_s - _LAGS_S[-1] + _EPSILON_S
        while len(self._times_s) > 1 and self._times_s[1] <= oldest_s:
            self._times_s.popleft()
            self._rows.popleft()
        if self._times_s[0] > oldest_s:
            return None
        return _both_ways(_without_jumps(self._at(t_s - _LAGS_S)))

    def _at(self, times_s: Rows) -> Rows:
        """Return (LAGS, 8, 2): the last of the rows that were known at these times."""
        known_s = np.array(self._times_s)
        places = np.searchsorted(known_s, times_s + _EPSILON_S, side="right") - 1
        return np.array([self._rows[place] for place in places.tolist()])


class Knees:
    """How far the knees of one person bounce: from how the picture rises and falls about them."""

    def __init__(self) -> None:
        self._bounce = Bounce()
        self._risen_deg = 0.0
        self._t_s = math.nan

    @property
    def since_s(self) -> float:
        """When the ways that were told of last began; NaN as long as there were none."""
        return self._bounce.since_s

    def update(self, t_s: float, body: Body) -> float:
        """Return the swing of the thighs, degrees; 0 without to and fro.

        `t_s` in seconds, increasing. NaN until enough was seen, and where the flow is not known.
        """
        passed_s, self._t_s = t_s - self._t_s, t_s
        rise_deg_s = _rise_deg_s(body)
        if math.isnan(rise_deg_s) or math.isnan(passed_s):
            self._bounce, self._risen_deg = Bounce(), 0.0
            return math.nan
        self._risen_deg += rise_deg_s * passed_s
        return self._bounce.update(t_s, self._risen_deg)


def _rise_deg_s(body: Body) -> float:
    """Return how fast both thighs turn upward, degrees a second; 0 if not both go one way."""
    flow, across_m = _from_the_hips(body), spread(body.world_m[:, :2])
    if flow is None or not across_m > 0:
        return math.nan
    left, right = (body.world_m[_KNEES] - body.world_m[_HIPS]).tolist()
    thigh_m = (math.hypot(*left) + math.hypot(*right)) / 2
    thigh_px = thigh_m * spread(body.image_px) / across_m
    if not thigh_px > 0:
        return math.nan
    left_px_s, right_px_s = (-flow[:2, 1]).tolist()
    if left_px_s * right_px_s <= 0:
        return 0.0
    slower = min(left_px_s, right_px_s, key=abs)
    return math.degrees(slower / thigh_px) / SHOWN


def _from_the_hips(body: Body) -> Rows | None:
    """Return (8, 2): how fast the picture moves about what lies below the hips, seen from them.

    Pixels a second; what lies outside the picture rests. None where no flow is known.
    """
    flow = body.flow_px_s.astype(np.float64)
    if np.isnan(flow).all():
        return None
    flow[np.isnan(flow)] = 0.0
    seen: Rows = flow[_LEGS] - flow[_HIPS].mean(axis=0)
    return seen


def _without_jumps(rows: Rows) -> Rows:
    """Return rows, (LAGS, ..), each the middle of three: what moves only once has jumped."""
    before, after = np.concatenate([rows[1:], rows[-1:]]), np.concatenate([rows[:1] * 0, rows[:-1]])
    low, high = np.minimum(before, after), np.maximum(before, after)
    middle: Rows = np.maximum(low, np.minimum(high, rows))  # far quicker than np.median
    return middle


def _both_ways(rows: Rows) -> Features:
    """Return (2, MOVING) features of rows, (LAGS, 8, 2), the latest first; and in a mirror."""
    speeds = np.log(np.hypot(rows[..., 0], rows[..., 1]) + LEAST)
    there = rows[:, _OTHER_LEG] * (-1, 1)
    pair = ((rows, speeds), (there, speeds[:, _OTHER_LEG]))
    return np.stack([np.concatenate([one.ravel() for one in side]) for side in pair]).astype(
        np.float32
    )


MOVING: Final = _both_ways(np.zeros((LAGS, len(_OTHER_LEG), 2))).shape[1]
"""So many features the last moments have."""
