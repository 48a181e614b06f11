"""Containers state their own sizes: files made by hand, byte by byte."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from coach.sources.container import is_cut_off

FTYP = struct.pack(">I4s8x", 16, b"ftyp")
EBML = b"\x1a\x45\xdf\xa3\x82ab"
SEGMENT = b"\x18\x53\x80\x67"

TABLE: dict[str, tuple[bytes, bool]] = {
    "mp4, whole": (FTYP + struct.pack(">I4s4x", 12, b"mdat"), False),
    "mp4, the last box is short": (FTYP + struct.pack(">I4s4x", 100, b"mdat"), True),
    "mp4, wide box, whole": (FTYP + struct.pack(">I4sQ4x", 1, b"mdat", 20), False),
    "mp4, wide box, short": (FTYP + struct.pack(">I4sQ4x", 1, b"mdat", 5_000_000_000), True),
    "mp4, the last box has no end": (FTYP + struct.pack(">I4s4x", 0, b"mdat"), False),
    "avi, whole": (struct.pack("<4sI8x", b"RIFF", 8), False),
    "avi, short": (struct.pack("<4sI8x", b"RIFF", 900), True),
    "mkv, whole": (EBML + SEGMENT + b"\x84wxyz", False),
    "mkv, short": (EBML + SEGMENT + b"\x84wx", True),
    "mkv, recorded live: length unknown": (EBML + SEGMENT + b"\xffwx", False),
    "mkv, nothing after the head": (EBML, False),
    "something else": (b"YUV4MPEG2 W1 H1", False),
    "empty": (b"", False),
}


@pytest.mark.parametrize("case", TABLE)
def test_is_cut_off(case: str, tmp_path: Path) -> None:
    content, expected = TABLE[case]
    path = tmp_path / "file"
    path.write_bytes(content)
    assert is_cut_off(path) is expected
