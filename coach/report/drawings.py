"""What the charts of one entry show: time against the goal, the time line, the tracked angle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from coach.engine.nouns import Cue
from coach.report.charts import (
    PATH_WIDTH,
    Axis,
    Bar,
    Floats,
    axis,
    band_path,
    bar,
    decimate,
    line_path,
    ticks,
    time_ticks,
)
from coach.report.data import FaultRecord, ReadingTable, ReportData, StretchEntry
from coach.report.words import clock, duration, quantity, rule_name, span

CHART_HEIGHT_PX: Final = 200
ROW_HEIGHT_PX: Final = 36


@dataclass(frozen=True, slots=True)
class GoalBar:
    """Held and in-form time against the goal; all in percent of the bar's width."""

    held: float
    in_form: float
    goal: float
    alt: str
    reached: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the time line."""

    kind: str
    """`hold`, `fault`, `lost` or `said`: what it looks like."""
    label: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis."""

    at: float
    """Percent along x, or pixels down y."""
    label: str


@dataclass(frozen=True, slots=True)
class TimeLine:
    """When what happened."""

    rows: tuple[Row, ...]
    ticks: tuple[Tick, ...]
    height_px: int
    alt: str


@dataclass(frozen=True, slots=True)
class Curve:
    """One line of the angle chart, in path units, with its uncertainty of one deviation."""

    side: str
    line: str
    band: str


@dataclass(frozen=True, slots=True)
class AngleChart:
    """The tracked angle over time."""

    curves: tuple[Curve, ...]
    target_top: float
    target_bottom: float
    """Pixels from the top."""
    holds: tuple[Bar, ...]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    label: str
    alt: str


def goal_bar(entry: StretchEntry) -> GoalBar:
    """Return the bar of an entry; the goal mark is always on it."""
    along = Axis(0.0, max(entry.goal_s, entry.held_s, 1.0))
    alt = (
        f"In good form for {duration(entry.in_form_s)} of the goal of {duration(entry.goal_s)}; "
        f"in position for {duration(entry.held_s)}."
    )
    return GoalBar(
        along.percent(entry.held_s),
        along.percent(entry.in_form_s),
        along.percent(entry.goal_s),
        alt,
        entry.in_form_s >= entry.goal_s,
    )


def time_line(entry: StretchEntry, data: ReportData) -> TimeLine:
    """Return the rows of an entry: holds, every broken rule, being out of view, what was said."""
    along = axis([entry.start_s, entry.end_s])
    holds = [
        bar(along, h.start_s, h.end_s, f"held {span(h.start_s, h.end_s)}") for h in entry.holds
    ]
    rows = [Row("hold", "In position", tuple(holds))]
    rows += [_fault_row(entry, rule, along) for rule in dict.fromkeys(f.rule for f in entry.faults)]
    lost = [(a, b) for a, b in data.lost if a < entry.end_s and b > entry.start_s]
    if lost:
        rows.append(
            Row("lost", "Out of view", tuple(bar(along, a, b, span(a, b)) for a, b in lost))
        )
    said = [_said(along, cue) for cue in cues_of(entry, data)]
    rows += [Row("said", "Said", tuple(said))] if said else []
    height = ROW_HEIGHT_PX * len(rows)
    return TimeLine(tuple(rows), _x_ticks(along), height, _alt(rows, entry))


def cues_of(entry: StretchEntry, data: ReportData) -> tuple[Cue, ...]:
    """Return what was said during an entry."""
    return tuple(cue for cue in data.cues if entry.start_s <= cue.t_s <= entry.end_s)


def _fault_row(entry: StretchEntry, rule_id: str, along: Axis) -> Row:
    name = rule_name(entry.stretch.rule(rule_id))
    bars = [_fault_bar(along, fault) for fault in entry.faults if fault.rule == rule_id]
    return Row("fault", name, tuple(bars))


def _fault_bar(along: Axis, fault: FaultRecord) -> Bar:
    when, worst = span(fault.start_s, fault.end_s), quantity(fault.peak, fault.unit)
    return bar(along, fault.start_s, fault.end_s, f"{when}, worst {worst}")


def _said(along: Axis, cue: Cue) -> Bar:
    return bar(along, cue.t_s, cue.t_s, f"{clock(cue.t_s)} {cue.text}")


def _x_ticks(along: Axis) -> tuple[Tick, ...]:
    return tuple(Tick(along.percent(t), clock(t)) for t in time_ticks(along, 5))


def _alt(rows: list[Row], entry: StretchEntry) -> str:
    told = [f"{row.label}: {'; '.join(b.title for b in row.bars) or 'never'}." for row in rows]
    return f"Time line from {clock(entry.start_s)} to {clock(entry.end_s)}. {' '.join(told)}"


def angle_chart(entry: StretchEntry, table: ReadingTable) -> AngleChart | None:
    """Return the tracked angle from the entry's start to its end; None if it was never measured."""
    track = entry.stretch.track
    rows = table.between(entry.start_s, entry.end_s)
    series = _series(entry, table, rows)
    if not series:
        return None
    along = axis([entry.start_s, entry.end_s])
    seen = np.concatenate([values for _, values, _ in series])
    doubt = np.array([-1.0, 1.0]) * _typical(np.concatenate([sds for _, _, sds in series]))
    reach = (np.nanpercentile(seen, [0.5, 99.5]) + doubt).tolist()
    up = axis([*reach, track.low_deg, track.high_deg], margin=0.06)
    times = table.t_s[rows]
    return AngleChart(
        curves=tuple(_curve(along, up, times, *one) for one in series),
        target_top=up.down(track.high_deg, CHART_HEIGHT_PX),
        target_bottom=up.down(track.low_deg, CHART_HEIGHT_PX),
        holds=tuple(bar(along, h.start_s, h.end_s, "hold") for h in entry.holds),
        x_ticks=_x_ticks(along),
        y_ticks=tuple(Tick(up.down(v, CHART_HEIGHT_PX), quantity(v, "deg")) for v in ticks(up)),
        label=track.label,
        alt=_angle_alt(entry, seen),
    )


def _series(
    entry: StretchEntry, table: ReadingTable, rows: slice
) -> list[tuple[str, Floats, Floats]]:
    """Return (side, values, deviations) of every leg that was measured at least once."""
    condition = entry.stretch.track.condition
    read = [
        condition.values(table.reading(row), entry.side) for row in range(rows.start, rows.stop)
    ]
    series = []
    for leg in zip(*read, strict=True):
        values, sds = np.array([v.value for v in leg]), np.array([v.sd for v in leg])
        values[~np.isfinite(values)] = sds[~np.isfinite(sds)] = np.nan
        if np.isfinite(values).any():
            series.append((leg[0].side, values, sds))
    return series


def _typical(sds: Floats) -> float:
    """Return the median deviation, 0 if none is known: room for the uncertainty band."""
    known = sds[np.isfinite(sds)]
    return float(np.median(known)) if known.size else 0.0


def _curve(along: Axis, up: Axis, times: Floats, side: str, values: Floats, sds: Floats) -> Curve:
    rows = decimate(values)
    x = (times[rows] - along.low) / (along.high - along.low) * PATH_WIDTH
    upper, middle, lower = (
        (1 - (values[rows] + k * sds[rows] - up.low) / (up.high - up.low)) * CHART_HEIGHT_PX
        for k in (1, 0, -1)
    )
    return Curve(side, line_path(x, middle), band_path(x, upper, lower))


def _angle_alt(entry: StretchEntry, seen: Floats) -> str:
    track = entry.stretch.track
    low, middle, high = (quantity(v, "deg") for v in np.nanpercentile(seen, [2, 50, 98]))
    target = f"{quantity(track.low_deg, 'deg')} to {quantity(track.high_deg, 'deg')}"
    return f"{track.label}: from {low} to {high}, mostly near {middle}; the target is {target}."
