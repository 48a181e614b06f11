"""Held shapes to train on, drawn farther apart than good form and its faults are.

What landmarks show little of is drawn on its own, every angle is moved a little, and some hold a
stretch as photographs show it though nobody asked for that: the rear foot at the crown of the head,
one leg raised in the bridge, hands anywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any, Final

import numpy as np

Rng = np.random.Generator
Changes = dict[str, Any]

_BROAD_DEG: Final = {
    "spine_deg": 12.0,
    "tilt_deg": 5.0,
    "inward_deg": 7.0,
    "inward_left_deg": 7.0,
    "inward_right_deg": 7.0,
    "head_deg": 10.0,
    "lean_deg": 6.0,
}
"""What landmarks show little of is drawn far apart, each on its own: else the usual is learned.
Degrees, one deviation; half of the shapes."""
_ARMS: Final = {"butterfly": "head", "seated-hip": "head", "lunge": "hang", "pigeon": "thigh"}


def broadened(stretch: str, shape: Any, rng: Rng) -> Any:
    """Return the shape with what landmarks show little of far apart, and arms somewhere else."""
    changes: dict[str, Any] = {}
    if rng.random() < 0.5:
        own = {f.name for f in fields(shape)} & _BROAD_DEG.keys()
        changes = {n: getattr(shape, n) + rng.normal(0, _BROAD_DEG[n]) for n in sorted(own)}
    if rng.random() < 0.2:
        if stretch == "bridge":
            changes["arms_out_deg"] = float(rng.uniform(45, 175))
        elif stretch in _ARMS:
            changes["arms"] = _ARMS[stretch]
    return replace(shape, **changes)


def varied(stretch: str, shape: Any, rng: Rng) -> Any:
    """Return what some people make of a stretch, and photographs show: it is still that stretch."""
    changes = _VARIATIONS[stretch](rng)
    own = {f.name for f in fields(shape)}
    return replace(shape, **{name: to for name, to in changes.items() if name in own})


def _foot_behind(rng: Rng) -> Changes:
    """Both hands hold the foot at the crown of the head, or it lies in the crook of an elbow."""
    u = rng.uniform
    if rng.random() < 0.6:
        changes = {"arms": "crown", "rear_knee_deg": u(105, 142), "spine_deg": u(-55, -22)}
        return changes | {"lean_deg": u(-8, 14), "head_deg": u(-55, -10), "raise_m": u(0.06, 0.16)}
    changes = {"arms": "hook", "rear_knee_deg": u(105, 140), "spine_deg": u(-25, 0)}
    return changes | {"twist_deg": u(-25, 25), "rear_out_deg": u(0, 30), "head_deg": u(-15, 10)}


def _hands_up(rng: Rng) -> Changes:
    return {"arms": str(rng.choice(["overhead", "palms"])), "lean_deg": rng.uniform(-6, 16)}


def _one_leg_up(rng: Rng) -> Changes:
    u = rng.uniform
    changes = {"raised": str(rng.choice(["left", "right"])), "raised_hip_deg": u(-4, 50)}
    return changes | {"raised_knee_deg": u(0, 30) if rng.random() < 0.7 else 90.0}


def _crescent(rng: Rng) -> Changes:
    """Hips far forward and the back arched, or both hands on the floor."""
    u, arms = rng.uniform, str(rng.choice(["up", "behind", "behind", "floor", "hang"]))
    changes = {"rear_deg": u(35, 54), "spine_deg": u(-40, 5), "lean_deg": u(-12, 12), "arms": arms}
    if arms == "floor":
        changes |= {"lean_deg": u(15, 40), "spine_deg": u(0, 20)}
    return changes


def _folded(rng: Rng) -> Changes:
    u = rng.uniform
    return {"lean_deg": u(0, 45), "spine_deg": u(0, 40), "head_deg": u(-5, 40)}


def _drawn_in(rng: Rng) -> Changes:
    """The heels close to the seat, hands anywhere; or folded."""
    u = rng.uniform
    if rng.random() < 0.4:
        return _folded(rng)
    changes = {"feet_m": u(0.18, 0.34), "rise_left_deg": u(2, 38), "rise_right_deg": u(2, 38)}
    return changes | {"arms": str(rng.choice(["behind", "behind", "knees", "head"]))}


_VARIATIONS: Final[dict[str, Callable[[Rng], Changes]]] = {
    "quad-pigeon": _foot_behind,
    "pigeon": _hands_up,
    "bridge": _one_leg_up,
    "lunge": _crescent,
    "butterfly": _drawn_in,
    "seated-hip": _folded,
}


def jittered(shape: Any, loose_deg: float, rng: Rng) -> Any:
    """Return the shape with every angle moved on its own."""
    moved = {
        f.name: getattr(shape, f.name) + float(rng.normal(0, loose_deg))
        for f in fields(shape)
        if f.name.endswith("_deg") and isinstance(getattr(shape, f.name), float)
    }
    return replace(shape, **moved)
