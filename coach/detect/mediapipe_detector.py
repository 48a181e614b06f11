"""The adapter to MediaPipe's pose landmarker. Its types stop here.

MediaPipe follows the person from frame to frame (VIDEO mode), which also smooths. It wants whole
milliseconds that increase. Every call runs in a thread of MediaPipe's own.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final

import mediapipe as mp
import numpy as np
from mediapipe.tasks.python import BaseOptions, vision

from coach.body import COUNT, Body, FloatArray, Sighting
from coach.detect.detector import RgbImage
from coach.detect.model import PoseModel
from coach.detect.people import count_people
from coach.errors import CoachError

MEDIAPIPE_VERSION: Final[str] = mp.__version__
_COUNT_EVERY_S: Final = 2.0
_COUNT_EVERY_FRAMES: Final = 48
"""A count costs about one and a half detections; so spaced it adds at most 3 % at any rate."""


class MediaPipeDetector:
    """Finds one person with MediaPipe; a `Detector`.

    `model` is a .task file, by default the one that ships. Now and then (every 2 s, and not within
    48 frames) all people are counted and `Sighting.people` is filled; `count_people=False` leaves
    that out. The same frames give the same sightings, bit for bit. Raises CoachError if the model
    cannot be used. After KeyboardInterrupt inside `detect` the detector is closed.
    """

    def __init__(self, model: Path | None = None, *, count_people: bool = True) -> None:
        self.model = PoseModel.load(model)
        self._tracker = _landmarker(self.model, vision.RunningMode.VIDEO, poses=1)
        self._counter = (
            _landmarker(self.model, vision.RunningMode.IMAGE, poses=2) if count_people else None
        )
        self._last_ms = -1
        self._since_count = _COUNT_EVERY_FRAMES
        self._counted_s = -math.inf

    def detect(self, rgb: RgbImage, t_s: float) -> Sighting:
        """Return the person in `rgb`, uint8 (H, W, 3), red first, not mirrored; see Sighting.

        `t_s` should increase. Raises ValueError for an array of another shape or type.
        """
        if rgb.dtype != np.uint8 or rgb.ndim != 3 or rgb.shape[2] != 3 or rgb.size == 0:
            raise ValueError(f"a frame is uint8 (H, W, 3), got {rgb.dtype} {rgb.shape}")
        image = mp.Image(mp.ImageFormat.SRGB, np.ascontiguousarray(rgb))
        # MediaPipe refuses a time that is not later; frames less than 1 ms apart round to one time.
        self._last_ms = max(round(t_s * 1000), self._last_ms + 1)
        try:
            found = self._tracker.detect_for_video(image, self._last_ms)
            bodies = _bodies(found, rgb)
            people = self._count(image, rgb, t_s, bodies)
        except BaseException:
            # Ctrl-C leaves the call running in MediaPipe's thread, writing to memory that dies with
            # this frame. Closing waits for it.
            self.close()
            raise
        return Sighting(t_s, bodies[0] if bodies else None, people)

    def close(self) -> None:
        """Free the networks; closing twice is fine."""
        self._tracker.close()
        if self._counter is not None:
            self._counter.close()

    def __enter__(self) -> MediaPipeDetector:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _count(self, image: Any, rgb: RgbImage, t_s: float, followed: list[Body]) -> int | None:
        """Return how many people are in view, or None while it is too early to count again."""
        self._since_count += 1
        early = t_s - self._counted_s < _COUNT_EVERY_S or self._since_count < _COUNT_EVERY_FRAMES
        if self._counter is None or early:
            return None
        self._since_count, self._counted_s = 0, t_s
        # The person followed counts even if a fresh look misses them, as it does those who lie.
        return count_people([*followed, *_bodies(self._counter.detect(image), rgb)])


def _landmarker(model: PoseModel, mode: Any, poses: int) -> Any:
    options = vision.PoseLandmarkerOptions(
        # as bytes: MediaPipe opens paths itself and fails on names outside the Windows code page
        base_options=BaseOptions(model_asset_buffer=model.path.read_bytes()),
        running_mode=mode,
        num_poses=poses,
    )
    try:
        return vision.PoseLandmarker.create_from_options(options)
    except (RuntimeError, ValueError, OSError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise CoachError(f"{model.path} cannot be used as a pose model: {reason}") from error


def _bodies(found: Any, rgb: RgbImage) -> list[Body]:
    """Convert MediaPipe's result: image landmarks to pixels, what is missing to NaN."""
    scale = np.array([rgb.shape[1], rgb.shape[0]], dtype=np.float32)
    worlds = found.pose_world_landmarks
    return [
        Body(
            image_px=_rows(points, ("x", "y")) * scale,
            world_m=_rows(worlds[number] if number < len(worlds) else (), ("x", "y", "z")),
            visibility=_rows(points, ("visibility",))[:, 0],
        )
        for number, points in enumerate(found.pose_landmarks)
    ]


def _rows(points: Sequence[Any], names: tuple[str, ...]) -> FloatArray:
    """Return (33, len(names)) float32; NaN where MediaPipe gave no point or no value."""
    rows = np.full((COUNT, len(names)), np.nan, dtype=np.float32)
    for row, point in zip(rows, points, strict=False):
        row[:] = [
            math.nan if value is None else value for value in (getattr(point, n) for n in names)
        ]
    return rows
