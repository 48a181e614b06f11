"""The clips that are kept in the repository: the demo and the small ones of the tests."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.mannequin.body import Phenotype
from tests.mannequin.camera import Camera
from tests.mannequin.errors import UsageError
from tests.mannequin.film import Actor, Film, Set, truth
from tests.mannequin.look import Look
from tests.mannequin.renderer import Light
from tests.mannequin.room import Room, plain_furniture
from tests.mannequin.stretches import Bridge, Lunge, Neutral
from tests.mannequin.timeline import Change, Stage, Timeline, frame_times
from tests.mannequin.truth import session_measures, write_truth
from tests.mannequin.video import Coding, write_clip

ROOT = Path(__file__).resolve().parents[2]
CLIPS, DEMO = ROOT / "tests" / "clips", ROOT / "coach" / "demo"

_ANN = (
    Phenotype(gender=0.85, age=0.6, muscle=0.5, weight=0.45, height=0.5),
    Look(
        skin=(0.52, 0.31, 0.22),
        shirt=(0.55, 0.10, 0.12),
        trousers=(0.04, 0.05, 0.09),
        leg=0.9,
        long_hair=True,
    ),
)
_BEN = (
    Phenotype(gender=0.1, age=0.62, muscle=0.6, weight=0.5, height=0.55),
    Look(skin=(0.34, 0.19, 0.12), shirt=(0.60, 0.60, 0.58), trousers=(0.10, 0.14, 0.24), leg=0.85),
)


@dataclass(frozen=True)
class Clip:
    """One clip: what is filmed, how it is coded and where it goes."""

    film: Film
    coding: Coding = field(default_factory=Coding)
    folder: Path = CLIPS
    sideways: bool = False  # store the picture turned by 90 deg, as a phone held upright does
    track_hz: float = 0.0  # measures in the truth at this rate


def bridge_stage(
    shape: Bridge,
    hold_s: float,
    changes: tuple[Change, ...] = (),
    enter_s: float = 1.2,
    lift_s: float = 1.6,
) -> Stage:
    """Hips on the floor, up, held, down; `changes` are timed from the hold's start."""
    begin = 0.4 + lift_s
    lift = Change("lift", 1.0, 0.4, lift_s, hold_s, lift_s)
    late = tuple(replace(c, start_s=c.start_s + begin) for c in changes)
    return Stage(
        "bridge",
        replace(shape, lift=0.0),
        2 * begin + hold_s,
        enter_s,
        (lift, *late),
        "bridge",
        windows={"hold": (begin, begin + hold_s)},
    )


def lunge_stage(
    shape: Lunge, hold_s: float, changes: tuple[Change, ...] = (), enter_s: float = 1.6
) -> Stage:
    """From half-kneeling forward into the stretch, held, and back."""
    sink_s, start = 1.2, 0.2
    begin = start + sink_s
    high = replace(shape, rear_deg=4.0, placed_rear_deg=shape.rear_deg)
    sink = Change("rear_deg", shape.rear_deg, start, sink_s, hold_s, sink_s)
    late = tuple(replace(c, start_s=c.start_s + begin) for c in changes)
    return Stage("lunge", high, 2 * begin + hold_s, enter_s, (sink, *late), "lunge", shape.side,
                 {"hold": (begin, begin + hold_s)})  # fmt: skip


def _demo() -> Clip:
    """The knees cave in in a bridge seen from beyond the head; the back rounds in a lunge."""
    inward = tuple(
        Change(f"inward_{side}_deg", to_deg, 6.6, 0.9, 2.6, 0.9, rule="knees-in")
        for side, to_deg in (("left", 27.0), ("right", 11.0))
    )
    rounded = (Change("spine_deg", 36.0, 6.0, 0.9, 2.4, 0.9, rule="back-rounded"),
               Change("lean_deg", 8.0, 6.0, 0.9, 2.4, 0.9, rule="back-rounded"))  # fmt: skip
    neutral, turn = Neutral(), -52.0
    wide = Bridge(hip_deg=-1.0, top_hip_deg=-1.0, stance_m=0.2)
    stages = (
        Stage("sitting", neutral, 1.2, turn_deg=turn),
        Stage("lying", neutral, 0.2, 1.6, turn_deg=turn),
        replace(bridge_stage(wide, 13.2, inward), turn_deg=turn),
        Stage("sitting", neutral, 0.1, 1.6, turn_deg=turn), Stage("crouching", neutral, 0.05, 1.1),
        Stage("standing", neutral, 0.5, 1.2, place_m=(0.0, 0.1)),
        lunge_stage(replace(_LUNGE, side="left"), 12.4, rounded),
        Stage("standing", neutral, 0.6, 1.6),
    )  # fmt: skip
    far = 2.4
    film = Film(
        "demo",
        (Actor(*_ANN, Timeline(stages, seed=3)),),
        Camera(78, 0.8, 3.3, 56, 0.0, (0.0, -0.2, 0.86), 1280, 720),
        Room(78, far, mat_middle_m=(0, -0.1), boxes=plain_furniture(far)),
        fps=15,
        seed=3,
    )
    return Clip(film, Coding(27), DEMO, track_hz=5.0)


_LUNGE = Lunge(rear_deg=40.0, placed_rear_deg=40.0, shin_deg=0.0, lean_deg=4.0, arms="knee")


def _small(
    name: str, timeline: Timeline, who: tuple[Phenotype, Look] = _BEN, **changes: Any
) -> Film:
    """A film of 480x270 of one person from the left side."""
    camera = Camera(90, 0.8, 2.9, 58, 0.0, (0.0, -0.2, 0.5), 480, 270)
    room = Room(90, 2.2, mat_middle_m=(0, -0.2), boxes=plain_furniture(2.2), wall=(0.5, 0.56, 0.6))
    return replace(Film(name, (Actor(*who, timeline),), camera, room, fps=12, seed=7), **changes)


def _bridge_line(hold_s: float, seed: int = 1) -> Timeline:
    return Timeline(
        (Stage("lying", Neutral(), 0.4), bridge_stage(Bridge(), hold_s, lift_s=1.2)), seed
    )


def _good_bridge() -> Clip:
    return Clip(_small("good-bridge", _bridge_line(2.0), duration_s=5.6))


def _vfr() -> Clip:
    """Gaps between 20 and 190 ms, as a phone in poor light makes them."""
    gaps = np.random.default_rng(5).choice(
        [0.02, 0.033, 0.05, 0.066, 0.1, 0.19], 60, p=[0.15, 0.25, 0.25, 0.15, 0.15, 0.05]
    )
    times = tuple(round(float(t), 4) for t in np.concatenate([[0.0], np.cumsum(gaps)]))
    return Clip(_small("vfr", _bridge_line(1.5), times_s=times, fps=15))


def _rotated() -> Clip:
    film = _small(
        "rotated", Timeline((Stage("standing", Neutral(), 1.2), lunge_stage(_LUNGE, 2.0)), 2), _ANN
    )
    camera = replace(
        film.camera,
        width_px=270,
        height_px=480,
        fov_deg=42,
        distance_m=3.4,
        look_at_m=(0, -0.3, 0.75),
    )
    return Clip(replace(film, camera=camera, duration_s=5.0), Coding(turned_deg=270), sideways=True)


def _audio() -> Clip:
    film = _small(
        "audio", Timeline((lunge_stage(replace(_LUNGE, side="right"), 2.0, enter_s=0.0),), 4)
    )
    camera = replace(film.camera, azimuth_deg=270, look_at_m=(0, -0.35, 0.65))
    return Clip(
        replace(film, camera=camera, room=replace(film.room, turn_deg=270), duration_s=3.5),
        Coding(tone_hz=330),
    )


def _two_people() -> Clip:
    film = _small("two-people", Timeline((lunge_stage(_LUNGE, 2.5, enter_s=0.0),), 6), _ANN)
    watcher = Timeline((Stage("standing", Neutral(), 8.0, turn_deg=70, place_m=(-1.0, 0.95)),), 9)
    camera = replace(film.camera, look_at_m=(0, 0.0, 0.75), distance_m=3.3)
    return Clip(
        replace(film, actors=(*film.actors, Actor(*_BEN, watcher)), camera=camera, duration_s=4.0)
    )


def _empty() -> Clip:
    return Clip(replace(_small("empty", Timeline(())), actors=(), duration_s=2.0))


def _leaves() -> Clip:
    """Stands, slides out of the picture to its right, is gone, comes back."""

    def place(y_m: float) -> tuple[float, float]:
        return (0.0, y_m)

    stages = (
        Stage("standing", Neutral(), 1.0),
        Stage("standing", Neutral(), 1.4, 0.9, place_m=place(3.2)),
        Stage("standing", Neutral(), 1.2, 0.9),
    )
    film = _small("leaves", Timeline(stages, 8), _ANN)
    return Clip(replace(film, camera=replace(film.camera, look_at_m=(0, 0, 0.85), distance_m=3.4)))


MAKERS: dict[str, Callable[[], Clip]] = {
    "demo": _demo, "good-bridge": _good_bridge, "vfr": _vfr, "rotated": _rotated, "audio": _audio,
    "two-people": _two_people, "empty": _empty, "leaves": _leaves,
}  # fmt: skip


def _frames(
    clip: Clip, stage: Set, motions: list[Any]
) -> Iterator[tuple[float, NDArray[np.uint8]]]:
    for shot in stage.shots(motions):
        yield shot.t_s, np.ascontiguousarray(np.rot90(shot.rgb, 1)) if clip.sideways else shot.rgb


def make_clip(name: str, folder: Path | None = None) -> Path:
    """Render one clip and write its truth beside the other clips' truths; returns the clip's
    path.
    """
    if name not in MAKERS:
        raise UsageError(f"no clip {name!r}; there are: {', '.join(MAKERS)}")
    clip = MAKERS[name]()
    stage = Set(clip.film)
    motions = stage.motions()
    path = (folder or clip.folder) / f"{name}.mp4"
    write_clip(path, _frames(clip, stage, motions), clip.film.fps, clip.coding)
    known = truth(clip.film, stage.people[0] if motions else None, motions[0] if motions else None)
    if clip.film.times_s:
        known["times_s"] = list(clip.film.times_s)
    if clip.track_hz and motions:
        known["track"] = _track(clip, stage, motions[0])
    write_truth((folder or CLIPS) / f"{name}.truth.json", known)
    return path


def _track(clip: Clip, stage: Set, motion: Any) -> dict[str, Any]:
    """The measures at a few frames a second, one decimal."""
    every = max(1, round(clip.film.fps / clip.track_hz))
    measures = session_measures(stage.people[0].skeleton, clip.film.actors[0].timeline, motion)
    columns = {"t_s": motion.t_s, **measures}
    return {
        k: [
            None if not np.isfinite(x) else round(float(x), 2 if k == "t_s" else 1)
            for x in v[::every]
        ]
        for k, v in columns.items()
    }


__all__ = ["MAKERS", "Light", "frame_times", "make_clip"]
