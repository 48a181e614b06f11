"""What a sample shows: bodies, rooms and cameras of a session of the mannequin.

To train on, every joint is drawn anew each time: most samples are a stretch held still whose shape
is drawn at random and pushed toward or past the bounds of a rule or two, turned to another side of
the camera. The rest are short clips: moments of the session itself, with its ways in and out, its
neutral positions, and of movements that are no stretch.

To calibrate and to be judged by, samples are moments of sessions, as people are seen at run time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from tests.mannequin import measures as m
from tests.mannequin.anything import any_stage
from tests.mannequin.camera import Camera
from tests.mannequin.faults import MOVEMENTS, rules_of
from tests.mannequin.film import Set
from tests.mannequin.forms import good_shape
from tests.mannequin.others import OTHER, other_stages
from tests.mannequin.recipes import break_rule, stretch_stage
from tests.mannequin.sessions import Session, session
from tests.mannequin.skeleton import Skeleton
from tests.mannequin.timeline import Stage, Timeline
from tests.mannequin.truth import Motion, move, rear_side, view_of
from tests.mannequin.variety import draw_azimuth
from tests.mannequin.wear import worn
from tests.training.shapes import broadened, jittered, varied

Rng = np.random.Generator
Picture = npt.NDArray[np.uint8]

SPLITS: Final = {"train": 0, "tune": 1, "test": 2}
STILLS: Final = 12
"""Held shapes a session: drawing and framing a session takes as long as a picture."""
CLIPS: Final = 2
CLIP_FRAMES: Final = 2
MOMENTS: Final = 6
"""Single moments a session where it is not trained on."""
_OWN: Final = {"train": (0.4, 0.7), "tune": (0.75, 0.85), "test": (0.75, 0.85)}
"""Up to which share of moments the stretch itself is seen, and up to which what is around it."""
BROKEN: Final = (0.15, 0.35, 0.35, 0.15)
"""Chances that no rule, one, two or three rules are pushed toward or past their bounds."""
FRAME_S: Final = 1 / 15
"""Between two frames of a clip."""
EXTRA: Final = ("thigh_elevation_left_deg", "thigh_elevation_right_deg", "ankle_gap_ratio")
QUANTITIES: Final = (*m.MEASURES, *EXTRA)
_WILD: Final = 0.06
"""Share of held shapes with every joint far off: they are angles to learn, but no stretch."""
_OTHER: Final = 0.4
"""Share of held shapes that are another posture altogether."""
_VARIED: Final = 0.5
"""Share of held shapes that are what some make of a stretch: see `varied`."""

_WAY_S: Final = 0.8
"""On the way in or out of a stretch nobody can say whether it is one."""


@dataclass(frozen=True)
class Sample:
    """One picture and what is known of it."""

    rgb: Picture
    truth: npt.NDArray[np.float32]
    """(len(QUANTITIES),) degrees, or a share; NaN = not measured."""
    pose: str
    """`lunge-left`, `bridge`, ... or `none`; `?` for what is neither a stretch nor surely none."""
    view: str


@dataclass(frozen=True)
class _Scene:
    """What the person of a session does while a few pictures are taken."""

    line: Timeline
    motion: Motion
    pose: str | None = None
    """The name of a held shape; None = each moment tells."""


def samples(split: str, index: int, size: tuple[int, int]) -> Iterator[list[Sample]]:
    """Yield the samples of one session of a split, those of a clip together.

    The same numbers give the same samples. `size` is the picture's (width, height) in pixels.
    """
    spec = session(split, index, *size)
    rng = np.random.default_rng([88, SPLITS[split], index])
    stage = Set(spec.film)
    skeleton = stage.people[0].skeleton
    stills, clips, frames = 0, MOMENTS, 1
    if split == "train":
        stills, clips = (STILLS, CLIPS) if spec.stretch else (0, CLIPS + STILLS // 2)
        frames = CLIP_FRAMES
    for _ in range(stills):
        yield _shots(spec, stage, _held(spec, skeleton, rng), rng)
    for _ in range(clips):
        yield _shots(spec, stage, _clip(spec, skeleton, frames, rng), rng)


def _held(spec: Session, skeleton: Skeleton, rng: Rng) -> _Scene:
    """Return a stretch held still, in the middle of where the camera looks."""
    assert spec.stretch is not None
    side = next(p.stage.side for p in spec.film.actors[0].timeline.placed() if p.stage.stretch)
    turn = spec.film.camera.azimuth_deg - draw_azimuth(rng, spec.stretch, side)
    wild, other = bool(rng.random() < _WILD), bool(rng.random() < _OTHER)
    held = _shaped(spec.stretch, side, turn, 25.0 if wild else 3.0, rng)
    if other:
        held = any_stage(rng, turn_deg=float(rng.uniform(0, 360)))
    line = Timeline((held,), int(rng.integers(1 << 30)), 1.0)
    motion = move(skeleton, line, np.array([1.0]))
    named = "none" if other else "?" if wild else pose_of(held)
    return _Scene(line, centred(motion, spec.film.camera), named)


def centred(motion: Motion, camera: Camera) -> Motion:
    """Return the motion moved along the floor, to begin in the middle of where a camera looks."""
    begun, (x, y, _) = motion.joints_m[0], camera.look_at_m
    way = np.array([x, y, 0.0]) - (begun.min(axis=0) + begun.max(axis=0)) / 2
    way[2] = 0.0
    return replace(motion, joints_m=motion.joints_m + way)


def _shaped(stretch: str, side: str, turn_deg: float, loose_deg: float, rng: Rng) -> Stage:
    shape = good_shape(stretch, side, rng)
    made = stretch_stage(stretch, shape, 4.0, (), rng, fold=bool(rng.random() < 0.4))
    reached = held_shape(made, shape)
    names = [rule.rule for rule in rules_of(stretch) if rule.rule not in MOVEMENTS]
    for name in rng.permutation(names)[: rng.choice(len(BROKEN), p=BROKEN)]:
        over = float(rng.uniform(-14, 22))
        changes = break_rule(stretch, str(name), reached, over, 0.0, 1.0, rng)
        reached = replace(reached, **{c.field: c.to for c in changes})
    if rng.random() < _VARIED:
        reached = varied(stretch, reached, rng)
    shape = jittered(broadened(stretch, reached, rng), loose_deg, rng)
    return Stage(made.kind, shape, 3.0, 0.0, (), stretch, side, {}, turn_deg)


def held_shape(stage: Stage, shape: Any) -> Any:
    """Return the shape of the hold, or of the fold that some stretches end in."""
    own = {f.name for f in fields(shape)}
    return replace(shape, **{c.field: c.to for c in stage.changes if c.field in own})


def _clip(spec: Session, skeleton: Skeleton, frames: int, rng: Rng) -> _Scene:
    line, t_s = _moment(spec, rng)
    times = np.array([t_s + FRAME_S * frame for frame in range(frames)])
    return _Scene(line, move(skeleton, line, times))


def _moment(spec: Session, rng: Rng) -> tuple[Timeline, float]:
    """Return a timeline and when to look: in the stretch, around it, or at something else."""
    line = spec.film.actors[0].timeline
    own = [p for p in line.placed() if p.stage.stretch]
    what, (inside, around) = rng.random(), _OWN[spec.split]
    if own and what < inside:
        return line, float(rng.uniform(own[0].start_s, own[0].end_s))
    if own and what < around:
        before = rng.random() < 0.5
        span = (0.0, own[0].start_s) if before else (own[0].end_s, line.duration_s)
        return line, float(rng.uniform(*span))
    turn = float(rng.uniform(0, 360))
    x, y, _ = spec.film.camera.look_at_m
    other = (replace(s, turn_deg=s.turn_deg + turn) for s in other_stages(rng.choice(OTHER), rng))
    placed = (replace(s, place_m=(s.place_m[0] + x, s.place_m[1] + y)) for s in other)
    line = Timeline(tuple(placed), int(rng.integers(1 << 30)), 1.0)
    return line, float(rng.uniform(0, line.duration_s))


def _shots(spec: Session, stage: Set, scene: _Scene, rng: Rng) -> list[Sample]:
    """Take the pictures of a scene."""
    film, motion, times = spec.film, scene.motion, tuple(scene.motion.t_s.tolist())
    stage.film = replace(film, times_s=times)
    hide, cut = hider(film.camera.width_px, film.camera.height_px, rng)
    out = []
    for frame, shot in enumerate(stage.shots([motion])):
        seen = stretch_at(scene.line, times[frame])
        azimuth = (film.camera.azimuth_deg - (seen.turn_deg if seen else 0.0)) % 360
        rear = rear_side(seen.stretch, seen.side) if seen and seen.stretch else None
        truth = truth_of(stage, motion, rear)[frame]
        named = scene.pose or name_at(scene.line, times[frame])
        named = "?" if cut and named != "none" else named
        view = view_of(azimuth, (seen.stretch if seen else None) or "")
        out.append(Sample(hide(worn(shot.rgb, spec.wear, frame)), truth, named, view))
    return out


def name_at(line: Timeline, t_s: float) -> str:
    """Return the pose of a moment; `?` on the way in and out, `none` far from all stretches."""
    seen = stretch_at(line, t_s)
    return pose_of(seen) if seen else "?" if stretch_at(line, t_s, _WAY_S) else "none"


def stretch_at(line: Timeline, t_s: float, beyond_s: float = 0.0) -> Stage | None:
    """Return the stretch of a moment, or one that begins or ended less than `beyond_s` away."""
    for placed in line.placed():
        if placed.stage.stretch and placed.start_s - beyond_s <= t_s <= placed.end_s + beyond_s:
            return placed.stage
    return None


def pose_of(stage: Stage) -> str:
    """Return the name of a stretch on its side: `bridge`, `lunge-left`."""
    return f"{stage.stretch}" if stage.side == "both" else f"{stage.stretch}-{stage.side}"


def hider(width_px: int, height_px: int, rng: Rng) -> tuple[Any, bool]:
    """Return what hides a part of one picture in eight, and whether that leaves the stretch open.

    It is a thing in front, or the picture's edge: what is beyond it is black to a landmark model.
    """
    chance = rng.random()
    if chance > 0.125:
        return lambda rgb: rgb, False
    if chance < 0.05:
        share = float(rng.uniform(0.3, 0.55))
        edge = int(rng.integers(3))
        return lambda rgb: _cut(rgb, edge, share), share > 0.4
    wide, high = (int(side * rng.uniform(0.08, 0.3)) for side in (width_px, height_px))
    left, top = int(rng.uniform(0.2, 0.6) * width_px), int(rng.uniform(0.2, 0.7) * height_px)
    colour = rng.integers(0, 255, 3)

    def hide(rgb: Picture) -> Picture:
        out = rgb.copy()
        out[top : top + high, left : left + wide] = colour
        return out

    return hide, False


def _cut(rgb: Picture, edge: int, share: float) -> Picture:
    """Black out a share of a picture at its left, right or lower edge."""
    out, (high, wide) = rgb.copy(), rgb.shape[:2]
    if edge == 0:
        out[:, : int(share * wide)] = 0
    elif edge == 1:
        out[:, int((1 - share) * wide) :] = 0
    else:
        out[int((1 - share) * high) :] = 0
    return out


def truth_of(stage: Set, motion: Motion, rear: str | None) -> npt.NDArray[np.float32]:
    """Return (T, len(QUANTITIES)); `rear`: the side of the rear leg, if there is one."""
    joints = motion.joints_m
    known = m.all_measures(stage.people[0].skeleton, joints, motion.world, rear)
    known |= {f"thigh_elevation_{s}_deg": m.thigh_elevation(joints, s) for s in ("left", "right")}
    known["ankle_gap_ratio"] = m.ankle_gap_share(joints)
    return np.stack([known[name] for name in QUANTITIES], axis=1).astype(np.float32)
