"""Gathered samples as arrays to train on and to be tested on."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from coach.body import Body
from coach.engine.features import both_ways
from coach.measures import VIEWS
from tests.mannequin.faults import SIDED, STRETCHES
from tests.training.gather import SHOWN
from tests.training.recorded import BRIEF

POSES: Final[tuple[str, ...]] = (
    "none",
    *(
        name
        for stretch in STRETCHES
        for name in ((f"{stretch}-left", f"{stretch}-right") if stretch in SIDED else (stretch,))
    ),
)
UNSURE: Final = -1
"""Place of a pose or a view that is not known."""
THIN: Final = 4
"""Neighbouring frames of a recording are alike: one of so many is taken."""
RECORDED: Final = 100_000
"""Added to the numbers of recorded sessions, so that each session has its own."""
Array = npt.NDArray[np.float32]
Rows = npt.NDArray[np.bool_]


def stretch_of(pose: int) -> str:
    """Return the stretch of a place in POSES, `none`, or `?` for UNSURE."""
    return "?" if pose == UNSURE else POSES[pose].removesuffix("-left").removesuffix("-right")


@dataclass(frozen=True, eq=False)
class Samples:
    """N samples of one split."""

    features: Array
    """(N, 2, coach.engine.features.COUNT): of the body, and of its mirror image."""
    image_px: Array
    """(N, 33, 2) landmarks in the picture."""
    world_m: Array
    """(N, 33, 3) landmarks in space."""
    visibility: Array
    """(N, 33)."""
    outline_px: Array
    """(N, 2, OUTLINE) edges of the trunk."""
    truth: Array
    """(N, len(QUANTITIES)); NaN = not measured."""
    pose: npt.NDArray[np.int64]
    """(N,) place in POSES, or UNSURE."""
    view: npt.NDArray[np.int64]
    """(N,) place in VIEWS, or UNSURE."""
    session: npt.NDArray[np.int64]
    """(N,) which session: bodies, rooms and cameras differ between sessions."""
    picture: npt.NDArray[np.int64]
    """(N,) which picture of the session: several rows may tell of one."""
    shown: npt.NDArray[np.int64]
    """(N,) how many pictures had been shown since all was forgotten."""

    def __getitem__(self, rows: Rows) -> Samples:
        """Return some of the samples."""
        return Samples(*(getattr(self, field.name)[rows] for field in fields(self)))

    @property
    def pictures(self) -> int:
        """How many different pictures there are."""
        return len(np.unique(self.session * 1000 + self.picture))

    def first_seen(self) -> Samples:
        """Return what was made of pictures seen as if they were the first: as in IMAGE mode."""
        return self[self.shown == 1]

    def settled(self) -> Samples:
        """Return the rows that VIDEO mode gave once its crop and its smoothing had settled."""
        return self[self.shown >= SHOWN]


def load(folder: Path, split: str) -> Samples:
    """Read every shard of a split and, of longer recordings, every fourth frame.

    ValueError if there is none.
    """
    paths = sorted(folder.glob(f"{split}-*.npz"))
    if not paths:
        raise ValueError(f"no shards of {split} in {folder}: run `python -m tests.training.gather`")
    shards = [dict(np.load(path)) for path in paths]
    for path in sorted(folder.glob(f"recorded-{split}-*.npz")):
        recorded = {name: column[::THIN] for name, column in dict(np.load(path)).items()}
        if recorded["session"].max() < BRIEF:
            shards.append(recorded | {"session": recorded["session"] + RECORDED})
    parts = [_part(shard) for shard in shards]
    return Samples(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _part(shard: dict[str, npt.NDArray[Any]]) -> tuple[npt.NDArray[Any], ...]:
    bodies = [shard[name] for name in ("image_px", "world_m", "visibility", "outline_px")]
    pose = _places(shard["pose"], POSES)
    return (
        features_of(*bodies),
        *bodies,
        shard["truth"],
        pose,
        # only a stretch has a front: about one who walks or lies the camera may stand anywhere
        np.where(pose > 0, _places(shard["view"], VIEWS), UNSURE),
        shard["session"].astype(np.int64),
        shard["picture"].astype(np.int64),
        shard["shown"].astype(np.int64),
    )


def features_of(*columns: Array) -> Array:
    """Return (N, 2, COUNT) features of bodies, given column by column as a Body has them."""
    bodies = zip(*columns, strict=True)
    return np.stack([both_ways(Body(*body)) for body in bodies])


def with_other_arms(samples: Samples, share: float, seed: int) -> Samples:
    """Return the samples, and a share of them once more with the arms of somebody else.

    Arms lie where they like, in more ways than anyone renders, and should mislead nobody. They are
    put on at the shoulders, in the picture in proportion to the body.
    """
    rng = np.random.default_rng(seed)
    rows = rng.permutation(len(samples.pose))[: int(share * len(samples.pose))]
    others = rng.permutation(rows)
    image, world = samples.image_px[rows].copy(), samples.world_m[rows].copy()
    seen = samples.visibility[rows].copy()
    grown = _size(samples.image_px[rows]) / _size(samples.image_px[others])
    for shoulder, arm in ((11, _ARMS[::2]), (12, _ARMS[1::2])):
        for points, donors, scale in (
            (image, samples.image_px[others], grown[:, None, None]),
            (world, samples.world_m[others], 1.0),
        ):
            reach = donors[:, arm] - donors[:, [shoulder]]
            points[:, arm] = points[:, [shoulder]] + reach * scale
        seen[:, arm] = samples.visibility[others][:, arm]
    chosen = {field.name: getattr(samples, field.name)[rows] for field in fields(samples)}
    chosen |= {"image_px": image, "world_m": world, "visibility": seen}
    chosen["features"] = features_of(image, world, seen, samples.outline_px[rows])
    columns = ((getattr(samples, name), own) for name, own in chosen.items())
    return Samples(*(np.concatenate(pair) for pair in columns))


_ARMS: Final = list(range(13, 23))
"""Elbows, wrists and hands, left and right in turn."""


def _size(image_px: Array) -> npt.NDArray[np.float64]:
    """Return how large each body is in the picture: the spread of its trunk and legs."""
    points = image_px[:, [11, 12, *range(23, 33)]].astype(np.float64)
    return np.asarray(np.sqrt(((points - points.mean(axis=1, keepdims=True)) ** 2).mean((1, 2))))


def _places(names: npt.NDArray[np.str_], known: tuple[str, ...]) -> npt.NDArray[np.int64]:
    table = {name: place for place, name in enumerate(known)}
    return np.array([table.get(name, UNSURE) for name in names.tolist()])
