"""How much `coach review` adds to bare detection, on the same frames in the same seconds.

Both run in one process in turns: a few dozen frames of the whole review, then the same frames by
a bare loop of decode and `detect_for_video`, and so on. A machine that slows down slows both, so
their ratio stands. The review is the app's own function; its listener hands the turn over. A last
turn that the clip's end cuts short is left out.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import cv2
import mediapipe as mp
import numpy as np
from mediapipe.tasks.python import BaseOptions, vision

from coach import resources
from coach.app.review import review
from coach.body import Sighting
from coach.closing import Closing
from coach.engine.nouns import Step
from coach.stretches import load_library

TURN: Final = 48
"""Frames in a turn: people are counted at most once in so many, so every turn holds one count."""
WARM_UP: Final = 8
"""Frames at the beginning that count for neither: networks allocate, files come into the cache."""


@dataclass(frozen=True, slots=True)
class Pace:
    """What the turns took."""

    bare_s: tuple[float, ...]
    """Wall time of each turn of the bare loop."""
    full_s: tuple[float, ...]
    """Wall time of each turn of the review, over the same frames."""
    bare_cpu_s: float
    """Processor seconds of all threads together."""
    full_cpu_s: float
    frames: int
    """Frames in all these turns."""
    sightings: tuple[Sighting, ...]
    """What was seen, in order of time."""
    size_px: tuple[int, int]
    """(width, height) of the frames."""

    @property
    def ratio(self) -> float:
        """Review over bare: the median over the turns, which one stolen second does not move."""
        pairs = zip(self.full_s, self.bare_s, strict=True)
        return float(np.median([full / bare for full, bare in pairs]))

    @property
    def total_ratio(self) -> float:
        """Review over bare, all turns together."""
        return sum(self.full_s) / sum(self.bare_s)

    @property
    def cpu_ratio(self) -> float:
        """Review over bare in processor time, all turns together."""
        return self.full_cpu_s / self.bare_cpu_s


def measure(clip: Path, frames: int | None = None) -> Pace:
    """Review the clip's first `frames` frames (None = all) in turns with a bare loop."""
    with _Bare(clip) as bare:
        turns = _Turns(bare, frames)
        review(clip, load_library(resources.poses_dir()), listener=turns.hear)
        return turns.pace()


@dataclass
class _Stopwatch:
    """Wall and processor time of one of the two."""

    turns_s: list[float] = field(default_factory=list)
    cpu_s: float = 0.0
    _since: tuple[float, float] = (0.0, 0.0)

    def start(self) -> None:
        self._since = (time.perf_counter(), time.process_time())

    def stop(self) -> None:
        wall, cpu = time.perf_counter(), time.process_time()
        self.turns_s.append(wall - self._since[0])
        self.cpu_s += cpu - self._since[1]


class _Turns:
    """The review's listener: counts its frames, and gives the bare loop its turns."""

    def __init__(self, bare: _Bare, frames: int | None) -> None:
        self._bare, self._frames = bare, frames
        self._bare_watch, self._full_watch = _Stopwatch(), _Stopwatch()
        self._sightings: list[Sighting] = []
        self._counted = 0
        self._turn_began = 0

    def hear(self, step: Step) -> None:
        """Take one frame of the review; KeyboardInterrupt, its way to stop, after the last."""
        self._sightings.append(step.sighting)
        seen = len(self._sightings)
        if seen == WARM_UP:
            self._bare.run(WARM_UP)
            self._begin(seen)
        elif seen > WARM_UP and (seen - self._turn_began == TURN or seen == self._frames):
            self._full_watch.stop()
            self._bare_turn(seen)
            self._begin(seen)
        if seen == self._frames:
            raise KeyboardInterrupt

    def _begin(self, seen: int) -> None:
        self._turn_began = seen
        self._full_watch.start()

    def _bare_turn(self, seen: int) -> None:
        frames = seen - self._turn_began
        self._bare_watch.start()
        self._bare.run(frames)
        self._bare_watch.stop()
        self._counted += frames

    def pace(self) -> Pace:
        """Return what was measured."""
        return Pace(
            tuple(self._bare_watch.turns_s),
            tuple(self._full_watch.turns_s),
            self._bare_watch.cpu_s,
            self._full_watch.cpu_s,
            self._counted,
            tuple(self._sightings),
            self._bare.size_px,
        )


class _Bare(Closing):
    """Decode and detect, the least that any coach must do; nothing of the coach's own runs."""

    def __init__(self, clip: Path) -> None:
        self._capture = cv2.VideoCapture(str(clip.resolve()), cv2.CAP_FFMPEG)
        model = resources.model_file("pose_landmarker_full.task").read_bytes()
        self._landmarker = vision.PoseLandmarker.create_from_options(
            vision.PoseLandmarkerOptions(
                base_options=BaseOptions(model_asset_buffer=model),
                running_mode=vision.RunningMode.VIDEO,
            )
        )
        self._frames = self._detected()
        self.size_px = (
            int(self._capture.get(cv2.CAP_PROP_FRAME_WIDTH)),
            int(self._capture.get(cv2.CAP_PROP_FRAME_HEIGHT)),
        )

    def run(self, frames: int) -> None:
        """Detect in the next `frames` frames."""
        for _ in range(frames):
            next(self._frames)

    def _detected(self) -> Iterator[Any]:
        last_ms = -1
        while True:
            ok, bgr = self._capture.read()
            if not ok:
                return
            stamp_ms = round(self._capture.get(cv2.CAP_PROP_POS_MSEC))
            last_ms = max(stamp_ms, last_ms + 1)
            rgb = cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB)
            yield self._landmarker.detect_for_video(mp.Image(mp.ImageFormat.SRGB, rgb), last_ms)

    def close(self) -> None:
        self._landmarker.close()
        self._capture.release()
