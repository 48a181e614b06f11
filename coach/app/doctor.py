"""What works on this machine, what is missing, and how to get it."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from coach import resources
from coach.app.measuring import MEASURING_MODEL, measuring_network
from coach.detect import MediaPipeDetector, PoseModel
from coach.errors import CoachError
from coach.overlay.window import no_screen
from coach.settings import Places
from coach.sources import VideoFile, Webcam, find_cameras
from coach.voice import CueBank, Mouth, NoSoundError, Speaker

SAMPLE: Final = "Lift your hips a little higher."
FRAMES: Final = 40
SLOW_MS: Final = 66.0
"""More than this a frame is fewer than 15 frames a second: control and counts get coarse."""
SESSION_MB: Final = 50
"""What twenty minutes of landmarks take on disk."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    what: str
    ok: bool
    text: str
    needed: bool = True
    """False: without it practice still works, with less comfort."""


def findings(model: Path | None, places: Places) -> Iterator[Finding]:
    """Yield one finding after the other, in the order in which they matter."""
    yield _asked("model", lambda: _model(model))
    yield _asked("measuring", _measuring)
    yield _asked("speed", lambda: _speed(model))
    yield _asked("camera", _camera)
    yield _asked("disk", lambda: _disk(places))
    yield _asked("voice", lambda: _voice(places), needed=False)
    yield _asked("sound", _sound, needed=False)
    yield _asked("window", _window, needed=False)


def _asked(what: str, look: Callable[[], str], needed: bool = True) -> Finding:
    try:
        return Finding(what, True, look(), needed)
    except CoachError as error:
        return Finding(what, False, str(error), needed)


def _measuring() -> str:
    network = measuring_network(resources.model_file(MEASURING_MODEL))
    return f"{MEASURING_MODEL}, {len(network.quantities)} measures, {len(network.poses) - 1} poses"


def _model(path: Path | None) -> str:
    model = PoseModel.load(path)
    return f"{model.path.name}, sha256 {model.sha256[:12]}"


def _speed(path: Path | None) -> str:
    """Time the landmark model on the demo clip, after a few frames to warm up."""
    with VideoFile(resources.demo_clip()) as clip, MediaPipeDetector(path) as detector:
        frames = iter(clip)
        for _ in range(5):
            frame = next(frames)
            detector.detect(frame.rgb, frame.t_s)
        spent_s = 0.0
        for _ in range(FRAMES):
            frame = next(frames)
            start_s = time.perf_counter()
            detector.detect(frame.rgb, frame.t_s)
            spent_s += time.perf_counter() - start_s
    each_ms = 1000 * spent_s / FRAMES
    if each_ms > SLOW_MS:
        raise CoachError(
            f"{each_ms:.0f} ms a frame is slow; close other programs, or try the lite model "
            "(models/README.md) with --model"
        )
    return f"{each_ms:.0f} ms a frame"


def _camera() -> str:
    found = find_cameras()
    if not found:
        raise CoachError(
            "no camera found; plug one in, allow this program to use it, close other programs that "
            "do; or use `coach practice --camera VIDEO`"
        )
    with Webcam(found[0]) as camera:
        fps = f", {camera.fps:.0f} frames a second" if camera.fps else ""
        numbers = ", ".join(map(str, found))
        return f"number {numbers}; {camera.width_px} x {camera.height_px}{fps}"


def _disk(places: Places) -> str:
    try:
        places.data.mkdir(parents=True, exist_ok=True)
        probe = places.data / ".doctor"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise CoachError(
            f"{places.data} cannot be written ({error.strerror}); set PSOAS_HOME"
        ) from None
    free_mb = shutil.disk_usage(places.data).free / 1e6
    if free_mb < SESSION_MB:
        raise CoachError(f"{free_mb:.0f} MB free; a session needs {SESSION_MB} MB: free some space")
    return f"{free_mb / 1000:.0f} GB free in {places.data}"


def _voice(places: Places) -> str:
    bank = CueBank(places.cues)
    prepared = bank.prepare([SAMPLE])
    clip = bank.clip(SAMPLE)
    if clip is None:
        raise CoachError(f"{prepared.reason}; cues will be captions only")
    return f"speaks ({SAMPLE!r})"


def _sound() -> str:
    try:
        Speaker(Mouth(), None).close()
    except NoSoundError as error:
        raise CoachError(f"{error}; cues will be captions only") from None
    return "a sound device answers"


def _window() -> str:
    why_not = no_screen()
    if why_not:
        raise CoachError(why_not)
    return "a window can be opened"
