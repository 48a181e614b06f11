"""From the command `coach practice` to the first picture on the screen, with a warm cache.

The screen is Xvfb's, which can keep its frame buffer in a file: the first picture is there as soon
as that file shows many colours in place of an empty screen or an empty window. Nothing is hooked
into the coach. Linux only, and only where Xvfb is installed.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from coach import resources

ROUNDS: Final = 3
_LEAST: Final = """
import sys, cv2, mediapipe as mp
from mediapipe.tasks.python import BaseOptions, vision
bgr = cv2.VideoCapture(sys.argv[1]).read()[1]
model = BaseOptions(model_asset_path=sys.argv[2])
finder = vision.PoseLandmarker.create_from_options(vision.PoseLandmarkerOptions(base_options=model))
finder.detect(mp.Image(mp.ImageFormat.SRGB, cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB)))
finder.close()
"""
"""What no coach can do without: the libraries, the model, one picture, one detection."""
_SIZE: Final = "1600x1000x24"
_COLOURS: Final = 200
"""An empty window has a handful, a picture with noise has thousands."""
_GIVE_UP_S: Final = 40.0
_WARM_UP_S: Final = 20.0
"""For so long the first run may go on after its first picture, to render its sentences."""


@dataclass(frozen=True, slots=True)
class StartUp:
    """Seconds from the command to the first picture."""

    cold_s: float
    """The first run: an empty cache of sentences. NaN if it was not measured."""
    warm_s: tuple[float, ...]
    """The runs after it in which a picture came; empty if it was not measured."""
    least_s: tuple[float, ...] = ()
    """What no coach can do without, in turns with the runs: what the machine makes of it today."""
    runs: int = 0
    """How many runs there were after the first."""
    why_not: str = ""
    """Why it was not measured, in one line."""

    @property
    def median_least_s(self) -> float:
        """The middle one of the least possible; NaN if there are none."""
        return float(np.median(self.least_s)) if self.least_s else float("nan")

    @property
    def median_s(self) -> float:
        """The middle one of the warm runs; NaN if there are none."""
        return float(np.median(self.warm_s)) if self.warm_s else float("nan")


def measure(clip: Path, rounds: int = ROUNDS) -> StartUp:
    """Practise with the clip in place of a camera, once to warm up and `rounds` times."""
    if not sys.platform.startswith("linux") or shutil.which("Xvfb") is None:
        return StartUp(float("nan"), (), why_not="Xvfb is not installed: not measured")
    with tempfile.TemporaryDirectory(prefix="psoas-startup-") as name:
        folder = Path(name)
        with _screen(folder) as (display, picture):
            environment = _environment(folder, display)
            cold_s = _first_picture_s(clip, environment, picture, _WARM_UP_S)
            pairs = [
                (_first_picture_s(clip, environment, picture), _least_s(clip))
                for _ in range(rounds)
            ]
    seen = tuple(taken_s for taken_s, _ in pairs if np.isfinite(taken_s))
    least = tuple(taken_s for _, taken_s in pairs)
    return StartUp(cold_s, seen, least, rounds, "" if seen else "no picture came up: not measured")


def _environment(folder: Path, display: str) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key != "WAYLAND_DISPLAY"}
    return {**kept, "DISPLAY": display, "PSOAS_HOME": str(folder / "home")}


@contextlib.contextmanager
def _screen(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield the display's name and the file with its pixels."""
    read_fd, write_fd = os.pipe()
    command = ["Xvfb", "-displayfd", str(write_fd), "-screen", "0", _SIZE, "-fbdir", str(folder)]
    server = subprocess.Popen(command, pass_fds=[write_fd], stderr=subprocess.DEVNULL)
    os.close(write_fd)
    try:
        with os.fdopen(read_fd) as told:
            number = told.readline().strip()
        yield f":{number}", folder / "Xvfb_screen0"
    finally:
        server.terminate()
        server.wait()


def _first_picture_s(
    clip: Path, environment: dict[str, str], picture: Path, linger_s: float = 0.0
) -> float:
    """Return the seconds until the first picture, NaN if none came; the screen is empty again."""
    script = Path(sys.executable).with_name("coach")
    command = [str(script), "practice", "--no-questions", "--camera", str(clip)]
    began = time.monotonic()
    coach = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while coach.poll() is None and time.monotonic() - began < _GIVE_UP_S:
            if _shows_a_picture(picture):
                taken_s = time.monotonic() - began
                _linger(coach, linger_s)
                return taken_s
            time.sleep(0.01)
        return float("nan")
    finally:
        _end(coach)


def _least_s(clip: Path) -> float:
    model = resources.model_file("pose_landmarker_full.task")
    began = time.monotonic()
    command = [sys.executable, "-c", _LEAST, str(clip), str(model)]
    subprocess.run(command, check=False, capture_output=True)
    return time.monotonic() - began


def _shows_a_picture(picture: Path) -> bool:
    pixels = np.fromfile(picture, np.uint32)[::97]
    return len(np.unique(pixels)) > _COLOURS


def _linger(coach: subprocess.Popen[bytes], seconds: float) -> None:
    with contextlib.suppress(subprocess.TimeoutExpired):
        coach.wait(seconds)


def _end(coach: subprocess.Popen[bytes]) -> None:
    """End it as Ctrl-C does; if that does not help, by force."""
    coach.send_signal(signal.SIGINT)
    try:
        coach.wait(20)
    except subprocess.TimeoutExpired:
        coach.kill()
        coach.wait()
