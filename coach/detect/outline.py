"""The trunk's outline: how far a body's edge is from the line between its hips and shoulders.

Landmarks say where hips and shoulders are, and nothing of the back between them: rounded or hollow,
they stay where they are. The edge of the body's mask does not. A few dozen distances are taken from
the mask, which is then thrown away.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from coach.body import OUTLINE, TRUNK, FloatArray, spread

_ALONG: Final = np.linspace(-0.5, 1.4, OUTLINE)
"""Where along the trunk: 0 at the hips, 1 at the shoulders."""
_REACH: Final = 1.125
"""How far from the trunk is looked, in units of the body's spread."""
_STEPS: Final = 80
_LEAST: Final = 0.2
"""A trunk that looks shorter than this, in the same units, points at the camera: no side shows."""


def trunk_outline(mask: FloatArray, image_px: FloatArray) -> FloatArray:
    """Return (2, OUTLINE) pixels: from the trunk's line to the edge, on either side of it.

    `mask`, (H, W) of 0 to 1, says how surely each pixel is of the body whose landmarks are
    `image_px`, (33, 2), in pixels of the mask. Row 0 is to the left of one who goes from the hips
    to the shoulders on the picture. NaN if the trunk points at the camera or was not seen.
    """
    shoulders, hips = _middle(image_px[TRUNK[:2]]), _middle(image_px[TRUNK[2:]])
    trunk, spread_px = shoulders - hips, spread(image_px)
    length_px = float(np.hypot(*trunk))
    if not length_px >= _LEAST * spread_px > 0.0:
        return np.full((2, OUTLINE), np.nan, np.float32)
    left = np.array([trunk[1], -trunk[0]]) / length_px
    steps_px = np.arange(_STEPS) / _STEPS * _REACH * spread_px
    ways = np.stack([left, -left])[:, None, None, :] * steps_px[:, None]
    places = (hips + _ALONG[:, None, None] * trunk + ways).astype(np.float32)
    # remap takes no array of more than two dimensions and colours
    flat = places.reshape(2 * OUTLINE, _STEPS, 2)
    x, y = np.ascontiguousarray(flat[..., 0]), np.ascontiguousarray(flat[..., 1])
    inside = cv2.remap(mask, x, y, cv2.INTER_LINEAR).reshape(2, OUTLINE, _STEPS)
    joined = np.minimum.accumulate(inside, axis=2).sum(axis=2, dtype=np.float64)
    reached: FloatArray = (joined * (_REACH * spread_px / _STEPS)).astype(np.float32)
    return reached


def _middle(points: FloatArray) -> npt.NDArray[np.float64]:
    middle: npt.NDArray[np.float64] = points.astype(np.float64).mean(axis=0)
    return middle
