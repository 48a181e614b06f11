"""What people do besides stretching: neutral positions, and movements that are no stretch."""

from typing import Any

import numpy as np

from tests.mannequin.stretches import Lunge, Neutral
from tests.mannequin.timeline import Stage

Rng = np.random.Generator

_BEFORE = {
    "bridge": ("lying", "lying", "sitting"),
    "lunge": ("standing", "kneeling"),
    "pigeon": ("kneeling", "sitting"),
    "quad-pigeon": ("kneeling", "sitting"),
    "butterfly": ("sitting",),
    "seated-hip": ("sitting",),
}


def neutral_for(stretch: str, rng: Rng) -> str:
    """A neutral position from which a stretch is entered and to which one returns."""
    return str(rng.choice(_BEFORE[stretch]))


def neutral_stage(kind: str, duration_s: float, enter_s: float, rng: Rng, **more: Any) -> Stage:
    """A neutral position with what is free drawn at random."""
    u = rng.uniform
    shape = Neutral(u(-2, 6), u(5, 22), u(5, 45), u(-4, 14), u(1, 8), u(0, 20))
    return Stage(kind, shape, duration_s, enter_s, **more)


OTHER: tuple[str, ...] = ("walking", "tying", "lying-still", "squats", "sitting-still")


def other_stages(what: str, rng: Rng) -> tuple[Stage, ...]:
    """Movements that are no stretch: none of them may be counted, none corrected."""
    stages = [neutral_stage("standing", 1.0, 0.0, rng)]
    if what == "walking":
        stages += _steps(rng)
    elif what == "tying":
        side = str(rng.choice(["left", "right"]))
        shape = Lunge(side, 3.0, 3.0, 12.0, float(rng.uniform(45, 60)), spine_deg=28.0, arms="foot")
        stages.append(Stage("lunge", shape, 9.0, 1.8))
    elif what == "squats":
        for _ in range(5):
            stages += [
                neutral_stage("crouching", 0.2, 1.1, rng),
                neutral_stage("standing", 0.4, 1.0, rng),
            ]
    else:
        stages += [
            neutral_stage("crouching", 0.0, 1.2, rng),
            neutral_stage("sitting", 1.0, 1.2, rng),
        ]
        if what == "lying-still":
            stages.append(neutral_stage("lying", 9.0, 1.8, rng))
        else:
            stages.append(neutral_stage("sitting", 8.0, 0.6, rng))
    return (*stages, neutral_stage("standing", 1.0, 2.0, rng))


def _steps(rng: Rng) -> list[Stage]:
    """Walking about: a stage a step, the legs in turn, heading where the step goes."""
    stages, here = [], np.array([0.0, 0.0])
    goals = rng.uniform([-0.6, -1.0], [0.4, 1.0], (5, 2))
    for goal in goals:
        way = goal - here
        count = max(1, round(float(np.linalg.norm(way)) / 0.4))
        heading = float(np.degrees(np.arctan2(way[0], -way[1])))
        for i in range(1, count + 1):
            place = here + way * i / count
            stride = 16.0 if i % 2 else -16.0
            shape = Neutral(lean_deg=3.0, arms_out_deg=8.0, stride_deg=stride)
            stages.append(
                Stage(
                    "standing",
                    shape,
                    0.0,
                    0.55,
                    turn_deg=heading,
                    place_m=(float(place[0]), float(place[1])),
                )
            )
        here = goal
    return stages
