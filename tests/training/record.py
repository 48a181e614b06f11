"""`python -m tests.training.record SPLIT SESSIONS --out DIR`: people followed as at run time.

What a single picture shows is not all that a recording does: the tracker lags behind a quick leg,
and errs alike from one frame to the next. So people of a split are filmed in VIDEO mode and every
frame's landmarks are kept with the truth: to train on, a short hold in which something moves, from
the `BRIEF`th on only a moment of it; to calibrate, and to be judged by, whole sessions.

Sessions are recorded in shards of 20, each written whole, so that an interrupted run goes on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from coach.detect import MediaPipeDetector
from tests.mannequin.faults import rule, rules_of
from tests.mannequin.film import Set
from tests.mannequin.forms import good_shape
from tests.mannequin.recipes import break_rule, stretch_stage
from tests.mannequin.sessions import Session, session
from tests.mannequin.timeline import Change, Stage, Timeline
from tests.mannequin.truth import Motion, quantity, rear_side, view_of
from tests.mannequin.wear import worn
from tests.training import shards
from tests.training.draw import name_at, stretch_at, truth_of
from tests.training.gather import SHOWN, seen
from tests.training.recorded import BRIEF
from tests.training.shards import Row

Rng = np.random.Generator

SESSIONS: Final = 20
"""A shard's size."""
SIZES: Final = {"train": (480, 270), "tune": (640, 360), "test": (640, 360)}
"""Pictures' (width, height) in pixels."""
FIRST: Final = 100_000
"""Recordings to train on are of other sessions than single pictures are."""
HOLD_S: Final = 6.5
BRIEF_S: Final = 2.6
AROUND_S: Final = 0.6
"""So long before and after the hold it is filmed."""
SPEEDS: Final[dict[str, tuple[str, str, str | None]]] = {
    "leg_speed_deg_s": ("bridge", "moving", None),
    "trunk_speed_deg_s": ("seated-hip", "leaned-fast", None),
    "shank_speed_left_deg_s": ("quad-pigeon", "released-fast", "left"),
    "shank_speed_right_deg_s": ("quad-pigeon", "released-fast", "right"),
    "bounce_deg": ("butterfly", "bouncing", None),
}
"""What tells of movement -> a rule that is about it, and the side."""
_KICK: Final = 0.5
_OWN_QUICK: Final = 0.2
"""Chances that a leg kicks, and that the stretch's own quick fault is made."""
_BRIEF_KICK: Final = 0.7
_QUICK: Final = {
    "butterfly": "bouncing",
    "quad-pigeon": "released-fast",
    "seated-hip": "leaned-fast",
}


def recording(split: str, index: int) -> Session:
    """Return what is filmed; the same numbers give the same film."""
    if split != "train":
        return session(split, index, *SIZES[split])
    brief, index = index >= BRIEF, index + FIRST
    spec = session(split, index, *SIZES[split], fps=(12.0, 12.0, 18.0)[index % 3])
    actor = spec.film.actors[0]
    own = [placed.stage for placed in actor.timeline.placed() if placed.stage.stretch]
    if not own:
        return replace(spec, film=replace(spec.film, duration_s=HOLD_S))
    rng = np.random.default_rng([99, index])
    stirred = _stirred_once if brief else _stirred
    stage, (begin_s, end_s) = stirred(str(own[0].stretch), own[0].side, rng)
    line = Timeline((stage,), int(rng.integers(1 << 30)), 1.0)
    times = np.arange(max(0.0, begin_s), min(line.duration_s, end_s), 1 / spec.film.fps)
    actors = (replace(actor, timeline=line),)
    return replace(spec, film=replace(spec.film, actors=actors, times_s=tuple(times.tolist())))


def _stirred(stretch: str, side: str, rng: Rng) -> tuple[Stage, tuple[float, float]]:
    """Return a short hold in which something moves, and from when to when to film it."""
    shape = good_shape(stretch, side, rng)
    names = [one.rule for one in rules_of(stretch) if one.window == "hold" and one.rule != "moving"]
    dice = rng.random()
    name = "moving" if dice < _KICK else str(rng.choice(names))
    if dice > 1 - _OWN_QUICK:
        name = _QUICK.get(stretch, name)
    changes: tuple[Change, ...] = ()
    at = float(rng.uniform(1.0, 2.0))
    for _again in range(2):
        if rule(stretch, name).window == "hold":
            over, stay = float(rng.uniform(5, 18)), float(rng.uniform(0.8, 1.8))
            changes += _varied(break_rule(stretch, name, shape, over, at, stay, rng), rng)
        at, name = at + 3.0, "moving" if rng.random() < _KICK else name
    fast = name if name in ("released-fast", "leaned-fast") else ""
    stage = replace(stretch_stage(stretch, shape, HOLD_S, changes, rng, fast), enter_s=0.0)
    hold = stage.windows["hold"]
    begin, end = hold[0] - AROUND_S, hold[1] + AROUND_S
    if fast == "leaned-fast":
        begin, end = 0.0, end - 2.0
    if fast == "released-fast":
        begin, end = begin + 2.0, end + 1.0
    return stage, (begin, end)


def _stirred_once(stretch: str, side: str, rng: Rng) -> tuple[Stage, tuple[float, float]]:
    """Return a moment of a hold in which a leg kicks, or for comparison a form slips."""
    shape = good_shape(stretch, side, rng)
    names = [one.rule for one in rules_of(stretch) if one.window == "hold" and one.rule != "moving"]
    name = "moving" if rng.random() < _BRIEF_KICK else str(rng.choice(names))
    over, at = float(rng.uniform(5, 18)), float(rng.uniform(0.9, 1.3))
    changes = _varied(break_rule(stretch, name, shape, over, at, 0.6, rng), rng)
    size = float(rng.uniform(0.75, 1.2))
    changes = tuple(replace(c, to=c.to * size) if c.rule == "moving" else c for c in changes)
    stage = replace(stretch_stage(stretch, shape, BRIEF_S, changes, rng), enter_s=0.0)
    hold = stage.windows["hold"]
    return stage, (hold[0] - AROUND_S, hold[1] + 0.2)


def _varied(changes: tuple[Change, ...], rng: Rng) -> tuple[Change, ...]:
    """Return kicks that are not all alike: quicker or slower, and some that do not come back."""
    pace = float(rng.uniform(0.7, 1.8))
    stay = float(rng.choice([0.1, 0.25, 0.5, 1.2]))
    return tuple(
        replace(c, rise_s=c.rise_s * pace, fall_s=c.fall_s * pace, stay_s=stay)
        if c.rule == "moving"
        else c
        for c in changes
    )


def rows(split: str, sessions: Sequence[int], model: Path | None) -> Iterator[Row]:
    """Yield every frame of the recordings in which somebody was seen."""
    for index in sessions:
        spec = recording(split, index)
        stage = Set(spec.film)
        motion = stage.motions()[0]
        known = _known(spec, stage, motion)
        with MediaPipeDetector(model, count_people=False) as detector:
            for frame, shot in enumerate(stage.shots([motion])):
                body = detector.detect(worn(shot.rgb, spec.wear, frame), shot.t_s).body
                if body is not None:
                    told = {name: column[frame] for name, column in known.items()}
                    own = {"session": index, "picture": frame, "shown": SHOWN + frame}
                    yield told | own | seen(body) | {"flow_px_s": body.flow_px_s}


def _known(spec: Session, stage: Set, motion: Motion) -> dict[str, npt.NDArray[Any]]:
    """Return the truth of every frame, columns of (T, ..)."""
    line, camera = spec.film.actors[0].timeline, spec.film.camera
    times = motion.t_s.tolist()
    seen = [stretch_at(line, t_s) for t_s in times]
    own = next((one for one in seen if one), None)
    rear = rear_side(own.stretch, own.side) if own and own.stretch else None
    speeds = [quantity(rule(*named), side, {}, motion) for *named, side in SPEEDS.values()]
    views = [view_of(camera.azimuth_deg, one.stretch or "") if one else "unknown" for one in seen]
    holds = [p.start_s + end for p in line.placed() for end in p.stage.windows.get("hold", ())]
    begin_s, end_s = holds[:2] or (np.inf, np.inf)
    return {
        "t_s": motion.t_s,
        "truth": truth_of(stage, motion, rear),
        "speeds": np.stack(speeds, axis=1).astype(np.float32),
        "pose": np.array([name_at(line, t_s) for t_s in times]),
        "view": np.array(views),
        "held": (motion.t_s >= begin_s) & (motion.t_s <= end_s),
    }


if __name__ == "__main__":
    shards.main(
        "python -m tests.training.record", __doc__, rows, "recorded-", SESSIONS, {"train": FIRST}
    )
