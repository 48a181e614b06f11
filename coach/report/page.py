"""One self-contained HTML page that a person wants to read. No scripts, no requests, no pictures.

The template only places what is worked out here and in the modules this one calls.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath, PureWindowsPath
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from coach.engine.nouns import Cue
from coach.report import words
from coach.report.data import FaultRecord, ReportData, SourceInfo, StretchEntry
from coach.report.drawings import (
    AngleChart,
    GoalBar,
    TimeLine,
    angle_chart,
    cues_of,
    goal_bar,
    time_line,
)
from coach.report.figure import Figure, figure
from coach.report.outcomes import Outcome, outcomes
from coach.report.summary import OTHER, next_time, summary

TEMPLATE: Final = "report.html.j2"
MOST_CARDS: Final = 12
"""Faults of one entry that are drawn; a longer list is cut to the worst, and says so."""
SAID_WITHIN_S: Final = 2.0
"""A correction said this long after a fault ended still belongs to it."""
AFTERWARDS_S: Final = 6.0
"""The same of what is said where a fault showed only once it was mended."""


@dataclass(frozen=True, slots=True)
class Card:
    """One fault: the figure at its worst moment, and what was said."""

    name: str
    when: str
    value: str
    limit: str
    figure: Figure | None
    said: str
    alt: str


@dataclass(frozen=True, slots=True)
class Section:
    """One entry, ready to be placed."""

    title: str
    when: str
    view: str
    camera: str
    """Where to put the camera for what could not be judged; empty if all was."""
    goal: GoalBar
    goal_text: str
    line: TimeLine
    chart: AngleChart | None
    outcomes: tuple[Outcome, ...]
    cards: tuple[Card, ...]
    cards_left_out: int
    cues: tuple[Cue, ...]
    angles: tuple[tuple[str, str, str, str], ...]
    """Name, typical, range, uncertainty."""


def html_text(data: ReportData, advice: Sequence[str] = ()) -> str:
    """Return the session as one HTML page; whatever came from outside is escaped.

    `advice`: sentences about more than this session, such as discomfort that stays.
    """
    return _template().render(
        data=data,
        heading=heading(data),
        date=_date(data.source),
        name=_name(data.source.path),
        summary=summary(data),
        next_time=next_time(data),
        advice=advice,
        sections=[section(entry, data) for entry in data.stretches],
        words=words,
    )


def heading(data: ReportData) -> str:
    """Return what was done: `Bridge and kneeling lunge`."""
    names = list(dict.fromkeys(entry.stretch.name.lower() for entry in data.stretches))
    otherwise = any(cue.key in OTHER for cue in data.cues)
    nothing = "Not the stretch we were on" if otherwise else "No stretch recognised"
    return words.listed(names).capitalize() or nothing


def section(entry: StretchEntry, data: ReportData) -> Section:
    """Return everything that the page says about one entry."""
    faults = _worst_first(entry)
    kept = sorted(faults[:MOST_CARDS], key=lambda fault: fault.start_s)
    return Section(
        title=words.title(entry),
        when=words.span(entry.start_s, entry.end_s),
        view=words.VIEWS.get(entry.view, entry.view),
        camera=_camera(entry),
        goal=goal_bar(entry),
        goal_text=_goal_text(entry),
        line=time_line(entry, data),
        chart=angle_chart(entry, data.table),
        outcomes=outcomes(entry),
        cards=tuple(_card(entry, fault, data) for fault in kept),
        cards_left_out=len(faults) - len(kept),
        cues=cues_of(entry, data),
        angles=_angles(entry),
    )


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("coach.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(TEMPLATE)


def _date(source: SourceInfo) -> str:
    return words.date(source.recorded_at) if source.recorded_at else ""


def _name(path: str) -> str:
    """Return the file's name alone: where it lies is nobody's business but the user's."""
    return PureWindowsPath(PurePosixPath(path).name).name or path


def _camera(entry: StretchEntry) -> str:
    if not any(n.camera_helps for n in entry.not_judged):
        return ""
    return f"{entry.stretch.camera.place} {entry.stretch.camera.why}"


def _goal_text(entry: StretchEntry) -> str:
    if not entry.holds:
        return "No hold yet."
    good, goal = words.duration(entry.in_form_s), words.duration(entry.goal_s)
    done = "goal reached" if entry.in_form_s >= entry.goal_s else f"goal {goal}"
    return f"{good} in good form, {words.duration(entry.held_s)} in position, {done}"


def _worst_first(entry: StretchEntry) -> list[FaultRecord]:
    def excess(fault: FaultRecord) -> float:
        beyond = entry.stretch.rule(fault.rule).when.excess(fault.peak)
        return beyond if beyond == beyond else 0.0

    return sorted(entry.faults, key=excess, reverse=True)


def _card(entry: StretchEntry, fault: FaultRecord, data: ReportData) -> Card:
    rule = entry.stretch.rule(fault.rule)
    name = words.rule_name(rule) + words.fault_side(fault.side)
    value = words.quantity(fault.peak, fault.unit)
    when = words.span(fault.start_s, fault.end_s)
    return Card(
        name=name,
        when=when,
        value=value,
        limit=words.quantity(fault.bound, fault.unit),
        figure=figure(fault.body, rule.marked(entry.side, fault.side)),
        said=_said(fault, data),
        alt=f"Your body at {words.clock(fault.peak_t_s)}: {name.lower()}, {value}.",
    )


def _said(fault: FaultRecord, data: ReportData) -> str:
    def belongs(cue: Cue) -> bool:
        within_s = AFTERWARDS_S if cue.kind == "count" else SAID_WITHIN_S
        return cue.rule == fault.rule and fault.start_s <= cue.t_s <= fault.end_s + within_s

    return next((cue.text for cue in data.cues if belongs(cue)), "")


def _angles(entry: StretchEntry) -> tuple[tuple[str, str, str, str], ...]:
    def row(name: str) -> tuple[str, str, str, str]:
        spread = entry.measures[name]
        median, low, high, sd = (
            words.quantity(v, "deg") for v in (spread.median, spread.min, spread.max, spread.sd)
        )
        return words.measure_name(name), median, f"{low} to {high}", f"± {sd}"

    return tuple(row(n) for n, spread in entry.measures.items() if spread.median == spread.median)
