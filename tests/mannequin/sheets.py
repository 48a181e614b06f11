"""Contact sheets: many stills in one picture, to be looked at."""

import numpy as np
from numpy.typing import NDArray

from tests.mannequin.errors import MannequinError
from tests.mannequin.faults import rules_of
from tests.mannequin.sessions import check_split, plan
from tests.mannequin.stills import Still, still

_TILE_PX = (300, 225)


def _tile(one: Still) -> NDArray[np.uint8]:
    """A still made small, with its number, stretch and view."""
    import cv2

    small = np.ascontiguousarray(cv2.resize(one.rgb, _TILE_PX, interpolation=cv2.INTER_AREA))
    label = f"{one.index} {one.stretch or '-'} {one.side} {one.azimuth_deg:.0f}"
    cv2.putText(small, label, (4, 14), cv2.FONT_HERSHEY_SIMPLEX, 0.42, (255, 40, 40), 1)
    return np.asarray(small, dtype=np.uint8)


def write_sheet(
    split: str, path: str, first: int, count: int, stretch: str | None, columns: int = 6
) -> None:
    """Write a PNG of `count` stills of a split, or only those planned for one stretch."""
    import cv2

    check_split(split, first)
    if stretch is not None:
        rules_of(stretch)
    numbers = [
        i for i in range(first, first + 40 * count) if stretch is None or plan(i)[0] == stretch
    ][:count]
    tiles = [_tile(still(split, i)) for i in numbers]
    while len(tiles) % columns:
        tiles.append(np.zeros_like(tiles[0]))
    rows = [np.hstack(tiles[i : i + columns]) for i in range(0, len(tiles), columns)]
    if not cv2.imwrite(path, np.vstack(rows)[:, :, ::-1]):
        raise MannequinError(f"cannot write {path}")
