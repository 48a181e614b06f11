"""What a detector is, whatever network stands behind it."""

from __future__ import annotations

from types import TracebackType
from typing import Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from coach.body import Sighting

RgbImage = npt.NDArray[np.uint8]
DetectorT = TypeVar("DetectorT")


class Detector(Protocol):
    """Finds one person in a stream of pictures; it may remember where the person was."""

    def detect(self, rgb: RgbImage, t_s: float) -> Sighting:
        """Return what is seen in `rgb`, uint8 (H, W, 3), red first, not mirrored, at `t_s`."""

    def __enter__(self: DetectorT) -> DetectorT: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...
