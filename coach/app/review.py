"""Offline review: a video in, its session as data out. No threads, no clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from coach.app.measuring import model_meter
from coach.app.versions import software
from coach.detect import MediaPipeDetector
from coach.engine.engine import Engine
from coach.engine.nouns import Step
from coach.engine.settings import Asked
from coach.report import Recorder, ReportData, SourceInfo
from coach.sources import VideoFile
from coach.stretches import Library


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What came of a review."""

    data: ReportData
    stopped: bool
    """True if the user stopped it before the end of the video."""


def review(
    video: Path,
    library: Library,
    *,
    asked: Asked | None = None,
    model: Path | None = None,
    progress: Callable[[float], object] = lambda _share: None,
    listener: Callable[[Step], object] = lambda _step: None,
) -> Reviewed:
    """Review one video file; SourceError or CoachError if it cannot be done.

    `progress` is told the share that is done, 0 to 1; `listener` hears every step. Ctrl-C ends the
    review early and keeps what was seen until then.
    """
    with VideoFile(video) as source, MediaPipeDetector(model) as detector:
        engine, recorder = Engine(library, model_meter(), asked), Recorder(library)
        stopped = False
        try:
            for frame in source:
                step = engine.step(detector.detect(frame.rgb, frame.t_s))
                recorder.add(step)
                listener(step)
                progress(min(frame.t_s / source.duration_s, 1.0) if source.duration_s else 0.0)
        except KeyboardInterrupt:
            stopped = True
        recorder.hear(engine.finish())
        warnings = list(source.warnings)
        if recorder.frames == 1:
            warnings.append("one picture shows no hold: a stretch takes a video of some seconds")
        if stopped:
            warnings.append("the review was stopped before the end of the video")
        info = SourceInfo(
            str(video),
            source.width_px,
            source.height_px,
            source.fps,
            source.duration_s,
            datetime.now().astimezone(),
        )
        return Reviewed(recorder.finish(info, software(detector.model), warnings=warnings), stopped)
