"""What history means for the session ahead."""

from __future__ import annotations

from coach.app.person import Memory, begin_with, first_sides, remembered
from coach.app.plan import turns
from coach.engine.settings import Asked

from ..history.lives import LIBRARY, lunges, row

RIGHT_IS_TIGHTER = lunges([-16, -15], [-8, -9])
FIRST = first_sides(LIBRARY, RIGHT_IS_TIGHTER)


def test_the_tighter_side_comes_first_and_the_other_after_it() -> None:
    wanted = turns(LIBRARY, ["lunge", "bridge"])
    assert begin_with(wanted, FIRST) == [
        Asked("lunge", "right"),
        Asked("lunge", "left"),
        Asked("bridge", None),
    ]


def test_who_chose_a_side_has_that_side() -> None:
    wanted = turns(LIBRARY, ["lunge"], "left")
    assert begin_with(wanted, FIRST) == wanted


def test_without_a_history_the_first_side_stays_the_persons_choice() -> None:
    wanted = turns(LIBRARY, ["lunge", "bridge"])
    assert begin_with(wanted, first_sides(LIBRARY, [])) == wanted


def test_it_is_said_why_and_how_deep() -> None:
    wanted = begin_with(turns(LIBRARY, ["lunge"]), FIRST)
    memory = remembered(wanted, LIBRARY, RIGHT_IS_TIGHTER)
    assert memory.cue == "person.right-first"
    assert memory.lines == (
        "Your right side has been the tighter one lately, so it comes first.",
        "Lately you got to −9° here. There is no need for more.",
    )
    after = remembered(wanted[1:], LIBRARY, RIGHT_IS_TIGHTER)
    assert (after.cue, after.depth) == (
        None,
        "Lately you got to −16° here. There is no need for more.",
    )


def test_a_stretch_without_sides_has_a_depth_too() -> None:
    memory = remembered([Asked("bridge")], LIBRARY, [row(0, "bridge", "both", 3.0)])
    assert memory.depth == "Lately you got to 3° here. There is no need for more."


def test_what_is_not_known_is_not_said() -> None:
    assert remembered([Asked("lunge")], LIBRARY, RIGHT_IS_TIGHTER) == Memory()
    assert remembered([Asked("bridge")], LIBRARY, []) == Memory()


def test_every_sentence_it_says_is_there() -> None:
    for key in ("left-first", "right-first", "how-was-it"):
        (sentence,) = LIBRARY.words[f"person.{key}"]
        assert 1 <= len(sentence.split()) <= 8
