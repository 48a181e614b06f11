"""Numbers and ids in plain words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from coach.measures import SIDED
from coach.report.data import StretchEntry
from coach.stretches import Rule

VIEWS: Final = {
    "side": "from the side",
    "front": "from the front",
    "front-oblique": "from the front, at an angle",
    "head-oblique": "from beyond your head, at an angle",
    "back-oblique": "from behind, at an angle",
    "feet": "from your feet",
    "unknown": "from a place I could not make out",
}
_TIMES: Final = {1: "once", 2: "twice"}
_UNITS: Final = {"deg": "°", "deg/s": "°/s"}
_OPERATORS: Final = {">": "above", "<": "below", "beyond": "beyond ±"}


def clock(t_s: float) -> str:
    """Return a moment as minutes and seconds: 75 -> `1:15`."""
    whole = max(0, round(t_s))
    return f"{whole // 60}:{whole % 60:02d}"


def span(start_s: float, end_s: float) -> str:
    """Return `0:12–0:15`, or one moment if both round to the same second."""
    start, end = clock(start_s), clock(end_s)
    return start if start == end else f"{start}–{end}"


def duration(seconds: float) -> str:
    """Return a length of time: `0.6 s`, `24 s`, `2 min 05 s`."""
    if 0 < seconds < 1.95:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    return f"{whole} s" if whole < 60 else f"{whole // 60} min {whole % 60:02d} s"


def times(count: int) -> str:
    """Return `once`, `twice`, `3 times`."""
    return _TIMES.get(count, f"{count} times")


def listed(words: Sequence[str]) -> str:
    """Return `a`, `a and b`, `a, b and c`."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def sentence(text: str) -> str:
    """Return the text with a capital and a full stop."""
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")


def quantity(value: float, unit: str) -> str:
    """Return `27°`, `62°/s` or, of a ratio, `0.7`; a dash if it is not known."""
    if not math.isfinite(value):
        return "–"
    if unit == "ratio":
        return f"{value:.1f}"
    return f"{round(value) + 0:d}{_UNITS.get(unit, ' ' + unit)}".replace("-", "−")


def rule_name(rule: Rule) -> str:
    """Return what the rule is about: `hips-low` -> `Hips low`."""
    return rule.id.replace("-", " ").capitalize()


def rule_limit(rule: Rule) -> str:
    """Return when the rule is broken: `broken if hip flexion is above 18°`."""
    when = rule.when
    role = f"{when.role} " if when.role in ("front", "rear") else ""
    bound = quantity(when.bound, when.unit)
    limit = f"{_OPERATORS[when.op]} {bound}".replace("± ", "±")
    return f"broken if {role}{when.base.replace('_', ' ')} is {limit}"


def measure_name(name: str) -> str:
    """Return a measure's public name in words: `knee_flexion_left_deg` -> `Knee flexion, left`."""
    stem = name.removesuffix("_deg")
    base, _, side = stem.rpartition("_")
    text = f"{base}, {side}" if base in SIDED else stem
    return text.replace("_", " ").capitalize()


def fault_side(side: str) -> str:
    """Return ` on the left`, ` on the right` or nothing."""
    return f" on the {side}" if side in ("left", "right") else ""


def side_words(entry: StretchEntry) -> str:
    """Return `left leg in front`, or nothing for a stretch of both sides."""
    return f"{entry.side} leg in front" if entry.side in ("left", "right") else ""


def date(when: datetime) -> str:
    """Return a moment as people write it: `7 March 2026, 08:05`."""
    return f"{when.day} {when:%B %Y}, {when:%H:%M}"


def title(entry: StretchEntry) -> str:
    """Return the heading of an entry: `Kneeling lunge, left leg in front`."""
    return ", ".join(filter(None, [entry.stretch.name, side_words(entry)]))
