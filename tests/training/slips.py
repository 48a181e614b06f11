"""`python -m tests.training.slips SPLIT SESSIONS --out DIR`: how a form that slips looks.

What one picture shows of a tilted pelvis or of knees that swing in is little beside what differs
between people, clothes and cameras. What two pictures show of the same person, from the same place,
is more. So a person is filmed where they begin in a stretch, and then as their form slips this way
and that: rules are pushed toward and past their bounds, all is moved a little, or it is as before.

Sessions are filmed in shards of 20, each written whole, so that an interrupted run goes on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from tests.mannequin.faults import MOVEMENTS, rules_of
from tests.mannequin.film import Set
from tests.mannequin.forms import good_shape
from tests.mannequin.recipes import break_rule, stretch_stage
from tests.mannequin.sessions import Session, session
from tests.mannequin.timeline import Stage, Timeline
from tests.mannequin.truth import Motion, move, rear_side, view_of
from tests.mannequin.variety import draw_azimuth
from tests.mannequin.wear import worn
from tests.training import shards
from tests.training.draw import (
    SPLITS,
    centred,
    held_shape,
    hider,
    pose_of,
    truth_of,
)
from tests.training.gather import Eyes, seen
from tests.training.shapes import broadened, jittered
from tests.training.shards import Row

Rng = np.random.Generator

SESSIONS: Final = 20
"""A shard's size."""
SETS: Final = 2
"""Beginnings a session, seen from different places."""
SLIPS: Final = 7
"""Forms after each beginning."""
FIRST: Final = 200_000
"""These are other sessions than those of single pictures and of recordings."""
SIZE: Final = (480, 270)
STEP_S: Final = 0.25
"""Between two frames: long enough for the tracker's smoothing to have settled at the next."""
SETTLING: Final = 4
BEGINNING: Final = 4
"""Frames of a beginning that are not kept, and that are."""
SLIPPED: Final = 3
"""Frames of a slip; the first is not kept."""
_KINDS: Final = {"rule": 0.5, "rules": 0.12, "broad": 0.16, "fold": 0.06, "good": 0.16}
"""What becomes of a form, and how likely."""
_FOLDED: Final = 0.25
_BEGUN_BADLY: Final = 0.25
_BEGUN_ODDLY: Final = 0.3
"""How often somebody begins folded, near a rule's bound or beyond it, or with all a little off."""
_FOLDS: Final = ("pigeon", "butterfly")


def stages(stretch: str, side: str, turn_deg: float, rng: Rng) -> tuple[Stage, ...]:
    """Return where a person begins, and their slips."""
    shape = good_shape(stretch, side, rng)
    made = stretch_stage(stretch, shape, 4.0, (), rng, fold=bool(rng.random() < _FOLDED))
    base = held_shape(made, shape)
    if rng.random() < _BEGUN_BADLY:
        base = _broken(stretch, base, 1, (-14.0, 8.0), rng)
    if rng.random() < _BEGUN_ODDLY:
        base = jittered(base, 3.0, rng)
    shapes = [base, *(_slipped(stretch, base, rng) for _ in range(SLIPS))]
    held_s = (SLIPPED - 1) * STEP_S
    return tuple(
        Stage(made.kind, one, held_s, STEP_S if n else 0.0, (), stretch, side, {}, turn_deg)
        for n, one in enumerate(shapes)
    )


def _slipped(stretch: str, base: Any, rng: Rng) -> Any:
    kind = rng.choice(list(_KINDS), p=list(_KINDS.values()))
    if kind in ("rule", "rules"):
        slipped = _broken(stretch, base, 1 if kind == "rule" else 2, (-8.0, 20.0), rng)
        return jittered(slipped, float(rng.uniform(0, 2)), rng)
    if kind == "broad":
        return jittered(broadened(stretch, base, rng), float(rng.uniform(1, 4)), rng)
    if kind == "fold" and stretch in _FOLDS:
        lean, spine = float(rng.uniform(28, 76)), float(rng.uniform(-4, 22))
        return replace(base, lean_deg=lean, spine_deg=spine)
    return jittered(base, float(rng.uniform(0, 2.5)), rng)


def _broken(stretch: str, shape: Any, count: int, over: tuple[float, float], rng: Rng) -> Any:
    names = [rule.rule for rule in rules_of(stretch) if rule.rule not in MOVEMENTS]
    for name in rng.permutation(names)[:count]:
        made = break_rule(stretch, str(name), shape, float(rng.uniform(*over)), 0.0, 1.0, rng)
        shape = replace(shape, **{change.field: change.to for change in made})
    return shape


def filmed(spec: Session, rng: Rng) -> tuple[Set, Motion]:
    """Return the film of one beginning and its slips, and how the person moves in it."""
    own = next(p.stage for p in spec.film.actors[0].timeline.placed() if p.stage.stretch)
    turn = spec.film.camera.azimuth_deg - draw_azimuth(rng, str(own.stretch), own.side)
    line = Timeline(stages(str(own.stretch), own.side, turn, rng), int(rng.integers(1 << 30)), 1.0)
    frames = np.arange(SETTLING + BEGINNING + SLIPS * SLIPPED, dtype=np.float64)
    times = (frames - (SETTLING + BEGINNING - SLIPPED)) * STEP_S
    actor = replace(spec.film.actors[0], timeline=line)
    stage = Set(replace(spec.film, actors=(actor,), times_s=tuple(times.tolist())))
    return stage, centred(move(stage.people[0].skeleton, line, times), spec.film.camera)


def rows(split: str, sessions: Sequence[int], model: Path | None) -> Iterator[Row]:
    """Yield the kept frames in which somebody was seen."""
    eyes = Eyes(model, STEP_S)
    for index in sessions:
        spec = session(split, FIRST + index, *SIZE)
        for number in range(SETS if spec.stretch else 0):
            rng = np.random.default_rng([111, SPLITS[split], index, number])
            for row in _set(spec, rng, eyes):
                yield row | {"session": index * SETS + number}


def _set(spec: Session, rng: Rng, eyes: Eyes) -> Iterator[Row]:
    stage, motion = filmed(spec, rng)
    held = stage.film.actors[0].timeline.placed()[0].stage
    truth = truth_of(stage, motion, rear_side(str(held.stretch), held.side))
    azimuth = (spec.film.camera.azimuth_deg - held.turn_deg) % 360
    known = {"pose": pose_of(held), "view": view_of(azimuth, str(held.stretch))}
    hide, _ = hider(*SIZE, rng)
    eyes.forget()
    for frame, shot in enumerate(stage.shots([motion])):
        body = eyes.see(hide(worn(shot.rgb, spec.wear, frame)))
        place = _place(frame)
        if body is not None and place is not None:
            yield known | seen(body) | {"picture": place, "shown": frame, "truth": truth[frame]}


def _place(frame: int) -> int | None:
    """Return what a frame is of: 0 = the beginning, then the slips; None if it is not kept."""
    since = frame - SETTLING - BEGINNING
    if since < 0:
        return 0 if frame >= SETTLING else None
    return 1 + since // SLIPPED if since % SLIPPED else None


if __name__ == "__main__":
    shards.main(
        "python -m tests.training.slips",
        __doc__,
        rows,
        "slips-",
        SESSIONS,
        dict.fromkeys(SPLITS, FIRST),
    )
