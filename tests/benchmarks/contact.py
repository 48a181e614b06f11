"""`python -m tests.benchmarks.contact DIR --out sheet.png`: photographs and what is said of them.

Each photograph with its landmarks, and below it what the measuring model and the engine make of
it. The sheet is for looking at, and is never kept with the project: photographs belong to others.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

from coach.body import BONES, Body
from coach.measures import PUBLIC, Reading
from coach.quiet import native_lines_to
from tests.benchmarks.errors import BenchmarkError
from tests.benchmarks.photos import Judged, judge, read_picture, text

Picture = npt.NDArray[np.uint8]
TILE_PX: Final = (420, 300)
"""Width and height of a photograph on the sheet; its words stand below."""
WORDS_PX: Final = 250
ACROSS: Final = 4


def write_sheet(path: Path, folder: Path, found: Sequence[Judged]) -> None:
    """Write the sheet of a folder's photographs; BenchmarkError in one line if it cannot be."""
    tiles = [_tile(read_picture(folder / one.label.name), one) for one in found]
    blank = np.full_like(tiles[0], 255)
    tiles += [blank] * (-len(tiles) % ACROSS)
    rows = [np.hstack(tiles[i : i + ACROSS]) for i in range(0, len(tiles), ACROSS)]
    if not cv2.imwrite(str(path), cv2.cvtColor(np.vstack(rows), cv2.COLOR_RGB2BGR)):
        raise BenchmarkError(f"{path}: cannot be written")


def _tile(rgb: Picture, judged: Judged) -> Picture:
    width, height = TILE_PX
    scale = min(width / rgb.shape[1], height / rgb.shape[0])
    small = cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    tile = np.full((height + WORDS_PX, width, 3), 255, np.uint8)
    tile[: small.shape[0], : small.shape[1]] = small
    if judged.sighting.body is not None:
        _draw(tile, judged.sighting.body, scale)
    for line, words in enumerate(_words(judged)):
        place = (6, height + 16 + 15 * line)
        cv2.putText(tile, words, place, cv2.FONT_HERSHEY_SIMPLEX, 0.42, (0, 0, 0), 1, cv2.LINE_AA)
    return tile


def _draw(tile: Picture, body: Body, scale: float) -> None:
    points = (body.image_px * scale).round().astype(int).tolist()
    for start, end in BONES:
        colour = (230, 120, 20) if start % 2 else (20, 120, 230)  # left orange, right blue
        cv2.line(tile, points[start], points[end], colour, 2, cv2.LINE_AA)


def _words(judged: Judged) -> list[str]:
    reading = judged.reading
    head = f"{judged.label.name}: {judged.label.stretch} {judged.label.side}"
    told = f"told: {judged.stretch} {judged.side}; view {reading.view}"
    likely: list[Any] = sorted(reading.poses.items(), key=lambda one: -one[1])[:2]
    poses = ", ".join(f"{name} {share:.2f}" for name, share in likely)
    rules = f"rules: {', '.join(judged.rules) or '-'}"
    return [head, told, poses, rules, *_angles(reading)]


def _angles(reading: Reading) -> list[str]:
    lines = []
    for name in PUBLIC:
        measure = reading[name]
        if not np.isnan(measure.value):
            short = name.removesuffix("_deg").replace("_", " ")
            lines.append(f"{short} {measure.value:.0f} +- {measure.sd:.0f}")
    return lines


def main() -> None:
    """Judge the photographs, print the tables and write the sheet."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.contact", description=__doc__)
    parser.add_argument("photos", type=Path, metavar="DIR", help="a folder with labels.csv")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")
    args = parser.parse_args()
    with native_lines_to(None):
        found = judge(args.photos)
    write_sheet(args.out, args.photos, found)
    print(text(found))


if __name__ == "__main__":
    main()
