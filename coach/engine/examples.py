"""A stretch file's examples are its tests: each, held still, must be judged as it says.

An example with `then` is held still as well, until the hold has begun; then what it says happens.
What moves then has moved for a second and rests again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from coach.body import Sighting
from coach.engine.judge import Judge, Now
from coach.engine.phases import PhaseMachine
from coach.engine.recogniser import Recogniser
from coach.measures import ALL, INDEX, QUICK, SIDED, Reading, full_name
from coach.stretches import Condition, Example, Place, Stretch

HELD_S: Final = 6.0
THEN_S: Final = 3.0
MOVES_S: Final = 1.0
STEP_S: Final = 0.05
RATIO_SD: Final = 0.01
"""An example has one deviation for all its measures: degrees, or so many hundredths of a ratio."""
_OTHER: Final = {"left": "right", "right": "left"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the coach made of an example."""

    recognised: bool
    holding: bool
    faults: frozenset[str]
    not_judged: frozenset[str]
    phase: str | None
    """The phase of the stretch at the end; None if it has none."""


def failures(stretch: Stretch) -> list[tuple[Place, str]]:
    """Return what is not judged as the file says, and its place there; empty = all is well."""
    return [
        (("examples", row, what), f"{example.name!r}: expected {expected}, found {found}")
        for row, example in enumerate(stretch.examples)
        for what, expected, found in _compare(example, judged(stretch, example))
    ]


def judged(stretch: Stretch, example: Example) -> Outcome:
    """Hold the example still and return what recogniser, phases and judge make of it."""
    recogniser, phases = Recogniser([stretch]), PhaseMachine()
    judge: Judge | None = None
    faults: set[str] = set()
    unjudged: set[str] = set()
    for t_s in np.arange(0.0, HELD_S, STEP_S).tolist():
        reading = reading_of(example, t_s)
        phases.update(reading, recogniser.update(reading))
        if phases.pose is not None:
            judge = judge or Judge(phases.pose)
            now = Now(Sighting(t_s, None), reading, phases.phase.name, STEP_S)
            verdict = judge.update(now)
            faults |= {fault.rule for fault in verdict.faults}
            unjudged = set(verdict.unjudged)
    right = phases.pose is not None and phases.pose.side == example.side
    holding = phases.phase.name == "hold"
    phase = stretch.phase_of(reading, example.side)
    return Outcome(right, holding, frozenset(faults), frozenset(unjudged), phase)


def reading_of(example: Example, t_s: float) -> Reading:
    """Return the example as a Reading at `t_s` seconds."""
    values, sds = np.full(len(ALL), np.nan), np.full(len(ALL), np.nan)
    measures = example.measures | (example.then if t_s >= THEN_S else {})
    for name, value in measures.items():
        condition = Condition.parse(f"{name} > 0")
        moved = name in example.then and condition.base in QUICK and t_s >= THEN_S + MOVES_S
        for row in _rows(condition, example.side):
            values[row] = 0.0 if moved else value
            sds[row] = example.sd * (RATIO_SD if condition.unit == "ratio" else 1.0)
    return Reading(t_s, values, sds, example.view)


def _rows(condition: Condition, side: str) -> list[int]:
    if condition.base not in SIDED:
        return [INDEX[full_name(condition.base)]]
    if condition.role in (None, "mean"):
        return [INDEX[full_name(condition.base, leg)] for leg in ("left", "right")]
    leg = side if condition.role == "front" else _OTHER[side]
    return [INDEX[full_name(condition.base, leg)]]


def _compare(example: Example, outcome: Outcome) -> list[tuple[str, object, object]]:
    pairs: list[tuple[str, object, object]] = [
        ("recognised", example.recognised, outcome.recognised),
        ("holding", example.holding, outcome.holding),
        ("faults", sorted(example.faults), sorted(outcome.faults)),
        ("not_judged", sorted(example.not_judged), sorted(outcome.not_judged)),
    ]
    if example.phase is not None:
        pairs.append(("phase", example.phase, outcome.phase))
    return [pair for pair in pairs if pair[1] != pair[2]]
