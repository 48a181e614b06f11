"""The history as a table for the terminal, and as JSON. Pure; rows come oldest first."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from itertools import groupby
from typing import Any, Final

from coach.history import Row, advice, tighter_side
from coach.report.words import date, duration, quantity
from coach.stretches import Library, Stretch

FORMAT: Final = "coach-history"
VERSION: Final = 1
UNKNOWN: Final = "–"
HEAD: Final = ("session", "side", "reached", "held", "in form", "discomfort")
_LEFT: Final = 2
"""So many columns are words and begin at the left; the others are numbers."""


def history_lines(rows: Sequence[Row], library: Library) -> list[str]:
    """Return the table, stretch by stretch, then what is worth saying about all of it."""
    lines: list[str] = []
    for name in dict.fromkeys(row.stretch for row in rows):
        stretch = library.stretches.get(name)
        lines += [_heading(name, stretch), *_table([row for row in rows if row.stretch == name])]
        side = tighter_side(rows, stretch) if stretch else None
        lines += [f"  Tighter lately: {side} leg in front. Begin there.", ""] if side else [""]
    told = advice(rows, library)
    note = f"{UNKNOWN} means not known: not measured, not asked or not answered."
    return [*lines, *told, note] if lines else []


def history_json(rows: Sequence[Row], library: Library) -> str:
    """Return the history as strict JSON, sessions oldest first; what is not known is null."""
    tighter = {name: tighter_side(rows, one) for name, one in library.stretches.items()}
    tree = {
        "format": FORMAT,
        "version": VERSION,
        "sessions": [
            {
                "session": session,
                "started": started.isoformat(timespec="seconds"),
                "stretches": [_plain(row) for row in group],
            }
            for (session, started), group in groupby(rows, lambda row: (row.session, row.started))
        ],
        "tighter_side": {name: side for name, side in tighter.items() if side},
        "advice": list(advice(rows, library)),
    }
    return json.dumps(tree, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _heading(name: str, stretch: Stretch | None) -> str:
    return f"{stretch.name}. Reached: {stretch.track.label}" if stretch else name


def _table(rows: Sequence[Row]) -> list[str]:
    table = [HEAD, *map(_cells, rows)]
    widths = [max(len(line[column]) for line in table) for column in range(len(HEAD))]
    return [
        "  " + "  ".join(_set(cell, width, at) for at, (cell, width) in _columns(line, widths))
        for line in table
    ]


def _columns(line: tuple[str, ...], widths: list[int]) -> list[tuple[int, tuple[str, int]]]:
    return list(enumerate(zip(line, widths, strict=True)))


def _set(cell: str, width: int, column: int) -> str:
    return cell.ljust(width) if column < _LEFT else cell.rjust(width)


def _cells(row: Row) -> tuple[str, ...]:
    felt = f"{row.discomfort:.0f}" if math.isfinite(row.discomfort) else UNKNOWN
    return (
        date(row.started),
        row.side or UNKNOWN,
        quantity(row.depth_deg, "deg"),
        duration(row.held_s),
        duration(row.in_form_s),
        f"{felt}, pain" if row.pain else felt,
    )


def _plain(row: Row) -> dict[str, Any]:
    return {
        "stretch": row.stretch,
        "side": row.side,
        "held_s": round(row.held_s, 3),
        "in_form_s": round(row.in_form_s, 3),
        "depth_deg": round(row.depth_deg, 2) if math.isfinite(row.depth_deg) else None,
        "discomfort": round(row.discomfort) if math.isfinite(row.discomfort) else None,
        "pain": row.pain,
    }
