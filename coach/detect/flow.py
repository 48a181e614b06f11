"""How fast the picture moves about each landmark: optical flow between two moments.

A landmark is a guess made anew from every frame. A foot that kicks toward the camera, or knees that
bounce under a body that holds still, hardly move it; but the pixels there do move, and those about
everything that rests do not.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from coach.body import COUNT, FloatArray, spread

STEP_S: Final = 1 / 12
"""Pictures so far apart, or the next ones farther, are compared: whatever the frame rate."""
LONGEST_S: Final = 0.5
"""What is farther apart has nothing to do with each other."""
LONGEST_PX: Final = 320
"""The longer side of the picture that is looked at, at most."""
FINEST: Final = 1
"""Flow is told for every second pixel; every fourth is quicker, and half of a bounce is lost."""
LEAST_PX: Final = 24
"""A smaller part of the picture is too little to compare."""
_REACH: Final = 0.2
"""How far about a landmark is looked, in units of the body's spread."""
_GRID: Final = np.stack(np.meshgrid(*[np.linspace(-1, 1, 7)] * 2), axis=-1).reshape(-1, 2)
_FASTEST: Final = len(_GRID) // 4
"""The mean of so many of its places is told: a moving foot does not fill its surroundings."""
_EPSILON_S: Final = 1e-3
Picture = npt.NDArray[np.uint8]


class Flow:
    """The motion of a picture, from the one before it; keeps one small grey picture."""

    def __init__(self) -> None:
        self._dis = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_ULTRAFAST)
        self._dis.setFinestScale(FINEST)
        self._last: Picture | None = None
        self._last_s = -np.inf
        self._told = _nothing()

    def about(self, rgb: Picture, t_s: float, image_px: FloatArray | None) -> FloatArray:
        """Return (33, 2) pixels a second: how the picture moves about these landmarks of it.

        `rgb`, uint8 (H, W, 3), is the picture of time `t_s`; x goes to the right, y down. Of the
        places about a landmark it is the mean of the fastest quarter. NaN if there was no picture
        just before, or nobody (None), and for landmarks outside. Pictures are compared now and
        then; between that the answer is the same.
        """
        passed_s = t_s - self._last_s
        if 0 <= passed_s < STEP_S - _EPSILON_S:
            return self._told
        factor = -(-max(rgb.shape[:2]) // LONGEST_PX)
        now = _small(rgb, factor)
        then, self._last, self._last_s = self._last, now, t_s
        self._told = _nothing()
        if image_px is None or then is None or then.shape != now.shape:
            return self._told
        if 0 < passed_s <= LONGEST_S and np.isfinite(image_px).all():
            moved = self._between(then, now, image_px / np.float32(factor))
            self._told = moved * np.float32(factor / passed_s)
        return self._told

    def _between(self, then: Picture, now: Picture, points: FloatArray) -> FloatArray:
        """Return (33, 2): how far two pictures are apart about points of the second."""
        reach = _REACH * spread(points)
        here = _window(points, 2 * reach, now)
        if min(now[here].shape) < LEAST_PX:
            return _nothing()
        field = self._dis.calc(then[here].copy(), now[here].copy(), None)  # type: ignore[call-overload]
        corner = np.array((here[1].start, here[0].start))
        return _fastest(field, points - corner, reach)


def _nothing() -> FloatArray:
    return np.full((COUNT, 2), np.nan, np.float32)


def _window(points: FloatArray, margin: float, picture: Picture) -> tuple[slice, slice]:
    """Return the rows and columns of a picture in which points lie, and some more about them."""
    (left, top), (right, bottom) = points.min(axis=0) - margin, points.max(axis=0) + margin
    ends = zip((top, left), (bottom, right), picture.shape, strict=True)
    rows, columns = (
        slice(max(0, int(low)), max(0, min(size, int(high)))) for low, high, size in ends
    )
    return rows, columns


def _fastest(field: FloatArray, points: npt.NDArray[np.float64], reach: float) -> FloatArray:
    """Return (33, 2): the mean of the fastest of a field (H, W, 2) about each of 33 points."""
    column, row = np.moveaxis((points[:, None] + reach * _GRID).astype(np.intp), -1, 0)
    high, wide = field.shape[:2]
    inside = (row >= 0) & (row < high) & (column >= 0) & (column < wide)
    found = field[np.clip(row, 0, high - 1), np.clip(column, 0, wide - 1)]
    found[~inside] = 0.0
    fast = np.argpartition(-(found**2).sum(axis=2), _FASTEST, axis=1)[:, :_FASTEST]
    told: FloatArray = np.take_along_axis(found, fast[..., None], axis=1).mean(axis=1)
    told[~inside.any(axis=1)] = np.nan
    return told


def _small(rgb: Picture, factor: int) -> Picture:
    """Return a picture in grey and so many times smaller."""
    grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)
    size = (max(1, grey.shape[1] // factor), max(1, grey.shape[0] // factor))
    return cv2.resize(grey, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
