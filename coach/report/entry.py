"""One stretch while it is being recorded: counts, open faults, holds; no frames are kept."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Final

import numpy as np

from coach.engine.nouns import Fault, HoldClock, Step
from coach.measures import INDEX, PUBLIC
from coach.report.data import (
    FaultRecord,
    Hold,
    NotJudged,
    ReadingTable,
    Spread,
    StretchEntry,
)
from coach.stretches import Rule, Stretch

OUT_OF_VIEW: Final = "you were out of view"
UNKNOWN: Final = "it could not be measured"
ENOUGH: Final = 0.5
"""A rule judged in a smaller share of its frames than this is not judged."""
_EDGES: Final = (2.0, 50.0, 98.0)
"""Percentiles that are reported as min, median and max."""


class EntryBuilder:
    """Collects what happens from `stretch-started` to `stretch-ended`. Times are the engine's."""

    def __init__(self, stretch: Stretch, side: str | None, start_s: float) -> None:
        self.stretch = stretch
        self.start_s = start_s
        self.end_s: float | None = None
        self._sides: Counter[str] = Counter([side] if side else [])
        self._views: Counter[str] = Counter()
        self._hold_views: Counter[str] = Counter()
        self._frames: Counter[str] = Counter()
        self._unseen: Counter[str] = Counter()
        self._unjudged: Counter[tuple[str, str, str]] = Counter()
        self._faults: dict[tuple[str, str, float], Fault] = {}
        self._holds: list[Hold] = []
        self._hold_start_s: float | None = None
        self._clock = HoldClock(goal_s=stretch.hold_s)

    def see(self, step: Step) -> None:
        """Count one frame."""
        phase = step.phase.name
        if step.sighting.body is None:
            # Counted only once the person is back: the engine ends what nobody came back to at
            # the last frame that showed someone, and this may still be such a case.
            self._unseen[phase] += 1
            return
        self._came_back()
        self._frames[phase] += 1
        self._views[step.reading.view] += 1
        if step.phase.side:
            self._sides[step.phase.side] += 1
        if phase == "hold":
            self._hold_views[step.reading.view] += 1
            self._clock = step.clock
        for fault in step.faults:
            self.note_fault(fault)
        for rule, reason in step.unjudged.items():
            self._unjudged[phase, rule, reason] += 1

    def _came_back(self) -> None:
        """Count the frames that showed nobody: in them no rule was judged."""
        for phase, frames in self._unseen.items():
            self._frames[phase] += frames
            for rule in self.stretch.rules:
                self._unjudged[phase, rule.id, OUT_OF_VIEW] += frames
        self._unseen.clear()

    def note_fault(self, fault: Fault) -> None:
        """Keep the newest state of a fault; the same rule, side and start are the same fault."""
        self._faults[fault.rule, fault.side, fault.start_s] = fault

    def hold_started(self, t_s: float) -> None:
        """Begin a hold."""
        self._hold_start_s = t_s

    def hold_ended(self, t_s: float, clock: HoldClock | None) -> None:
        """End the hold under way; without a clock the last one seen counts."""
        self._clock = clock or self._clock
        self._holds.append(self._hold(t_s))
        self._hold_start_s = None
        # what came after it was over belongs to the way out
        for key, fault in list(self._faults.items()):
            if self.stretch.rule(fault.rule).during == ("hold",):
                del self._faults[key]
                if fault.start_s < t_s:
                    end_s = t_s if fault.end_s is None else min(fault.end_s, t_s)
                    self._faults[key] = replace(fault, end_s=end_s)

    def _hold(self, end_s: float) -> Hold:
        start_s = end_s if self._hold_start_s is None else self._hold_start_s
        return Hold(start_s, end_s, self._clock.held_s, self._clock.in_form_s)

    def build(self, now_s: float, origin_s: float, table: ReadingTable) -> StretchEntry:
        """Return the entry with times from the first frame; what is still open ends by `now_s`."""
        end_s = now_s if self.end_s is None else self.end_s
        open_hold = [] if self._hold_start_s is None else [self._hold(end_s)]
        holds = tuple(_moved(hold, origin_s) for hold in [*self._holds, *open_hold])
        views = self._hold_views or self._views or Counter(["unknown"])
        return StretchEntry(
            stretch=self.stretch,
            side=(self._sides or Counter(["both"])).most_common(1)[0][0],
            view=views.most_common(1)[0][0],
            start_s=self.start_s - origin_s,
            end_s=end_s - origin_s,
            goal_s=self._clock.goal_s,
            holds=holds,
            faults=self._fault_records(end_s, origin_s),
            not_judged=tuple(filter(None, map(self._not_judged, self.stretch.rules))),
            judged_share={rule.id: self._judged_share(rule) for rule in self.stretch.rules},
            measures=_spreads(table, holds),
        )

    def _fault_records(self, end_s: float, origin_s: float) -> tuple[FaultRecord, ...]:
        faults = sorted(self._faults.values(), key=lambda fault: fault.start_s)
        return tuple(_record(fault, end_s, origin_s) for fault in faults)

    def _judged_share(self, rule: Rule) -> float:
        frames = sum(self._frames[phase] for phase in rule.during)
        unjudged = self._reasons(rule).total()
        return 1.0 - unjudged / frames if frames else 0.0

    def _not_judged(self, rule: Rule) -> NotJudged | None:
        if self._judged_share(rule) >= ENOUGH:
            return None
        reasons = self._reasons(rule)
        if not reasons:
            return NotJudged(rule.id, f"no {_phases(rule)} was reached", camera_helps=False)
        reason = reasons.most_common(1)[0][0]
        return NotJudged(rule.id, reason or UNKNOWN, camera_helps=reason != OUT_OF_VIEW)

    def _reasons(self, rule: Rule) -> Counter[str]:
        reasons: Counter[str] = Counter()
        for (phase, rule_id, reason), frames in self._unjudged.items():
            if rule_id == rule.id and phase in rule.during:
                reasons[reason] += frames
        return reasons


def _phases(rule: Rule) -> str:
    return " or ".join(rule.during).replace("-", " ")


def _moved(hold: Hold, origin_s: float) -> Hold:
    return replace(hold, start_s=hold.start_s - origin_s, end_s=hold.end_s - origin_s)


def _record(fault: Fault, entry_end_s: float, origin_s: float) -> FaultRecord:
    end_s = max(entry_end_s, fault.start_s) if fault.end_s is None else fault.end_s
    return FaultRecord(
        rule=fault.rule,
        side=fault.side,
        start_s=fault.start_s - origin_s,
        end_s=end_s - origin_s,
        peak=fault.peak,
        bound=fault.bound,
        unit=fault.unit,
        peak_t_s=fault.peak_sighting.t_s - origin_s,
        body=fault.peak_sighting.body,
    )


def _spreads(table: ReadingTable, holds: tuple[Hold, ...]) -> dict[str, Spread]:
    """Return every public measure's spread over the frames of all holds."""
    rows = np.concatenate([np.arange(0), *(_rows(table, hold) for hold in holds)])
    values, sds = table.values[rows], table.sds[rows]
    return {name: _spread(values[:, INDEX[name]], sds[:, INDEX[name]]) for name in PUBLIC}


def _rows(table: ReadingTable, hold: Hold) -> np.ndarray:
    rows = table.between(hold.start_s, hold.end_s)
    return np.arange(rows.start, rows.stop)


def _spread(values: np.ndarray, sds: np.ndarray) -> Spread:
    # In float64: percentiles interpolate, and float32 differences may overflow.
    values = values[np.isfinite(values)].astype(np.float64)
    sds = sds[np.isfinite(sds)].astype(np.float64)
    sd = float(np.median(sds)) if sds.size else np.nan
    if not values.size:
        return Spread(np.nan, np.nan, np.nan, np.nan)
    low, median, high = np.percentile(values, _EDGES)
    return Spread(float(median), float(low), float(high), sd)
