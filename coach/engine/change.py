"""Changes within a hold, told in full.

The measuring model leans toward the usual: the less a measure shows, the less of it is told. Knees
that swing in by 20 degrees may be told as 8, each time anew and with little noise. But what is seen
first of a hold shows where this person begins, and how they look from this place: beside it, the
meter tells more of what comes after (`Meter.beside`). Which share of a change is told even so was
measured on rendered people (`Reading.shares`); what changes from there is divided by that share.

Who begins at fault is another matter: beside that, good form would look like the opposite fault.
So whoever gets better than they began, begins anew from there, and is judged by nothing but the
angles themselves until that new beginning is known.

The judge uses this. As an estimate of the angle itself, something between what is told and the
change in full is nearer (`Reading.estimates`): a fault's worst value is told as that, and so are
the angles of a hold (`coach.engine.told`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from coach.body import Sighting
from coach.engine.margins import Form, Margins
from coach.engine.meter import Meter
from coach.engine.motion import is_still
from coach.engine.recogniser import Pose
from coach.measures import INDEX, Reading, Traits

FIRST_S: Final = 1.5
"""So many seconds at rest in a hold tell where a person begins."""
AWAY_S: Final = 1.0
"""Who was out of a position, or of the hold, for longer has come back to it."""
MOST: Final = 15.0
"""No more than this is added to a change, in degrees, by the meter or by shares: what moves so far
is another position. On a real video a pelvis that was told to tilt by 25 was judged as 62."""
LIKELY: Final = 0.5
"""A change is most likely as told, divided by this power of its share: midway between what is right
of the usual (0) and of the unusual (1). Chosen on rendered sessions of both splits (one-off):
with 1 faults were told 2 to 5 degrees worse than they were, with 0 less bad by 2."""

Numbers = npt.NDArray[np.float64]

_LEFT, _RIGHT, _APART = (
    INDEX[name]
    for name in ("thigh_elevation_left_deg", "thigh_elevation_right_deg", "knee_difference_deg")
)


@dataclass(frozen=True, eq=False, slots=True)
class Before:
    """How somebody held a position until they mended their form."""

    reading: Reading
    """Told beside what they mended it to, changes in full."""
    sighting: Sighting
    """The body then."""
    start_s: float
    """When this form began, or was last come back to."""
    end_s: float
    """When the better form began."""


class Changes:
    """Knows where the person began in each position of the stretch under way.

    Upright and folded are two positions, if the stretch's file says so: what is seen first of one
    tells nothing of the other.
    """

    def __init__(self, meter: Meter, pose: Pose) -> None:
        self._meter = meter
        self._margins = Margins(pose)
        self._beginnings: dict[str | None, _Beginning] = {}

    def begun(self, position: str | None = None) -> bool:
        """Return whether enough was seen of a position to know how the person begins in it."""
        beginning = self._beginnings.get(position)
        return beginning is not None and beginning.known

    def mended(self, position: str | None = None) -> bool:
        """Return whether a moment ago the form has become better than it began."""
        beginning = self._beginnings.get(position)
        return beginning is not None and beginning.mended

    def before(self, position: str | None = None) -> Before | None:
        """Return how the form was that has just, with the last reading, been found to be mended."""
        beginning = self._beginnings.get(position)
        return beginning.before if beginning else None

    def in_full(
        self, sighting: Sighting, reading: Reading, dt_s: float, position: str | None = None
    ) -> Reading:
        """Return the reading of a hold with its changes in full; as it is before enough was seen.

        `reading` lasts for `dt_s` seconds; `position` is the name of the stretch's phase, if it has
        any.
        """
        begun = self._beginnings.setdefault(position, _Beginning(self._meter, self._margins))
        return begun.in_full(sighting, reading, dt_s)


@dataclass(frozen=True, eq=False, slots=True)
class _First:
    """Somebody's first moments in one position."""

    reading: Reading
    """Their mean."""
    beside: Reading
    """The same as the meter tells it beside itself."""
    sighting: Sighting
    """The last of them."""
    form: Form | None
    """If it may have been at fault."""


class _Beginning:
    """Where the person began in one position, or began anew."""

    def __init__(self, meter: Meter, margins: Margins) -> None:
        self._meter = meter
        self._margins = margins
        self._seen: list[Reading] = []
        self._seen_s = 0.0
        self._since_s = self._last_s = -math.inf
        self._first: _First | None = None
        self.mended = False
        self.before: Before | None = None

    @property
    def known(self) -> bool:
        return self._first is not None

    def in_full(self, sighting: Sighting, reading: Reading, dt_s: float) -> Reading:
        if reading.t_s - self._last_s > AWAY_S:
            self._since_s = reading.t_s
        self._last_s = reading.t_s
        self.mended, self.before = self._is_better(reading), None
        if self._first is None or self.mended:
            self._see(sighting, reading, dt_s)
            return reading
        self._seen, self._seen_s = [], 0.0
        return self._beside(self._first, reading)

    def _is_better(self, reading: Reading) -> bool:
        if self._first is None or self._first.form is None:
            return False
        return self._margins.form(reading).is_better_than(self._first.form)

    def _see(self, sighting: Sighting, reading: Reading, dt_s: float) -> None:
        """Begin, or begin anew, once enough was seen of a body at rest."""
        if is_still(reading):
            self._seen.append(reading)
            self._seen_s += dt_s
        if self._seen_s < FIRST_S:
            return
        past, self._first = self._first, self._begun(sighting)
        if past is not None:
            full, better_s = self._beside(self._first, past.reading), self._seen[0].t_s
            self.before = Before(full, past.sighting, self._since_s, better_s)
            self._since_s = better_s
        self._seen, self._seen_s = [], 0.0

    def _begun(self, sighting: Sighting) -> _First:
        reading = middle(self._seen)
        form, beside = self._margins.form(reading), self._meter.beside(reading, reading)
        return _First(reading, beside, sighting, form if form.suspect else None)

    def _beside(self, first: _First, reading: Reading) -> Reading:
        """Return a reading as it is told beside first moments, changes in full."""
        now = self._meter.beside(first.reading, reading)
        if now is reading:
            return _since(first.reading, now)
        return _since(first.beside, _near(reading, now))


def middle(readings: Sequence[Reading]) -> Reading:
    """Return the mean of readings, of each value over those that have it."""
    values = np.stack([reading.values for reading in readings])
    # angles go round at 360 degrees
    known = np.isfinite(values)
    begun = values[known.argmax(axis=0), np.arange(values.shape[1])]
    apart = np.where(known, turned(values - begun), 0.0)
    values = begun + apart.sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    shares = np.stack([reading.shares for reading in readings]).mean(axis=0)
    traits = _mean_traits([one.traits for one in readings if one.traits is not None])
    return replace(readings[-1], values=values, shares=shares, traits=traits)


def _mean_traits(traits: Sequence[Traits]) -> Traits | None:
    """Return the last one with the mean of those that are of its pose; None of none."""
    if not traits:
        return None
    last = traits[-1]
    own = [one for one in traits if one.pose == last.pose]
    rows = np.stack([one.rows for one in own]).mean(axis=0)
    apart = turned(np.stack([one.values for one in own]) - last.values)
    return replace(last, rows=rows, values=last.values + apart.mean(axis=0))


def _near(reading: Reading, told: Reading) -> Reading:
    """Return what is told beside a beginning, no more than `MOST` from the reading itself."""
    added = turned(told.values - reading.values)
    return replace(told, values=reading.values + np.clip(added, -MOST, MOST))


def _since(first: Reading, now: Reading) -> Reading:
    moved = turned(now.values - first.values)
    full = _moved(now.values, moved, 1 / first.shares)
    likely = _moved(now.values, moved, first.shares**-LIKELY)
    return replace(now, values=full, estimates=likely, moved=turned(full - first.values))


def _moved(values: Numbers, moved: Numbers, times: Numbers) -> Numbers:
    """Return the values if their change were so many times as large."""
    added = np.clip(moved * times - moved, -MOST, MOST)
    values = values + np.where(np.isfinite(added), added, 0.0)
    if not np.isnan(values[_APART]):
        values[_APART] = abs(values[_LEFT] - values[_RIGHT])
    return values


def turned(apart: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return differences of angles the short way round, -180 to 180 degrees."""
    return np.asarray((apart + 180.0) % 360.0 - 180.0)
