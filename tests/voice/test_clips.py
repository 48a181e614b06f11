from __future__ import annotations

import struct
import wave
from pathlib import Path

import numpy as np
import pytest

from coach.voice.clips import (
    RATE_HZ,
    BadClipError,
    Clip,
    import_speech,
    is_complete,
    read_clip,
    write_clip,
)

from .parts import seconds, tone


def speech_with_silence() -> Clip:
    return np.concatenate([tone(0, 0.2), tone(3000, 0.5), tone(0, 0.33)])


def aiff(pcm: Clip, rate_hz: int, *, little: bool = False) -> bytes:
    exponent = rate_hz.bit_length() - 1
    rate = struct.pack(">HQ", 16383 + exponent, rate_hz << (63 - exponent))
    common = struct.pack(">hIh", 1, len(pcm), 16) + rate + (b"sowt\0\0" if little else b"")
    sound = bytes(8) + pcm.astype("<i2" if little else ">i2").tobytes()
    chunks = b"".join(
        struct.pack(">4sI", name, len(body)) + body
        for name, body in ((b"COMM", common), (b"SSND", sound))
    )
    return struct.pack(">4sI4s", b"FORM", 4 + len(chunks), b"AIFC" if little else b"AIFF") + chunks


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    clip = tone(1234, 0.4)
    write_clip(tmp_path / "a.wav", clip)
    assert np.array_equal(read_clip(tmp_path / "a.wav"), clip)


def test_a_file_that_was_cut_off_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    write_clip(path, tone(1234, 0.4))
    assert is_complete(path)
    path.write_bytes(path.read_bytes()[:-100])
    assert not is_complete(path)
    with pytest.raises(BadClipError, match="cut off after 17540 of 17640 bytes"):
        read_clip(path)


@pytest.mark.parametrize(
    ("clip", "problem"),
    [
        (tone(1234, 0.05), "only 0.05 s long"),
        (tone(0, 0.0), "only 0.00 s long"),
        (tone(3, 1.0), "silent"),
    ],
)
def test_a_file_without_speech_is_refused(tmp_path: Path, clip: Clip, problem: str) -> None:
    write_clip(tmp_path / "a.wav", clip)
    with pytest.raises(BadClipError, match=problem):
        read_clip(tmp_path / "a.wav")


@pytest.mark.parametrize("content", [b"", b"RIFF", b"not a sound", b"RIFF\0\0\0\0WAVEjunk"])
def test_a_file_that_is_no_wav_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.wav").write_bytes(content)
    assert not is_complete(tmp_path / "a.wav")
    with pytest.raises(BadClipError):
        read_clip(tmp_path / "a.wav")


def test_another_format_is_refused_by_name(tmp_path: Path) -> None:
    with wave.open(str(tmp_path / "a.wav"), "wb") as file:
        file.setparams((2, 2, 44_100, 0, "NONE", ""))
        file.writeframes(bytes(44_100))
    with pytest.raises(BadClipError, match=r"expected mono, 16 bit, 22050 Hz; found \(2, 2, 44100"):
        read_clip(tmp_path / "a.wav")


def test_silence_around_speech_is_trimmed(tmp_path: Path) -> None:
    write_clip(tmp_path / "raw.wav", speech_with_silence())
    clip = import_speech(tmp_path / "raw.wav")
    assert seconds(0.5) <= len(clip) <= seconds(0.58)


@pytest.mark.parametrize("little", [False, True])
def test_the_aiff_of_macos_becomes_a_clip(tmp_path: Path, *, little: bool) -> None:
    path = tmp_path / "raw.aiff"
    path.write_bytes(aiff(speech_with_silence(), RATE_HZ, little=little))
    assert is_complete(path)
    clip = import_speech(path)
    assert seconds(0.5) <= len(clip) <= seconds(0.58)
    assert clip.max() == 3000


def test_another_sample_rate_is_converted(tmp_path: Path) -> None:
    path = tmp_path / "raw.aiff"
    path.write_bytes(aiff(np.repeat(speech_with_silence(), 2), 2 * RATE_HZ))
    assert seconds(0.5) <= len(import_speech(path)) <= seconds(0.58)


def test_an_aiff_that_is_not_understood_is_refused(tmp_path: Path) -> None:
    (tmp_path / "raw.aiff").write_bytes(b"FORM\0\0\0\x04AIFF")
    with pytest.raises(BadClipError, match="AIFF without COMM and SSND"):
        import_speech(tmp_path / "raw.aiff")
