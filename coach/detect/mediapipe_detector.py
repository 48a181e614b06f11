"""The adapter to MediaPipe's pose landmarker. Its types stop here.

MediaPipe follows the person from frame to frame (VIDEO mode), which also smooths. It wants whole
milliseconds that increase. Every call runs in a thread of MediaPipe's own.
"""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import cv2
import mediapipe as mp
import numpy as np
from mediapipe.tasks.python import BaseOptions, vision

from coach.body import COUNT, Body, FloatArray, Sighting
from coach.closing import Closing
from coach.detect.detector import RgbImage
from coach.detect.flow import Flow
from coach.detect.model import PoseModel
from coach.detect.outline import trunk_outline
from coach.detect.people import is_someone_else, without
from coach.errors import CoachError

MEDIAPIPE_VERSION: Final[str] = mp.__version__
_COUNT_EVERY_S: Final = 2.0
_COUNT_EVERY_FRAMES: Final = 48
"""A count costs less than a detection; so spaced it adds about 1.5 % whatever the frame rate."""
MASK_PX: Final = 640
"""Pictures twice as long as this, or more, are made smaller."""


class MediaPipeDetector(Closing):
    """Finds one person with MediaPipe; a `Detector`.

    `model` is a .task file, by default the one that ships. Now and then (every 2 s, and not within
    48 frames) all people are counted and `Sighting.people` is filled; `count_people=False` leaves
    that out. The same frames give the same sightings, bit for bit. Raises CoachError if the model
    cannot be used. After KeyboardInterrupt inside `detect` the detector is closed.
    """

    def __init__(self, model: Path | None = None, *, count_people: bool = True) -> None:
        self.model = PoseModel.load(model)
        self._tracker = _landmarker(self.model, vision.RunningMode.VIDEO)
        self._counter: Any = None
        if count_people:
            self._counter = _landmarker(self.model, vision.RunningMode.IMAGE)
        self._flow = Flow()
        self._last_ms = -1
        self._since_count = _COUNT_EVERY_FRAMES
        self._counted_s = -math.inf

    def detect(self, rgb: RgbImage, t_s: float) -> Sighting:
        """Return the person in `rgb`, uint8 (H, W, 3), red first, not mirrored; see Sighting.

        `t_s` should increase. Raises ValueError for an array of another shape or type.
        """
        if rgb.dtype != np.uint8 or rgb.ndim != 3 or rgb.shape[2] != 3 or rgb.size == 0:
            raise ValueError(f"a frame is uint8 (H, W, 3), got {rgb.dtype} {rgb.shape}")
        # MediaPipe refuses a time that is not later; frames less than 1 ms apart round to one time.
        self._last_ms = max(round(t_s * 1000), self._last_ms + 1)
        try:
            picture, factor = _prepared(rgb)
            found = self._tracker.detect_for_video(_image(picture), self._last_ms)
            body = self._tracked(found, picture, factor, t_s)
            people = self._count(rgb, body) if self._is_time_to_count(t_s) else None
        except BaseException:
            # Ctrl-C leaves the call running in MediaPipe's thread, writing to memory that dies with
            # this frame. Closing waits for it.
            self.close()
            raise
        return Sighting(t_s, body, people)

    def close(self) -> None:
        """Free the networks; closing twice is fine."""
        self._tracker.close()
        if self._counter is not None:
            self._counter.close()

    def _tracked(self, found: Any, picture: RgbImage, factor: int, t_s: float) -> Body | None:
        """Return what was found in a prepared picture, in pixels of the frame it was made of."""
        body = _body(found, picture)
        flow_px_s = self._flow.about(picture, t_s, None if body is None else body.image_px)
        if body is None:
            return None
        outline_px = body.outline_px
        if found.segmentation_masks:
            mask = np.squeeze(found.segmentation_masks[0].numpy_view(), axis=2)
            outline_px = trunk_outline(mask, body.image_px)
        return replace(
            body,
            image_px=body.image_px * factor,
            outline_px=outline_px * factor,
            flow_px_s=flow_px_s * factor,
        )

    def _is_time_to_count(self, t_s: float) -> bool:
        self._since_count += 1
        if self._counter is None or self._since_count < _COUNT_EVERY_FRAMES:
            return False
        if t_s - self._counted_s < _COUNT_EVERY_S:
            return False
        self._since_count, self._counted_s = 0, t_s
        return True

    def _count(self, rgb: RgbImage, followed: Body | None) -> int:
        """Return how many people are in view: 0, 1, or 2 for two and more."""
        rest = rgb if followed is None else without(rgb, followed)
        found = _body(self._counter.detect(_image(rest)), rgb)
        if followed is None or found is None:
            return int(followed is not None or found is not None)
        return 1 + is_someone_else(found, followed)


def _landmarker(model: PoseModel, mode: Any) -> Any:
    options = vision.PoseLandmarkerOptions(
        # as bytes: MediaPipe opens paths itself and fails on names outside the Windows code page
        base_options=BaseOptions(model_asset_buffer=model.path.read_bytes()),
        running_mode=mode,
        num_poses=1,
        output_segmentation_masks=mode == vision.RunningMode.VIDEO,
    )
    try:
        return vision.PoseLandmarker.create_from_options(options)
    except (RuntimeError, ValueError, OSError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise CoachError(f"{model.path} cannot be used as a pose model: {reason}") from error


class Picture(mp.Image):  # type: ignore[misc]  # MediaPipe ships no types
    """A picture for MediaPipe; Ctrl-C while it is being made leaves nothing to free."""

    _image_ptr = None


def _image(rgb: RgbImage) -> Picture:
    return Picture(mp.ImageFormat.SRGB, np.ascontiguousarray(rgb))


def _prepared(rgb: RgbImage) -> tuple[RgbImage, int]:
    """Return the picture as the tracker can take it, and how many pixels became one.

    The network looks at 256 pixels whatever it gets, but its mask comes as large as the picture,
    and making that costs. And reading a mask whose width is no multiple of 4 aborts the process.
    """
    height_px, width_px = rgb.shape[:2]
    factor = max(1, max(height_px, width_px) // MASK_PX)
    if factor > 1:
        whole = rgb[: height_px - height_px % factor, : width_px - width_px % factor]
        size = (width_px // factor, height_px // factor)
        rgb = cv2.resize(whole, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
    missing_px = -rgb.shape[1] % 4
    if missing_px:
        rgb = np.pad(rgb, ((0, 0), (0, missing_px), (0, 0)), mode="edge")
    return rgb, factor


def _body(found: Any, rgb: RgbImage) -> Body | None:
    """Convert MediaPipe's result: image landmarks to pixels, what is missing to NaN."""
    if not found.pose_landmarks:
        return None
    height_px, width_px = rgb.shape[:2]
    image = _rows(
        [(p.x * width_px, p.y * height_px, p.visibility) for p in found.pose_landmarks[0]]
    )
    worlds = found.pose_world_landmarks
    world = _rows([(p.x, p.y, p.z) for p in worlds[0]] if worlds else [])
    return Body(image_px=image[:, :2].copy(), world_m=world, visibility=image[:, 2].copy())


def _rows(points: list[tuple[float | None, ...]]) -> FloatArray:
    """Return (33, 3) float32; NaN where MediaPipe gave no point or None."""
    rows = np.full((COUNT, 3), np.nan, dtype=np.float32)
    rows[: len(points)] = np.array(points, dtype=np.float32).reshape(-1, 3)
    return rows
