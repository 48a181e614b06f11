"""Runs `coach review` on clips, fresh for each, and keeps what it said and what it saw.

The review is the app's own function. Landmarks are the slow part and the same every time (the same
frames give the same sightings, bit for bit), so they are kept in the cache by the content of clip,
model and detector: an interrupted run goes on where it stopped, and a changed engine is judged in
a minute. `fresh` detects anew.
"""

from __future__ import annotations

import hashlib
import json
import signal
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing import active_children, get_context
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import numpy.typing as npt

from coach import quiet, resources
from coach.body import OUTLINE, Body, Sighting
from coach.errors import CoachError
from tests.benchmarks.errors import BenchmarkError

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False, slots=True)
class Landmarks:
    """What the detector saw in a clip; rows are frames in which time went on."""

    t_s: npt.NDArray[np.float64]
    """(N,)"""
    people: npt.NDArray[np.int16]
    """(N,) how many were counted; -1 = not counted."""
    image_px: Floats
    """(N, 33, 2); NaN where nobody was seen."""
    world_m: Floats
    """(N, 33, 3)"""
    visibility: Floats
    """(N, 33)"""
    outline_px: Floats
    """(N, 2, OUTLINE)"""
    flow_px_s: Floats
    """(N, 33, 2)"""


@dataclass(frozen=True, eq=False, slots=True)
class Played:
    """What the coach made of a clip."""

    tree: dict[str, Any]
    """Its JSON, as `coach review` writes it."""
    t_s: npt.NDArray[np.float64]
    """(N,) seconds from the first frame."""
    values: Floats
    """(N, measures) in the order of `coach.measures.ALL`; NaN = not measured."""
    sds: Floats
    """(N, measures) the stated standard deviations."""
    landmarks: Landmarks
    """What it saw, before the engine."""
    review_s: float
    """Wall time of the review."""
    detected: bool
    """False = the landmarks came from the cache."""


def play_all(
    videos: Sequence[Path], cache: Path, *, fresh: bool = False, workers: int = 2
) -> Iterator[Played]:
    """Review the videos in `workers` processes; yield each in the order given.

    BenchmarkError in one line if one cannot be reviewed.
    """
    with ProcessPoolExecutor(workers, get_context("spawn"), _begin) as pool:
        jobs = [pool.submit(play, video, cache, fresh) for video in videos]
        try:
            for video, job in zip(videos, jobs, strict=True):
                yield _result(video, job)
        except BaseException:
            _end_at_once(pool)
            raise


def _end_at_once(pool: ProcessPoolExecutor) -> None:
    """Do not wait for reviews that nobody will read; what is in the cache is whole."""
    pool.shutdown(wait=False, cancel_futures=True)
    for worker in active_children():
        worker.terminate()


def _result(video: Path, job: Future[Played]) -> Played:
    try:
        return job.result()
    except CoachError as error:
        raise BenchmarkError(f"{video.name}: {error}") from None
    except BrokenProcessPool:
        raise BenchmarkError(f"{video.name}: a worker was killed; run again to go on") from None


def _begin() -> None:
    """Start a worker: logs of native libraries go nowhere, Ctrl-C is its parent's business.

    In a review Ctrl-C means "keep what was seen so far", which must not be taken for a whole clip.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    quiet.hush()
    quiet.native_lines_to(None).__enter__()


def play(video: Path, cache: Path, fresh: bool = False) -> Played:
    """Review one video in this process."""
    from coach.app import review as app

    store = cache / "landmarks" / f"{_key(video)}.npz"
    stored = None if fresh else _stored(store)
    detector: Any = _Remembered(stored) if stored else _heard()
    began = time.perf_counter()
    with patch.object(app, "MediaPipeDetector", lambda _model: detector):
        data = app.review(video, _library()).data
    review_s = time.perf_counter() - began
    landmarks = stored or packed(detector.sightings)
    if stored is None:
        _store(store, landmarks)
    return Played(
        json.loads(_json_text(data)),
        data.table.t_s,
        data.table.values,
        data.table.sds,
        landmarks,
        review_s,
        stored is None,
    )


@lru_cache(maxsize=1)
def _library() -> Any:
    from coach.stretches import load_library

    return load_library(resources.poses_dir())


def _json_text(data: Any) -> str:
    from coach.report import json_text

    return json_text(data)


def _heard() -> Any:
    """Return the real detector, which also keeps what it saw."""
    from coach.detect import MediaPipeDetector

    class Heard(MediaPipeDetector):
        def __init__(self) -> None:
            super().__init__()
            self.sightings: list[Sighting] = []

        def detect(self, rgb: npt.NDArray[np.uint8], t_s: float) -> Sighting:
            self.sightings.append(super().detect(rgb, t_s))
            return self.sightings[-1]

    return Heard()


class _Remembered:
    """A detector that gives what was detected in an earlier run."""

    def __init__(self, landmarks: Landmarks) -> None:
        from coach.detect import PoseModel

        self.model = PoseModel.load()
        self._sightings = unpacked(landmarks)

    def detect(self, rgb: npt.NDArray[np.uint8], t_s: float) -> Sighting:
        sighting = next(self._sightings)
        if abs(sighting.t_s - t_s) > 1e-6:
            raise BenchmarkError(f"the cache of landmarks is of other frames (at {t_s:.3f} s)")
        return sighting

    def __enter__(self) -> _Remembered:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing to close."""


def packed(sightings: Sequence[Sighting]) -> Landmarks:
    """Return the sightings as arrays."""
    nobody = Body(*(np.full((33, *more), np.nan, np.float32) for more in ((2,), (3,), ())))
    bodies = [sighting.body or nobody for sighting in sightings]
    return Landmarks(
        np.array([sighting.t_s for sighting in sightings]),
        np.array([-1 if s.people is None else s.people for s in sightings], np.int16),
        np.array([body.image_px for body in bodies], np.float32).reshape(-1, 33, 2),
        np.array([body.world_m for body in bodies], np.float32).reshape(-1, 33, 3),
        np.array([body.visibility for body in bodies], np.float32).reshape(-1, 33),
        np.array([body.outline_px for body in bodies], np.float32).reshape(-1, 2, OUTLINE),
        np.array([body.flow_px_s for body in bodies], np.float32).reshape(-1, 33, 2),
    )


def unpacked(landmarks: Landmarks) -> Iterator[Sighting]:
    """Yield the sightings again."""
    for row, t_s in enumerate(landmarks.t_s.tolist()):
        people = int(landmarks.people[row])
        body = Body(
            landmarks.image_px[row],
            landmarks.world_m[row],
            landmarks.visibility[row],
            landmarks.outline_px[row],
            landmarks.flow_px_s[row],
        )
        seen = bool(np.isfinite(body.image_px).any())
        yield Sighting(t_s, body if seen else None, None if people < 0 else people)


def _key(video: Path) -> str:
    """Return a hash of all that decides what is seen in a video."""
    digest = hashlib.sha256(video.read_bytes())
    digest.update(_detector_hash().encode())
    return digest.hexdigest()[:24]


@lru_cache(maxsize=1)
def _detector_hash() -> str:
    import cv2

    from coach.detect import mediapipe_detector

    digest = hashlib.sha256()
    package = Path(mediapipe_detector.__file__).parents[1]
    for folder in ("detect", "sources"):
        for path in sorted((package / folder).glob("*.py")):
            digest.update(path.read_bytes())
    versions = f"{mediapipe_detector.MEDIAPIPE_VERSION} {cv2.__version__}"
    model = resources.checked_sha256(resources.model_file("pose_landmarker_full.task"))
    return digest.hexdigest() + versions + model


def _stored(path: Path) -> Landmarks | None:
    """Return the landmarks kept there; None if there are none, or no whole ones."""
    try:
        with np.load(path) as arrays:
            return Landmarks(*(arrays[name] for name in Landmarks.__slots__))
    except (OSError, ValueError, KeyError, EOFError):
        return None


def _store(path: Path, landmarks: Landmarks) -> None:
    partial = path.with_suffix(".part.npz")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez(partial, **{name: getattr(landmarks, name) for name in Landmarks.__slots__})
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise BenchmarkError(f"{path.parent}: cannot be written: {error.strerror}") from None
