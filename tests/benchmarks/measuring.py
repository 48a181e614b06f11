"""How far the measures are from the truth: the coach's, and those of the bare landmarks.

Frames are those of the true holds in which somebody was seen and the truth is defined. Where the
coach gives a measure, all three are compared on those very frames; where it gives none at all,
the landmarks stand alone, on all frames.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from coach.measures import INDEX, PUBLIC, SIDED
from tests.benchmarks import raw
from tests.benchmarks.intervals import inside
from tests.benchmarks.known import Known, TrueStretch
from tests.benchmarks.matching import share
from tests.benchmarks.play import Played

Series = npt.NDArray[np.float64]
_SAME_MOMENT_S: Final = 0.02
ASKED_FOR: Final[Mapping[str, tuple[str, ...]]] = {
    "pigeon": ("side", "front-oblique"),
    "quad-pigeon": ("side",),
    "butterfly": ("front", "front-oblique"),
    "seated-hip": ("side",),
    "bridge": ("side", "head-oblique"),
    "lunge": ("side", "front"),
}
"""Where the camera belongs: the views that the coach is to ask for in each stretch."""


@dataclass(frozen=True, slots=True)
class Errors:
    """The errors of one way to measure, in degrees; NaN where there are none."""

    frames: int
    mae: float
    """Mean of the absolute errors."""
    bias: float
    """Mean of the errors; positive = told too large."""
    p90: float
    """90th percentile of the absolute errors."""


@dataclass(frozen=True, eq=False, slots=True)
class Sample:
    """One measure over one stretch of one clip; rows are frames."""

    stretch: str
    view: str
    measure: str
    """Its name without side and unit; `front` or `rear` before it where the legs differ."""
    truth: Series
    coach: Series
    """NaN = not measured."""
    sd: Series
    """The stated standard deviation."""
    landmarks_3d: Series
    landmarks_2d: Series


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table of measures."""

    stretch: str
    view: str
    measure: str
    frames: int
    """In which somebody was seen and the truth is defined."""
    coach: Errors
    landmarks_3d: Errors
    landmarks_2d: Errors
    within_1_sd: float
    """Share of the coach's errors within its stated standard deviation; 0.68 is honest."""
    within_2_sd: float
    """Within two of them; 0.95 is honest."""

    @property
    def measured(self) -> float:
        """Share of the frames in which the coach gave a value."""
        return share(self.coach.frames, self.frames)


def errors(truth: Series, told: Series) -> Errors:
    """Return the errors over the rows where both are finite; angles go round at 360 degrees."""
    gap = (told - truth + 180.0) % 360.0 - 180.0
    gap = gap[np.isfinite(gap)]
    if not gap.size:
        return Errors(0, np.nan, np.nan, np.nan)
    size = np.abs(gap)
    return Errors(len(gap), float(size.mean()), float(gap.mean()), float(np.percentile(size, 90)))


def within(truth: Series, told: Series, sd: Series, times: float) -> float:
    """Return the share of errors within so many stated deviations; NaN if there are none."""
    gap = np.abs((told - truth + 180.0) % 360.0 - 180.0)
    known = np.isfinite(gap) & np.isfinite(sd)
    return share(int((gap[known] <= times * sd[known]).sum()), int(known.sum()))


def samples(known: Known, played: Played) -> Iterator[Sample]:
    """Yield every measure of every true stretch of a clip."""
    if not known.measures:
        return
    rows_true, rows_played = _same_moments(known.t_s, played.t_s)
    seen = np.isfinite(played.landmarks.image_px[rows_played, 0, 0])
    flat = raw.measures_2d(played.landmarks)
    for stretch in known.stretches:
        held = [inside(t, stretch.holds) for t in known.t_s[rows_true].tolist()]
        at = np.flatnonzero(np.array(held, bool) & seen)
        solid = raw.measures_3d(played.landmarks, _rear(stretch))
        for name in PUBLIC:
            truth = known.measures[name][rows_true[at]]
            told = np.flatnonzero(np.isfinite(truth))
            if told.size:
                rows = rows_played[at][told]
                column = INDEX[name]
                yield Sample(
                    stretch.stretch,
                    stretch.view,
                    label(name, stretch.side),
                    truth[told],
                    played.values[rows, column].astype(np.float64),
                    played.sds[rows, column].astype(np.float64),
                    solid[name][rows],
                    flat[name][rows],
                )


def _same_moments(true_s: Series, played_s: Series) -> tuple[npt.NDArray[np.int64], ...]:
    """Return the rows of both at the same moments."""
    after = np.clip(np.searchsorted(played_s, true_s), 1, len(played_s) - 1)
    nearer_before = true_s - played_s[after - 1] < played_s[after] - true_s
    nearest = np.where(nearer_before, after - 1, after)
    same = np.abs(played_s[nearest] - true_s) <= _SAME_MOMENT_S
    return np.flatnonzero(same), nearest[same]


def _rear(stretch: TrueStretch) -> str | None:
    return {"left": "right", "right": "left"}.get(stretch.side)


def label(name: str, side: str) -> str:
    """Return the name in the table: `rear hip_flexion` for a leg of a one-sided stretch."""
    stem = name.removesuffix("_deg")
    for base in SIDED:
        if stem.startswith(base):
            leg = stem.removeprefix(f"{base}_")
            role = "" if side not in raw.SIDES else "front " if leg == side else "rear "
            return f"{role}{base}"
    return stem


def well_placed(found: Iterable[Sample]) -> list[Sample]:
    """Return the samples from where the camera belongs."""
    return [one for one in found if one.view in ASKED_FOR[one.stretch]]


def rows(found: Iterable[Sample], by: Sequence[str] = ("stretch", "view", "measure")) -> list[Row]:
    """Return a row for each group of samples that agree in `by`; other columns say `all`."""
    groups: dict[tuple[str, ...], list[Sample]] = {}
    for sample in found:
        groups.setdefault(tuple(getattr(sample, name) for name in by), []).append(sample)
    return [_row(dict(zip(by, key, strict=True)), own) for key, own in sorted(groups.items())]


def _row(key: Mapping[str, str], own: Sequence[Sample]) -> Row:
    truth, coach, sd, solid, flat = (
        np.concatenate([getattr(sample, name) for sample in own])
        for name in ("truth", "coach", "sd", "landmarks_3d", "landmarks_2d")
    )
    measured = np.isfinite(coach)
    same = measured if measured.any() else np.ones(len(coach), bool)
    return Row(
        stretch=key.get("stretch", "all"),
        view=key.get("view", "all"),
        measure=key.get("measure", "all"),
        frames=len(truth),
        coach=errors(truth, coach),
        landmarks_3d=errors(truth[same], solid[same]),
        landmarks_2d=errors(truth[same], flat[same]),
        within_1_sd=within(truth, coach, sd, 1.0),
        within_2_sd=within(truth, coach, sd, 2.0),
    )
