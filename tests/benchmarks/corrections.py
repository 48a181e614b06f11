"""Did the coach say the right thing at the right time? Spoken corrections against true faults.

Rules of the count, stretch by stretch and rule by rule within one clip:

- A correction is due when its rule has been broken for the rule's dwell. It is a hit if it is
  spoken within 1.5 s of that moment; matching is one to one and as large as can be.
- A fault that only comes along with one that was meant (a rounded back also tips the trunk) is
  optional: a hit on it and a miss of it count for nothing. The strict figures count it like others.
- A correction that is repeated while its fault lasts, after a hit, counts for nothing.
- Every other correction is false: of a rule that was kept, or too early, or too late.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from tests.benchmarks.intervals import Span, inside, total_s, without
from tests.benchmarks.known import Known, TrueFault
from tests.benchmarks.matching import f_score, matched, share

WITHIN_S: Final = 1.5
AFTERMATH_S: Final = 2.0
"""So long after a fault its correction may still be under way: not yet good form."""
EARLY_S: Final = 0.6
"""A fault that begins so soon in a hold is one that somebody began with."""
SPOKEN: Final = ("correction", "safety")

Key = tuple[str, str]
"""Stretch id, rule id."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One correction that the coach spoke."""

    t_s: float
    stretch: str
    rule: str


@dataclass(slots=True)
class Tally:
    """Counts of one rule, or of several together."""

    hits: int = 0
    false: int = 0
    missed: int = 0
    late: int = 0
    """Of the false ones: spoken while the rule was broken, but not in time."""
    not_judged: int = 0
    """Of the missed ones: the coach itself said that it could not judge the rule."""
    delays_s: list[float] = field(default_factory=list)
    """From the true start of the fault to the correction, of every hit."""

    def add(self, other: Tally) -> None:
        """Add another's counts to this one."""
        for name in ("hits", "false", "missed", "late", "not_judged"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.delays_s += other.delays_s

    @property
    def faults(self) -> int:
        """How many corrections were due."""
        return self.hits + self.missed

    @property
    def precision(self) -> float:
        """Hits among what was said; NaN if nothing was."""
        return share(self.hits, self.hits + self.false)

    @property
    def recall(self) -> float:
        """Hits among what was due; NaN if nothing was."""
        return share(self.hits, self.faults)

    @property
    def f(self) -> float:
        """The temporal F-score."""
        return f_score(self.hits, self.false, self.missed)


def spoken(tree: dict[str, Any]) -> list[Spoken]:
    """Return the corrections in a review's JSON; their key names the stretch."""
    cues = (cue for cue in tree["cues"] if cue["kind"] in SPOKEN and cue["rule"])
    return [Spoken(cue["t_s"], cue["key"].partition(".")[0], cue["rule"]) for cue in cues]


def tallies(known: Known, said: Sequence[Spoken], *, strict: bool = False) -> dict[Key, Tally]:
    """Return the counts of each rule in one clip; `strict` takes side effects for faults."""
    keys = [(f.stretch, f.rule) for f in known.faults] + [(s.stretch, s.rule) for s in said]
    out = {}
    for key in dict.fromkeys(keys):
        due = [fault for fault in known.faults if (fault.stretch, fault.rule) == key]
        heard = [one.t_s for one in said if (one.stretch, one.rule) == key]
        out[key] = _tally(due, heard, strict)
    return out


def _tally(due: Sequence[TrueFault], heard: Sequence[float], strict: bool) -> Tally:
    tally = Tally()
    pairs = matched([fault.start_s + fault.dwell_s for fault in due], heard, WITHIN_S)
    answered = {row for row, _ in pairs}
    for row, column in pairs:
        if strict or not due[row].side_effect:
            tally.hits += 1
            tally.delays_s.append(heard[column] - due[row].start_s)
    for row, fault in enumerate(due):
        tally.missed += row not in answered and (strict or not fault.side_effect)
    for column in set(range(len(heard))) - {column for _, column in pairs}:
        _count_unmatched(tally, heard[column], due, answered)
    return tally


def _count_unmatched(
    tally: Tally, t_s: float, due: Sequence[TrueFault], answered: Iterable[int]
) -> None:
    open_rows = [row for row, fault in enumerate(due) if fault.start_s <= t_s <= fault.end_s]
    if any(row in set(answered) for row in open_rows):
        return  # a repeat while the fault lasts
    tally.false += 1
    tally.late += bool(open_rows)


def shows(key: Key, known: Known, views: Mapping[Key, Sequence[str]]) -> bool:
    """Return whether a rule's fault shows from where the camera of a clip stands.

    `views` are the places from which it does; a rule without any shows from everywhere.
    """
    own = {stretch.view for stretch in known.stretches if stretch.stretch == key[0]}
    return not views.get(key) or own <= set(views[key])


def at_the_start(known: Known) -> Known:
    """Return what is known without the faults that came later than a hold's beginning."""
    stretches = tuple(
        replace(one, faults=tuple(f for f in one.faults if _is_early(f, one.holds)))
        for one in known.stretches
    )
    return replace(known, stretches=stretches)


def _is_early(fault: TrueFault, holds: Iterable[Span]) -> bool:
    return any(start_s <= fault.start_s < start_s + EARLY_S for start_s, _ in holds)


def count_not_judged(tally: dict[Key, Tally], tree: dict[str, Any]) -> None:
    """Note of each missed fault whether the coach said that it could not judge the rule."""
    named = {(e["stretch"], n["rule"]) for e in tree["stretches"] for n in e["not_judged"]}
    for key, counts in tally.items():
        if key in named:
            counts.not_judged += counts.missed


@dataclass(frozen=True, slots=True)
class Quiet:
    """What was said when nothing was wrong."""

    form_s: float
    """Seconds held in good form."""
    in_form: int
    """Corrections spoken in them."""
    other_s: float
    """Seconds in which the person was doing none of the stretches."""
    in_other: int
    """Corrections spoken in them."""


def quiet(known: Known, said: Sequence[Spoken]) -> Quiet:
    """Count the corrections where none was due, of any rule."""
    form = good_form(known)
    other = without([(0.0, known.duration_s)], (stretch.span for stretch in known.stretches))
    return Quiet(
        total_s(form),
        sum(inside(one.t_s, form) for one in said),
        total_s(other),
        sum(inside(one.t_s, other) for one in said),
    )


def good_form(known: Known) -> list[Span]:
    """Return the spans of all holds in which no rule is broken, nor was a moment ago."""
    holds = [hold for stretch in known.stretches for hold in stretch.holds]
    return without(holds, ((f.start_s, f.end_s + AFTERMATH_S) for f in known.faults))
