"""What came of a session, stretch by stretch and side by side: what its history keeps."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import numpy.typing as npt

from coach.history import Done
from coach.report.data import ReadingTable, ReportData, StretchEntry

LEAST_HELD_S: Final = 5.0
"""A depth that was held for less is a passing one, and no range of motion."""


def done_in(data: ReportData) -> tuple[Done, ...]:
    """Return one Done for each stretch and side that was held, in the order they were begun."""
    entries: dict[tuple[str, str], list[StretchEntry]] = {}
    for entry in data.stretches:
        if entry.holds:
            entries.setdefault((entry.stretch.id, entry.side), []).append(entry)
    return tuple(_done(group, data.table) for group in entries.values())


def _done(entries: list[StretchEntry], table: ReadingTable) -> Done:
    held_s = sum(entry.held_s for entry in entries)
    depths = np.concatenate([np.empty(0), *(_depths(entry, table) for entry in entries)])
    enough = held_s >= LEAST_HELD_S and depths.size
    return Done(
        entries[0].stretch.id,
        entries[0].side,
        held_s,
        sum(entry.in_form_s for entry in entries),
        float(np.median(depths)) if enough else math.nan,
    )


def _depths(entry: StretchEntry, table: ReadingTable) -> npt.NDArray[np.float64]:
    """Return the range measure of every frame of an entry's holds in which it was measured."""
    condition, found = entry.stretch.track.condition, []
    for hold in entry.holds:
        rows = table.between(hold.start_s, hold.end_s)
        for row in range(rows.start, rows.stop):
            values = condition.values(table.reading(row), entry.side)
            found += [one.value for one in values if math.isfinite(one.value)]
    return np.array(found, np.float64)
