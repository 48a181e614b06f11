"""Nobody is urged beyond their own recent best: rules that ask for depth are eased to it.

A rule asks for depth if it is about the stretch's range measure and broken by too little of it
("Ease your hips forward"). Rules about form stay as they are, and none becomes stricter.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from coach.history.depth import best_deg, deeper
from coach.history.rows import Row
from coach.stretches import Library, Rule, Stretch

Easings = Mapping[str, Mapping[str, float]]
"""Stretch id -> rule id -> the bound that holds for this person, degrees."""


def easings(library: Library, rows: Sequence[Row]) -> dict[str, dict[str, float]]:
    """Return the bounds that this person's recent best eases; rows are oldest first.

    Of two sides the one that gets less deep counts, since a rule has one bound for both.
    """
    found = {name: _of(stretch, rows) for name, stretch in library.stretches.items()}
    return {name: bounds for name, bounds in found.items() if bounds}


def eased(library: Library, bounds: Easings) -> Library:
    """Return the library with these bounds; what it does not have (any more) is left out."""
    stretches = {
        name: _eased(stretch, bounds.get(name, {})) for name, stretch in library.stretches.items()
    }
    return replace(library, stretches=stretches)


def _of(stretch: Stretch, rows: Sequence[Row]) -> dict[str, float]:
    direction = deeper(stretch)
    bests = [best_deg(rows, stretch, side) for side in stretch.side_names]
    known = [direction * best for best in bests if math.isfinite(best)]
    if not known:
        return {}
    best = direction * min(known)
    bounds = {rule.id: _room(rule, best) for rule in stretch.rules if _asks(rule, stretch)}
    return {name: bound for name, bound in bounds.items() if bound != stretch.rule(name).when.bound}


def _asks(rule: Rule, stretch: Stretch) -> bool:
    """Return whether a rule asks for more depth."""
    too_little = "<" if stretch.track.deeper == "more" else ">"
    return stretch.is_depth(rule) and rule.when.op == too_little


def _room(rule: Rule, best: float) -> float:
    """Return the bound with the best well inside it, so that measuring noise does not urge."""
    bound, room = rule.when.bound, rule.clear_by
    return max(bound, best + room) if rule.when.op == ">" else min(bound, best - room)


def _eased(stretch: Stretch, bounds: Mapping[str, float]) -> Stretch:
    rules = tuple(
        rule.model_copy(update={"when": replace(rule.when, bound=bounds[rule.id])})
        if rule.id in bounds
        else rule
        for rule in stretch.rules
    )
    return stretch.model_copy(update={"rules": rules})
