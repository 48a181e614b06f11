"""A film of somebody who does a whole routine: the warm-up, then every stretch on both sides.

One person, alone, does what the coach's `daily` routine asks for, in its order and roughly at its
pace, and slips three times. The camera stays where it is: when it should move, the person turns.
"""

from dataclasses import replace
from pathlib import Path

import numpy as np

from tests.mannequin.camera import Camera
from tests.mannequin.film import Actor, Film, Set, truth
from tests.mannequin.forms import good_shape
from tests.mannequin.others import neutral_for, neutral_stage
from tests.mannequin.recipes import break_rule, stretch_stage
from tests.mannequin.room import Room, plain_furniture
from tests.mannequin.sessions import body_of, look_of
from tests.mannequin.stretches import Neutral
from tests.mannequin.timeline import Stage, Timeline
from tests.mannequin.truth import write_truth
from tests.mannequin.video import Coding, write_clip

Rng = np.random.Generator

ORDER: tuple[tuple[str, str, str], ...] = (
    ("lunge", "left", ""),
    ("lunge", "right", "torso-leaning"),
    ("pigeon", "left", ""),
    ("quad-pigeon", "left", ""),
    ("pigeon", "right", ""),
    ("quad-pigeon", "right", ""),
    ("bridge", "both", "hips-low"),
    ("seated-hip", "both", "head-dropped"),
    ("butterfly", "both", ""),
)
"""Stretch, side, and the rule that is broken in it."""
_FRONT = {"butterfly"}
_HOLD_S = 34.0
_SLIP_S = 5.0
"""How much longer a hold with a slip takes."""
_CAMERA_S = 20.0
_PERSON = 3


def daily(seed: int = 5) -> Film:
    """The film of the whole routine, about nine minutes."""
    rng = np.random.default_rng([30, seed])
    stages = [*_warm_up(rng)]
    for stretch, side, rule in ORDER:
        stages += _stretched(stretch, side, rule, rng)
    stages.append(neutral_stage("standing", 4.0, 2.5, rng))
    far = 2.4
    return Film(
        "daily",
        (Actor(body_of("test", _PERSON), look_of("test", _PERSON), Timeline(tuple(stages), seed)),),
        Camera(90, 0.9, 3.3, 62, 0.0, (0.0, -0.1, 0.72), 640, 360),
        Room(90, far, mat_middle_m=(0, -0.1), boxes=plain_furniture(far)),
        fps=12,
        seed=seed,
    )


def make_routine(path: Path) -> None:
    """Render the film, and write its truth beside it as `NAME.truth.json`."""
    film = daily()
    stage = Set(film)
    motions = stage.motions()
    write_clip(path, ((shot.t_s, shot.rgb) for shot in stage.shots(motions)), film.fps, Coding(27))
    write_truth(path.with_suffix(".truth.json"), truth(film, stage.people[0], motions[0]))


def _warm_up(rng: Rng) -> list[Stage]:
    """Put up the camera, march, swing each leg, circle the hips."""
    stages = [neutral_stage("standing", _CAMERA_S, 0.0, rng)]
    stages += [_standing(stride_deg=20.0 * (-1) ** step) for step in range(68)]
    for side in (1.0, -1.0):
        stages += [_standing(stride_deg=side * (14.0 if step % 2 else -4.0)) for step in range(34)]
    stages += [_standing(lean_deg=12.0 * (step % 2), stance_deg=10.0) for step in range(68)]
    return stages


def _standing(**shape: float) -> Stage:
    return Stage("standing", Neutral(**shape), 0.0, 0.588)


def _stretched(stretch: str, side: str, rule: str, rng: Rng) -> list[Stage]:
    """Come down, do one stretch, and stay sitting or kneeling until the next is called."""
    turn = _turn_deg(stretch, side)
    shape = good_shape(stretch, side, rng)
    slips = break_rule(stretch, rule, shape, 16.0, 9.0, 3.0, rng) if rule else ()
    stage = stretch_stage(stretch, shape, _HOLD_S + (_SLIP_S if rule else 0.0), slips, rng)
    before = neutral_for(stretch, rng)
    wait_s = _CAMERA_S if stretch in _FRONT else 4.0
    return [
        neutral_stage(before, wait_s, 2.5, rng, turn_deg=turn),
        replace(stage, enter_s=2.0, turn_deg=turn),
        neutral_stage(before, 1.0, 1.8, rng, turn_deg=turn),
    ]


def _turn_deg(stretch: str, side: str) -> float:
    """How far the person turns, so that the camera sees what it has to: a held leg is near it."""
    if stretch in _FRONT:
        return 75.0
    return 180.0 if side == "left" and stretch in ("pigeon", "quad-pigeon") else 0.0
