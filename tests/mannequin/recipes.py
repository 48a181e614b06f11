"""How each rule is broken, and how a stretch goes in time: moving in, a hold, release.

A recipe turns a rule and a strength into `Change`s: by how far the true measure goes beyond the
rule's bound.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from tests.mannequin.faults import rule as find_rule
from tests.mannequin.stretches import Bridge, Diamond, Lunge, Pigeon
from tests.mannequin.timeline import Change, Stage

Rng = np.random.Generator
_CALM_DEG_S = 42.0  # no faster do people slip out of form
Targets = dict[str, float]  # parameter -> value at the fault's height


_KNEES_M = 0.11  # the centres of two knees are never nearer than this


def _knees_in(shape: Bridge, over: float, sides: tuple[str, ...]) -> Targets:
    """Both knees inward as far as they do not meet; one alone may go farther."""
    room_m = 2 * shape.stance_m - _KNEES_M
    most = np.degrees(np.arcsin(min(0.9, room_m / len(sides) / 0.45)))
    if most < 12 and len(sides) == 2:
        return _knees_in(shape, over, sides[:1])
    return {f"inward_{s}_deg": float(min(8 + over, most)) for s in sides}


def _bridge(name: str, shape: Bridge, over: float, rng: Rng) -> Targets:
    which = rng.choice(["both", "left", "right"])
    sides = ("left", "right") if which == "both" else (str(which),)
    flip = 1.0 if rng.random() < 0.5 else -1.0
    return {
        "knees-in": _knees_in(shape, over, sides),
        "knees-out": {f"inward_{s}_deg": -12 - over for s in sides},
        "hips-low": {"hip_deg": 18 + over},
        "feet-far": {"knee_deg": 75 - over},
        "hips-uneven": {"tilt_deg": flip * 1.12 * (8 + over)},
        "moving": {"kick": 1.0},
    }[name]


def _lunge(name: str, shape: Lunge, over: float, rng: Rng) -> Targets:
    return {
        "back-rounded": {"spine_deg": 20 + over, "lean_deg": shape.lean_deg + 0.25 * over},
        "back-arched": {"spine_deg": -18 - over},
        "torso-leaning": {
            "lean_deg": 25 + over,
            "rear_deg": min(52.0, max(shape.rear_deg, 40 + over)),
        },
        "front-knee-forward": {"shin_deg": 15 + over},
        "front-knee-in": {"inward_deg": 10 + over},
        "hips-back": {"rear_deg": max(2.0, shape.lean_deg + 7.5 - over)},
        "moving": {"lift_deg": 38.0},
    }[name]


def _pigeon(name: str, shape: Pigeon, over: float, rng: Rng) -> Targets:
    return {
        "back-rounded": {"spine_deg": 25 + over},
        "rear-leg-off-line": {"rear_out_deg": 20 + over},
        "rear-knee-bent": {"rear_knee_deg": 30 + over, "rear_roll_deg": float(rng.choice([0, 75]))},
        "hips-tilted": {"tilt_deg": 12 + over},
        "moving": {"lift_deg": 22.0},
    }[name]


def _quad(name: str, shape: Pigeon, over: float, rng: Rng) -> Targets:
    return {
        "torso-leaning": {"lean_deg": 20 + over},
        "back-arched": {"spine_deg": -22 - over},
        "heel-far": {"rear_knee_deg": 80 - over},
        "moving": {"rear_knee_deg": 90.0},
        "released-fast": {},
    }[name]


def _butterfly(name: str, shape: Diamond, over: float, rng: Rng) -> Targets:
    high = max(shape.rise_left_deg, shape.rise_right_deg)
    return {
        "back-rounded": {"spine_deg": 25 + over},
        "feet-apart": {"gap": 0.62 + over / 40},
        "knees-uneven": {
            ("rise_left_deg", "rise_right_deg")[int(rng.integers(2))]: high + 13 + over
        },
        "bouncing": {
            s: getattr(shape, s) + 8.5 + 0.4 * over for s in ("rise_left_deg", "rise_right_deg")
        },
        "moving": {"kick": 1.0},
    }[name]


def _seated(name: str, shape: Diamond, over: float, rng: Rng) -> Targets:
    return {
        "back-rounded": {"spine_deg": 20 + over},
        "head-dropped": {"head_deg": 38 + over},
        "leaned-fast": {},
        "moving": {"kick": 1.0},
    }[name]


_RECIPES: dict[str, Callable[[str, Any, float, Rng], Targets]] = {
    "bridge": _bridge,
    "lunge": _lunge,
    "pigeon": _pigeon,
    "quad-pigeon": _quad,
    "butterfly": _butterfly,
    "seated-hip": _seated,
}


def break_rule(
    stretch: str, name: str, shape: Any, over: float, start_s: float, stay_s: float, rng: Rng
) -> tuple[Change, ...]:
    """The changes that break a rule by `over` (deg) from about `start_s` of the hold on, for about
    `stay_s`.
    """
    find_rule(stretch, name)
    targets = _RECIPES[stretch](name, shape, over, rng)
    calm = max(
        (1.5 * _swing_deg(stretch, shape, f, to) / _CALM_DEG_S for f, to in targets.items()),
        default=0.0,
    )
    rise, fall = max(rng.uniform(0.5, 1.0), calm), max(rng.uniform(0.5, 1.0), calm)
    if name == "moving":
        rise, stay_s, fall = 0.28, 0.25, 0.32
    wave = rng.uniform(1.0, 1.35) if name == "bouncing" else 0.0
    return tuple(
        Change(f, to, start_s, float(rise), stay_s, float(fall), float(wave), name)
        for f, to in targets.items()
    )


def _swing_deg(stretch: str, shape: Any, field: str, to: float) -> float:
    """How far a parameter goes, so that no ramp is so fast that it breaks `moving` as well."""
    if not field.endswith("_deg"):
        return 0.0
    now = 122.0 if (stretch, field) == ("quad-pigeon", "rear_knee_deg") else getattr(shape, field)
    return abs(to - float(now))


def _later(changes: tuple[Change, ...], by_s: float) -> tuple[Change, ...]:
    return tuple(replace(c, start_s=c.start_s + by_s) for c in changes)


def stretch_stage(
    stretch: str,
    shape: Any,
    hold_s: float,
    faults: tuple[Change, ...],
    rng: Rng,
    fast: str = "",
    fold: bool = False,
) -> Stage:
    """One stretch: moving in, a hold with faults timed from its start, release.

    `fast` names released-fast or leaned-fast to be broken; `fold` leans forward half-way through
    the hold.
    """
    enter = float(rng.uniform(1.3, 2.2))
    if stretch == "bridge":
        return _risen(
            stretch,
            shape,
            {"lift": (0.0, 1.0)},
            hold_s,
            faults,
            enter,
            float(rng.uniform(1.2, 2.2)),
        )
    if stretch == "lunge":
        return _risen(
            stretch,
            shape,
            {"rear_deg": (4.0, shape.rear_deg)},
            hold_s,
            faults,
            enter,
            float(rng.uniform(1.0, 1.8)),
        )
    if stretch == "quad-pigeon":
        knee, twist = float(rng.uniform(108, 130)), 14.0 * (-1 if shape.side == "left" else 1)
        moved = {
            "rear_knee_deg": (shape.rear_knee_deg, knee),
            "grasp": (0.0, 1.0),
            "twist_deg": (0.0, twist),
            "lean_deg": (22.0, shape.lean_deg),
            "rear_roll_deg": (shape.rear_roll_deg, 0.0),
        }
        out_s = 0.34 if fast == "released-fast" else float(rng.uniform(1.6, 2.4))
        return _risen(
            stretch, shape, moved, hold_s, faults, enter, float(rng.uniform(1.6, 2.4)), out_s
        )
    if stretch == "seated-hip":
        deep = float(rng.uniform(28, 46))
        in_s = (
            float(rng.uniform(0.55, 0.75))
            if fast == "leaned-fast"
            else float(rng.uniform(2.2, 3.2))
        )
        return _risen(
            stretch, shape, {"lean_deg": (shape.lean_deg, deep)}, hold_s, faults, enter, in_s, 1.6
        )
    begin = 0.3
    folding = _fold(stretch, shape, hold_s, rng) if fold else ()
    return Stage(
        stretch,
        shape,
        2 * begin + hold_s,
        enter,
        _later((*folding, *faults), begin),
        stretch,
        getattr(shape, "side", "both"),
        {"hold": (begin, begin + hold_s)},
    )


def _risen(
    stretch: str,
    shape: Any,
    moved: dict[str, tuple[float, float]],
    hold_s: float,
    faults: tuple[Change, ...],
    enter_s: float,
    in_s: float,
    out_s: float | None = None,
) -> Stage:
    """A stage whose parameters go from a start to the hold's value and back; faults start from the
    hold's value.
    """
    start, out = 0.4, in_s if out_s is None else out_s
    begin = start + in_s
    rise = tuple(Change(f, to, start, in_s, hold_s, out) for f, (_, to) in moved.items())
    low = replace(shape, **{f: low for f, (low, _) in moved.items()})
    windows = {
        "hold": (begin, begin + hold_s),
        "lean": (start, begin),
        "release": (begin + hold_s, begin + hold_s + out + 0.2),
    }
    return Stage(
        stretch,
        low,
        begin + hold_s + out + 0.3,
        enter_s,
        rise + _later(faults, begin),
        stretch,
        getattr(shape, "side", "both"),
        windows,
    )


def _fold(stretch: str, shape: Any, hold_s: float, rng: Rng) -> tuple[Change, ...]:
    """Leaning forward from the hips half-way through the hold, to its end."""
    deep = float(rng.uniform(55, 76) if stretch == "pigeon" else rng.uniform(28, 45))
    at, spine = 0.45 * hold_s, float(rng.uniform(2, 12))
    return (Change("lean_deg", deep, at, 2.2), Change("spine_deg", spine, at, 2.2))
