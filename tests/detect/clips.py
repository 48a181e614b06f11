"""Pictures for the detector's tests, and one detector run over each clip for all of them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from coach.body import Sighting
from coach.detect import MediaPipeDetector

CLIPS = Path(__file__).parents[1] / "clips"
Picture = npt.NDArray[np.uint8]


@cache
def pictures(name: str) -> tuple[tuple[float, Picture], ...]:
    """(t_s, rgb) of every frame; read here, since detect knows nothing of sources."""
    capture = cv2.VideoCapture(str(CLIPS / name), cv2.CAP_FFMPEG)
    found: list[tuple[float, Picture]] = []
    while True:
        ok, bgr = capture.read()
        if not ok:
            capture.release()
            return tuple(found)
        rgb = np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB), dtype=np.uint8)
        found.append((capture.get(cv2.CAP_PROP_POS_MSEC) / 1000, rgb))


@cache
def sightings(name: str, frames: int | None = None) -> tuple[Sighting, ...]:
    """What the detector that ships sees in the first frames, or in all."""
    with MediaPipeDetector() as detector:
        return tuple(detector.detect(rgb, t_s) for t_s, rgb in pictures(name)[:frames])
