from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.engine.nouns import HoldClock
from coach.overlay import Look, Seen, Shape, scene
from coach.overlay.paint import PALETTE, mirrored, paint, placed
from coach.overlay.shapes import Arrow, Card, Disc, Line, Panel, Point, Ring, Text, Veil

from . import people
from .people import LUNGE, cue, fault, step

Image = npt.NDArray[np.uint8]
GREY = 128


def blank(width: int = 320, height: int = 240) -> Image:
    return np.full((height, width, 3), GREY, np.uint8)


def changed(bgr: Image) -> npt.NDArray[np.bool_]:
    return np.asarray((bgr != GREY).any(axis=2))


def bounds(bgr: Image) -> tuple[int, int, int, int]:
    """Return left, top, right, bottom of what was painted."""
    rows, columns = np.nonzero(changed(bgr))
    return int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1


def test_a_mirrored_frame_has_its_left_on_the_right_and_blue_first() -> None:
    rgb = np.zeros((2, 4, 3), np.uint8)
    rgb[0, 0] = (255, 1, 2)
    bgr = mirrored(rgb)
    assert bgr[0, 3].tolist() == [2, 1, 255]
    assert bgr[:, :3].max() == 0


@pytest.mark.parametrize(
    ("shape", "box"),
    [
        (Line(Point(100, 50), Point(200, 50), 6, "paper"), (96, 46, 205, 55)),
        (Disc(Point(100, 100), 20, "sage"), (79, 79, 122, 122)),
        (Disc(Point(100, 100), 20, "sky", 0.4), (79, 79, 122, 122)),
        (Ring(Point(100, 100), 20, 4, "coral"), (76, 76, 125, 125)),
        (Panel(Point(40, 30), 100, 60, 12), (40, 30, 140, 90)),
        (Arrow(Point(50, 100), Point(150, 100), 8, "coral"), (40, 75, 155, 125)),
    ],
)
def test_a_shape_is_painted_where_it_is_and_nowhere_else(
    shape: Shape, box: tuple[int, int, int, int]
) -> None:
    bgr = blank()
    paint(bgr, [shape])
    left, top, right, bottom = bounds(bgr)
    assert box[0] <= left < right <= box[2]
    assert box[1] <= top < bottom <= box[3]
    assert (right - left) * (bottom - top) > 0.5 * (box[2] - box[0]) * (box[3] - box[1])


def test_half_a_ring_is_its_right_half() -> None:
    bgr = blank()
    paint(bgr, [Ring(Point(160, 120), 50, 6, "sage", share=0.5)])
    left, top, right, bottom = bounds(bgr)
    assert left >= 156  # the stroke's round end
    assert right >= 210
    assert abs(top - 67) <= 2
    assert abs(bottom - 174) <= 2


def test_a_fuller_ring_has_more_pixels_and_an_empty_one_none() -> None:
    counts = []
    for share in (0.0, 0.1, 0.4, 0.9, 1.0):
        bgr = blank()
        paint(bgr, [Ring(Point(160, 120), 50, 6, "sage", share)])
        counts.append(int(changed(bgr).sum()))
    assert counts[0] == 0
    assert counts == sorted(set(counts))


def test_panels_have_round_corners_and_let_the_picture_through() -> None:
    bgr = blank()
    bgr[:, ::2] = 255
    paint(bgr, [Panel(Point(40, 30), 100, 60, 20, "ink", 0.8)])
    assert bgr[30, 40].tolist() == [255, 255, 255]
    assert bgr[60, 90].max() > bgr[60, 91].max()


def test_a_veil_darkens_everything() -> None:
    bgr = blank()
    paint(bgr, [Veil(0.5)])
    assert bgr.max() < GREY


@settings(max_examples=60, deadline=None)
@given(
    text=st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=60),
    cap_px=st.floats(5, 60),
    plate=st.sampled_from([None, "ink"]),
    align=st.sampled_from(["left", "centre"]),
)
def test_letters_stay_on_their_plate(
    text: str, cap_px: float, plate: str | None, align: str
) -> None:
    texts = (Text(text, cap_px, "paper", 3), Text("gjpqy", 10.0, "sand"))
    at = Point(160, 120)
    card = Card(at, (0.5, 0.5), 260, 200, texts, align, plate)  # type: ignore[arg-type]
    bgr = blank()
    paint(bgr, [card])
    where = placed(card, (320, 240))
    left, top, right, bottom = bounds(bgr)
    assert where.left_px - 1 <= left
    assert where.top_px - 1 <= top
    assert right <= where.left_px + where.width_px + 1
    assert bottom <= where.top_px + where.height_px + 1


def busy(size: tuple[int, int]) -> tuple[Shape, ...]:
    """Return a scene with everything in it."""
    now = step(
        people.standing(),
        clock=HoldClock(20.0, 12.5, 30.0, waiting_for="Bring your shoulders over your hips."),
        faults=(fault("torso-leaning"), fault("hips-back", "right")),
        unjudged={"back-rounded": "why", "front-knee-in": "why"},
    )
    look = Look(
        size, cue("Bring your shoulders over your hips."), Seen(12.0, 2), muted=True,
        notes=("This session is not being saved: the disk is full.",),
    )  # fmt: skip
    return scene(now, look, LUNGE)


@pytest.mark.parametrize(
    "size", [(1, 1), (1, 500), (2, 3), (40, 30), (640, 480), (720, 1280), (1280, 720), (3840, 2160)]
)
def test_any_picture_can_be_painted(size: tuple[int, int]) -> None:
    bgr = blank(*size)
    now = step(people.standing(), faults=(fault("hips-back"),))
    paint(bgr, busy(size))
    for look in (Look(size, keys=True), Look(size, paused=True), Look(size, seen=Seen(0.0))):
        paint(bgr, scene(now, look, LUNGE))
    assert bgr.shape == (size[1], size[0], 3)
    assert (bgr != blank(*size)).any()


@settings(max_examples=40, deadline=None)
@given(
    x=st.floats(-1e6, 1e6), y=st.floats(-1e6, 1e6), size=st.floats(0, 1e5), share=st.floats(-1, 2)
)
def test_shapes_far_outside_are_no_harm(x: float, y: float, size: float, share: float) -> None:
    bgr, at, here = blank(), Point(x, y), Point(160, 120)
    paint(bgr, [Line(here, at, 4, "paper"), Arrow(here, at, 4, "coral"), Disc(at, size, "sage")])
    paint(bgr, [Ring(at, size, 4, "sage", share), Panel(at, size, size, 9, "ink", 0.5)])
    assert (bgr != blank()).any()  # the line begins inside the picture


@pytest.mark.parametrize("size", [(640, 480), (1280, 720), (720, 1280)])
def test_the_caption_can_be_read_from_three_metres(size: tuple[int, int]) -> None:
    # Letters of a 25th of the picture's shorter side: 7 mm on a 13-inch screen, 8 minutes of arc at
    # three metres, where sharp eyes need 5.
    for sentence in ("Press your knees out over your toes.", "Slow breath in, slow breath out."):
        shapes = scene(step(people.standing()), Look(size, cue(sentence)), LUNGE)
        (card,) = [s for s in shapes if isinstance(s, Card) and s.texts[0].words == sentence]
        assert min(row.cap_px for row in placed(card, size).rows) >= min(size) / 25


def test_letters_stand_out_from_their_plate() -> None:
    def light(name: str) -> float:
        blue, green, red = PALETTE[name]  # type: ignore[index]
        parts = [float((c / 255) ** 2.2) for c in (red, green, blue)]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    # The worst case: a white wall behind a plate that lets a fifth of it through.
    plate = 0.05 + ((0.8 * 44 + 0.2 * 255) / 255) ** 2.2
    for name in ("paper", "mist", "sage", "sand"):
        assert (light(name) + 0.05) / plate > 3.0, name


def test_the_picture_moves_smoothly() -> None:
    one, two = blank(), blank()
    paint(one, [Disc(Point(100.0, 100.0), 20, "sage")])
    paint(two, [Disc(Point(100.4, 100.0), 20, "sage")])
    assert (one != two).any()
