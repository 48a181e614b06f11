"""When a turn of a session is over."""

from __future__ import annotations

import numpy as np
import pytest

from coach.app.plan import FIRST_HOLD_S, LINGER_S, Ending, Plan
from coach.app.replay import ask_command, read_ask
from coach.app.turns import OTHER, Line, Timed, Turn
from coach.body import Sighting
from coach.engine.nouns import HoldClock, Phase, PhaseName, Step
from coach.engine.settings import Asked
from coach.measures import ALL, Reading

NOTHING = np.full(len(ALL), np.nan)
LEFT, RIGHT = Asked("lunge", "left", 30.0), Asked("lunge", "right", 30.0)
MARCH = Timed("movement", "March", 20.0, (Line(0.0, "movement", "March."),))
CHANGE = Timed("change", "Lunge", 8.0, (Line(3.0, "next.left", "Next: lunge."),), then=LEFT)
END = Timed("end", "Done", 4.0)


def step(
    t_s: float,
    phase: PhaseName = "settling",
    in_form_s: float = 0.0,
    side: str = "left",
    running: bool = True,
) -> Step:
    return Step(
        Sighting(t_s, None),
        Reading(t_s, NOTHING, NOTHING),
        Phase(phase, 0.0, None if phase == "settling" else "lunge", side),
        HoldClock(in_form_s, in_form_s, goal_s=30.0, running=running),
    )


class Story:
    """A plan that is told what happens, second by second."""

    def __init__(self, *turns: Turn) -> None:
        self.plan = Plan(turns)
        self.now_s = 0.0
        self.in_form_s = 0.0
        self.said: list[tuple[float, str]] = []

    def goes(
        self,
        seconds: float,
        phase: PhaseName = "settling",
        side: str = "left",
        running: bool = True,
    ) -> list[Ending]:
        """Let so many seconds pass, in steps of half a second; return what ended and how."""
        ended = []
        for _ in range(round(2 * seconds)):
            self.now_s += 0.5
            self.in_form_s = self.in_form_s + 0.5 * running if phase == "hold" else 0.0
            ending = self.plan.update(step(self.now_s, phase, self.in_form_s, side, running))
            self.said += [(self.now_s, line.key) for line in self.plan.due()]
            if ending is not None:
                ended.append(ending)
                self.plan.next()
        return ended


def test_a_hold_that_met_its_goal_ends_the_turn_when_it_ends() -> None:
    story = Story(LEFT, END)
    assert story.goes(10, "moving-in") == []
    assert story.goes(31, "hold") == []
    assert story.goes(1, "release") == ["done"]
    assert story.plan.current == END


def test_who_stays_in_the_hold_is_taken_on_after_a_while() -> None:
    story = Story(LEFT, END)
    assert story.goes(30 + LINGER_S - 0.5, "hold") == []
    assert story.goes(1.0, "hold") == ["done"]


def test_a_hold_that_did_not_meet_its_goal_may_be_tried_again() -> None:
    story = Story(LEFT, END)
    assert story.goes(20, "hold") + story.goes(10, "release") == []
    assert story.goes(31, "hold") + story.goes(1, "release") == ["done"]


def test_a_stretch_that_nobody_does_is_left() -> None:
    story = Story(LEFT, END)
    assert story.goes(FIRST_HOLD_S, "settling") == []
    assert story.goes(2, "moving-in") == ["unseen"]


def test_a_goal_that_is_never_met_holds_nobody_back() -> None:
    story = Story(LEFT, END)
    assert story.goes(110, "hold", running=False) == []
    assert story.goes(12, "hold", running=False) == ["unmet"]


def test_nobody_is_interrupted_while_the_clock_runs() -> None:
    story = Story(LEFT, END)
    assert story.goes(100, "hold", running=False) == []
    assert story.goes(25, "hold") == []
    assert story.goes(2, "hold", running=False) == ["unmet"]


def test_a_movement_takes_its_time_and_says_what_to_do_at_once() -> None:
    story = Story(MARCH, END)
    assert story.goes(20) == []
    assert story.said == [(0.5, "movement")]
    assert story.goes(1) == ["done"]


def test_a_change_takes_its_time() -> None:
    story = Story(CHANGE, LEFT)
    assert story.goes(8) == []
    assert story.said == [(3.5, "next.left")]
    assert story.goes(1) == ["done"]
    assert story.plan.current == LEFT


def test_who_is_ready_need_not_wait() -> None:
    story = Story(CHANGE, LEFT)
    assert story.goes(2, "moving-in") == []
    assert story.goes(0.5, "hold") == ["done"]


def test_who_stays_in_the_same_stretch_is_not_yet_ready_for_it_again() -> None:
    story = Story(Timed("change", "Lunge", 8.0, then=LEFT, again=True), LEFT)
    assert story.goes(7, "hold") == []


def test_a_pause_or_a_camera_without_pictures_takes_no_time_from_anybody() -> None:
    story = Story(MARCH, END)
    story.goes(10)
    story.now_s += 600  # in which no step was taken
    assert story.goes(8) == []
    assert story.goes(2) == ["done"]


def test_after_the_left_side_comes_the_right() -> None:
    change = Timed("change", "Lunge, other side", 8.0, then=Asked("lunge", OTHER, 30.0))
    story = Story(Asked("lunge", None, 30.0), change, Asked("lunge", OTHER, 30.0))
    story.goes(12, "hold", side="left")
    assert story.plan.next() == Timed("change", "Lunge, other side", 8.0, then=RIGHT)
    assert story.plan.next() == RIGHT
    assert story.plan.next() is None
    assert story.plan.current is None


def test_a_side_that_was_skipped_leaves_the_other_open() -> None:
    plan = Plan([Asked("lunge", None, 30.0), Asked("lunge", OTHER, 30.0)])
    assert plan.next() == Asked("lunge", None, 30.0)


def test_it_knows_how_long_it_still_takes() -> None:
    story = Story(MARCH, CHANGE, LEFT, END)
    assert story.plan.left_s == pytest.approx(20 + 8 + 30 + 4, abs=10)
    before_s = story.plan.left_s
    story.goes(5)
    assert story.plan.left_s == pytest.approx(before_s - 5, abs=0.6)


@pytest.mark.parametrize(
    "asked", [None, Asked("lunge"), Asked("lunge", "left"), Asked("bridge", None, 22.5)]
)
def test_what_was_asked_is_read_back(asked: Asked | None) -> None:
    assert read_ask(ask_command(asked)) == asked
