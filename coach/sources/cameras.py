"""Opens cameras: the way of each platform, and one clear line when it does not work."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Protocol

import cv2

from coach.errors import SourceError
from coach.sources.base import RgbImage

_WIDTH_PX, _HEIGHT_PX, _FPS = 1280, 720, 30
_TRIAL_FRAMES: Final = 6
_ENOUGH_FPS: Final = 12.0


class Capture(Protocol):
    """The part of cv2.VideoCapture that is used; pictures are BGR."""

    def read(self) -> tuple[bool, RgbImage]:
        """Wait for the next picture; False and anything if there is none."""

    def get(self, propId: int, /) -> float:  # noqa: N803 - OpenCV's own name
        """Return a property, 0 if it is not known."""

    def release(self) -> None:
        """Let go of the camera."""


def open_camera(index: int) -> Capture:
    """Open camera `index` and return it once it has given a picture.

    Where the platform has two ways (Windows), the second is tried if the first fails or is slow,
    and the faster one is kept. Raises SourceError if no way works.
    """
    best: Capture | None = None
    best_fps = 0.0
    for backend in _backends():
        capture = _opened(index, backend)
        fps = 0.0 if capture is None else _measured_fps(capture)
        if capture is not None and fps > best_fps:
            if best is not None:
                best.release()
            best, best_fps = capture, fps
        elif capture is not None:
            capture.release()
        if best_fps >= _ENOUGH_FPS:
            break
    if best is None:
        raise SourceError(_why_not(index))
    return best


def find_cameras(limit: int = 4) -> list[int]:
    """Return the indices below `limit` of cameras that open; it takes a moment for each."""
    return list(_working(limit))


def _working(limit: int) -> Iterator[int]:
    for index in range(limit):
        if sys.platform == "linux" and not _device(index).exists():
            continue
        for backend in _backends():
            capture = _opened(index, backend)
            if capture is not None:
                capture.release()
                yield index
                break


def _backends() -> tuple[int, ...]:
    """Name the native way of this platform, so that OpenCV does not try a dozen others."""
    if sys.platform == "win32":
        return (cv2.CAP_MSMF, cv2.CAP_DSHOW)
    if sys.platform == "darwin":
        return (cv2.CAP_AVFOUNDATION,)
    return (cv2.CAP_V4L2,) if sys.platform == "linux" else (cv2.CAP_ANY,)


def _opened(index: int, backend: int) -> Capture | None:
    capture = cv2.VideoCapture(index, backend)
    if not capture.isOpened():
        return None
    # Compressed first: over USB 2 a raw 1280x720 picture comes ten times a second at most.
    capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
    capture.set(cv2.CAP_PROP_FRAME_WIDTH, _WIDTH_PX)
    capture.set(cv2.CAP_PROP_FRAME_HEIGHT, _HEIGHT_PX)
    capture.set(cv2.CAP_PROP_FPS, _FPS)
    capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
    return capture  # type: ignore[return-value] # cv2's stub allows more than we ask for


def _measured_fps(capture: Capture) -> float:
    """Return the frames a second over a few frames; 0 if the camera gives none."""
    if not capture.read()[0]:  # the first one waits for the sensor and tells nothing of speed
        return 0.0
    start_s = time.perf_counter()
    got = sum(capture.read()[0] for _ in range(_TRIAL_FRAMES))
    return got / max(time.perf_counter() - start_s, 1e-6)


def _device(index: int) -> Path:
    return Path(f"/dev/video{index}")


def _why_not(index: int) -> str:
    """Say why camera `index` cannot be used and what to do, as far as the platform tells."""
    otherwise = "or practise with a video: --camera FILE"
    if sys.platform != "linux":
        return (
            f"camera {index} gives no picture: check that it is plugged in, that no other program "
            f"uses it and that this one may, {otherwise}"
        )
    device = _device(index)
    if not device.exists():
        return f"there is no camera {index}: plug one in, {otherwise}"
    if not os.access(device, os.R_OK | os.W_OK):
        return f"camera {index} may not be used: add yourself to the group `video`, {otherwise}"
    return f"camera {index} gives no picture: close other programs that use it, {otherwise}"
