"""Which stretch this is and on which side, from the pose conditions of the stretch files.

A stretch is recognised once its conditions have held for `ENTER_S`, and lost once they have failed
by more than `SLACK` for `LEAVE_S`. Missing measures count neither way, but at least half of the
conditions must be measured.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from coach.measures import Reading
from coach.stretches import Condition, Stretch

ENTER_S: Final = 0.6
LEAVE_S: Final = 0.8
SLACK: Final = 10.0
"""Degrees beyond its bound by which a condition may fail before the pose is given up."""


@dataclass(frozen=True, slots=True)
class Pose:
    """What is being done."""

    stretch: Stretch
    side: str
    """`left`, `right` or `both`."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The recogniser's word at one instant."""

    pose: Pose | None
    since_s: float
    """When this pose, or having none, began (before it was settled on)."""
    fits: bool = True
    """Whether the pose is met just now; False while it is only not given up yet."""


class Recogniser:
    """Settles on one of the poses that the given stretches have; `side` leaves only that side."""

    def __init__(self, stretches: Sequence[Stretch], side: str | None = None) -> None:
        poses = [Pose(s, name) for s in stretches for name in s.side_names]
        self._poses = [pose for pose in poses if side in (None, pose.side)]
        self._seen: Seen | None = None
        self._candidate: Pose | None = None
        self._since_s = math.nan
        self._last_good_s = math.nan

    def update(self, reading: Reading) -> Seen:
        """Return what is being done at this reading (readings in order of time)."""
        t_s = reading.t_s
        if self._seen is None:
            self._seen = Seen(None, t_s)
        if self._seen.pose is not None:
            return self._keep_or_lose(reading, self._seen.pose)
        best = self._best(reading)
        if best != self._candidate:
            self._candidate, self._since_s = best, t_s
        if best is not None and t_s - self._since_s >= ENTER_S:
            self._seen, self._last_good_s = Seen(best, self._since_s), t_s
        return self._seen

    def _keep_or_lose(self, reading: Reading, pose: Pose) -> Seen:
        margin = pose_margin(pose, reading)
        if math.isnan(margin) or margin > -SLACK:
            self._last_good_s = reading.t_s
        elif reading.t_s - self._last_good_s >= LEAVE_S:
            self._seen, self._candidate = Seen(None, self._last_good_s), None
        assert self._seen is not None
        return replace(self._seen, fits=not margin < 0)

    def _best(self, reading: Reading) -> Pose | None:
        margins = [(pose_margin(pose, reading), pose) for pose in self._poses]
        fitting = [(margin, pose) for margin, pose in margins if margin > 0]
        return max(fitting, key=lambda pair: pair[0])[1] if fitting else None


def pose_margin(pose: Pose, reading: Reading) -> float:
    """Return by how much the tightest pose condition is met, in degrees; negative if it is not.

    NaN if fewer than half of the conditions could be measured.
    """
    margins = [_margin(condition, reading, pose.side) for condition in pose.stretch.pose]
    known = [margin for margin in margins if not math.isnan(margin)]
    return min(known) if 2 * len(known) >= len(margins) else math.nan


def _margin(condition: Condition, reading: Reading, side: str) -> float:
    legs = [condition.excess(v.value) for v in condition.values(reading, side)]
    known = [excess for excess in legs if not math.isnan(excess)]
    return min(known, default=math.nan)
