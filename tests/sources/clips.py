"""Little clips for the tests: the rendered ones, and trivial ones made on the spot."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

CLIPS = Path(__file__).parents[1] / "clips"
FPS = 25


def write_clip(path: Path, frames: int = 8, *, width_px: int = 64, height_px: int = 48) -> Path:
    """Write a clip in which frame i is a flat grey of about 20 + 20 * i; return its path."""
    fourcc = cv2.VideoWriter.fourcc(*("MJPG" if path.suffix == ".avi" else "mp4v"))
    writer = cv2.VideoWriter(str(path), cv2.CAP_FFMPEG, fourcc, FPS, (width_px, height_px))
    for index in range(frames):
        writer.write(np.full((height_px, width_px, 3), 20 + 20 * index, np.uint8))
    writer.release()
    return path


def write_one_pixel_clip(path: Path, frames: int = 3) -> Path:
    """Write a clip of 1 x 1 pixel, which no usual encoder makes, as plain YUV4MPEG."""
    path.write_bytes(b"YUV4MPEG2 W1 H1 F25:1 Ip A1:1 C444\n" + b"FRAME\n\x80\x80\x80" * frames)
    return path


def cut(whole: Path, path: Path, *, kept: float) -> Path:
    """Write the first part of a file, as a copy that broke off leaves it."""
    content = whole.read_bytes()
    path.write_bytes(content[: int(len(content) * kept)])
    return path
