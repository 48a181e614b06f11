"""A page to read before practice."""

from __future__ import annotations

import numpy as np
import pytest

from coach.app.first_use import NOTE, TITLE
from coach.overlay.notice import notice
from coach.overlay.paint import paint, placed
from coach.overlay.shapes import Card

from .people import words

KEYS = "space: I have read it | q: leave"


@pytest.mark.parametrize("size_px", [(1280, 720), (640, 480), (480, 800)])
def test_the_whole_note_fits_on_one_screen(size_px: tuple[int, int]) -> None:
    shapes = notice(size_px, TITLE, NOTE, KEYS)
    assert words(shapes) == "\n".join([TITLE, *NOTE, KEYS])
    body, foot = (placed(shape, size_px) for shape in shapes if isinstance(shape, Card))
    shown = " ".join(row.words for row in (*body.rows, *foot.rows))
    for line in (TITLE, *NOTE, KEYS):
        assert line in shown  # nothing is cut short
    assert body.top_px + body.height_px <= foot.top_px


def test_nothing_of_what_was_there_shines_through() -> None:
    picture = np.full((720, 1280, 3), 255, np.uint8)
    paint(picture, notice((1280, 720), TITLE, NOTE, KEYS))
    assert picture[:20].max() < 100
