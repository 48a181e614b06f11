"""A video file, frame by frame, with the container's own time."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from coach.closing import Closing
from coach.errors import SourceError
from coach.sources.base import Frame, RgbImage, rgb_from_bgr
from coach.sources.container import is_cut_off
from coach.sources.timeline import Timeline

_USUAL_FPS: Final = 30.0
_MOST_FRAMES: Final = 10**8
"""A container without a count makes OpenCV give a nonsense one, negative or beyond this."""


class VideoFile(Closing):
    """Every frame of a file, as fast as it is asked for; a `Source` of Frame.

    The picture is turned upright as the file asks; sound is ignored. Time is the container's stamp,
    so a variable frame rate is told truly. A file that ends early gives what is there and a
    warning. Raises SourceError if the file is missing, is no video or holds not one frame.
    """

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self._cut_off = _is_file_cut_off(self.path)
        # FFmpeg on every platform, so that one file gives the same frames on all of them; an
        # absolute path, so that FFmpeg cannot take "a:b.mp4" for a network protocol.
        self._capture = cv2.VideoCapture(str(self.path.resolve()), cv2.CAP_FFMPEG)
        if not self._capture.isOpened():
            raise SourceError(self._unreadable())
        self._next = self._read()
        if self._next is None:
            self.close()
            raise SourceError(f"{self.path} has no frames: record or export it again")
        self.height_px, self.width_px = self._next[1].shape[:2]
        self.fps = _positive(self._capture.get(cv2.CAP_PROP_FPS))
        self.frames = _count(self._capture.get(cv2.CAP_PROP_FRAME_COUNT))
        self.duration_s = self.frames / self.fps if self.frames and self.fps else None
        self._timeline = Timeline(1 / (self.fps or _USUAL_FPS))
        self._last_s: float | None = None
        self._iterated = False

    @property
    def warnings(self) -> tuple[str, ...]:
        """One line for each trouble met so far."""
        if not self._cut_off:
            return self._timeline.warnings()
        read_to = "" if self._last_s is None else f": it could be read up to {self._last_s:.1f} s"
        of = f" of {self.duration_s:.1f} s" if read_to and self.duration_s else ""
        return (f"the file ends early{read_to}{of}", *self._timeline.warnings())

    def __iter__(self) -> Iterator[Frame]:
        """Yield each frame in order of time."""
        if self._iterated:
            raise RuntimeError("a VideoFile can be iterated once: open it again")
        self._iterated = True
        index = -1
        while self._next is not None:
            stamp_s, bgr = self._next
            index += 1
            t_s = self._timeline.place(stamp_s)
            if t_s is not None:
                self._last_s = t_s
                yield Frame(index, t_s, rgb_from_bgr(bgr))
            self._next = self._read()

    def close(self) -> None:
        """Close the file."""
        self._next = None
        self._capture.release()

    def _read(self) -> tuple[float, RgbImage] | None:
        """Return the stamp in seconds and the BGR picture of the next frame; None at the end."""
        ok, bgr = self._capture.read()
        if not ok:
            return None
        # Read before read(), the stamp would be that of the frame before.
        stamp_s = self._capture.get(cv2.CAP_PROP_POS_MSEC) / 1000
        return stamp_s, np.asarray(bgr, dtype=np.uint8)

    def _unreadable(self) -> str:
        if self._cut_off:
            return f"{self.path} ends before its index, so no frame can be read: copy it again"
        return f"{self.path} is not a video that can be read: try it in a player, or convert it"


def _is_file_cut_off(path: Path) -> bool:
    """Return whether the file is cut off; raise SourceError if there is no file to read."""
    try:
        os.fsdecode(path).encode()
    except UnicodeEncodeError:  # OpenCV crashes on such a name
        raise SourceError(f"{str(path)!a} is no name that can be read: rename it") from None
    if path.is_dir():
        raise SourceError(f"{path} is a folder: name a video file in it")
    try:
        return is_cut_off(path)
    except FileNotFoundError as error:
        raise SourceError(f"{path}: there is no such file") from error
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror}") from error


def _positive(value: float) -> float | None:
    return value if math.isfinite(value) and value > 0 else None


def _count(value: float) -> int | None:
    return int(value) if 0 < value < _MOST_FRAMES else None
