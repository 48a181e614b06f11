"""The same clips, coded once more in another size: how much does what the coach says hang on that?

Nothing about the people changes, only the noise in their landmarks. What is heard of one copy and
not of another was heard by chance.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from coach.sources import VideoFile
from tests.benchmarks.clips import Clip
from tests.benchmarks.errors import UsageError
from tests.mannequin.video import Coding, write_clip

WIDTHS_PX: Final = range(160, 3841, 2)
"""Video is coded in even numbers of pixels."""
CODING: Final = Coding(crf=20, preset="veryfast")
WORKERS: Final = 2


def check(width_px: int | None) -> None:
    """Raise UsageError for a width that cannot be coded; None is no width and is fine."""
    if width_px is not None and width_px not in WIDTHS_PX:
        ends = f"{WIDTHS_PX[0]} to {WIDTHS_PX[-1]}"
        raise UsageError(f"--width must be an even number of {ends}, not {width_px}")


def copies(
    found: Sequence[Clip], width_px: int, cache: Path, tell: Callable[[str], object]
) -> list[Clip]:
    """Return the clips so wide, and as high as goes with it, made where the cache lacks them.

    Raises MannequinError without what codes video.
    """
    videos = [cache / "recoded" / _name(clip.video, width_px) for clip in found]
    missing = [
        (clip.video, copy, width_px)
        for clip, copy in zip(found, videos, strict=True)
        if not copy.exists()
    ]
    with ProcessPoolExecutor(WORKERS, get_context("spawn")) as pool:
        for done, copy in enumerate(pool.map(_recode, missing), 1):
            tell(f"recoded {done} of {len(missing)}: {copy.name}")
    return [replace(clip, video=video) for clip, video in zip(found, videos, strict=True)]


def _name(video: Path, width_px: int) -> str:
    """Return the name of a copy, by all that decides what it shows."""
    digest = hashlib.sha256(video.read_bytes() + repr((width_px, CODING)).encode())
    return f"{video.stem}-{width_px}-{digest.hexdigest()[:16]}.mp4"


def _recode(job: tuple[Path, Path, int]) -> Path:
    video, copy, width_px = job
    with VideoFile(video) as source:
        height_px = 2 * round(source.height_px * width_px / source.width_px / 2)
        write_clip(copy, _resized(source, (width_px, height_px)), source.fps or 30.0, CODING)
    return copy


def _resized(
    source: VideoFile, size_px: tuple[int, int]
) -> Iterator[tuple[float, npt.NDArray[np.uint8]]]:
    smaller = size_px[0] < source.width_px
    how = cv2.INTER_AREA if smaller else cv2.INTER_CUBIC
    for frame in source:
        rgb = cv2.resize(frame.rgb, size_px, interpolation=how)
        yield frame.t_s, rgb.astype(np.uint8, copy=False)
