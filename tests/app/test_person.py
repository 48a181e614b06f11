"""What history means for the session ahead."""

from __future__ import annotations

from coach.app.course import turns
from coach.app.person import expected, first_sides
from coach.app.turns import OTHER, Timed, Turn
from coach.engine.settings import Asked
from coach.stretches import Routine
from tests.shipped import LIBRARY

from ..history.lives import lunges, row

RIGHT_IS_TIGHTER = lunges([-16, -15], [-8, -9])
FIRST = first_sides(LIBRARY, RIGHT_IS_TIGHTER)
WHY = "Your right side has been the tighter one lately, so it comes first."


def routine(*items: dict[str, object]) -> dict[str, Routine]:
    return {"own": Routine.model_validate({"id": "own", "name": "Own", "items": [*items]})}


def sides(course: list[Turn]) -> list[tuple[str, str | None]]:
    return [(turn.stretch, turn.side) for turn in course if isinstance(turn, Asked)]


def told_why(course: list[Turn]) -> list[str | None]:
    """Return the sides of which it is told that they come first."""
    changes = [turn for turn in course if isinstance(turn, Timed) and WHY in turn.how]
    return [turn.then.side for turn in changes if turn.then]


def test_the_tighter_side_comes_first_and_the_other_after_it() -> None:
    course = turns(LIBRARY, ["lunge", "bridge"], first=FIRST)
    assert sides(course) == [("lunge", "right"), ("lunge", "left"), ("bridge", "both")]
    assert told_why(course) == ["right"]
    announced = [line.text for turn in course if isinstance(turn, Timed) for line in turn.lines]
    assert announced[0] == "Next: kneeling lunge, right leg in front."


def test_who_chose_a_side_has_that_side() -> None:
    course = turns(LIBRARY, ["lunge"], "left", first=FIRST)
    assert sides(course) == [("lunge", "left")]
    assert turns(LIBRARY, ["lunge"], "right", first=FIRST) == turns(LIBRARY, ["lunge"], "right")


def test_a_routine_that_names_no_side_begins_with_the_tighter_in_each_round() -> None:
    own = routine({"stretch": "lunge", "rounds": 2}, {"stretch": "bridge"})
    course = turns(LIBRARY, ["own"], routines=own, first=FIRST)
    lunges = [("lunge", "right"), ("lunge", "left")]
    assert sides(course) == [*lunges, *lunges, ("bridge", "both")]
    assert told_why(course) == ["right"]  # once is enough


def test_a_routine_that_names_sides_keeps_them() -> None:
    own = routine({"stretch": "lunge", "side": "left"}, {"stretch": "lunge", "side": "right"})
    assert turns(LIBRARY, ["own"], routines=own, first=FIRST) == turns(
        LIBRARY, ["own"], routines=own
    )


def test_without_a_history_the_first_side_stays_the_persons_choice() -> None:
    course = turns(LIBRARY, ["lunge"], first=first_sides(LIBRARY, []))
    assert sides(course) == [("lunge", None), ("lunge", OTHER)]
    assert told_why(course) == []


def test_it_is_told_how_deep() -> None:
    deep = {
        side: expected(LIBRARY, Asked("lunge", side), RIGHT_IS_TIGHTER)
        for side in ("right", "left")
    }
    assert deep == {
        "right": "Lately you got to −9° here. There is no need for more.",
        "left": "Lately you got to −16° here. There is no need for more.",
    }


def test_a_stretch_without_sides_has_a_depth_too() -> None:
    depth = expected(LIBRARY, Asked("bridge"), [row(0, "bridge", "both", 3.0)])
    assert depth == "Lately you got to 3° here. There is no need for more."


def test_what_is_not_known_is_not_said() -> None:
    assert expected(LIBRARY, Asked("lunge"), RIGHT_IS_TIGHTER) is None
    assert expected(LIBRARY, Asked("bridge"), []) is None
