"""Every rule of every stretch as one table: what is measured, where it breaks, and how it is
rendered.

Written from the description of good form, not from the coach's own files: the two are compared by
a test.
"""

from dataclasses import dataclass
from typing import Literal

from tests.mannequin.errors import UsageError

Whose = Literal["none", "each", "front", "rear", "held"]
Window = Literal["hold", "lean", "release"]


@dataclass(frozen=True)
class Rule:
    """One rule of one stretch."""

    stretch: str
    rule: str
    quantity: str  # a measure without its side, or a word of truth.quantity
    whose: Whose  # which side of the body: none, each of both, the front, the rear or the held leg
    above: bool  # broken above the bound, else below it
    bound: float
    unit: str  # deg, deg/s or ratio
    rendered: str  # what the mannequin does
    window: Window = "hold"  # the part of the stretch in which the rule counts
    dwell_s: float = 0.7  # shorter than this it is no fault


def _r(
    stretch: str, rule: str, quantity: str, whose: Whose, sign: str, bound: float, rendered: str
) -> Rule:
    return Rule(stretch, rule, quantity, whose, sign == ">", bound, "deg", rendered)


STRETCHES: tuple[str, ...] = ("pigeon", "quad-pigeon", "butterfly", "seated-hip", "bridge", "lunge")
SIDED = frozenset({"pigeon", "quad-pigeon", "lunge"})
MOVEMENTS = frozenset({"moving", "bouncing", "released-fast", "leaned-fast"})
"""Rules that no shape breaks, only movement."""

_OWN: tuple[Rule, ...] = (
    _r(
        "bridge",
        "knees-in",
        "knee_tracking",
        "each",
        ">",
        8,
        "knees swing inward over planted feet",
    ),
    _r(
        "bridge",
        "knees-out",
        "knee_tracking",
        "each",
        "<",
        -12,
        "knees swing outward over planted feet",
    ),
    _r(
        "bridge",
        "hips-low",
        "hip_flexion",
        "each",
        ">",
        18,
        "the trunk sinks, feet and shoulders stay",
    ),
    _r("bridge", "feet-far", "knee_flexion", "each", "<", 75, "the feet walk away from the hips"),
    _r(
        "bridge",
        "hips-uneven",
        "pelvis_tilt",
        "none",
        ">",
        8,
        "the pelvis rolls, the chest stays flat",
    ),
    _r("lunge", "back-rounded", "spine_flexion", "none", ">", 20, "five spine joints flex"),
    _r("lunge", "back-arched", "spine_flexion", "none", "<", -18, "five spine joints extend"),
    _r(
        "lunge",
        "torso-leaning",
        "trunk_lean",
        "none",
        ">",
        25,
        "the trunk tips forward from the hips",
    ),
    _r("lunge", "front-knee-forward", "shin_lean", "front", ">", 15, "the front foot slides back"),
    _r("lunge", "front-knee-in", "knee_tracking", "front", ">", 10, "the front knee swings inward"),
    _r(
        "lunge",
        "hips-back",
        "hip_flexion",
        "rear",
        ">",
        -5,
        "the hips move back over the rear knee",
    ),
    _r("pigeon", "back-rounded", "spine_flexion", "none", ">", 25, "five spine joints flex"),
    _r(
        "pigeon",
        "rear-leg-off-line",
        "rear_thigh_line",
        "rear",
        ">",
        20,
        "the rear leg swings outward",
    ),
    _r(
        "pigeon",
        "rear-knee-bent",
        "knee_flexion",
        "rear",
        ">",
        30,
        "the rear shank lifts or folds in",
    ),
    _r(
        "pigeon",
        "hips-tilted",
        "pelvis_tilt",
        "none",
        ">",
        12,
        "the pelvis rolls toward the front leg",
    ),
    _r("quad-pigeon", "torso-leaning", "trunk_lean", "none", ">", 20, "the trunk tips forward"),
    _r("quad-pigeon", "back-arched", "spine_flexion", "none", "<", -22, "five spine joints extend"),
    _r("quad-pigeon", "heel-far", "knee_flexion", "held", "<", 80, "the held heel moves away"),
    Rule(
        "quad-pigeon",
        "released-fast",
        "shank_speed",
        "held",
        True,
        180,
        "deg/s",
        "the held shank drops in a fraction of a second",
        "release",
        0.05,
    ),
    _r("butterfly", "back-rounded", "spine_flexion", "none", ">", 25, "five spine joints flex"),
    Rule(
        "butterfly", "feet-apart", "ankle_gap", "none", True, 0.6, "ratio", "the feet slide apart"
    ),
    _r("butterfly", "knees-uneven", "knee_difference", "none", ">", 12, "one thigh rises"),
    Rule(
        "butterfly",
        "bouncing",
        "bounce",
        "none",
        True,
        6,
        "deg",
        "both thighs beat up and down",
        "hold",
        0.7,
    ),
    _r("seated-hip", "back-rounded", "spine_flexion", "none", ">", 20, "five spine joints flex"),
    _r("seated-hip", "head-dropped", "head_drop", "none", ">", 35, "neck and head flex"),
    Rule(
        "seated-hip",
        "leaned-fast",
        "trunk_speed",
        "none",
        True,
        45,
        "deg/s",
        "the trunk leans in within a fraction of a second",
        "lean",
        0.05,
    ),
)

# One rule is everyone's: a hold is broken by a leg that moves fast.
_SHARED = tuple(
    Rule(
        stretch,
        "moving",
        "leg_speed",
        "none",
        True,
        60,
        "deg/s",
        "a leg kicks or is set anew",
        "hold",
        0.1,
    )
    for stretch in STRETCHES
)

RULES: tuple[Rule, ...] = (*_OWN, *_SHARED)


def rules_of(stretch: str) -> tuple[Rule, ...]:
    """The rules of a stretch, in the order of the table."""
    if stretch not in STRETCHES:
        raise UsageError(f"no stretch {stretch!r}; there are: {', '.join(STRETCHES)}")
    return tuple(r for r in RULES if r.stretch == stretch)


def rule(stretch: str, name: str) -> Rule:
    """One rule of a stretch by its id."""
    found = [r for r in rules_of(stretch) if r.rule == name]
    if not found:
        known = ", ".join(r.rule for r in rules_of(stretch))
        raise UsageError(f"no rule {name!r} in {stretch}; there are: {known}")
    return found[0]
