"""Spoken sentences as samples: what speech engines write comes in here, and only clean clips leave.

A clip is int16, shape (samples,), mono, `RATE_HZ` samples a second, full scale 32767.
"""

from __future__ import annotations

import struct
import wave
from pathlib import Path
from typing import Final, TypeAlias

import miniaudio
import numpy as np
from numpy.typing import NDArray

Clip: TypeAlias = NDArray[np.int16]

RATE_HZ: Final = 22_050
"""What espeak-ng and the usual voices of macOS and Windows speak in."""
SHORTEST_S: Final = 0.1
SILENT_RMS: Final = 60.0
"""A clip with a lower root mean square holds no speech; espeak-ng speaks at 2000 to 3000."""
_LOUD: Final = 200
_LEAD_S, _TAIL_S = 0.01, 0.06


class BadClipError(Exception):
    """The file holds no sentence; `str(error)` says what is wrong with it."""


def read_clip(path: Path) -> Clip:
    """Read one of our own WAV files.

    Raises BadClipError if it is not there, was cut off, is in another format, or is silent.
    """
    try:
        with wave.open(str(path), "rb") as file:
            shape = (file.getnchannels(), file.getsampwidth(), file.getframerate())
            promised = file.getnframes()
            raw = file.readframes(promised)
    except (OSError, EOFError, wave.Error) as error:
        raise BadClipError(f"{path.name}: {error}") from error
    if shape != (1, 2, RATE_HZ):
        raise BadClipError(f"{path.name}: expected mono, 16 bit, {RATE_HZ} Hz; found {shape}")
    if len(raw) != 2 * promised:
        raise BadClipError(f"{path.name}: cut off after {len(raw)} of {2 * promised} bytes")
    return _speech(np.frombuffer(raw, dtype="<i2").astype(np.int16))


def write_clip(path: Path, clip: Clip) -> None:
    """Write a clip as WAV (mono, 16 bit, `RATE_HZ`); raises OSError."""
    with path.open("wb") as out, wave.open(out, "wb") as file:
        file.setparams((1, 2, RATE_HZ, 0, "NONE", "not compressed"))
        file.writeframes(clip.astype("<i2").tobytes())


def is_complete(path: Path) -> bool:
    """Whether a WAV or AIFF file is as long as its own header promises.

    Engines write while they speak and some return before they are done, so that a file which is
    there is not yet a file which is whole.
    """
    try:
        with path.open("rb") as file:
            head = file.read(8)
        if len(head) < 8:
            return False
        promised = int.from_bytes(head[4:], "big" if head[:4] == b"FORM" else "little")
        return 44 < promised + 8 <= path.stat().st_size
    except OSError:
        return False


def import_speech(path: Path) -> Clip:
    """Read what a speech engine wrote, WAV or AIFF, without the silence before and after it.

    espeak-ng adds a third of a second to every sentence. Raises BadClipError.
    """
    try:
        raw = path.read_bytes()
        pcm = _from_aiff(raw) if raw[:4] == b"FORM" else _from_wav(raw)
    except (OSError, struct.error, miniaudio.MiniaudioError, ValueError) as error:
        raise BadClipError(f"{path.name}: {error}") from error
    return _trimmed(_speech(pcm))


def _speech(pcm: Clip) -> Clip:
    if len(pcm) < SHORTEST_S * RATE_HZ:
        raise BadClipError(f"only {len(pcm) / RATE_HZ:.2f} s long")
    if float(np.sqrt(np.mean(np.square(pcm, dtype=np.float64)))) < SILENT_RMS:
        raise BadClipError("silent")
    return pcm


def _trimmed(pcm: Clip) -> Clip:
    loud = np.flatnonzero(np.abs(pcm.astype(np.int32)) > _LOUD)
    first = max(0, int(loud[0]) - int(_LEAD_S * RATE_HZ))
    return pcm[first : int(loud[-1]) + int(_TAIL_S * RATE_HZ)]


def _from_wav(raw: bytes) -> Clip:
    decoded = miniaudio.decode(
        raw, output_format=miniaudio.SampleFormat.SIGNED16, nchannels=1, sample_rate=RATE_HZ
    )
    return np.frombuffer(decoded.samples, dtype=np.int16)


def _from_aiff(raw: bytes) -> Clip:
    """Decode AIFF and uncompressed AIFF-C, 16 bit.

    macOS writes them whatever the file's name says, miniaudio does not read them, and Python 3.13
    dropped `aifc`.
    """
    chunks = _aiff_chunks(raw)
    channels, _, bits, exponent, mantissa = struct.unpack(">hIhHQ", chunks[b"COMM"][:18])
    kind = chunks[b"COMM"][18:22] or b"NONE"
    if bits != 16 or kind not in (b"NONE", b"twos", b"sowt"):
        raise ValueError(f"AIFF with {bits} bit {kind!r} samples")
    rate_hz = round(mantissa * 2.0 ** (exponent - 16383 - 63))  # 80-bit extended, always positive
    samples = np.frombuffer(chunks[b"SSND"][8:], dtype="<i2" if kind == b"sowt" else ">i2")
    s16 = miniaudio.SampleFormat.SIGNED16
    converted = miniaudio.convert_frames(
        s16, channels, rate_hz, samples.astype(np.int16).tobytes(), s16, 1, RATE_HZ
    )
    return np.frombuffer(converted, dtype=np.int16)


def _aiff_chunks(raw: bytes) -> dict[bytes, bytes]:
    chunks: dict[bytes, bytes] = {}
    at = 12
    while at + 8 <= len(raw):
        name, size = struct.unpack(">4sI", raw[at : at + 8])
        chunks[name] = raw[at + 8 : at + 8 + size]
        at += 8 + size + size % 2  # chunks start at even places
    if not {b"COMM", b"SSND"} <= chunks.keys():
        raise ValueError("AIFF without COMM and SSND")
    return chunks
