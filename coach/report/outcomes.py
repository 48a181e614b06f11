"""What became of each rule. A rule that was not judged is never shown as kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from coach.report.data import FaultRecord, NotJudged, StretchEntry
from coach.report.words import duration, fault_side, quantity, sentence, times
from coach.stretches import Rule

Verdict = Literal["kept", "broken", "not-judged"]

MOSTLY: Final = 0.9
"""From this share of judged frames on, a kept rule is called kept without a remark."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One rule over one entry."""

    rule: Rule
    verdict: Verdict
    headline: str
    """`Kept`, `Broken twice`, `Not judged`."""
    detail: str
    """One or two sentences, or nothing."""


def outcomes(entry: StretchEntry) -> tuple[Outcome, ...]:
    """Return the outcome of every rule of the entry's stretch, in the order of its file."""
    return tuple(_outcome(entry, rule) for rule in entry.stretch.rules)


def worst(rule: Rule, faults: tuple[FaultRecord, ...]) -> FaultRecord:
    """Return the fault that went farthest beyond the bound; ValueError if there is none."""
    return max(faults, key=lambda fault: rule.when.excess(fault.peak))


def _outcome(entry: StretchEntry, rule: Rule) -> Outcome:
    faults = tuple(fault for fault in entry.faults if fault.rule == rule.id)
    unjudged = next((n for n in entry.not_judged if n.rule == rule.id), None)
    if faults:
        detail = f"{_broken(rule, faults)} {_unseen_rest(unjudged)}".strip()
        return Outcome(rule, "broken", f"Broken {times(len(faults))}", detail)
    if unjudged is not None:
        return Outcome(rule, "not-judged", "Not judged", why_not(rule, unjudged))
    return Outcome(rule, "kept", "Kept", _kept(entry.judged_share.get(rule.id, 0.0)))


def why_not(rule: Rule, unjudged: NotJudged) -> str:
    """Return why it was not judged, and what would let it be: where to put the camera."""
    reason = sentence(unjudged.reason)
    if not unjudged.camera_helps or rule.not_judged in unjudged.reason:
        return reason
    return f"{reason} {sentence(rule.not_judged)}"


def _broken(rule: Rule, faults: tuple[FaultRecord, ...]) -> str:
    peak = worst(rule, faults)
    value, bound = quantity(peak.peak, peak.unit), quantity(peak.bound, peak.unit)
    total_s = sum(fault.end_s - fault.start_s for fault in faults)
    return f"Worst {value}{fault_side(peak.side)}, limit {bound}; {duration(total_s)} in all."


def _unseen_rest(unjudged: NotJudged | None) -> str:
    return "" if unjudged is None else f"Most of the time not judged: {unjudged.reason}."


def _kept(share: float) -> str:
    return "" if share >= MOSTLY else f"Judged in {share:.0%} of the time."
