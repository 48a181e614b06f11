from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coach.overlay.lettering import Placed, ascii_of, place
from coach.overlay.paint import width_of
from coach.overlay.shapes import Card, Point, Text

SIZES = st.tuples(st.integers(1, 2000), st.integers(1, 2000))


def card(text: str, cap_px: float = 30.0, **changes: object) -> Card:
    values: dict[str, object] = {
        "at": Point(0, 0), "anchor": (0, 0), "width_px": 600.0, "height_px": 400.0,
        "texts": (Text(text, cap_px, lines=3),),
    }  # fmt: skip
    return Card(**(values | changes))  # type: ignore[arg-type]


def lines(placed: Placed) -> list[str]:
    return [row.words for row in placed.rows]


cards = st.builds(
    Card,
    at=st.builds(Point, st.floats(-5000, 5000), st.floats(-5000, 5000)),
    anchor=st.tuples(st.floats(0, 1), st.floats(0, 1)),
    width_px=st.floats(-10, 3000),
    height_px=st.floats(-10, 3000),
    texts=st.lists(
        st.builds(Text, st.text(max_size=80), st.floats(0.01, 90), lines=st.integers(1, 4)),
        min_size=1,
        max_size=4,
    ).map(tuple),
    align=st.sampled_from(["left", "centre"]),
)


@given(cards, SIZES)
@example(card("Press your knees out over your toes.", 42.0), (1, 1))
@example(card("Donaudampfschifffahrtsgesellschaftskapitän", 42.0), (640, 480))
def test_a_card_lies_in_the_picture_whatever_it_says(card: Card, size: tuple[int, int]) -> None:
    placed = place(card, size, width_of)
    assert placed.left_px >= 0
    assert placed.top_px >= 0
    assert placed.left_px + placed.width_px <= size[0] + 1e-6
    assert placed.top_px + placed.height_px <= size[1] + 1e-6
    for row in placed.rows:
        assert placed.left_px <= row.x_px
        assert row.x_px + width_of(row.words) * row.cap_px <= placed.left_px + placed.width_px
        assert placed.top_px <= row.y_px - row.cap_px
        assert row.y_px + 0.4 * row.cap_px <= placed.top_px + placed.height_px


@given(st.text(max_size=60))
def test_only_signs_that_can_be_drawn_are_drawn(text: str) -> None:
    assert all(" " <= sign <= "~" for sign in ascii_of(text))


@pytest.mark.parametrize(
    ("said", "drawn"),
    [
        ("I can\u2019t see you", "I can't see you"),
        ("\u201cfold\u201d \u2013 35\u00b0", '"fold" - 35 deg'),
        ("H\u00fcfte, d\u00e9tente, \u0142ydka", "Hufte, detente, lydka"),
        ("two\nlines  here", "two lines here"),
        ("\u9aa8", "?"),
    ],
)
def test_other_signs_are_drawn_as_their_nearest(said: str, drawn: str) -> None:
    assert ascii_of(said) == drawn


def test_a_short_sentence_keeps_its_size_and_its_line() -> None:
    placed = place(card("Hips higher."), (1280, 720), width_of)
    assert [(row.words, row.cap_px) for row in placed.rows] == [("Hips higher.", 30.0)]


def test_a_longer_one_is_wrapped_into_lines_of_about_one_length() -> None:
    said = card("Bring your shoulders over your hips.", 36.0, width_px=1000.0)
    placed = place(said, (1280, 720), width_of)
    assert lines(placed) == ["Bring your shoulders", "over your hips."]
    assert placed.rows[0].cap_px == 36.0


def test_what_takes_too_many_lines_is_made_smaller() -> None:
    long = "Press your knees out over your toes and keep them there until I say so"
    placed = place(card(long, 60.0, width_px=500.0), (1280, 720), width_of)
    assert " ".join(lines(placed)) == long
    assert placed.rows[0].cap_px < 60.0


def test_only_at_the_smallest_size_it_is_cut() -> None:
    placed = place(card("word " * 200, 40.0, width_px=300.0), (640, 480), width_of)
    assert len(placed.rows) == 3
    assert placed.rows[-1].words.endswith("...")
    assert placed.rows[0].cap_px == pytest.approx(6.0)


def test_the_anchor_is_where_it_was_asked_for() -> None:
    placed = place(card("Hold", at=Point(640, 700), anchor=(0.5, 1)), (1280, 720), width_of)
    assert placed.left_px + placed.width_px / 2 == pytest.approx(640)
    assert placed.top_px + placed.height_px == pytest.approx(700)
