"""Single varied frames with their truth, for training: every frame another person, room, camera
and moment.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tests.mannequin.film import Set
from tests.mannequin.sessions import session
from tests.mannequin.truth import move, session_measures, view_of
from tests.mannequin.wear import worn


@dataclass(frozen=True)
class Still:
    """One frame and what is known of it."""

    split: str
    index: int
    t_s: float  # in its session
    rgb: NDArray[np.uint8]  # (H, W, 3)
    stretch: str | None  # at that moment; None before, after and in other movements
    side: str
    view: str
    body: int  # which person of the split's pool
    azimuth_deg: float  # of the camera about the person
    measures: dict[str, float]  # truth.MEASURES, degrees; NaN = not measured
    joints_m: NDArray[np.float64]  # (J, 3)
    joints_px: NDArray[np.float64]  # (J, 2)
    hidden: NDArray[np.bool_]  # (J,)


def still(split: str, index: int, width_px: int = 640, height_px: int = 480) -> Still:
    """The still of a number: nine in ten are taken within the session's stretch."""
    spec = session(split, index, width_px, height_px)
    rng = np.random.default_rng([77, index])
    line = spec.film.actors[0].timeline
    own = [p for p in line.placed() if p.stage.stretch]
    here = own[0] if own and rng.random() < 0.9 else None
    t_s = float(rng.uniform(here.start_s, here.end_s) if here else rng.uniform(0, line.duration_s))
    here = next((p for p in own if p.start_s <= t_s <= p.end_s), None)
    film = spec.film
    stage = Set(
        type(film)(
            film.name,
            film.actors,
            film.camera,
            film.room,
            film.light,
            film.fps,
            seed=film.seed,
            times_s=(t_s,),
        )
    )
    motion = move(stage.people[0].skeleton, line, np.array([t_s]))
    shot = next(stage.shots([motion]))
    measures = session_measures(stage.people[0].skeleton, line, motion)
    azimuth = (film.camera.azimuth_deg - (here.stage.turn_deg if here else 0.0)) % 360
    stretch = here.stage.stretch if here else None
    return Still(
        split,
        index,
        t_s,
        worn(shot.rgb, spec.wear, 0),
        stretch,
        here.stage.side if here else "both",
        view_of(azimuth, stretch or ""),
        index,
        azimuth,
        {k: float(v[0]) for k, v in measures.items()},
        motion.joints_m[0],
        shot.joints_px,
        shot.hidden,
    )


def stills(
    split: str, first: int, count: int, width_px: int = 640, height_px: int = 480
) -> Iterator[Still]:
    """Stills by number; any range can be made again, alone, with the same result."""
    for index in range(first, first + count):
        yield still(split, index, width_px, height_px)
