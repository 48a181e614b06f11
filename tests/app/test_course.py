"""Which turns a session has, from routines and stretches."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from coach.app.course import turns
from coach.app.turns import OTHER, Timed, Turn, about_s, starts_s
from coach.engine.settings import Asked
from coach.errors import CoachError, UsageError
from coach.stretches import Routine
from tests.shipped import LIBRARY, ROUTINES


def holds(course: list[Turn]) -> list[tuple[str, str | None]]:
    return [(turn.stretch, turn.side) for turn in course if isinstance(turn, Asked)]


def said(course: list[Turn]) -> list[str]:
    return [line.text for turn in course if isinstance(turn, Timed) for line in turn.lines]


def own(**fields: object) -> dict[str, Routine]:
    return {"own": Routine.model_validate({"id": "own", "name": "Own", **fields})}


def test_each_side_has_its_turn_and_the_first_is_the_persons_choice() -> None:
    course = turns(LIBRARY, ["lunge", "bridge"])
    assert holds(course) == [("lunge", None), ("lunge", OTHER), ("bridge", "both")]


def test_one_side_only_if_that_is_wanted() -> None:
    course = turns(LIBRARY, ["lunge"], "right", 20.0)
    assert [turn for turn in course if isinstance(turn, Asked)] == [Asked("lunge", "right", 20.0)]


def test_no_name_means_every_stretch() -> None:
    assert {name for name, _ in holds(turns(LIBRARY, []))} == set(LIBRARY.stretches)


@pytest.mark.parametrize("hold_s", [0.0, 4.9, 301.0, float("nan"), float("inf")])
def test_a_hold_that_makes_no_sense_is_refused(hold_s: float) -> None:
    with pytest.raises(UsageError, match="a hold lasts 5 to 300 seconds"):
        turns(LIBRARY, ["lunge"], None, hold_s)


def test_an_unknown_name_is_told_the_nearest() -> None:
    with pytest.raises(CoachError, match="did you mean 'lunge'"):
        turns(LIBRARY, ["lunges"])
    with pytest.raises(CoachError, match="did you mean 'daily'"):
        turns(LIBRARY, ["dayly"], routines=ROUTINES)
    with pytest.raises(CoachError, match="did you mean 'bridge'"):
        turns(LIBRARY, ["lunge"], skip=["bridg"], routines=ROUTINES)


class TestDaily:
    """The routine of every day."""

    def test_it_goes_through_every_stretch_and_side_once(self) -> None:
        found = holds(turns(LIBRARY, ["daily"], routines=ROUTINES))
        wanted = {(s.id, side) for s in LIBRARY.stretches.values() for side in s.side_names}
        assert sorted(found) == sorted(wanted)

    def test_every_stretch_comes_right_after_what_leads_to_it(self) -> None:
        course = turns(LIBRARY, ["daily"], routines=ROUTINES)
        for before, turn in pairwise(course):
            if isinstance(turn, Asked):
                assert isinstance(before, Timed)
                assert before.then == turn

    def test_the_camera_is_put_up_first_and_moved_once_with_time_for_it(self) -> None:
        course = turns(LIBRARY, ["daily"], routines=ROUTINES)
        moved = [
            turn
            for turn in course
            if isinstance(turn, Timed) and any(x.key.startswith("camera.") for x in turn.lines)
        ]
        assert moved[0] == course[0]
        assert [turn.for_s for turn in moved] == [20, 20]

    def test_side_skip_and_hold_change_it_for_once(self) -> None:
        course = turns(
            LIBRARY, ["daily"], "left", 45.0, skip=["warm-up", "butterfly"], routines=ROUTINES
        )
        assert not any(isinstance(turn, Timed) and turn.kind == "movement" for turn in course)
        assert {side for _, side in holds(course)} == {"left", "both"}
        assert "butterfly" not in {name for name, _ in holds(course)}
        assert {turn.hold_s for turn in course if isinstance(turn, Asked)} == {45.0}


@pytest.mark.parametrize(
    ("name", "minutes"), [("daily", 8), ("long", 20), ("desk-break", 3), ("warm-up", 2)]
)
def test_a_routine_takes_about_as_long_as_it_should(name: str, minutes: int) -> None:
    course = turns(LIBRARY, [name], routines=ROUTINES)
    assert about_s(course) / 60 == pytest.approx(minutes, rel=0.15)
    assert starts_s(course)[0] == 0
    assert starts_s(course)[-1] < about_s(course)


def test_the_desk_break_begins_with_standing_up() -> None:
    course = turns(LIBRARY, ["desk-break"], routines=ROUTINES)
    movements = [turn for turn in course if isinstance(turn, Timed) and turn.kind == "movement"]
    assert movements[0].name == "Stand up from your chair"


def test_everything_that_is_said_is_short() -> None:
    for name in ROUTINES:
        for text in said(turns(LIBRARY, [name], routines=ROUTINES)):
            assert len(text.split()) <= 8, text
            assert "{" not in text


def test_what_comes_next_is_said_in_words_that_fit() -> None:
    items = [
        {"stretch": "lunge", "rounds": 2},
        {"pause_s": 20},
        {"stretch": "bridge", "rounds": 2},
    ]
    course = turns(LIBRARY, ["own"], routines=own(items=items))
    assert said(course) == [
        "Next: kneeling lunge, left leg in front.",
        "Put the camera at your side.",
        "Now the other side, right leg in front.",
        "Now the other side, left leg in front.",
        "Now the other side, right leg in front.",
        "Take a rest. Breathe as you like.",
        "Next: bridge.",
        "Once more: bridge.",
        "That's all for today. Well done.",
    ]


def test_a_stretch_and_side_that_come_again_are_not_begun_by_staying() -> None:
    course = turns(LIBRARY, ["own"], routines=own(items=[{"stretch": "bridge", "rounds": 2}]))
    changes = [turn for turn in course if isinstance(turn, Timed) and turn.kind == "change"]
    assert [turn.again for turn in changes] == [False, True]


def test_holds_and_rests_are_those_of_the_innermost_that_says_them() -> None:
    routines = own(
        hold_s=40, rest_s=15, items=[{"stretch": "bridge", "hold_s": 20}, {"stretch": "lunge"}]
    )
    course = turns(LIBRARY, ["own"], routines=routines)
    assert [turn.hold_s for turn in course if isinstance(turn, Asked)] == [20, 40, 40]
    rests = [turn.for_s for turn in course if isinstance(turn, Timed) and turn.kind == "change"]
    assert rests == [20, 15, 15]  # the first is for the camera


def test_a_rest_lasts_until_all_is_said() -> None:
    routines = own(rest_s=0, camera_s=0, items=[{"stretch": "bridge"}, {"stretch": "lunge"}])
    for turn in turns(LIBRARY, ["own"], routines=routines):
        if isinstance(turn, Timed) and turn.kind != "end":
            assert turn.for_s >= turn.lines[-1].at_s + 3


def test_routines_and_stretches_may_be_named_together() -> None:
    course = turns(LIBRARY, ["warm-up", "bridge"], routines=ROUTINES)
    assert holds(course) == [("bridge", "both")]
    assert sum(isinstance(turn, Timed) and turn.kind == "movement" for turn in course) == 5


def test_nothing_left_to_do_is_told() -> None:
    with pytest.raises(UsageError, match="nothing is left to do"):
        turns(LIBRARY, ["warm-up"], skip=["warm-up"], routines=ROUTINES)
    alone = own(items=[{"stretch": "lunge", "side": "left"}])
    with pytest.raises(UsageError, match="nothing is left to do"):
        turns(LIBRARY, ["own"], "right", routines=alone)


def test_a_camera_that_stays_is_spoken_of_once() -> None:
    lunge = LIBRARY.get("lunge")
    front = lunge.camera.model_copy(update={"views": ("front",)})
    other = lunge.model_copy(update={"camera": front})
    moved = replace(LIBRARY, stretches={**LIBRARY.stretches, "lunge": other})
    spoken = [
        [text for text in said(turns(one, ["bridge", "lunge"])) if "camera" in text]
        for one in (LIBRARY, moved)
    ]
    assert spoken[0] == ["Put the camera at your side."]
    assert spoken[1] == ["Put the camera at your side.", "Put the camera in front of you."]
