"""The generated sessions: `session(split, index)` says everything about one, from a seed.

Bodies and clothes come from the split's own pool, rooms and cameras from the split's own seeds, so
that no split
shares either with another. From `BADLY` on sessions begin badly: their first fault is there as the
hold begins.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from tests.mannequin.body import Phenotype, person
from tests.mannequin.camera import Camera
from tests.mannequin.errors import UsageError
from tests.mannequin.faults import MOVEMENTS, SIDED, STRETCHES, rules_of
from tests.mannequin.film import Actor, Film
from tests.mannequin.forms import good_shape
from tests.mannequin.look import Look
from tests.mannequin.others import OTHER, neutral_for, neutral_stage, other_stages
from tests.mannequin.recipes import break_rule, stretch_stage
from tests.mannequin.skeleton import Skeleton
from tests.mannequin.timeline import Change, Stage, Timeline
from tests.mannequin.truth import move
from tests.mannequin.variety import (
    draw_azimuth,
    draw_camera,
    draw_light,
    draw_look,
    draw_phenotype,
    draw_room,
    draw_wear,
    turned_place,
)  # fmt: skip
from tests.mannequin.wear import Wear

Rng = np.random.Generator
BODIES = {"train": 240, "tune": 60, "test": 60}  # how many people each split has
BADLY = 300_000
_SPLIT = {name: i for i, name in enumerate(BODIES)}
_BODY, _LOOK, _SCRIPT, _CAMERA = 11, 12, 13, 14  # which dice are thrown


@dataclass(frozen=True)
class Session:
    """One generated session."""

    split: str
    index: int
    kind: str  # stretch, leaves, half or other
    stretch: str | None
    rules: tuple[str, ...]  # that are meant to be broken
    film: Film
    wear: Wear
    crf: int  # of the H.264 coding


def _dice(what: int, split: str, number: int) -> Rng:
    return np.random.default_rng([20240521, what, _SPLIT[split], number])


def check_split(split: str, index: int) -> None:
    """UsageError where there is no such session."""
    if split not in BODIES:
        raise UsageError(f"no split {split!r}; there are: {', '.join(BODIES)}")
    if index < 0:
        raise UsageError(f"sessions are numbered from 0, not {index}")


def body_of(split: str, number: int) -> Phenotype:
    """A person of a split's pool."""
    return draw_phenotype(_dice(_BODY, split, number % BODIES[split]))


def look_of(split: str, number: int) -> Look:
    """What a person of the pool wears this time."""
    gender = body_of(split, number).gender
    return draw_look(_dice(_LOOK, split, number), gender)


def _kind(index: int) -> str:
    return {11: "leaves", 13: "other", 14: "half"}.get(index % 15, "stretch")


def plan(index: int) -> tuple[str, str, str | None]:
    """The stretch, its side and the rule to break in a session; every rule of every stretch comes
    in turn. Who begins badly breaks one that a form can be held in.
    """
    stretch = STRETCHES[index % 6]
    turn = index // 6
    names: list[str | None] = [
        r.rule for r in rules_of(stretch) if index < BADLY or r.rule not in MOVEMENTS
    ]
    if index < BADLY:
        names.insert(2, None)
    side = ("left", "right")[turn % 2] if stretch in SIDED else "both"
    return stretch, side, names[turn % len(names)]


def session(
    split: str, index: int, width_px: int = 960, height_px: int = 540, fps: float = 12.0
) -> Session:
    """The whole of a session, from its seed alone."""
    check_split(split, index)
    rng = _dice(_SCRIPT, split, index)
    kind = _kind(index)
    stretch, side, rule = plan(index)
    stages, rules = _script(kind, stretch, side, rule, index >= BADLY, rng)
    camera_rng = _dice(_CAMERA, split, index)
    shown = None if kind == "other" else stretch
    azimuth = draw_azimuth(camera_rng, shown, side)
    if kind == "leaves":
        stages = _leaving(stages, azimuth, camera_rng)
    line = Timeline(
        tuple(stages),
        int(rng.integers(1 << 30)),
        float(rng.uniform(0.6, 1.6)),
        float(rng.uniform(0.2, 0.32)),
    )
    body = body_of(split, index)
    camera = replace(
        _framed(person(body).skeleton, line, kind, draw_camera(camera_rng, azimuth, (0, 0, 0.4))),
        width_px=width_px,
        height_px=height_px,
    )
    room = replace(
        draw_room(camera_rng, azimuth, camera.distance_m), mat_middle_m=camera.look_at_m[:2]
    )
    film = Film(f"{split}-{index:05d}", (Actor(body, look_of(split, index), line),), camera, room,
                draw_light(camera_rng), fps, 0.0, index)  # fmt: skip
    wear, crf = draw_wear(camera_rng), int(camera_rng.integers(21, 31))
    return Session(split, index, kind, shown, rules, film, wear, crf)


def _script(
    kind: str, stretch: str, side: str, rule: str | None, badly: bool, rng: Rng
) -> tuple[list[Stage], tuple[str, ...]]:
    """The stages of a session and the rules broken in it."""
    if kind == "other":
        return list(other_stages(str(rng.choice(OTHER)), rng)), ()
    start = neutral_for(stretch, rng)
    stages = [neutral_stage(start, float(rng.uniform(1.0, 2.2)), 0.0, rng)]
    if kind == "half":  # begins, thinks better of it, begins again
        shape = good_shape(stretch, side, rng)
        begun = replace(stretch_stage(stretch, shape, 0.8, (), rng), stretch=None)
        stages += [begun, neutral_stage(start, 1.0, 1.5, rng)]
    hold_s = 9.0 if kind == "half" else float(rng.uniform(14, 17))
    stage, rules = _faulty(stretch, side, rule, hold_s, badly, rng)
    return [*stages, stage, neutral_stage(start, float(rng.uniform(1.0, 1.8)), 1.8, rng)], rules


def _faulty(
    stretch: str, side: str, rule: str | None, hold_s: float, badly: bool, rng: Rng
) -> tuple[Stage, tuple[str, ...]]:
    """One stretch with a rule broken early in the hold, or from its beginning on, and, half of the
    time, another one or the same later.
    """
    shape = good_shape(stretch, side, rng)
    names = [] if rule is None else [rule]
    if rule is not None and hold_s > 12 and rng.random() < 0.5:
        names.append(str(rng.choice([r.rule for r in rules_of(stretch) if r.window == "hold"])))
    changes: tuple[Change, ...] = ()
    at = 0.0 if badly else float(rng.uniform(2.2, 3.5))
    for number, name in enumerate(names):
        from_the_start = badly and number == 0
        stay = float(rng.uniform(2.0, 3.2)) + (2.0 if from_the_start else 0.0)
        made = break_rule(stretch, name, shape, float(rng.uniform(5, 18)), at, stay, rng)
        changes += tuple(replace(c, start_s=-c.rise_s) for c in made) if from_the_start else made
        at += stay + float(rng.uniform(3.2, 4.2))
    fast = rule if rule in ("released-fast", "leaned-fast") else ""
    fold = stretch in ("pigeon", "butterfly") and not names and rng.random() < 0.7
    fold = fold or (stretch in ("pigeon", "butterfly") and names == ["moving"])
    return stretch_stage(stretch, shape, hold_s, changes, rng, str(fast), fold), tuple(names)


def _leaving(stages: list[Stage], azimuth_deg: float, rng: Rng) -> list[Stage]:
    """After the stretch the person goes out of the picture and comes back."""
    way = turned_place(azimuth_deg, float(rng.choice([-6.5, 6.5])))
    return [
        *stages,
        neutral_stage("standing", 0.6, 1.8, rng),
        neutral_stage("standing", 1.5, 1.6, rng, place_m=way),
        neutral_stage("standing", 1.2, 1.6, rng),
    ]


def _framed(skeleton: Skeleton, line: Timeline, kind: str, camera: Camera) -> Camera:
    """Look at the middle of what the person does and step back, or widen the lens, until it
    fits.
    """
    samples = _samples(skeleton, line, kind)
    middle = (samples.min((0, 1)) + samples.max((0, 1))) / 2
    camera = replace(camera, look_at_m=(float(middle[0]), float(middle[1]), float(middle[2])))
    for _ in range(60):
        px, _ = camera.project(samples)
        margin = np.array([camera.width_px, camera.height_px]) * 0.02
        inside = (
            (px > margin) & (px < np.array([camera.width_px, camera.height_px]) - margin)
        ).all()
        if bool(inside):
            break
        if camera.distance_m < 3.95:
            camera = replace(camera, distance_m=min(4.0, camera.distance_m + 0.1))
        elif camera.fov_deg < 90:
            camera = replace(camera, fov_deg=min(90.0, camera.fov_deg + 2))
        else:
            break
    return _closer(camera, samples)


def _closer(camera: Camera, samples: Any) -> Camera:
    """Narrow the lens on a person who would be too small to be of use: less than half of the
    picture across.
    """
    while camera.fov_deg > 51:
        px, _ = camera.project(samples)
        share = np.ptp(px.reshape(-1, 2), axis=0) / np.array([camera.width_px, camera.height_px])
        if share.max() > 0.55:
            break
        camera = replace(camera, fov_deg=camera.fov_deg - 1)
    return camera


def _samples(skeleton: Skeleton, line: Timeline, kind: str) -> Any:
    """Joints (T, J, 3) at a few times of what must be in the picture."""
    if kind == "other":
        times = np.linspace(0, line.duration_s, 9)
    else:
        times = np.concatenate(
            [np.linspace(p.start_s, p.end_s, 7) for p in line.placed() if p.stage.stretch]
        )
    return move(skeleton, line, times).joints_m
