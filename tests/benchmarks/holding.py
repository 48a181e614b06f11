"""Was it the right stretch on the right side, and for how long? What was made up where none was?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from tests.benchmarks.intervals import Span, overlap_s, total_s, united
from tests.benchmarks.known import Known, TrueStretch
from tests.mannequin.faults import rule, rules_of

NONE: Final = "none"
EITHER_WAY: Final = ("hips-tilted", "hips-uneven")
SHARED_S: Final = 0.5
"""A told fault and a true one that share less time have nothing to do with each other."""
Entry = dict[str, Any]
"""One of the `stretches` of a review's JSON."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """One true stretch, and what the coach took it for."""

    stretch: str
    side: str
    view: str
    told_stretch: str
    """The stretch that shares most time with the true hold; `none` if nothing does."""
    told_side: str
    held_s: float
    """True seconds in position."""
    in_form_s: float
    told_held_s: float
    """What the coach counted, over all its entries of this stretch at that time; 0 if none."""
    told_in_form_s: float


@dataclass(frozen=True, slots=True)
class Invented:
    """A stretch that the coach saw where there was none."""

    stretch: str
    kind: str
    """What kind of clip it was in."""
    held_s: float
    """How long a hold it counted; 0 = it only thought that one began."""


@dataclass(frozen=True, slots=True)
class SecondsError:
    """The error of counted seconds."""

    stretches: int
    mae_s: float
    bias_s: float
    """Positive = too much was counted."""


def entry_holds(entry: Entry) -> list[Span]:
    """Return the spans of an entry's holds."""
    return [(hold["start_s"], hold["end_s"]) for hold in entry["holds"]]


def recognised(known: Known, tree: dict[str, Any]) -> list[Recognised]:
    """Return what each true stretch was taken for."""
    return [_recognised(stretch, tree["stretches"]) for stretch in known.stretches]


def _recognised(true: TrueStretch, entries: Iterable[Entry]) -> Recognised:
    near = [(overlap_s([(e["start_s"], e["end_s"])], true.holds), e) for e in entries]
    near = [(shared, entry) for shared, entry in near if shared > 0]
    best = max(near, key=lambda pair: pair[0])[1] if near else None
    own = [entry for _, entry in near if entry["stretch"] == true.stretch]
    holds = [hold for entry in own for hold in entry["holds"]]
    return Recognised(
        true.stretch,
        true.side,
        true.view,
        best["stretch"] if best else NONE,
        best["side"] if best else NONE,
        true.held_s,
        true.in_form_s,
        sum(hold["held_s"] for hold in holds),
        sum(hold["in_form_s"] for hold in holds),
    )


def invented(known: Known, tree: dict[str, Any]) -> list[Invented]:
    """Return the entries that share no time with any true stretch.

    In a clip of kind `half` somebody begins the stretch, gives up and begins again: an entry of
    that stretch is no invention there.
    """
    true = [stretch.span for stretch in known.stretches]
    begun = {stretch.stretch for stretch in known.stretches} if known.kind == "half" else set()
    return [
        Invented(entry["stretch"], known.kind, total_s(entry_holds(entry)))
        for entry in tree["stretches"]
        if overlap_s([(entry["start_s"], entry["end_s"])], true) == 0
        and entry["stretch"] not in begun
    ]


def in_report(known: Known, tree: dict[str, Any]) -> list[bool]:
    """Return of each true fault, side effects aside, whether the report tells of it."""
    return [
        any(
            one["rule"] == fault.rule
            and overlap_s([(one["start_s"], one["end_s"])], [fault.span]) > 0
            for entry in tree["stretches"]
            if entry["stretch"] == fault.stretch
            for one in entry["faults"]
        )
        for fault in known.faults
        if not fault.side_effect
    ]


def nobody_made(known: Known, tree: dict[str, Any]) -> list[bool]:
    """Return of each fault that the report tells whether there was none of its rule at its time."""
    return [
        not any(
            (fault.stretch, fault.rule) == (entry["stretch"], told["rule"])
            and overlap_s([(told["start_s"], told["end_s"])], [fault.span]) > 0
            for fault in known.faults
        )
        for entry in tree["stretches"]
        for told in entry["faults"]
    ]


def told_too_far_deg(known: Known, tree: dict[str, Any]) -> list[float]:
    """Return of each told fault that was one by how much farther beyond its bound it is told.

    Both at their worst; of rules whose unit is another nothing is returned.
    """
    return [
        gap
        for entry in tree["stretches"]
        for told in entry["faults"]
        if told["unit"] == "deg"
        for gap in _too_far(known, entry["stretch"], told)
    ]


def _too_far(known: Known, stretch: str, told: dict[str, Any]) -> list[float]:
    own = [f for f in known.faults if (f.stretch, f.rule) == (stretch, told["rule"])]
    span = (told["start_s"], told["end_s"])
    peaks = [f.peak for f in own if overlap_s([f.span], [span]) >= SHARED_S]
    if not peaks:
        return []
    above = rule(stretch, told["rule"]).above
    # pelvis tilt, which counts to both sides, is known without its sign
    worst = abs(told["peak"]) if told["rule"] in EITHER_WAY else told["peak"]
    return [worst - max(peaks) if above else min(peaks) - worst]


def called_kept(known: Known, tree: dict[str, Any]) -> list[bool]:
    """Return of each rule that the report calls kept in a true stretch whether it was broken.

    A side effect of another fault does not count: of one cause one thing is said.
    """
    return [
        any(
            f.rule == name and not f.side_effect and overlap_s([f.span], holds) for f in true.faults
        )
        for true in known.stretches
        for entry in tree["stretches"]
        if entry["stretch"] == true.stretch and overlap_s(holds := entry_holds(entry), true.holds)
        for name in _called_kept(entry)
    ]


def _called_kept(entry: Entry) -> list[str]:
    """Return the rules that an entry neither calls broken nor not judged."""
    other = {one["rule"] for one in (*entry["faults"], *entry["not_judged"])}
    return [rule.rule for rule in rules_of(entry["stretch"]) if rule.rule not in other]


def confusion(found: Iterable[Recognised]) -> Counter[tuple[str, str]]:
    """Return how often each (true stretch, told stretch) came."""
    return Counter((one.stretch, one.told_stretch) for one in found)


def sides(found: Iterable[Recognised]) -> Counter[tuple[str, str]]:
    """Return how often each (true side, told side) came, of rightly recognised one-sided ones."""
    return Counter(
        (one.side, one.told_side)
        for one in found
        if one.side != "both" and one.told_stretch == one.stretch
    )


def seconds_error(pairs: Iterable[tuple[float, float]]) -> SecondsError:
    """Return the error of told seconds, given (true, told) pairs; NaN if there are none."""
    gaps = np.array([told - true for true, told in pairs], np.float64)
    if not gaps.size:
        return SecondsError(0, np.nan, np.nan)
    return SecondsError(len(gaps), float(np.abs(gaps).mean()), float(gaps.mean()))


def fault_overlap(known: Known, tree: dict[str, Any]) -> dict[tuple[str, str], tuple[float, float]]:
    """Return the seconds of (both, either) of true and told fault intervals, by stretch and rule.

    Both over the sides of the body as one; sums of these over clips give overlap over union.
    """
    told: dict[tuple[str, str], list[Span]] = {}
    for entry in tree["stretches"]:
        for fault in entry["faults"]:
            span = (fault["start_s"], fault["end_s"])
            told.setdefault((entry["stretch"], fault["rule"]), []).append(span)
    true: dict[tuple[str, str], list[Span]] = {}
    for one in known.faults:
        true.setdefault((one.stretch, one.rule), []).append(one.span)
    keys = dict.fromkeys([*true, *told])
    return {k: _both_and_either(true.get(k, []), told.get(k, [])) for k in keys}


def _both_and_either(one: list[Span], other: list[Span]) -> tuple[float, float]:
    return overlap_s(one, other), total_s(united([*one, *other]))
