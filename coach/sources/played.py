"""A video file in place of a camera: each frame at its moment."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event

from coach.sources.base import Frame
from coach.sources.video import VideoFile


class PlayedFile:
    """The frames of a file, none before its time; a feed of Webcam. Its time is the file's own."""

    def __init__(self, path: Path) -> None:
        self._file = VideoFile(path)
        self.name = str(path)
        self.stop = Event()
        self.size_px = self._file.width_px, self._file.height_px
        self.fps = self._file.fps
        self.duration_s, self.frames = self._file.duration_s, self._file.frames

    @property
    def warnings(self) -> tuple[str, ...]:
        """One line for each trouble met so far."""
        return self._file.warnings

    def now_s(self) -> None:
        """Return None: between two frames only the file knows what time it is."""

    def __iter__(self) -> Iterator[Frame]:
        """Yield each frame when it is due, until the file ends or `stop` is set."""
        start_s = time.perf_counter()
        for frame in self._file:
            early_s = frame.t_s - (time.perf_counter() - start_s)
            if self.stop.wait(max(0.0, early_s)):
                return
            yield frame

    def close(self) -> None:
        """Close the file."""
        self._file.close()
