"""A camera for the tests, since no machine that runs them has one."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from coach.errors import SourceError
from coach.sources.base import RgbImage
from coach.sources.cameras import Capture


class FlatCamera:
    """Gives grey pictures whenever it is asked, `pictures` of them, and then is pulled out.

    It can be opened `times` times; then it is gone for good.
    """

    def __init__(
        self, pictures: int, *, times: int = 1000, width_px: int = 64, height_px: int = 48
    ) -> None:
        self._pictures, self._times = pictures, times
        self._size = (height_px, width_px, 3)
        self._left: Iterator[int] = iter(())
        self.released = 0

    def open(self, index: int) -> Capture:
        if self._times == 0:
            raise SourceError(f"there is no camera {index}")
        self._times -= 1
        self._left = iter(range(self._pictures))
        return self

    def read(self) -> tuple[bool, RgbImage]:
        grey = next(self._left, None)
        return grey is not None, np.full(self._size, (grey or 0) % 256, np.uint8)

    def get(self, propId: int, /) -> float:  # noqa: N803 - OpenCV's own name
        return 0.0

    def release(self) -> None:
        self.released += 1
