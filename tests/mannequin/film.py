"""Filming: people, a room, a lamp and a camera make frames, and the truth that goes with them."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.mannequin.body import Person, Phenotype, person
from tests.mannequin.camera import Camera
from tests.mannequin.look import Figure, Look, dress
from tests.mannequin.renderer import Light, Mesh, renderer
from tests.mannequin.room import Room, room_meshes
from tests.mannequin.skeleton import BONES, JOINTS
from tests.mannequin.timeline import Timeline, frame_times
from tests.mannequin.truth import Motion, move, session_measures, stretch_truth, view_of


@dataclass(frozen=True)
class Actor:
    """One person in a film."""

    phenotype: Phenotype = field(default_factory=Phenotype)
    look: Look = field(default_factory=Look)
    timeline: Timeline = field(default_factory=lambda: Timeline(()))


@dataclass(frozen=True)
class Film:
    """Everything that decides a clip; the first actor is the one whose truth is kept."""

    name: str
    actors: tuple[Actor, ...]
    camera: Camera
    room: Room = field(default_factory=Room)
    light: Light = field(default_factory=Light)
    fps: float = 15.0
    duration_s: float = 0.0  # 0 = as long as the first actor's timeline
    seed: int = 0
    times_s: tuple[float, ...] = field(default=())  # the frames' times where they are not even

    @property
    def frame_times_s(self) -> NDArray[np.float64]:
        """The times of the frames (T,), the first 0."""
        if self.times_s:
            return np.array(self.times_s)
        return frame_times(self.duration_s or self.actors[0].timeline.duration_s, self.fps)


@dataclass(frozen=True)
class Shot:
    """One frame with what is seen in it."""

    t_s: float
    rgb: NDArray[np.uint8]  # (H, W, 3)
    joints_px: NDArray[np.float64]  # (J, 2) of the first actor
    hidden: NDArray[np.bool_]  # (J,) covered, or outside the picture


# How far under the skin a joint's centre lies (m): what is nearer to the camera than that covers
# it.
_UNDER_SKIN_M = {
    "hip": 0.17,
    "pelvis": 0.2,
    "shoulder": 0.11,
    "knee": 0.10,
    "ankle": 0.075,
    "spine": 0.19,
    "head": 0.16,
    "neck": 0.12,
    "clavicle": 0.13,
    "elbow": 0.075,
    "wrist": 0.06,
}


def _under_skin_m(joint: str) -> float:
    return next((d for stem, d in _UNDER_SKIN_M.items() if joint.startswith(stem)), 0.05)


UNDER_SKIN_M = np.array([_under_skin_m(j) for j in JOINTS])


def hidden_joints(
    px: NDArray[np.float64], depth_m: NDArray[np.float64], picture_m: NDArray[np.float32]
) -> NDArray[np.bool_]:
    """Which joints (J,) are covered by something nearer, or outside the picture."""
    height, width = picture_m.shape
    inside = (
        np.isfinite(px).all(1)
        & (px >= 0).all(1)
        & (px[:, 0] <= width - 1)
        & (px[:, 1] <= height - 1)
    )
    cell = np.where(inside[:, None], px, 0).astype(int)
    return np.asarray(~inside | (picture_m[cell[:, 1], cell[:, 0]] < depth_m - UNDER_SKIN_M))


class Set:
    """A renderer with people dressed and furniture placed, ready to shoot one film."""

    def __init__(self, film: Film) -> None:
        """Make the people; a shape not yet in the cache takes seconds."""
        self.film = film
        self.people: list[Person] = [person(a.phenotype) for a in film.actors]
        self._figures: list[Figure] = [
            dress(p, a.look) for p, a in zip(self.people, film.actors, strict=True)
        ]

    def motions(self) -> list[Motion]:
        """The motion of every actor."""
        times = self.film.frame_times_s
        return [
            move(p.skeleton, a.timeline, times)
            for p, a in zip(self.people, self.film.actors, strict=True)
        ]

    def shots(
        self, motions: list[Motion], first: int = 0, last: int | None = None
    ) -> Iterator[Shot]:
        """The frames from index `first` up to `last`."""
        camera = self.film.camera
        draw = renderer(camera.width_px, camera.height_px)
        draw.furnish(room_meshes(self.film.room))
        for i in range(first, len(self.film.frame_times_s) if last is None else last):
            meshes: list[Mesh] = [
                figure.mesh(motion.world[i], motion.joints_m[i, : len(BONES)])
                for figure, motion in zip(self._figures, motions, strict=True)
            ]
            rgb, picture_m = draw.picture(meshes, camera, self.film.light)
            joints = motions[0].joints_m[i] if motions else np.full((len(JOINTS), 3), np.nan)
            px, depth = camera.project(joints)
            yield Shot(
                float(self.film.frame_times_s[i]), rgb, px, hidden_joints(px, depth, picture_m)
            )


def truth(film: Film, who: Person | None, motion: Motion | None) -> dict[str, Any]:
    """The truth of a film as plain data: camera, body, stretches with holds and faults."""
    camera = asdict(film.camera)
    camera.pop("width_px"), camera.pop("height_px")
    out: dict[str, Any] = {
        "name": film.name,
        "seed": film.seed,
        "fps": film.fps,
        "width_px": film.camera.width_px,
        "height_px": film.camera.height_px,
        "frames": len(film.frame_times_s),
        "people": len(film.actors),
        "camera": camera,
        "body": {},
        "stretches": [],
    }
    if who is None or motion is None:
        return out
    actor = film.actors[0]
    out["body"] = asdict(actor.phenotype) | {"stature_m": who.stature_m}
    measures = session_measures(who.skeleton, actor.timeline, motion)
    for placed in actor.timeline.placed():
        if placed.stage.stretch:
            view = view_of(film.camera.azimuth_deg - placed.stage.turn_deg, placed.stage.stretch)
            out["stretches"].append(stretch_truth(placed, view, measures, motion))
    return out


def sized(film: Film, width_px: int, height_px: int) -> Film:
    """The same film in another size."""
    return replace(film, camera=replace(film.camera, width_px=width_px, height_px=height_px))
