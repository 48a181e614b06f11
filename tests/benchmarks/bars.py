"""The bars that the coach is to meet, each beside what was measured; one line a bar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import numpy as np

from coach.measures import PUBLIC, SIDED
from tests.benchmarks import measuring
from tests.benchmarks.corrections import Key, Quiet, Tally
from tests.benchmarks.figures import Figure, number
from tests.benchmarks.holding import Recognised
from tests.benchmarks.matching import share
from tests.benchmarks.measuring import Sample
from tests.benchmarks.scores import Scores, false_in_form, together
from tests.mannequin.faults import STRETCHES

_A_RULE: Final = 0.75
CURVED = ("lunge", "pigeon", "butterfly", "seated-hip")
"""Stretches in which the back's curve is a rule."""


def bars(scores: Scores) -> list[Figure]:
    """Return every bar with its figure; NaN where these clips cannot tell."""
    return [*_measured(scores.samples), *_honest(scores.samples), *_spoken(scores), *_seen(scores)]


def _measured(samples: Sequence[Sample]) -> Iterator[Figure]:
    well = measuring.well_placed(samples)
    for base in ("knee_flexion", "hip_flexion"):
        for stretch in STRETCHES:
            own = [s for s in well if s.stretch == stretch]
            yield _error(f"{base}, {stretch}, recommended views", own, base, 5.0)
    for stretch in CURVED:
        own = [s for s in well if s.stretch == stretch]
        yield _error(f"spine_flexion, {stretch}, recommended views", own, "spine_flexion", 5.0)
    for stretch, view in (("bridge", "head-oblique"), ("lunge", "front")):
        own = [s for s in samples if (s.stretch, s.view) == (stretch, view)]
        yield _error(f"knee_tracking, {stretch}, {view}", own, "knee_tracking", 3.0)
    yield _error("trunk_lean, everywhere", samples, "trunk_lean", 3.0)


def _error(name: str, samples: Iterable[Sample], base: str, most: float) -> Figure:
    own = [s for s in samples if s.measure.rpartition(" ")[2] == base]
    if not own:
        return Figure(name, np.nan, "deg", most, "not in these clips")
    told, bare = (
        measuring.errors(
            np.concatenate([s.truth for s in own]),
            np.concatenate([getattr(s, way) for s in own]),
        )
        for way in ("coach", "landmarks_3d")
    )
    note = f"{told.frames} frames; bare 3D landmarks {number(bare.mae, 2)}"
    return Figure(name, told.mae, "deg", most, note)


def _honest(samples: Sequence[Sample]) -> Iterator[Figure]:
    bases = dict.fromkeys(_base(name) for name in PUBLIC)
    for times, honest in ((1.0, 68.0), (2.0, 95.0)):
        for base in bases:
            own = [s for s in samples if s.measure.rpartition(" ")[2] == base]
            if own:
                inside = 100 * _within(own, times)
                note = f"{inside:.0f} % of errors within {times:g} deviations; honest {honest:g}"
                yield Figure(f"deviation of {base}", abs(inside - honest), "points", 5.0, note)


def _within(samples: Sequence[Sample], times: float) -> float:
    columns = [
        np.concatenate([getattr(s, way) for s in samples]) for way in ("truth", "coach", "sd")
    ]
    return measuring.within(columns[0], columns[1], columns[2], times)


def _base(name: str) -> str:
    stem = name.removesuffix("_deg")
    return next((base for base in SIDED if stem.startswith(base)), stem)


def _spoken(scores: Scores) -> Iterator[Figure]:
    two, every = scores.total(("bridge", "lunge")), scores.total()
    yield Figure("F of corrections, bridge and lunge", two.f, "", None, _counts(two), 0.85)
    yield Figure("F of corrections, all rules", every.f, "", None, _counts(every), 0.90)
    well, shown = together(scores.placed.values()), together(scores.shown.values())
    yield Figure("F of corrections, recommended views", well.f, "", None, _counts(well), 0.90)
    note = f"{_counts(shown)}; of rules whose fault shows from there"
    yield Figure("F of corrections, recommended views of the rule", shown.f, "", None, note)
    yield from _worst("", scores.by_rule)
    yield from _worst(", recommended views", scores.placed)
    yield from _worst(", recommended views of the rule", scores.shown)
    false = scores.false_in_form
    yield Figure("false corrections in 10 min of good form", false, "", 1.0)
    yield Figure("false corrections, recommended views", scores.false_placed, "", 1.0)
    yield from _falsest(scores.quiet_placed)
    late_s = float(np.percentile(every.delays_s, 95)) if every.delays_s else np.nan
    yield Figure("delay from fault to correction, p95", late_s, "s", 2.2, "dwell 0.7 s and 1.5 s")


def _worst(where: str, by_rule: Mapping[Key, Tally]) -> Iterator[Figure]:
    """Return the rule with the lowest F, and how many of them are below the bar."""
    told = {key: tally for key, tally in by_rule.items() if not np.isnan(tally.f)}
    below = sum(tally.f < _A_RULE for tally in told.values())
    if told:
        key, tally = min(told.items(), key=lambda one: one[1].f)
        note = f"{'.'.join(key)}: {_counts(tally)}; {below} of {len(told)} rules are below"
        yield Figure(f"F of the worst rule{where}", tally.f, "", None, note, _A_RULE)


def _falsest(quiet: Mapping[str, Sequence[Quiet]]) -> Iterator[Figure]:
    """Return the stretch in which good form is corrected most."""
    of = {name: false_in_form(own) for name, own in quiet.items()}
    told = {name: value for name, value in of.items() if not np.isnan(value)}
    if told:
        name, value = max(told.items(), key=lambda one: one[1])
        said, form_s = sum(q.in_form for q in quiet[name]), sum(q.form_s for q in quiet[name])
        note = f"{name}: {said} in {form_s / 60:.1f} minutes"
        yield Figure("false corrections, worst stretch, recommended views", value, "", 1.0, note)


def _counts(tally: Tally) -> str:
    return f"{tally.faults} due, {tally.hits} hits, {tally.false} false, {tally.missed} missed"


def _seen(scores: Scores) -> Iterator[Figure]:
    yield from _right("", scores.recognised)
    placed = [one for one in scores.recognised if _is_placed(one)]
    yield from _right(", recommended views", placed)
    invented = [one for one in scores.invented if one.held_s > 0]
    yield Figure("stretches invented, with a hold", float(len(invented)), "", 0.0)
    own = [one for one in scores.recognised if one.told_stretch == one.stretch]
    yield from _seconds("", own)
    yield from _seconds(", recommended views", [one for one in own if _is_placed(one)])


def _right(where: str, seen: Sequence[Recognised]) -> Iterator[Figure]:
    right = sum((one.told_stretch, one.told_side) == (one.stretch, one.side) for one in seen)
    note = f"{right} of {len(seen)} stretches"
    name = f"stretch and side right{where}"
    yield Figure(name, 100 * share(right, len(seen)), "%", None, note, 98)


def _is_placed(one: Recognised) -> bool:
    """Return whether the camera stood where the stretch asks for it."""
    return one.view in measuring.ASKED_FOR.get(one.stretch, ())


def _seconds(where: str, own: Sequence[Recognised]) -> Iterator[Figure]:
    if own:
        held = [abs(one.told_held_s - one.held_s) for one in own]
        form = [abs(one.told_in_form_s - one.in_form_s) for one in own]
        note = f"mean over {len(own)} recognised stretches of 9 to 17 s"
        yield Figure(f"held seconds, error{where}", float(np.mean(held)), "s", 1.0, note)
        yield Figure(f"in-form seconds, error{where}", float(np.mean(form)), "s", 1.0, note)
