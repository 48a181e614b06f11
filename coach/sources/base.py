"""What every source has in common: the items it yields and what it says of itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, TypeVar

import cv2
import numpy as np
import numpy.typing as npt

RgbImage = npt.NDArray[np.uint8]


@dataclass(frozen=True, eq=False, slots=True)
class Frame:
    """One picture and its moment."""

    index: int
    """Counts every picture the camera or file gave, from 0; a jump means that some were dropped."""
    t_s: float
    """Seconds since the source began, strictly increasing; the first frame of a file is at 0."""
    rgb: RgbImage
    """uint8 (H, W, 3), red first, upright, not mirrored."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A live source has no picture just now. It comes again and again until there is one."""

    t_s: float
    """Seconds since the source began, on the same clock as the frames."""
    reason: str
    """One line for the user, such as "Camera 0 is lost; trying to open it again"."""


class Timed(Protocol):
    """Anything that happened at a moment."""

    @property
    def t_s(self) -> float:
        """Seconds since the source began."""


Item_co = TypeVar("Item_co", bound=Timed, covariant=True)
SourceT = TypeVar("SourceT")


class Source(Protocol[Item_co]):
    """A stream of timed items: open from the moment it exists, iterable once, closed by `with`.

    `t_s` of its items increases strictly. What goes wrong raises SourceError, in one line.
    """

    @property
    def width_px(self) -> int:
        """Width of the upright picture."""

    @property
    def height_px(self) -> int:
        """Height of the upright picture."""

    @property
    def fps(self) -> float | None:
        """Nominal frames a second; None = not known. Never compute a time from it."""

    @property
    def duration_s(self) -> float | None:
        """How long the source says it lasts; None = not known, or without end."""

    @property
    def frames(self) -> int | None:
        """How many items the source says it has; None = not known, or without end."""

    @property
    def warnings(self) -> tuple[str, ...]:
        """One line for each trouble met so far; whole once the iteration has ended."""

    def __iter__(self) -> Iterator[Item_co]:
        """Yield the items in order. A second iteration is an error of the program."""

    def __enter__(self: SourceT) -> SourceT: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


def rgb_from_bgr(bgr: RgbImage) -> RgbImage:
    """Return the picture with red first; OpenCV reads it blue first."""
    return np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB), dtype=np.uint8)
