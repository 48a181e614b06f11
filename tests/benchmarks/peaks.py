"""How far was the worst of each fault from what the report tells?

Over the time that a told fault shares with a true one of its rule; of rules of movement, and of
what no file of the truth carries, nothing is known.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from tests.benchmarks.intervals import inside, overlap_s
from tests.benchmarks.known import Known, TrueStretch
from tests.mannequin import faults

_LEAST_S: Final = 0.5
"""What is shared for less is a chance."""
_OTHER: Final = {"left": "right", "right": "left"}
Series = npt.NDArray[np.float64]


def too_far_deg(known: Known, tree: dict[str, Any]) -> list[float]:
    """Return of each told fault by how much farther beyond its bound it is told than it was."""
    return [gap for stretch in known.stretches for gap in _gaps(known, stretch, tree)]


def _gaps(known: Known, true: TrueStretch, tree: dict[str, Any]) -> Iterator[float]:
    told = (f for e in tree["stretches"] if e["stretch"] == true.stretch for f in e["faults"])
    for one in (fault for fault in told if fault["peak"] is not None):
        spans = [f.span for f in true.faults if f.rule == one["rule"]]
        span = (one["start_s"], one["end_s"])
        values = _broken(known, true, one["rule"], one["side"])
        if values is None or overlap_s([span], spans) < _LEAST_S:
            continue
        rule = faults.rule(true.stretch, one["rule"])
        both = [inside(t, [span]) and inside(t, spans) for t in known.t_s.tolist()]
        shared = values[np.array(both, bool)]
        peak = abs(one["peak"]) if rule.quantity == "pelvis_tilt" else one["peak"]
        if np.isfinite(shared).any():
            yield peak - np.nanmax(shared) if rule.above else np.nanmin(shared) - peak


def _broken(known: Known, true: TrueStretch, name: str, side: str) -> Series | None:
    """Return what a rule looks at, of the worse leg where both are meant; None if not known."""
    rule = faults.rule(true.stretch, name)
    other = _OTHER.get(true.side, "both")
    leg = {"front": true.side, "rear": other, "held": other, "each": side}.get(rule.whose, "")
    wanted = [f"{rule.quantity}_{one}_deg" for one in (_OTHER if leg == "both" else (leg,))]
    found = [known.measures[n] for n in (*wanted, f"{rule.quantity}_deg") if n in known.measures]
    if not found:
        return None
    if rule.quantity == "pelvis_tilt":
        return np.abs(found[0])
    worst: Series = np.fmax.reduce(found) if rule.above else np.fmin.reduce(found)
    return worst
