"""From scores to tables of text and to one tree of JSON. Nothing is measured here."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

import numpy as np

from tests.benchmarks import holding, measuring
from tests.benchmarks.bars import bars
from tests.benchmarks.corrections import WITHIN_S, Tally
from tests.benchmarks.figures import as_tree, figures_table
from tests.benchmarks.measuring import Row, Sample
from tests.benchmarks.scores import Scores
from tests.benchmarks.tables import table
from tests.mannequin.faults import STRETCHES, rules_of

_FINEST: Final = ("stretch", "view", "measure")
_MEASURED: Final = (
    "frames", "measured", "mae", "bias", "p90", "3D mae", "3D bias", "3D p90", "2D mae", "2D bias",
    "2D p90", "in 1 sd", "in 2 sd",
)  # fmt: skip


def sections(scores: Scores) -> list[tuple[str, str]]:
    """Return (title, text) of each part."""
    well = measuring.well_placed(scores.samples)
    return [
        ("In short", _short(scores)),
        ("The bars", figures_table(bars(scores))),
        ("Spoken corrections, rule by rule", _rules(scores)),
        ("Recognition", _recognition(scores)),
        ("Holds", _holds(scores)),
        ("Measures from where the camera belongs", _measures(well, ("measure",))),
        ("Measures from everywhere", _measures(scores.samples, ("measure",))),
        ("Measures by stretch", _measures(scores.samples, ("stretch", "measure"))),
        ("Measures by stretch and view", _measures(scores.samples, _FINEST)),
    ]


def _short(scores: Scores) -> str:
    every, own = scores.total(), scores.total(scores.known_stretches)
    head = ["corrections", "due", "hits", "false", "missed", "precision", "recall", "F"]
    rows = [
        ["all stretches", *_counts(every)],
        ["only stretches that the coach has", *_counts(own)],
        ["all, side effects count too", *_counts(scores.strict)],
    ]
    return "\n\n".join([table(head, rows), _more(scores, every)])


def _counts(tally: Tally) -> list[str]:
    whole = [tally.faults, tally.hits, tally.false, tally.missed]
    return [*map(str, whole), *(_share(v) for v in (tally.precision, tally.recall, tally.f))]


def _more(scores: Scores, every: Tally) -> str:
    worst = measuring.errors(np.zeros(len(scores.too_far_deg)), np.array(scores.too_far_deg))
    calm = sum(quiet.form_s for quiet in scores.quiet)
    rows = [
        ["false corrections in 10 min of good form", _plain(scores.false_in_form)],
        ["seconds of good form", _plain(calm, 0)],
        ["corrections in 10 min outside all stretches", _plain(scores.false_outside)],
        ["delay from fault to correction, median, s", _plain(percentile(every.delays_s, 50), 2)],
        ["delay, 95th percentile, s", _plain(percentile(every.delays_s, 95), 2)],
        ["faults that somebody began a hold with", str(scores.at_the_start.faults)],
        ["of them corrected in time", str(scores.at_the_start.hits)],
        ["of them told in the report", str(sum(scores.at_the_start_in_report))],
        ["fault intervals, overlap over union", _share(scores.iou())],
        ["faults that a report tells", str(len(scores.nobody_made))],
        ["of them nobody made", str(sum(scores.nobody_made))],
        ["worst values of told faults, deg", str(len(scores.too_far_deg))],
        ["error", _plain(worst.mae)],
        ["bias", _plain(worst.bias)],
        ["rules that a report calls kept", str(len(scores.called_kept))],
        ["of them broken", str(sum(scores.called_kept))],
        ["stretches invented in other movement", str(len(scores.invented))],
        ["of them with a hold", str(sum(one.held_s > 0 for one in scores.invented))],
    ]
    return table(["besides", "value"], rows)


def percentile(values: Sequence[float], share: float) -> float:
    """Return a percentile; NaN of nothing."""
    return float(np.percentile(values, share)) if values else math.nan


def _rules(scores: Scores) -> str:
    head = ["stretch", "rule", "due", "hits", "false", "missed", "said not judged", "late"]
    head += ["precision", "recall", "F", "delay s", "IoU", ""]
    rows = []
    for key in _keys(scores):
        tally = scores.by_rule.get(key, Tally())
        counts = (tally.faults, tally.hits, tally.false, tally.missed, tally.not_judged, tally.late)
        shares = (tally.precision, tally.recall, tally.f)
        note = "" if key[0] in scores.known_stretches else "the coach does not have it yet"
        cells = [*map(str, counts), *(_share(v) for v in shares)]
        rows.append(
            [*key, *cells, _plain(percentile(tally.delays_s, 50), 2), _share(scores.iou(key)), note]
        )
    return table(head, rows)


def _keys(scores: Scores) -> list[tuple[str, str]]:
    """Return every rule that was due or spoken, in the order of the rules' own table."""
    order = [(r.stretch, r.rule) for stretch in STRETCHES for r in rules_of(stretch)]
    found = {*scores.by_rule, *scores.overlap}
    return [key for key in order if key in found] + sorted(found - set(order))


def _recognition(scores: Scores) -> str:
    found = holding.confusion(scores.recognised)
    told = sorted({told for _, told in found})
    true = sorted({true for true, _ in found})
    rows = [[t, *(str(found[t, name]) for name in told)] for t in true]
    parts = (
        [table(["true \\ told", *told], rows)] if rows else ["No stretch is done in these clips."]
    )
    sides = holding.sides(scores.recognised)
    if sides:
        lines = [[true, told, str(count)] for (true, told), count in sorted(sides.items())]
        parts.append(table(["true side", "told side", "stretches"], lines))
    if scores.invented:
        made_up = [[one.stretch, one.kind, _plain(one.held_s)] for one in scores.invented]
        parts.append(table(["invented", "in a clip of kind", "held s"], made_up))
    return "\n\n".join(parts)


def _holds(scores: Scores) -> str:
    head = ["holds", "stretches", "held: error s", "bias s", "in form: error s", "bias s "]
    right = [one for one in scores.recognised if one.told_stretch == one.stretch]
    groups = [("all stretches; not recognised counts as 0", scores.recognised)]
    groups.append(("recognised ones", right))
    rows = []
    for name, own in groups:
        held = holding.seconds_error((one.held_s, one.told_held_s) for one in own)
        form = holding.seconds_error((one.in_form_s, one.told_in_form_s) for one in own)
        seconds = (held.mae_s, held.bias_s, form.mae_s, form.bias_s)
        rows.append([name, str(held.stretches), *map(_plain, seconds)])
    return table(head, rows)


def _measures(samples: Sequence[Sample], by: tuple[str, ...]) -> str:
    found = measuring.rows(samples, by)
    if not found:
        return "No clip here has its measures known."
    rows = [[*(getattr(row, name) for name in by), *_measured(row)] for row in found]
    return table([*by, *_MEASURED], rows)


def _measured(row: Row) -> list[str]:
    ways = (row.coach, row.landmarks_3d, row.landmarks_2d)
    cells = [_plain(value) for way in ways for value in (way.mae, way.bias, way.p90)]
    honest = [_share(row.within_1_sd), _share(row.within_2_sd)]
    return [str(row.frames), _share(row.measured), *cells, *honest]


def _plain(value: float, decimals: int = 1) -> str:
    return f"{value:.{decimals}f}" if math.isfinite(value) else "-"


def _share(value: float) -> str:
    return _plain(value, 2)


def tree(scores: Scores) -> dict[str, Any]:
    """Return everything as plain data; what is not known is null."""
    every = scores.total()
    out = {
        "clips": scores.clips,
        "kinds": scores.kinds,
        "played_s": scores.played_s,
        "within_s": WITHIN_S,
        "corrections": {
            "all": _tally_tree(every),
            "of_known_stretches": _tally_tree(scores.total(scores.known_stretches)),
            "side_effects_count": _tally_tree(scores.strict),
            "false_in_10_min_of_good_form": scores.false_in_form,
            "in_10_min_outside_stretches": scores.false_outside,
            "fault_iou": scores.iou(),
            "at_the_start": {
                "due": scores.at_the_start.faults,
                "hits": scores.at_the_start.hits,
                "in_report": sum(scores.at_the_start_in_report),
            },
        },
        "bars": as_tree(bars(scores)),
        "rules": [
            {"stretch": key[0], "rule": key[1], "iou": scores.iou(key)}
            | _tally_tree(scores.by_rule.get(key, Tally()))
            | {"known": key[0] in scores.known_stretches}
            for key in _keys(scores)
        ],
        "recognised": [asdict(one) for one in scores.recognised],
        "invented": [asdict(one) for one in scores.invented],
        "told_too_far_deg": scores.too_far_deg,
        "told_faults": len(scores.nobody_made),
        "told_faults_nobody_made": sum(scores.nobody_made),
        "called_kept": len(scores.called_kept),
        "called_kept_but_broken": sum(scores.called_kept),
        "log": scores.log,
        "measures": _trees(scores.samples, _FINEST),
        "measures_by_stretch": _trees(scores.samples, ("stretch", "measure")),
        "measures_overall": _trees(scores.samples, ("measure",)),
        "measures_well_placed": _trees(measuring.well_placed(scores.samples), ("measure",)),
    }
    clean = _clean(out)
    assert isinstance(clean, dict)
    return clean


def _tally_tree(tally: Tally) -> dict[str, Any]:
    shares = {"precision": tally.precision, "recall": tally.recall, "f": tally.f}
    delays = {f"delay_p{p}_s": percentile(tally.delays_s, p) for p in (50, 95)}
    return {**asdict(tally), "due": tally.faults, **shares, **delays}


def _trees(samples: Sequence[Sample], by: tuple[str, ...]) -> list[dict[str, Any]]:
    return [asdict(row) | {"measured": row.measured} for row in measuring.rows(samples, by)]


def _clean(value: Any) -> Any:
    """Return the data with null for what is not finite, and floats cut to six digits."""
    if isinstance(value, dict):
        return {key: _clean(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_clean(inner) for inner in value]
    if isinstance(value, float):
        return round(value, 6) if math.isfinite(value) else None
    return value
