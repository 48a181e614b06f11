"""Is someone else in view? The person who is followed is painted over, and the rest searched.

Asked for two people at once, the model finds both in 22 of 117 pictures made of two photographs
side by side, and now and then takes one person for two. Painting the first one over finds the
second in 102 of them, and someone else in 1 of 335 pictures of one person (where the first look
missed half of them). It costs less, too, since in most pictures nobody is left to find.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from coach.body import Body, FloatArray

_MARGIN: Final = 0.12
"""Painted over beyond the landmarks, in parts of the body's diagonal: hair, feet, loose clothes."""
_SHARED_AREA: Final = 0.5
_VISIBILITY: Final = 0.5
_GREY: Final = 127


def without(rgb: npt.NDArray[np.uint8], body: Body) -> npt.NDArray[np.uint8]:
    """Return a copy of `rgb`, uint8 (H, W, 3), with a grey box where the body is."""
    height_px, width_px = rgb.shape[:2]
    (left, top), (right, bottom) = np.clip(_box(body), 0, (width_px, height_px)).astype(int)
    painted = rgb.copy()
    painted[top:bottom, left:right] = _GREY
    return painted


def is_someone_else(found: Body, followed: Body) -> bool:
    """Return False if `found` is a rest of the followed person that was not painted over.

    That is so if their boxes share more than half of the smaller one. A found body that is hardly
    visible is a thing, such as a gym ball, and is no one either.
    """
    one, other = _box(found), _box(followed)
    inner = np.maximum(np.minimum(one[1], other[1]) - np.maximum(one[0], other[0]), 0)
    smaller = min(np.prod(one[1] - one[0]), np.prod(other[1] - other[0]))
    apart = float(np.prod(inner)) <= _SHARED_AREA * float(smaller)
    return apart and float(np.nanmean(found.visibility)) >= _VISIBILITY


def _box(body: Body) -> FloatArray:
    """Return the corners ((left, top), (right, bottom)) around the body with its margin, pixels."""
    low, high = np.nanmin(body.image_px, axis=0), np.nanmax(body.image_px, axis=0)
    margin = _MARGIN * float(np.hypot(*(high - low)))
    return np.stack([low - margin, high + margin])
