"""From numbers to places on a chart: pure functions, no markup beyond path strings.

Charts are as wide as the page, whatever that is: x is in percent of the width (0 to 100), y in
pixels down from the top. Paths live in a box `PATH_WIDTH` wide that is stretched to the same width.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

PATH_WIDTH: Final = 1000
MOST_POINTS: Final = 600
"""More than a screen can show; a session of an hour stays a small page."""


@dataclass(frozen=True, slots=True)
class Axis:
    """A range of values; `low` < `high`."""

    low: float
    high: float

    def share(self, value: float) -> float:
        """Return where the value lies: 0 at `low`, 1 at `high`, clipped to that."""
        return min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))

    def percent(self, value: float) -> float:
        """Return the place along x, 0 to 100."""
        return round(100 * self.share(value), 2)

    def down(self, value: float, height_px: float) -> float:
        """Return the place along y, from the top: `high` at 0, `low` at `height_px`."""
        return round(height_px * (1 - self.share(value)), 1)


@dataclass(frozen=True, slots=True)
class Bar:
    """A horizontal piece of a row."""

    x: float
    width: float
    """Percent of the chart's width."""
    title: str


def axis(values: Sequence[float], margin: float = 0.0) -> Axis:
    """Return the range of the finite values, widened by a share of it; never empty."""
    finite = [value for value in values if math.isfinite(value)]
    low, high = (min(finite), max(finite)) if finite else (0.0, 1.0)
    if high - low < 1e-6 * max(1.0, abs(low)):
        high = low + max(1.0, 1e-3 * abs(low))
    room = margin * (high - low)
    return Axis(low - room, high + room)


def bar(along: Axis, start: float, end: float, title: str, least: float = 0.6) -> Bar:
    """Return the bar from `start` to `end`, at least `least` percent wide so that it is seen."""
    x = along.percent(start)
    width = max(least, along.percent(end) - x)
    return Bar(round(min(x, 100 - width), 2), round(width, 2), title)


def ticks(along: Axis, most: int = 6) -> tuple[float, ...]:
    """Return round values within the range, at most `most` + 1 of them: steps of 1, 2 or 5."""
    rough = (along.high - along.low) / most
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * n for n in (1, 2, 5, 10) if power * n >= rough * 0.999)
    first = math.ceil(along.low / step - 1e-9)
    last = math.floor(along.high / step + 1e-9)
    return tuple(round(n * step, 10) + 0.0 for n in range(first, last + 1))


def time_ticks(along: Axis, most: int = 6) -> tuple[float, ...]:
    """Return round moments within the range: steps that people count seconds in."""
    rough = (along.high - along.low) / most
    step = next((n for n in (1, 2, 5, 10, 15, 30, 60, 120, 300, 600) if n >= rough), 1800)
    first, last = math.ceil(along.low / step), math.floor(along.high / step)
    return tuple(float(n * step) for n in range(first, last + 1))


def decimate(values: Floats, most: int = MOST_POINTS) -> npt.NDArray[np.intp]:
    """Return the rows to draw, in order: the lowest and the highest of every bucket.

    So a short peak stays on the chart. A bucket that holds nothing but NaN keeps one row, as a gap.
    """
    if len(values) <= most:
        return np.arange(len(values))
    buckets = np.array_split(np.arange(len(values)), most // 2)
    return np.concatenate([_extremes(values, rows) for rows in buckets])


def _extremes(values: Floats, rows: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
    known = rows[np.isfinite(values[rows])]
    if not known.size:
        return rows[:1]
    return np.unique([known[np.argmin(values[known])], known[np.argmax(values[known])]])


def runs(values: Floats) -> Iterator[slice]:
    """Yield the stretches of rows without a gap."""
    known = np.concatenate([[False], np.isfinite(values), [False]]).astype(np.int8)
    edges = np.diff(known)
    starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    yield from (slice(int(a), int(b)) for a, b in zip(starts, ends, strict=True))


def line_path(x: Floats, y: Floats) -> str:
    """Return the SVG path through the points (path units), interrupted where y is NaN."""
    return "".join("M" + _points(x[run], y[run]) for run in runs(y))


def band_path(x: Floats, upper: Floats, lower: Floats) -> str:
    """Return the SVG path around the area between two lines, interrupted where either is NaN."""
    pieces = []
    for run in runs(upper + lower):
        there, back = _points(x[run], upper[run]), _points(x[run][::-1], lower[run][::-1])
        pieces.append(f"M{there}L{back}Z")
    return "".join(pieces)


def _points(x: Floats, y: Floats) -> str:
    places = [f"{a:.1f} {b:.1f}" for a, b in zip(x.tolist(), y.tolist(), strict=True)]
    # A lone point is drawn as a dot: a line of no length with round ends.
    return "L".join(places if len(places) > 1 else places * 2)
