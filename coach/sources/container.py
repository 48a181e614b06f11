"""Tells whether a video file was cut off, from the sizes that its container itself states.

Frame counts and durations cannot tell: a clip trimmed on a phone keeps the count of the whole clip,
and sound may last longer than the picture. MP4, MOV, AVI, MKV and WebM all state sizes in bytes.
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import BinaryIO, Final

_EBML: Final = b"\x1a\x45\xdf\xa3"
_SEGMENT: Final = b"\x18\x53\x80\x67"
_BOXES: Final = {b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"moof", b"pnot"}


def is_cut_off(path: Path) -> bool:
    """Return True if the file holds fewer bytes than its container promises; False if unknown."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(12)
        file.seek(0)
        if head[:4] == b"RIFF" and len(head) >= 8:
            return size < 8 + int(struct.unpack("<I", head[4:8])[0])
        if head[:4] == _EBML:
            return size < _matroska_end(file)
        if head[4:8] in _BOXES:
            return size < _boxes_end(file, size)
    return False


def _boxes_end(file: BinaryIO, size: int) -> int:
    """Return where the last top-level box of an MP4 or MOV file should end, in bytes."""
    end = 0
    while end + 8 <= size:
        file.seek(end)
        length, _kind = struct.unpack(">I4s", file.read(8))
        if length == 1:  # the true length follows in eight bytes
            wide = file.read(8)
            length = struct.unpack(">Q", wide)[0] if len(wide) == 8 else 16
        if length < 8:  # 0: the box reaches to the end of the file; less is damage
            return size
        end += length
    return end


def _matroska_end(file: BinaryIO) -> int:
    """Return where the segment of an MKV or WebM file should end; 0 if it does not say."""
    while True:
        identifier = file.read(4)
        length = _ebml_length(file)
        if length is None or identifier not in (_EBML, _SEGMENT):
            return 0
        if identifier == _SEGMENT:
            return file.tell() + length
        file.seek(length, 1)


def _ebml_length(file: BinaryIO) -> int | None:
    """Read one variable-length integer; None if it means "unknown" or is not there."""
    first = file.read(1)
    if not first or first[0] == 0:
        return None
    width = 9 - first[0].bit_length()
    raw = first + file.read(width - 1)
    mask = (1 << 7 * width) - 1
    value = int.from_bytes(raw, "big") & mask
    return None if value == mask else value
