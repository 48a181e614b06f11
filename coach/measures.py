"""The measures: their public names, what they mean, and a Reading of all of them at one instant.

The names are vocabulary that other programs rely on (the CSV columns and the JSON keys).
All are anatomical angles in degrees. Definitions, from joint centres (mid = middle of left, right):

- `knee_flexion`: 180 minus the angle hip-knee-ankle; 0 = straight leg.
- `hip_flexion`: seen along the line through both hips, the angle from the trunk's line continued
  downward to the thigh; positive forward, negative in extension.
- `knee_tracking`: the angle between the thigh and the vertical plane through hip and ankle;
  positive when the knee lies toward the midline.
- `spine_flexion`: total flexion of the joints between pelvis and thorax, relative to standing
  upright; positive rounded, negative arched.
- `trunk_lean`: the line from mid-hip to mid-shoulder against the vertical; 0 upright, 90 flat.
- `head_drop`: flexion of head and neck against the line of the trunk; positive chin down.
- `pelvis_tilt`: the line through both hips against the plane that should hold it level; positive
  left side high.
- `shin_lean`: the shank against the vertical in the body's forward direction; positive knee ahead
  of ankle.
- `rear_thigh_line`: how far the rear thigh points out of straight behind the hip, seen from above.

Beside them stand a few inner measures that rules may use but no file carries:

- `thigh_elevation`: the thigh against level ground; positive when the knee is higher than the hip.
- `knee_difference`: by how much the elevations of the two thighs differ; 0 and more.
- `lowest_thigh`: the elevation of whichever thigh points down more, read off the landmarks alone;
  rough, it tells kneeling from sitting and lying.
- `ankle_lift`: how much higher one ankle lies than the other, beside the length of a shank; read
  off the landmarks alone, too: soles that touch lie level.
- `ankle_gap`: the distance between the ankles as a share of the shoulders' width.
- `leg_speed`: the fastest turning of any thigh or shank; `shank_speed`: that of one shank against
  its thigh; `trunk_speed`: how fast the trunk leans ahead, past upright; 0 while it comes up.
- `body_speed`: how fast the shape of the body changes: the fastest of trunk lean, mean knee flexion
  and mean thigh elevation. It tells rest from movement.
- `bounce`: how far the thighs swing up and down, from turn to turn; 0 unless they go to and
  fro, and quickly.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

SIDED: Final = (
    "knee_flexion",
    "hip_flexion",
    "knee_tracking",
    "shin_lean",
    "thigh_elevation",
    "shank_speed",
)
"""Measures that exist once for each leg."""
OF_REAR: Final = ("rear_thigh_line",)
"""Measures of the leg that is not the front one."""

PUBLIC: Final[tuple[str, ...]] = (
    "knee_flexion_left_deg",
    "knee_flexion_right_deg",
    "hip_flexion_left_deg",
    "hip_flexion_right_deg",
    "knee_tracking_left_deg",
    "knee_tracking_right_deg",
    "spine_flexion_deg",
    "trunk_lean_deg",
    "head_drop_deg",
    "pelvis_tilt_deg",
    "shin_lean_left_deg",
    "shin_lean_right_deg",
    "rear_thigh_line_deg",
)
INNER: Final[tuple[str, ...]] = (
    "thigh_elevation_left_deg",
    "thigh_elevation_right_deg",
    "knee_difference_deg",
    "lowest_thigh_deg",
    "ankle_lift_deg",
    "ankle_gap_ratio",
    "leg_speed_deg_s",
    "shank_speed_left_deg_s",
    "shank_speed_right_deg_s",
    "trunk_speed_deg_s",
    "body_speed_deg_s",
    "bounce_deg",
)
UNITS: Final[dict[str, str]] = {"deg_s": "deg/s", "deg": "deg", "ratio": "ratio"}
"""How a name ends -> its unit."""
ALL: Final[tuple[str, ...]] = PUBLIC + INNER
INDEX: Final[dict[str, int]] = {name: row for row, name in enumerate(ALL)}
BASES: Final[tuple[str, ...]] = tuple(
    dict.fromkeys(
        name.removesuffix("_deg_s")
        .removesuffix("_deg")
        .removesuffix("_ratio")
        .removesuffix("_left")
        .removesuffix("_right")
        for name in ALL
    )
)
"""Names without side and unit, as rules write them: `knee_flexion`, `trunk_lean`, ..."""
QUICK: Final = ("leg_speed", "shank_speed", "trunk_speed", "body_speed", "bounce")
"""Bases that tell of movement: they are judged while the body moves, the others while it rests."""


@cache  # asked for every condition in every frame
def full_name(base: str, side: str | None = None) -> str:
    """Return the public name of a base: `full_name("knee_flexion", "left")`; KeyError if none."""
    stem = f"{base}_{side}" if base in SIDED else base
    for ending in UNITS:
        if f"{stem}_{ending}" in INDEX:
            return f"{stem}_{ending}"
    raise KeyError(f"no measure {base!r} with side {side!r}")


def unit_of(base: str) -> str:
    """Return the unit of a base: `deg`, `deg/s` or `ratio`; KeyError for a base that is none."""
    name = full_name(base, "left" if base in SIDED else None)
    return next(unit for ending, unit in UNITS.items() if name.endswith(f"_{ending}"))


_WHOLE: Final = np.ones(len(ALL))
_WHOLE.flags.writeable = False


@dataclass(frozen=True, slots=True)
class Measure:
    """One measured quantity with its uncertainty."""

    name: str
    value: float
    """Degrees (or degrees a second, as the name says); NaN = could not be measured."""
    sd: float
    """One standard deviation of the error, same unit; NaN where the value is."""


@dataclass(frozen=True, eq=False, slots=True)
class Traits:
    """What a meter keeps of a body to tell later what has changed."""

    pose: str
    """What the body was taken to do."""
    rows: npt.NDArray[np.float32]
    """(2, ..) numbers that mean nothing to anybody else."""
    values: npt.NDArray[np.float64]
    """Angles of this very moment, by no average, in the meter's own order."""


@dataclass(frozen=True, eq=False, slots=True)
class Reading:
    """All measures of one instant, and the place the camera sees them from."""

    t_s: float
    values: npt.NDArray[np.float64]
    """(len(ALL),) in the order of ALL; NaN = not measured."""
    sds: npt.NDArray[np.float64]
    """(len(ALL),) one standard deviation each; NaN where the value is."""
    view: str = "unknown"
    """The camera's place: one of VIEWS."""
    poses: Mapping[str, float] = field(default_factory=dict)
    """How likely each pose is, 0 to 1: `bridge`, `lunge-left`, `none`, ...; empty = not asked."""
    shares: npt.NDArray[np.float64] = field(default_factory=lambda: _WHOLE)
    """(len(ALL),) which share of a true change the value tells, above 0; 1 = all of it."""
    since_s: Mapping[str, float] = field(default_factory=dict)
    """Base -> when what it tells of began; what is not in it is of `t_s`."""
    estimates: npt.NDArray[np.float64] | None = None
    """(len(ALL),) what the measures most likely are, where `values` tell changes in full for the
    judge; None = the values themselves."""
    moved: npt.NDArray[np.float64] | None = None
    """(len(ALL),) how far the measures have moved, in full, since this person's first moments in a
    hold; None before those are known."""
    traits: Traits | None = None
    """None from a meter that keeps none, or where the pose is not known."""

    def __getitem__(self, name: str) -> Measure:
        """Return one measure by its full name; KeyError for a name that is none."""
        row = INDEX[name]
        return Measure(name, float(self.values[row]), float(self.sds[row]))

    def estimate(self, name: str) -> float:
        """Return what a measure most likely is, by its full name; NaN where it is not measured."""
        estimates = self.values if self.estimates is None else self.estimates
        return float(estimates[INDEX[name]])

    def moved_by(self, name: str) -> float:
        """Return how far a measure has moved, by its full name; NaN where that is not known."""
        return math.nan if self.moved is None else float(self.moved[INDEX[name]])


VIEWS: Final = ("side", "front", "front-oblique", "head-oblique", "back-oblique", "feet", "unknown")
"""The camera's place; for one who lies, `feet` and `head-oblique` replace front and back."""


def empty_reading(t_s: float, view: str = "unknown") -> Reading:
    """Return a Reading in which nothing could be measured."""
    missing = np.full(len(ALL), np.nan)
    return Reading(t_s, missing, missing.copy(), view)
