"""One figure of a benchmark, with the bar it must meet, and how figures are printed and kept."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks.errors import BenchmarkError
from tests.benchmarks.tables import table


@dataclass(frozen=True, slots=True)
class Figure:
    """One number that was measured."""

    name: str
    value: float
    """In `unit`; NaN = could not be measured, and `note` says why."""
    unit: str
    most: float | None = None
    """The bar: the value may be at most this; None = there is no such bar."""
    note: str = ""
    """How it was measured, or what it leaves out."""
    least: float | None = None
    """The bar: the value must be at least this; None = there is no such bar."""

    @property
    def met(self) -> bool | None:
        """Whether the bar is met; None without a bar or a value."""
        if (self.most is None and self.least is None) or math.isnan(self.value):
            return None
        if self.least is not None:
            return self.value >= self.least
        assert self.most is not None
        return self.value <= self.most

    @property
    def verdict(self) -> str:
        """The bar in words: `<= 1.15 met`, `<= 1.15 MISSED`, or nothing."""
        if self.most is None and self.least is None:
            return ""
        word = {True: "met", False: "MISSED", None: "not measured"}[self.met]
        return f"<= {self.most:g} {word}" if self.least is None else f">= {self.least:g} {word}"


def figures_table(figures: Sequence[Figure]) -> str:
    """Return the figures as a text table."""
    rows = [[f.name, number(f.value), f.unit, f.verdict, f.note] for f in figures]
    return table(["what", "value", "unit", "bar", "how"], rows)


def number(value: float | None, digits: int = 3) -> str:
    """Return a number with so many significant digits, whole thousands in full; `-` for none."""
    if value is None or not math.isfinite(value):
        return "-"
    if value == 0:
        return "0"
    decimals = max(0, digits - 1 - math.floor(math.log10(abs(value))))
    return f"{value:.{decimals}f}"


def as_tree(figures: Sequence[Figure]) -> list[dict[str, Any]]:
    """Return the figures as plain data; what could not be measured is null."""
    return [
        {
            "name": f.name,
            "value": f.value if math.isfinite(f.value) else None,
            "unit": f.unit,
            "most": f.most,
            "least": f.least,
            "met": f.met,
            "note": f.note,
        }
        for f in figures
    ]


def write_json(path: Path, tree: Any) -> None:
    """Write plain data; BenchmarkError in one line if the file cannot be written."""
    try:
        path.write_text(json.dumps(tree, indent=1, allow_nan=False) + "\n", encoding="utf-8")
    except OSError as error:
        raise BenchmarkError(f"{path}: cannot be written: {error.strerror}") from None
