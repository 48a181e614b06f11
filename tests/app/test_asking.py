"""The question after a stretch beside the turns of a session, without camera or clock."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.app.comfort import ANSWER_S, OUT_OF_VIEW, Comfort
from coach.app.course import turns
from coach.app.frontend import Screen
from coach.app.guide import Guide, News
from coach.app.plan import Plan
from coach.app.turns import Timed
from coach.body import Sighting
from coach.engine.engine import Engine
from coach.engine.settings import Asked
from coach.store import Discomfort
from tests.app.follower import Follower
from tests.engine.scripts import somebody
from tests.shipped import LIBRARY

from .terminal import terminal

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="terminals of POSIX")
STEP_S = 0.1


class Evening:
    """A session of somebody who does what is asked for, at a terminal."""

    def __init__(self, *names: str, asks: bool = True) -> None:
        self.plan = Plan(turns(LIBRARY, names, None, 10.0))
        self.meter = Follower(LIBRARY)
        self.engine = Engine(LIBRARY, self.meter)
        self.guide = Guide(self.engine, self.plan, LIBRARY)
        self.kept: list[Discomfort] = []
        self.said: list[tuple[float, str]] = []
        self.t_s = 0.0
        self.in_view = True
        screen = Screen(640, 480, False, lambda _line: None)
        self.comfort = Comfort(LIBRARY, screen, self.kept.append, self._say, asks=asks)
        self.follow(self.guide.begin())

    def follow(self, news: News) -> None:
        self.said += [(cue.t_s, cue.key) for cue in news.cues]
        self.comfort.follow(self.plan.current, self.t_s)

    def frame(self) -> None:
        turn = self.plan.current
        self.meter.asked = turn if isinstance(turn, Asked) else None
        seen = somebody(self.t_s) if self.in_view else Sighting(self.t_s, None)
        step = self.comfort.quieted(self.engine.step(seen))
        self.said += [(cue.t_s, cue.key) for cue in step.cues]
        self.follow(self.guide.after(step))
        self.comfort.see(step)
        self.comfort.take(None, self.t_s)
        self.t_s = round(self.t_s + STEP_S, 6)

    def until_held(self) -> None:
        while not self.comfort.held:
            self.frame()

    def until_asked(self) -> None:
        while not self.comfort.is_open:
            self.frame()

    def hurts(self) -> None:
        self.comfort.hurt(self.t_s)
        self.follow(self.guide.stop())

    def _say(self, _kind: str, key: str) -> None:
        self.said.append((self.t_s, key))


@pytest.fixture(autouse=True)
def sits(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with terminal() as one:
        monkeypatch.setattr(sys, "stdin", one.far)
        yield


def test_each_stretch_is_asked_about_in_the_rest_after_it_before_the_next_is_announced() -> None:
    evening = Evening("lunge", "bridge")
    for score, stretch, side in (
        (1, "lunge", "left"),
        (2, "lunge", "right"),
        (3, "bridge", "both"),
    ):
        evening.until_asked()
        assert isinstance(evening.plan.current, Timed)
        evening.comfort.take(str(score), evening.t_s)
        felt = evening.kept[-1]
        assert (felt.score, felt.stretch, felt.side, felt.pain) == (score, stretch, side, False)
    asked_s = [t_s for t_s, key in evening.said if key == "person.how-was-it"]
    assert len(asked_s) == 3
    others_s = [t_s for t_s, key in evening.said if key.startswith(("next.", "side."))]
    gaps_s = [other - asked for asked in asked_s for other in others_s if other > asked]
    assert min(gaps_s) >= 2.5


def test_without_an_answer_it_goes_on_and_every_answer_is_unknown() -> None:
    evening = Evening("lunge", "bridge")
    while evening.plan.current is not None or evening.comfort.is_open:
        evening.frame()
        assert evening.t_s < 300
    assert [(one.score, one.stretch) for one in evening.kept] == [
        (None, "lunge"), (None, "lunge"), (None, "bridge"),
    ]  # fmt: skip
    assert evening.t_s - evening.kept[-1].t_s == pytest.approx(ANSWER_S, abs=2 * STEP_S)


def test_where_nobody_can_press_a_key_nothing_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with Path(os.devnull).open(encoding="utf-8") as nobody:
        monkeypatch.setattr(sys, "stdin", nobody)
        evening = Evening("bridge")
        while evening.plan.current is not None:
            evening.frame()
            assert not evening.comfort.is_open
    assert evening.kept == []
    assert "person.how-was-it" not in [key for _, key in evening.said]


def test_whoever_holds_the_next_stretch_is_not_asked_about_the_last_any_more() -> None:
    evening = Evening("lunge")
    evening.until_asked()
    evening.until_held()
    assert not evening.comfort.is_open
    assert [one.score for one in evening.kept] == [None]


def test_who_comes_to_the_keys_to_answer_does_not_hear_that_they_are_out_of_view() -> None:
    evening = Evening("lunge")
    evening.until_asked()
    evening.in_view = False
    while evening.comfort.is_open:
        evening.frame()
    assert not {key for _, key in evening.said} & OUT_OF_VIEW


def test_a_question_that_nobody_answers_keeps_no_advice_back() -> None:
    evening = Evening("lunge")
    evening.until_asked()
    evening.meter.mistakes_sides = True
    while evening.comfort.is_open:
        evening.frame()
    assert "setup.other-side" in [key for _, key in evening.said]


def test_pain_ends_the_stretch_at_once_and_is_asked_about() -> None:
    evening = Evening("bridge", "lunge")
    evening.until_held()
    evening.hurts()
    assert isinstance(evening.plan.current, Timed)
    evening.comfort.take("4", evening.t_s)
    (felt,) = evening.kept
    assert (felt.score, felt.stretch, felt.side, felt.pain) == (4, "bridge", "both", True)
    assert "person.how-was-it" not in [key for _, key in evening.said]
    assert evening.comfort.why_enough is None


def test_pain_in_the_rest_is_that_of_the_stretch_before() -> None:
    evening = Evening("bridge", "lunge")
    evening.until_asked()
    evening.hurts()
    evening.comfort.take("t", evening.t_s)
    (felt,) = evening.kept
    assert (felt.score, felt.stretch, felt.pain) == (10, "bridge", True)
    assert evening.comfort.why_enough


def test_pain_on_the_way_is_kept_without_a_stretch_even_if_nothing_is_asked() -> None:
    evening = Evening("bridge", asks=False)
    evening.hurts()
    evening.until_held()
    evening.hurts()
    assert [(one.score, one.stretch, one.pain) for one in evening.kept] == [
        (None, None, True), (None, "bridge", True),
    ]  # fmt: skip


def test_a_stretch_that_is_left_before_it_was_held_is_not_asked_about() -> None:
    evening = Evening("bridge", "lunge")
    evening.follow(evening.guide.skip())
    evening.follow(evening.guide.skip())
    assert not evening.comfort.is_open
    assert evening.kept == []
