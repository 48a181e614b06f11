"""The pictures of a camera as they come, and the patience to get a lost camera back."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from threading import Event
from typing import Final

import cv2
import numpy as np

from coach.errors import SourceError
from coach.sources.base import Frame, Gap, RgbImage, rgb_from_bgr
from coach.sources.cameras import Capture

_MISSES_ALLOWED: Final = 5
"""Failed reads in a row before the camera counts as lost; some drivers fail once and go on."""
_MISS_PAUSE_S: Final = 0.02


class CameraFeed:
    """Frames of camera `index`, and a Gap at every try to get it back; a feed of Webcam.

    `opener` opens it, now and after a loss; SourceError from it means "not now". A loss is tried
    again every `retry_s`, for `give_up_s`; then the iteration raises SourceError.
    """

    duration_s: float | None = None
    frames: int | None = None

    def __init__(
        self, index: int, opener: Callable[[int], Capture], retry_s: float, give_up_s: float
    ) -> None:
        self.name = f"camera {index}"
        self.stop = Event()
        self.warnings: tuple[str, ...] = ()
        self._index, self._opener = index, opener
        self._retry_s, self._give_up_s = retry_s, give_up_s
        self._camera = opener(index)
        first = self._picture()
        if first is None:
            self._camera.release()
            raise SourceError(f"{self.name} opens but gives no picture: plug it in again")
        self.size_px = first.shape[1], first.shape[0]
        self.fps = self._camera.get(cv2.CAP_PROP_FPS) or None
        self._start_s = time.perf_counter()
        self._last_s = 0.0

    def now_s(self) -> float:
        """Return seconds since the iteration began."""
        return time.perf_counter() - self._start_s  # time.monotonic ticks at 15 ms on Windows

    def __iter__(self) -> Iterator[Frame | Gap]:
        """Yield a Frame for each picture, until `stop` is set."""
        self._start_s = time.perf_counter()
        index = -1
        while not self.stop.is_set():
            bgr = self._picture()
            if bgr is None:
                yield from self._reopening()
                continue
            index += 1
            yield Frame(index, self._stamp_s(), rgb_from_bgr(bgr))

    def close(self) -> None:
        """Let go of the camera."""
        self._camera.release()

    def _stamp_s(self) -> float:
        """Return the time of what has just come: strictly later than the last."""
        self._last_s = max(self.now_s(), self._last_s + 1e-6)
        return self._last_s

    def _picture(self) -> RgbImage | None:
        """Return the next BGR picture, or None if the camera is lost or stopped."""
        for _ in range(_MISSES_ALLOWED):
            ok, bgr = self._camera.read()
            if ok:
                return np.asarray(bgr, dtype=np.uint8)
            if self.stop.wait(_MISS_PAUSE_S):
                return None
        return None

    def _reopening(self) -> Iterator[Gap]:
        """Yield a Gap before every try to open the camera again; end once it is open."""
        lost_s = self.now_s()
        self._camera.release()
        while not self.stop.is_set():
            yield Gap(self._stamp_s(), f"{self.name} is lost; trying to open it again")
            if self.stop.wait(self._retry_s):
                return
            try:
                self._camera = self._opener(self._index)
            except SourceError as error:
                if self.now_s() - lost_s > self._give_up_s:
                    raise SourceError(f"{self.name} was lost for good: {error}") from error
            else:
                self.warnings += (
                    f"{self.name} was lost from {lost_s:.1f} s to {self.now_s():.1f} s",
                )
                return
