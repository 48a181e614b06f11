"""What the coach's own parts cost a frame: engine and scene, then paint, then the recorder.

Times are processor time of the whole process (`time.process_time`, every thread), since on a busy
machine the clock on the wall also counts others' work. The median of several rounds is told.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

import numpy as np
import numpy.typing as npt

from coach import resources
from coach.app.measuring import model_meter
from coach.body import Sighting
from coach.engine.engine import Engine
from coach.engine.nouns import Step
from coach.overlay import Look, Seen, scene
from coach.overlay.paint import mirrored, paint
from coach.overlay.shapes import Shape
from coach.report import Recorder
from coach.sources import VideoFile
from coach.stretches import Library, load_library
from coach.voice import Captions

Given = TypeVar("Given")
Made = TypeVar("Made")
Seconds = npt.NDArray[np.float64]

ROUNDS: Final = 5
MOST_PAINTED: Final = 150
"""Frames that are painted, spread over the clip."""


@dataclass(frozen=True, slots=True)
class Costs:
    """Milliseconds of processor time a frame."""

    engine_ms: float
    scene_ms: float
    slowest_ms: float
    """Engine and scene, 99th percentile of single frames."""
    recorder_ms: float
    mirror_ms: float
    """Turning a frame into the mirrored picture that is drawn on."""
    paint_ms: float

    @property
    def engine_and_scene_ms(self) -> float:
        """What the bar is about."""
        return self.engine_ms + self.scene_ms


@dataclass(frozen=True, slots=True)
class _Round:
    engine_s: Seconds
    scene_s: Seconds
    recorder_s: Seconds
    scenes: list[tuple[Shape, ...]]


def measure(clip: Path, sightings: Sequence[Sighting], size_px: tuple[int, int]) -> Costs:
    """Run the clip's sightings through the parts several times; `size_px` is the frames' size."""
    library = load_library(resources.poses_dir())
    rounds = [_round(library, sightings, size_px) for _ in range(ROUNDS)]
    drawn = rounds[0].scenes[:: max(1, len(sightings) // MOST_PAINTED)]
    mirror_ms, paint_ms = _painted(clip, drawn)
    both = np.median([r.engine_s + r.scene_s for r in rounds], axis=0)
    return Costs(
        engine_ms=_middle_ms([r.engine_s for r in rounds]),
        scene_ms=_middle_ms([r.scene_s for r in rounds]),
        slowest_ms=1000 * float(np.percentile(both, 99)),
        recorder_ms=_middle_ms([r.recorder_s for r in rounds]),
        mirror_ms=mirror_ms,
        paint_ms=paint_ms,
    )


def _middle_ms(rounds: Sequence[Seconds]) -> float:
    """Return the median over rounds of the mean over frames."""
    return 1000 * float(np.median([np.mean(times) for times in rounds]))


def _round(library: Library, sightings: Sequence[Sighting], size_px: tuple[int, int]) -> _Round:
    engine, recorder, easel = (
        Engine(library, model_meter()),
        Recorder(library),
        _Easel(library, size_px),
    )
    times = np.zeros((3, len(sightings)))
    scenes: list[tuple[Shape, ...]] = []
    for row, sighting in enumerate(sightings):
        times[0, row], step = _timed(engine.step, sighting)
        times[1, row], shapes = _timed(easel.scene, step)
        times[2, row], _ = _timed(recorder.add, step)
        scenes.append(shapes)
    return _Round(times[0], times[1], times[2], scenes)


def _timed(work: Callable[[Given], Made], given: Given) -> tuple[float, Made]:
    began = time.process_time()
    result = work(given)
    return time.process_time() - began, result


class _Easel:
    """Makes the scene of each step as the screen of `coach practice` does."""

    def __init__(self, library: Library, size_px: tuple[int, int]) -> None:
        self._library, self._size_px = library, size_px
        self._captions, self._seen = Captions(), Seen()

    def scene(self, step: Step) -> tuple[Shape, ...]:
        """Return all shapes of one step."""
        for cue in step.cues:
            self._captions = self._captions.after(cue)
        self._captions = self._captions.at(step.t_s)
        self._seen = self._seen.after(step)
        name = step.phase.stretch
        look = Look(self._size_px, caption=self._captions.shown, seen=self._seen)
        return scene(step, look, self._library.get(name) if name else None)


def _painted(clip: Path, scenes: Sequence[tuple[Shape, ...]]) -> tuple[float, float]:
    """Return the milliseconds of mirroring a frame and of painting a scene into it."""
    with VideoFile(clip) as source:
        rgb = next(iter(source)).rgb
    mirror_s, paint_s = [], []
    for shapes in scenes:
        taken_s, bgr = _timed(mirrored, rgb)
        mirror_s.append(taken_s)
        paint_s.append(_timed(partial(paint, bgr), shapes)[0])
    return 1000 * float(np.mean(mirror_s)), 1000 * float(np.mean(paint_s))
