"""The history in the terminal, as JSON, and what the page makes of it."""

from __future__ import annotations

import json
import math

import pytest

from coach.history import Row, advice
from coach.report import done_in, history_json, history_lines, html_text
from tests.shipped import LIBRARY

from ..history.lives import lunges, rated, row
from .sessions import Story, bridge_session
from .test_page import Page

ONE = [row(0, "lunge", "left", -12.4, 2), row(0, "lunge", "right")]


def test_a_session_is_a_line_for_each_side_and_what_is_not_known_is_a_dash() -> None:
    assert history_lines(ONE, LIBRARY) == [
        "Kneeling lunge. Reached: Hip flexion of the rear leg (below 0 = stretched)",
        "  session              side   reached  held  in form  discomfort",
        "  7 March 2026, 08:05  left      −12°  31 s     28 s           2",
        "  7 March 2026, 08:05  right        –  31 s     28 s           –",
        "",
        "– means not known: not measured, not asked or not answered.",
    ]


def test_the_tighter_side_and_discomfort_that_stays_are_told() -> None:
    lines = history_lines([*lunges([-8, -8], [-16, -16]), *rated(4, 4, 4)], LIBRARY)
    assert "  Tighter lately: left leg in front. Begin there." in lines
    assert any("see a doctor or a physiotherapist if it does not improve" in one for one in lines)


def test_a_stretch_that_hurt_and_one_that_is_gone_are_shown_too() -> None:
    hurt = Row("s", row(0).started, "bridge", None, pain=True)
    lines = history_lines([hurt, row(1, "split", "left", 5.0)], LIBRARY)
    assert lines[2].split() == [
        "7",
        "March",
        "2026,",
        "08:05",
        "–",
        "–",
        "0",
        "s",
        "0",
        "s",
        "–,",
        "pain",
    ]
    assert "split" in lines


def test_no_history_has_no_lines() -> None:
    assert history_lines([], LIBRARY) == []


def test_the_json_is_strict_and_null_where_nothing_is_known() -> None:
    tree = json.loads(history_json(ONE, LIBRARY))
    assert (tree["format"], tree["version"]) == ("coach-history", 1)
    (session,) = tree["sessions"]
    assert session["started"] == "2026-03-07T08:05:00+01:00"
    known = {"stretch": "lunge", "held_s": 31.0, "in_form_s": 28.0, "pain": False}
    assert session["stretches"] == [
        known | {"side": "left", "depth_deg": -12.4, "discomfort": 2},
        known | {"side": "right", "depth_deg": None, "discomfort": None},
    ]
    assert (tree["tighter_side"], tree["advice"]) == ({}, [])


def test_the_json_names_the_tighter_side() -> None:
    tree = json.loads(history_json(lunges([-8, -8], [-16, -16]), LIBRARY))
    assert len(tree["sessions"]) == 2
    assert tree["tighter_side"] == {"lunge": "left"}


def test_the_page_raises_discomfort_that_stays_and_is_silent_without() -> None:
    told = advice(rated(4, 4, 5), LIBRARY)
    data = bridge_session().report()
    page = Page(html_text(data, told))
    assert told[0] in page.words
    assert page.open == []
    assert "uncomfortable" not in Page(html_text(data)).words


class TestWhatCameOfASession:
    def test_the_depth_is_what_was_held_not_the_deepest_frame(self) -> None:
        story = Story().starts("lunge", "left").happens("hold-started")
        story.frames(8.0, {"hip_flexion_right": -12}).frames(0.3, {"hip_flexion_right": -40})
        (done,) = done_in(story.ends().frames(1.0, phase="release").report())
        assert (done.stretch, done.side) == ("lunge", "left")
        assert done.held_s == pytest.approx(8.3, abs=0.2)
        assert done.depth_deg == pytest.approx(-12)

    def test_both_sides_are_apart_and_a_second_try_is_part_of_the_first(self) -> None:
        story = Story()
        for side, leg, depth in (
            ("left", "right", -12),
            ("right", "left", -6),
            ("left", "right", -12),
        ):
            story.starts("lunge", side).happens("hold-started")
            story.frames(6.0, {f"hip_flexion_{leg}": depth}).ends().frames(0.1, phase="release")
        found = {done.side: done.depth_deg for done in done_in(story.report())}
        assert found == {"left": pytest.approx(-12), "right": pytest.approx(-6)}

    def test_a_short_hold_and_an_unmeasured_one_have_no_depth(self) -> None:
        story = Story().starts("lunge", "left").happens("hold-started")
        story.frames(2.0, {"hip_flexion_right": -12}).ends().frames(1.0, phase="release")
        story.starts("lunge", "right").happens("hold-started").frames(9.0)
        assert all(math.isnan(done.depth_deg) for done in done_in(story.report()))

    def test_a_stretch_that_was_not_held_is_no_part_of_it(self) -> None:
        story = Story().starts("lunge", "left").frames(5.0, phase="moving-in")
        assert done_in(story.report()) == ()
