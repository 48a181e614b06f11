"""The question after a stretch, on a clip that is practised at a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from coach.app.comfort import ANSWER_S, Question, score_of
from coach.app.course import turns
from coach.app.live import Practice, Wishes
from coach.app.minutes import Outcome
from coach.app.plan import Plan
from coach.report import ReportData
from coach.settings import places
from coach.store import Discomfort, Reader, Session
from tests.shipped import LIBRARY

from .running import BRIDGE
from .terminal import Terminal, terminal

HOLDS = "breathe"
"""Told as a hold begins."""
QUESTION = "How was that? 0 nothing ... 10 worst"
posix = pytest.mark.skipif(sys.platform == "win32", reason="terminals of POSIX")


@pytest.mark.parametrize(
    ("key", "score"),
    [("0", 0), ("7", 7), ("t", 10), ("T", 10), ("p", None), ("", None), (None, None), ("²", None)],
)
def test_one_key_answers(key: str | None, score: int | None) -> None:
    assert score_of(key) == score


def test_a_question_is_skipped_after_a_while_and_that_is_no_zero() -> None:
    question = Question(10.0, "lunge", "left")
    assert not question.is_over(10.0 + ANSWER_S - 0.1)
    assert question.is_over(10.0 + ANSWER_S)
    assert question.answered(None) == Discomfort(10.0, None, "lunge", "left")


@dataclass
class Sitting:
    """Somebody at a terminal who presses keys when they read certain words."""

    at: Terminal
    presses: dict[str, str]
    told: list[str]

    def hear(self, line: str) -> None:
        self.told.append(line)
        for words in [words for words in self.presses if words in line]:
            self.at.type(self.presses.pop(words))


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Iterator[Terminal]:
    with terminal() as one:
        monkeypatch.setattr(sys, "stdin", one.far)
        yield one


def practise(
    at: Terminal, presses: dict[str, str], *names: str, questions: bool = True
) -> tuple[Outcome, list[str], Session]:
    sitting = Sitting(at, presses, [])
    wishes = Wishes(BRIDGE, window=False, voice=False, questions=questions)
    plan = Plan(turns(LIBRARY, names))
    outcome = Practice(LIBRARY, plan, wishes, places(), sitting.hear).run()
    with Reader(places().sessions) as reader:
        return outcome, sitting.told, reader.last()


def warned(data: ReportData) -> str:
    return " ".join(data.warnings)


@posix
def test_pain_ends_the_stretch_and_much_of_it_the_session_kindly(at: Terminal) -> None:
    outcome, told, session = practise(at, {HOLDS: "p", QUESTION: "7"}, "bridge", "lunge")

    assert outcome.trouble is None
    (felt,) = session.discomfort
    assert (felt.score, felt.stretch, felt.side, felt.pain) == (7, "bridge", "both", True)
    assert [one.name for one in session.commands if not one.name.startswith("ask:")] == ["pain"]
    said = [cue.text for cue in session.cues if cue.kind == "safety"]
    assert said == ["Stop here. Never stretch into pain.", "That hurt too much. We stop here."]
    why = "You rated the bridge 7 of 10, so we stopped there"
    assert any(line.startswith(why) for line in told)
    assert why in warned(outcome.data)
    assert outcome.page
    assert why in outcome.page.read_text(encoding="utf-8")


@posix
def test_a_stretch_that_was_held_is_rated_and_the_session_ends_with_the_answer(
    at: Terminal,
) -> None:
    outcome, _, session = practise(at, {HOLDS: "n", QUESTION: "2"}, "bridge")

    (felt,) = session.discomfort
    assert (felt.score, felt.stretch, felt.side, felt.pain) == (2, "bridge", "both", False)
    assert felt.t_s < session.duration_s + 1.0
    assert "How was that? Zero to ten." in [cue.text for cue in session.cues]
    assert not any(cue.kind == "safety" for cue in session.cues)
    assert session.worked_out
    assert session.done[0].stretch == "bridge"
    assert outcome.advice == ()


@posix
def test_without_questions_pain_is_kept_all_the_same(at: Terminal) -> None:
    _, told, session = practise(at, {HOLDS: "p"}, "bridge", "lunge", questions=False)
    assert [(one.score, one.pain) for one in session.discomfort] == [(None, True)]
    assert not any(QUESTION in line for line in told)


@posix
def test_pain_in_capitals_ends_a_pause_too_and_no_answer_is_stored_as_none(
    at: Terminal,
) -> None:
    _, told, session = practise(at, {HOLDS: " P"}, "bridge", "lunge")
    names = [one.name for one in session.commands if not one.name.startswith("ask:")]
    assert names == ["pause", "resume", "pain"]
    assert any(QUESTION in line for line in told)  # the clip ends before an answer
    assert [(one.score, one.pain) for one in session.discomfort] == [(None, True)]
