"""Everything that is told of a set of clips, gathered clip by clip."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from tests.benchmarks import corrections, holding, measuring
from tests.benchmarks.corrections import Key, Quiet, Tally
from tests.benchmarks.holding import Invented, Recognised
from tests.benchmarks.known import Known
from tests.benchmarks.matching import share
from tests.benchmarks.measuring import Sample
from tests.benchmarks.play import Played

TEN_MINUTES_S = 600.0


@dataclass
class Scores:
    """The sums over clips; the tables are made from them."""

    known_stretches: frozenset[str]
    """Ids that the coach has a file for."""
    views: Mapping[Key, Sequence[str]] = field(default_factory=dict)
    """From where a rule's fault shows, as its file says; nothing = from everywhere."""
    clips: int = 0
    played_s: float = 0.0
    review_s: float = 0.0
    detected: int = 0
    """Clips whose landmarks were detected in this run."""
    kinds: dict[str, int] = field(default_factory=dict)
    by_rule: dict[Key, Tally] = field(default_factory=dict)
    strict: Tally = field(default_factory=Tally)
    placed: dict[Key, Tally] = field(default_factory=dict)
    """Of clips in which the camera is where it belongs."""
    shown: dict[Key, Tally] = field(default_factory=dict)
    """Of those the rules whose fault shows from there."""
    at_the_start: Tally = field(default_factory=Tally)
    """Of the faults that somebody began a hold with; what is false is not counted."""
    at_the_start_in_report: list[bool] = field(default_factory=list)
    """Of each fault that somebody began a hold with, whether the report tells of it."""
    quiet: list[Quiet] = field(default_factory=list)
    quiet_placed: dict[str, list[Quiet]] = field(default_factory=dict)
    """Of clips in which the camera is where it belongs, by the stretch that they show first."""
    overlap: dict[Key, list[tuple[float, float]]] = field(default_factory=dict)
    samples: list[Sample] = field(default_factory=list)
    recognised: list[Recognised] = field(default_factory=list)
    invented: list[Invented] = field(default_factory=list)
    too_far_deg: list[float] = field(default_factory=list)
    """Of each told fault, by how much its worst value is told too far beyond its bound."""
    nobody_made: list[bool] = field(default_factory=list)
    """Of each fault that a report tells, whether there was none."""
    called_kept: list[bool] = field(default_factory=list)
    """Of each rule that a report calls kept, whether it was broken."""
    log: list[dict[str, Any]] = field(default_factory=list)
    """What was known and what was told of each clip, to find out why."""

    def add(self, known: Known, played: Played) -> None:
        """Add one clip."""
        self.clips += 1
        self.played_s += known.duration_s
        self.review_s += played.review_s
        self.detected += played.detected
        self.kinds[known.kind] = self.kinds.get(known.kind, 0) + 1
        self._add_corrections(known, played)
        for key, pair in holding.fault_overlap(known, played.tree).items():
            self.overlap.setdefault(key, []).append(pair)
        self.samples += measuring.samples(known, played)
        self.recognised += holding.recognised(known, played.tree)
        self.invented += holding.invented(known, played.tree)
        self.nobody_made += holding.nobody_made(known, played.tree)
        self.called_kept += holding.called_kept(known, played.tree)
        self.too_far_deg += holding.told_too_far_deg(known, played.tree)
        begun = corrections.at_the_start(known)
        self.at_the_start_in_report += holding.in_report(begun, played.tree)
        self.log.append(_line(known, played))

    def _add_corrections(self, known: Known, played: Played) -> None:
        said = corrections.spoken(played.tree)
        tallies = corrections.tallies(known, said)
        corrections.count_not_judged(tallies, played.tree)
        placed = all(s.view in measuring.ASKED_FOR.get(s.stretch, ()) for s in known.stretches)
        for key, tally in tallies.items():
            self.by_rule.setdefault(key, Tally()).add(tally)
            if placed:
                self.placed.setdefault(key, Tally()).add(tally)
            if placed and corrections.shows(key, known, self.views):
                self.shown.setdefault(key, Tally()).add(tally)
        for tally in corrections.tallies(corrections.at_the_start(known), said).values():
            self.at_the_start.add(replace(tally, false=0, late=0))
        for tally in corrections.tallies(known, said, strict=True).values():
            self.strict.add(tally)
        self.quiet.append(corrections.quiet(known, said))
        if placed and known.stretches:
            own = self.quiet_placed.setdefault(known.stretches[0].stretch, [])
            own.append(self.quiet[-1])

    def total(self, stretches: Iterable[str] | None = None) -> Tally:
        """Return the counts of all rules together, or only of some stretches."""
        wanted = None if stretches is None else set(stretches)
        own = (t for (name, _), t in self.by_rule.items() if wanted is None or name in wanted)
        return together(own)

    def iou(self, key: Key | None = None) -> float:
        """Return overlap over union of fault intervals, of one rule or all; NaN without any."""
        pairs = [p for k, own in self.overlap.items() if key in (None, k) for p in own]
        return share(sum(both for both, _ in pairs), sum(either for _, either in pairs))

    @property
    def false_in_form(self) -> float:
        """Corrections in ten minutes of holding in good form; NaN without such time."""
        return false_in_form(self.quiet)

    @property
    def false_placed(self) -> float:
        """The same of clips in which the camera is where it belongs."""
        return false_in_form([one for own in self.quiet_placed.values() for one in own])

    @property
    def false_outside(self) -> float:
        """Corrections in ten minutes outside all stretches; NaN without such time."""
        said = sum(quiet.in_other for quiet in self.quiet)
        return TEN_MINUTES_S * share(said, sum(quiet.other_s for quiet in self.quiet))


def together(tallies: Iterable[Tally]) -> Tally:
    """Return the counts of several rules together."""
    out = Tally()
    for tally in tallies:
        out.add(tally)
    return out


def false_in_form(quiet: Sequence[Quiet]) -> float:
    """Return the corrections in ten minutes of good form; NaN without such time."""
    said, form_s = sum(one.in_form for one in quiet), sum(one.form_s for one in quiet)
    return TEN_MINUTES_S * share(said, form_s)


def _line(known: Known, played: Played) -> dict[str, Any]:
    """Return what was known and what was told of one clip."""
    said = corrections.spoken(played.tree)
    return {
        "name": known.name,
        "kind": known.kind,
        "true": [asdict(stretch) for stretch in known.stretches],
        "told": [_told(entry) for entry in played.tree["stretches"]],
        "corrections": [asdict(one) for one in said],
        "frames": played.tree["source"]["frames"],
        "frames_with_body": played.tree["source"]["frames_with_body"],
    }


def _told(entry: dict[str, Any]) -> dict[str, Any]:
    kept = ("stretch", "side", "view", "start_s", "end_s", "holds", "faults", "not_judged")
    return {name: entry[name] for name in kept}
