"""Writing H.264 clips through PyAV: to a temporary name first, so that a clip is whole or not
there.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.mannequin.errors import MannequinError

_TICKS_HZ = 90_000


@dataclass(frozen=True)
class Coding:
    """How a clip is coded."""

    crf: int = 26
    preset: str = "veryslow"
    tone_hz: float = 0.0  # above 0 an audio track with this tone
    turned_deg: int = (
        0  # rotation metadata: how far a player must turn the stored picture (counter-clockwise)
    )


def _av() -> Any:
    try:
        import av
    except ImportError as error:
        raise MannequinError(
            f"cannot write video: {error}; install the group 'mannequin'"
        ) from error
    return av


def write_clip(
    path: Path, frames: Iterable[tuple[float, NDArray[np.uint8]]], fps: float, coding: Coding
) -> int:
    """Write (t_s, rgb) frames; returns how many. Times may be uneven; sizes must be even
    numbers.
    """
    partial = path.with_name(f".{os.getpid()}-{path.name}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        count = _encode(partial, frames, fps, coding)
        if coding.turned_deg:
            turn_track(partial, coding.turned_deg)
        partial.replace(path)
    except OSError as error:
        raise MannequinError(f"cannot write {path}: {error.strerror or error}") from error
    finally:
        partial.unlink(missing_ok=True)
    return count


def _encode(
    path: Path, frames: Iterable[tuple[float, NDArray[np.uint8]]], fps: float, coding: Coding
) -> int:
    """Code the frames, one thread for the same bytes everywhere."""
    av, count, stream, last_s = _av(), 0, None, 0.0
    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as container:
        sound = container.add_stream("aac", rate=22050) if coding.tone_hz else None
        for t_s, rgb in frames:
            if stream is None:
                stream = _stream(container, rgb.shape, fps, coding)
            frame = av.VideoFrame.from_ndarray(rgb, format="rgb24")
            frame.pts, frame.time_base = round(t_s * _TICKS_HZ), Fraction(1, _TICKS_HZ)
            container.mux(stream.encode(frame))
            count, last_s = count + 1, t_s
        if stream is not None:
            container.mux(stream.encode(None))
        if sound is not None:
            _tone(av, container, sound, coding.tone_hz, last_s + 1 / fps)
    return count


def _stream(container: Any, shape: tuple[int, ...], fps: float, coding: Coding) -> Any:
    stream = container.add_stream("libx264", rate=Fraction(fps).limit_denominator(1001))
    stream.height, stream.width = shape[:2]
    stream.pix_fmt = "yuv420p"
    stream.codec_context.time_base = Fraction(1, _TICKS_HZ)
    stream.codec_context.thread_count = 1
    stream.options = {
        "crf": str(coding.crf),
        "preset": coding.preset,
        "x264-params": "keyint=150:scenecut=0",
    }
    return stream


def _tone(av: Any, container: Any, stream: Any, hz: float, duration_s: float) -> None:
    """A quiet sine, so that the clip has sound."""
    rate, size = 22050, 1024
    for start in range(0, int(duration_s * rate), size):
        wave = 0.1 * np.sin(2 * np.pi * hz * (start + np.arange(size)) / rate)
        frame = av.AudioFrame.from_ndarray(
            wave.astype(np.float32)[None], format="fltp", layout="mono"
        )
        frame.sample_rate, frame.pts, frame.time_base = rate, start, Fraction(1, rate)
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))


# The display matrix of a track header, for a picture to be turned by 90, 180 or 270 deg.
_MATRIX = {90: (0, -1, 1, 0), 180: (-1, 0, 0, -1), 270: (0, 1, -1, 0)}


def turn_track(path: Path, turned_deg: int) -> None:
    """Set the rotation in the first video track's header (tkhd), as phones do; the pixels stay."""
    if turned_deg not in _MATRIX:
        raise MannequinError(f"a track is turned by 90, 180 or 270 degrees, not {turned_deg}")
    raw = bytearray(path.read_bytes())
    head = raw.index(b"tkhd")
    version = raw[head + 4]
    matrix = head + 4 + (40 if version == 0 else 52)
    a, b, c, d = (v * 65536 for v in _MATRIX[turned_deg])
    for slot, value in zip((0, 1, 3, 4), (a, b, c, d), strict=True):
        raw[matrix + 4 * slot : matrix + 4 * slot + 4] = (value & 0xFFFFFFFF).to_bytes(4, "big")
    path.write_bytes(raw)
