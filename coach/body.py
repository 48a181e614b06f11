"""One body at one instant: 33 landmarks, their names, and which of them are pairs.

The landmark order is that of MediaPipe's pose model (BlazePose). "Left" is always the person's own
left, as seen in a picture that is *not* mirrored.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, fields
from enum import IntEnum
from typing import Final

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]


class Landmark(IntEnum):
    """Rows of every landmark array."""

    NOSE = 0
    LEFT_EYE_INNER = 1
    LEFT_EYE = 2
    LEFT_EYE_OUTER = 3
    RIGHT_EYE_INNER = 4
    RIGHT_EYE = 5
    RIGHT_EYE_OUTER = 6
    LEFT_EAR = 7
    RIGHT_EAR = 8
    MOUTH_LEFT = 9
    MOUTH_RIGHT = 10
    LEFT_SHOULDER = 11
    RIGHT_SHOULDER = 12
    LEFT_ELBOW = 13
    RIGHT_ELBOW = 14
    LEFT_WRIST = 15
    RIGHT_WRIST = 16
    LEFT_PINKY = 17
    RIGHT_PINKY = 18
    LEFT_INDEX = 19
    RIGHT_INDEX = 20
    LEFT_THUMB = 21
    RIGHT_THUMB = 22
    LEFT_HIP = 23
    RIGHT_HIP = 24
    LEFT_KNEE = 25
    RIGHT_KNEE = 26
    LEFT_ANKLE = 27
    RIGHT_ANKLE = 28
    LEFT_HEEL = 29
    RIGHT_HEEL = 30
    LEFT_FOOT_INDEX = 31
    RIGHT_FOOT_INDEX = 32


COUNT: Final = len(Landmark)
OUTLINE: Final = 16
"""At so many places along the trunk the outline is known."""

PAIRS: Final[tuple[tuple[int, int], ...]] = (
    (1, 4), (2, 5), (3, 6), (7, 8), (9, 10), (11, 12), (13, 14), (15, 16), (17, 18),
    (19, 20), (21, 22), (23, 24), (25, 26), (27, 28), (29, 30), (31, 32),
)  # fmt: skip
"""(left, right) rows; the nose is its own partner."""

BELOW_HIPS: Final = slice(Landmark.LEFT_KNEE, None)
"""The rows of knees, ankles and feet."""
LEG_SHOWS: Final = 0.3
"""The best seen part of two legs that show is at least so visible. In 396 rendered sessions it was
0.34 or more in every stretch recognised as what it was, but for a moment of one; three that were
recognised with less were none (one-off). In photographs it is 0.8 and more."""
BONES: Final[tuple[tuple[int, int], ...]] = (
    (11, 12), (11, 23), (12, 24), (23, 24),
    (11, 13), (13, 15), (12, 14), (14, 16),
    (23, 25), (25, 27), (27, 31), (27, 29), (29, 31),
    (24, 26), (26, 28), (28, 32), (28, 30), (30, 32),
)  # fmt: skip
"""Pairs of rows that a drawn figure joins by a line."""


TRUNK: Final = [
    Landmark.LEFT_SHOULDER,
    Landmark.RIGHT_SHOULDER,
    Landmark.LEFT_HIP,
    Landmark.RIGHT_HIP,
]
MIDDLE: Final = np.isin(np.arange(COUNT), TRUNK) / len(TRUNK)
"""(33,) what makes the middle of the trunk of landmarks: `MIDDLE @ points`."""
LIMBS: Final = slice(Landmark.LEFT_SHOULDER, None)
"""The rows of all but the head."""


@dataclass(frozen=True, eq=False, slots=True)
class Body:
    """The landmarks of one person at one instant. NaN means missing."""

    image_px: FloatArray
    """(33, 2) x to the right and y down, in pixels of the unmirrored frame; may lie outside it."""
    world_m: FloatArray
    """(33, 3) metres, origin between the hips, camera axes: x right, y down, z away from it."""
    visibility: FloatArray
    """(33,) the model's own estimate, 0 to 1, that the landmark is in view and not hidden."""
    outline_px: FloatArray = field(
        default_factory=lambda: np.full((2, OUTLINE), np.nan, np.float32)
    )
    """(2, 16) from the trunk's line to the body's edge, from below the hips to above the shoulders;
    row 0 to the left of one who goes that way on the picture. See `coach/detect/outline.py`."""
    flow_px_s: FloatArray = field(default_factory=lambda: np.full((COUNT, 2), np.nan, np.float32))
    """(33, 2) pixels a second, right and down: how fast the picture moves about each landmark. See
    `coach/detect/flow.py`."""

    def __post_init__(self) -> None:
        """Raise ValueError unless the arrays have the shapes stated above."""
        shapes = tuple(getattr(self, column.name).shape for column in fields(self))
        if shapes != ((COUNT, 2), (COUNT, 3), (COUNT,), (2, OUTLINE), (COUNT, 2)):
            raise ValueError(
                f"a Body needs shapes (33, 2), (33, 3), (33,), (2, {OUTLINE}), (33, 2), "
                f"got {shapes}"
            )


@dataclass(frozen=True, eq=False, slots=True)
class Sighting:
    """What the detector saw at one instant; nobody in view is data too."""

    t_s: float
    """Seconds since the source began, strictly increasing."""
    body: Body | None
    """None = nobody was found."""
    people: int | None = None
    """How many people were counted in this frame; None = not counted (it is done now and then)."""


def mirrored(body: Body, width_px: int) -> Body:
    """Return the body as if seen in a mirror: x flipped, left and right landmarks exchanged.

    Twice over it is the same body; `width_px` is the width of the frame.
    """
    order = np.arange(COUNT)
    for left, right in PAIRS:
        order[left], order[right] = right, left
    image_px, world_m = body.image_px[order].copy(), body.world_m[order].copy()
    image_px[:, 0] = width_px - image_px[:, 0]
    world_m[:, 0] *= -1
    flow_px_s = body.flow_px_s[order].copy()
    flow_px_s[:, 0] *= -1
    visibility, outline_px = body.visibility[order].copy(), body.outline_px[::-1].copy()
    return Body(image_px, world_m, visibility, outline_px, flow_px_s)


def legs_in_picture(body: Body) -> bool:
    """Return False if the picture ends above the knees: of what lies outside no flow is known.

    True where no flow is known at all.
    """
    known = np.isfinite(body.flow_px_s[:, 0])
    return bool(known[BELOW_HIPS].any() or not known.any())


def legs_show(body: Body) -> bool:
    """Return False if all of both legs is hidden, as of who lies with their head to the camera.

    Where such legs are is guessed, and the guess is often one of somebody who sits.
    """
    return bool(body.visibility[BELOW_HIPS].max() >= LEG_SHOWS)


def spread(points: FloatArray) -> float:
    """Return the size of a body whose landmarks are `points`, (33, ..), in their unit.

    It is the root mean square distance of its landmarks from the middle of the trunk.
    """
    places = points.astype(np.float64)
    apart = places[LIMBS] - MIDDLE @ places
    return math.sqrt(float(np.vdot(apart, apart)) / len(apart))
