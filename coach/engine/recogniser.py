"""Which stretch this is and on which side: the measuring model's word and the file's conditions.

A stretch that the model knows is recognised once it has been likely, with no condition failing by
more than `SLACK`, for `ENTER_S`, and lost once either has failed for `LEAVE_S`, or at once when
another is recognised. One that it does not know, such as a file of the user's own, goes by its
conditions alone. Missing measures count neither way, but at least half of the conditions must be
measured.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from coach.measures import Reading
from coach.stretches import Condition, Stretch

ENTER_S: Final = 0.6
LEAVE_S: Final = 0.8
SLACK: Final = 10.0
"""Degrees beyond its bound by which a condition may fail before the pose is given up."""
ROUGH: Final = 5.0
"""Degrees by which a condition may fail and the pose be met all the same: so much the angles err,
and who does it right is not to wait for the clock."""
FIRM_SLACK: Final = 25.0
"""The same for a pose under way of which the model is sure."""
VAGUE: Final = 25.0
"""A measure with a larger standard deviation is none: of a pose it has never seen the model cannot
tell the angles, however sure it is of a name."""
LIKELY: Final = 0.5
"""So probable a pose must be to be recognised."""
FIRM: Final = 0.8
"""A stretch, both sides together, that is less probable than this may be on its way to something
else: nobody changes sides without coming out of it."""
UNLIKELY: Final = 0.25
"""A pose that is less probable than this is given up."""
APART: Final = 0.75
"""A stretch is told from the others once this share of the likelihood of all that are looked for is
its own. With 0.85 form was judged too late, more often than it kept from a wrong word (one-off)."""
APART_ELSEWHERE: Final = 0.9
"""The same where its camera does not belong: from there it may hide what tells it from another. In
front of a pigeon nobody sees whether the foot behind the body is held."""


@dataclass(frozen=True, slots=True)
class Pose:
    """What is being done."""

    stretch: Stretch
    side: str
    """`left`, `right` or `both`."""

    @property
    def name(self) -> str:
        """What the measuring model calls it: `bridge`, `lunge-left`."""
        return self.stretch.id if self.side == "both" else f"{self.stretch.id}-{self.side}"


@dataclass(frozen=True, slots=True)
class Seen:
    """The recogniser's word at one instant."""

    pose: Pose | None
    since_s: float
    """When this pose, or having none, began (before it was settled on)."""
    fits: bool = True
    """Whether the pose is met just now; False while it is only not given up yet."""
    firm: bool = True
    """Whether it is met beyond doubt; False for who may be on the way to something else."""
    apart: bool = True
    """Whether it has been told apart from the other stretches since it began."""


class Recogniser:
    """Settles on one of the poses that the given stretches have; `side` leaves only that side."""

    def __init__(self, stretches: Sequence[Stretch], side: str | None = None) -> None:
        poses = [Pose(s, name) for s in stretches for name in s.side_names]
        self._poses = [pose for pose in poses if side in (None, pose.side)]
        self.forget()

    def forget(self) -> None:
        """Start anew, as when the person was gone."""
        self._seen: Seen | None = None
        self._candidate: Pose | None = None
        self._since_s = math.nan
        self._last_good_s = math.nan

    @property
    def looks(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self._poses)

    def update(self, reading: Reading) -> Seen:
        """Return what is being done at this reading (readings in order of time)."""
        t_s = reading.t_s
        if self._seen is None:
            self._seen = Seen(None, t_s)
        if self._seen.pose is not None:
            return self._keep_or_lose(reading, self._seen.pose)
        if self._believed(reading):
            self._seen, self._last_good_s = self._begun(reading), t_s
        return self._seen

    def _begun(self, reading: Reading) -> Seen:
        """Return the candidate as what is being done from now on."""
        assert self._candidate is not None
        apart = self._is_apart(reading, self._candidate)
        return Seen(self._candidate, self._since_s, apart=apart)

    def _is_apart(self, reading: Reading, pose: Pose) -> bool:
        """Return whether it is plain which stretch this is, if it is one that the model knows."""
        if math.isnan(_likely(pose, reading)):
            return True
        of = [(other.stretch, reading.poses.get(other.name, 0.0)) for other in self._poses]
        share = APART if reading.view in pose.stretch.camera.views else APART_ELSEWHERE
        return sum(p for s, p in of if s is pose.stretch) >= share * sum(p for _, p in of)

    def _believed(self, reading: Reading) -> bool:
        """Return whether what this looks like has looked like it for long enough."""
        best = self._best(reading)
        if best != self._candidate:
            self._candidate, self._since_s = best, reading.t_s
        return best is not None and reading.t_s - self._since_s >= ENTER_S

    def _keep_or_lose(self, reading: Reading, pose: Pose) -> Seen:
        margin, likely = pose_margin(pose, reading), _likely(pose, reading)
        slack = FIRM_SLACK if likely >= FIRM else SLACK
        lost = margin <= -slack or likely < UNLIKELY
        if not lost:
            self._last_good_s = reading.t_s
            if not likely < LIKELY:
                self._candidate = None
                return self._fitting(reading, pose, margin, likely)
        if self._believed(reading):
            self._seen, self._last_good_s = self._begun(reading), reading.t_s
        elif reading.t_s - self._last_good_s >= LEAVE_S:
            self._seen = Seen(None, self._last_good_s)
        else:
            return self._fitting(reading, pose, margin, likely)
        return self._seen

    def _fitting(self, reading: Reading, pose: Pose, margin: float, likely: float) -> Seen:
        """Return the pose under way, and how well it is met."""
        assert self._seen is not None
        fits = not (margin < -ROUGH or likely < LIKELY)
        names = [Pose(pose.stretch, side).name for side in pose.stretch.side_names]
        either = sum(reading.poses.get(name, 0.0) for name in names)
        sure = likely >= LIKELY and either >= FIRM and margin > -SLACK
        firm = fits if math.isnan(likely) else sure
        apart = self._seen.apart or self._is_apart(reading, pose)
        self._seen = Seen(pose, self._seen.since_s, fits, firm, apart)
        return self._seen

    def _best(self, reading: Reading) -> Pose | None:
        """Return the likeliest pose, or of those that the model does not know the best fitting."""
        fits = [(_fit(pose, reading), pose) for pose in self._poses]
        fitting = [(fit, pose) for fit, pose in fits if fit > 0]
        return max(fitting, key=lambda pair: pair[0])[1] if fitting else None


def _fit(pose: Pose, reading: Reading) -> float:
    """Return how well a pose fits, positive if it does: a margin in degrees, or a probability."""
    likely = _likely(pose, reading)
    if likely < LIKELY:
        return -1.0
    margin = pose_margin(pose, reading)
    if math.isnan(likely):
        return margin
    return likely if margin > -SLACK else -1.0


def _likely(pose: Pose, reading: Reading) -> float:
    """Return how probable the model finds a pose, 0 to 1; NaN if it does not know it."""
    return reading.poses.get(pose.name, math.nan)


def pose_margin(pose: Pose, reading: Reading) -> float:
    """Return by how much the tightest pose condition is met, in degrees; negative if it is not.

    NaN if fewer than half of the conditions could be measured.
    """
    margins = [_margin(condition, reading, pose.side) for condition in pose.stretch.pose]
    known = [margin for margin in margins if not math.isnan(margin)]
    return min(known) if 2 * len(known) >= len(margins) else math.nan


def _margin(condition: Condition, reading: Reading, side: str) -> float:
    values = condition.values(reading, side)
    legs = [condition.excess(v.value) for v in values if not v.sd > VAGUE]
    known = [excess for excess in legs if not math.isnan(excess)]
    return min(known, default=math.nan)
