"""What tables and charts tell of a reading: the most likely angles, and none where there is none.

The judge is told changes in full, and the recogniser the meter's own calm angles. Whoever reads a
report beside its corrections is to find the one in the other: a knee that was corrected at 20
degrees stands in the table with as much.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt

from coach.engine.recogniser import VAGUE, Pose
from coach.measures import INDEX, PUBLIC, Reading

UPRIGHT: Final = 0.15 / 0.42
"""A hip is over its ankle if it is no farther beside it, in thigh lengths: 0.15 m, of 0.42."""
HANGING_DEG: Final = -50.0
"""The thigh of a leg that stands is lower than this."""

_PUBLIC: Final = [INDEX[name] for name in PUBLIC]
_REAR_LINE: Final = INDEX["rear_thigh_line_deg"]
_TRACKING, _THIGH, _SHIN = (
    [INDEX[f"{base}_{side}_deg"] for side in ("left", "right")]
    for base in ("knee_tracking", "thigh_elevation", "shin_lean")
)


def most_likely(reading: Reading, full: Reading, pose: Pose | None) -> Reading:
    """Return a reading as it is told: `full` has its changes in full, if it is of a hold.

    Deviations stay the meter's own: on rendered people they are as honest of these values as of its
    own, those that are told beside a beginning are too small. What is too vague to be an angle is
    missing, as is the line of a rear thigh of whoever has none, and the tracking of a leg that
    stands: it has no plane to leave.
    """
    values, sds = reading.values.copy(), reading.sds.copy()
    if full.estimates is not None:
        np.copyto(values, full.estimates, where=np.isfinite(full.estimates))
    missing = [row for row in _PUBLIC if sds[row] > VAGUE]
    if pose is None:
        missing += [row for row, stands in zip(_TRACKING, _stand(values), strict=True) if stands]
    if pose is None or pose.side == "both":
        missing.append(_REAR_LINE)
    values[missing] = sds[missing] = np.nan
    return replace(reading, values=values, sds=sds)


def _stand(values: npt.NDArray[np.float64]) -> list[bool]:
    """Return of the left and the right leg whether the hip is over the ankle."""
    thigh, shin = np.radians(values[_THIGH]), np.radians(values[_SHIN])
    apart = np.abs(np.cos(thigh) - np.sin(shin))
    stands: list[bool] = ((values[_THIGH] < HANGING_DEG) & (apart < UPRIGHT)).tolist()
    return stands
