"""What is known of a clip: its stretches, holds, faults and measures, from its truth files."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from coach.measures import PUBLIC
from tests.benchmarks.errors import BenchmarkError
from tests.benchmarks.intervals import Span, united
from tests.mannequin import faults

Series = npt.NDArray[np.float64]
_ONE_FAULT_S: Final = 0.5
"""The same rule on both sides, or again so soon, is one fault: one correction answers it."""


@dataclass(frozen=True, slots=True)
class TrueFault:
    """A rule that was truly broken, on either side or both."""

    stretch: str
    rule: str
    start_s: float
    """When the true measure crossed the bound."""
    end_s: float
    dwell_s: float
    """So long it must last before it counts; a correction is due at `start_s + dwell_s`."""
    meant: bool
    """False = it came about by another movement; it is a fault all the same."""
    side_effect: bool = False
    """Not meant, and at the same time as one that was: one cause wants one correction."""
    peak: float = math.nan
    """The worst value, of the worse side, in the rule's unit; without its sign where both count."""

    @property
    def span(self) -> Span:
        """From start to end."""
        return self.start_s, self.end_s


@dataclass(frozen=True, slots=True)
class TrueStretch:
    """One stretch on one side."""

    stretch: str
    side: str
    view: str
    span: Span
    holds: tuple[Span, ...]
    in_form_s: float
    faults: tuple[TrueFault, ...]

    @property
    def held_s(self) -> float:
        """Seconds in position."""
        return sum(end - start for start, end in self.holds)


@dataclass(frozen=True, eq=False, slots=True)
class Known:
    """Everything that is known of one clip."""

    name: str
    kind: str
    """`stretch`, `leaves`, `half`, `other` (movement that is no stretch) or `clip`."""
    duration_s: float
    stretches: tuple[TrueStretch, ...]
    t_s: Series
    """(T,) the times at which the measures are known; empty if they are not."""
    measures: Mapping[str, Series] = field(default_factory=dict)
    """Public name -> (T,) degrees; NaN = not defined there."""

    @property
    def faults(self) -> tuple[TrueFault, ...]:
        """All faults, in order of time within each stretch."""
        return tuple(fault for stretch in self.stretches for fault in stretch.faults)


def load(truth: Path, arrays: Path | None = None) -> Known:
    """Read a truth's JSON and, if given, its arrays; BenchmarkError in one line if they are bad."""
    try:
        tree = json.loads(truth.read_text(encoding="utf-8"))
        if tree.get("format") != "mannequin-truth":
            raise BenchmarkError(f"{truth} is no truth of a rendered clip")
        known = _known(tree, _arrays(arrays, tree))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BenchmarkError(
            f"{truth} cannot be read: {error}; delete it and render anew"
        ) from None
    return known


def _known(tree: Mapping[str, Any], columns: Mapping[str, Series]) -> Known:
    times = tree.get("times_s")
    duration_s = times[-1] if times else tree["frames"] / tree["fps"]
    return Known(
        name=tree["name"],
        kind=tree.get("kind", "clip"),
        duration_s=float(duration_s),
        stretches=tuple(_stretch(entry) for entry in tree["stretches"]),
        t_s=columns.get("t_s", np.empty(0)),
        measures={name: columns[name] for name in PUBLIC if name in columns},
    )


def _arrays(path: Path | None, tree: Mapping[str, Any]) -> dict[str, Series]:
    """Return the columns of measures: of every frame, or the few that the JSON carries."""
    if path is not None:
        with np.load(path) as stored:
            names = ["t_s", *(name for name in PUBLIC if name in stored)]
            return {name: stored[name].astype(np.float64) for name in names}
    track = tree.get("track", {})
    return {name: np.array(values, np.float64) for name, values in track.items()}


def _stretch(entry: Mapping[str, Any]) -> TrueStretch:
    return TrueStretch(
        stretch=entry["stretch"],
        side=entry["side"],
        view=entry["view"],
        span=(entry["start_s"], entry["end_s"]),
        holds=tuple((hold["start_s"], hold["end_s"]) for hold in entry["holds"]),
        in_form_s=sum(hold["in_form_s"] for hold in entry["holds"]),
        faults=with_side_effects(_merged(entry["stretch"], entry["faults"])),
    )


def _merged(stretch: str, listed: Iterable[Mapping[str, Any]]) -> list[TrueFault]:
    """Return the faults with both sides of one rule as one."""
    listed = list(listed)
    out = []
    for rule in dict.fromkeys(fault["rule"] for fault in listed):
        own = [fault for fault in listed if fault["rule"] == rule]
        bound = faults.rule(stretch, rule)
        worst = max if bound.above else min
        for start, end in united(((f["start_s"], f["end_s"]) for f in own), _ONE_FAULT_S):
            one = [f for f in own if start <= f["start_s"] <= end]
            meant, peak = any(f["meant"] for f in one), worst(f["peak"] for f in one)
            out.append(TrueFault(stretch, rule, start, end, bound.dwell_s, meant, peak=peak))
    return sorted(out, key=lambda fault: fault.start_s)


def with_side_effects(listed: Iterable[TrueFault]) -> tuple[TrueFault, ...]:
    """Return the faults, those marked that only come along with one that was meant."""
    listed = list(listed)
    meant = united(fault.span for fault in listed if fault.meant)
    near = [(start - _ONE_FAULT_S, end + _ONE_FAULT_S) for start, end in meant]
    return tuple(_marked(fault, near) for fault in listed)


def _marked(fault: TrueFault, meant: list[Span]) -> TrueFault:
    along = any(fault.start_s <= end and start <= fault.end_s for start, end in meant)
    if fault.meant or not along:
        return fault
    return replace(fault, side_effect=True)
