"""Something else than was asked: said kindly, seldom, and not to whoever is on the way out."""

from itertools import pairwise

from coach.engine.engine import Engine
from coach.engine.mistaken import notices
from coach.engine.nouns import Cue
from coach.engine.settings import Asked
from tests.engine.scripts import GOOD_BRIDGE, LUNGE, STANDING, Scripted, somebody, times
from tests.shipped import LIBRARY

LEFT, RIGHT = Asked("lunge", "left"), Asked("lunge", "right")


def told(cues: list[Cue]) -> list[str]:
    return [cue.text for cue in cues if cue.key.startswith("setup.other")]


def heard(
    *script: tuple[float, dict[str, float]], asked: Asked, then: tuple[float, Asked] | None = None
) -> list[Cue]:
    """Run a script; `then` is what is asked from a time on."""
    engine = Engine(LIBRARY, Scripted(*script), asked)
    cues: list[Cue] = []
    for t_s in times(script[-1][0]):
        if then is not None and t_s >= then[0]:
            engine.ask(then[1])
            then = None
        cues += engine.step(somebody(t_s)).cues
    return cues


def test_another_stretch_is_named_beside_the_one_that_was_asked_for() -> None:
    cues = heard((4.0, STANDING), (12.0, LUNGE), asked=Asked("bridge"))
    assert told(cues) == ["That looks like the kneeling lunge; we are on the bridge."]
    (cue,) = [cue for cue in cues if cue.key == "setup.other-stretch"]
    assert 7.0 <= cue.t_s <= 8.0


def test_the_other_side_is_named() -> None:
    assert told(heard((10.0, LUNGE), asked=RIGHT)) == ["Other leg in front, please: the right one."]


def test_what_was_asked_for_is_not_mistaken() -> None:
    assert told(heard((30.0, LUNGE), asked=LEFT)) == []
    assert told(heard((30.0, LUNGE), asked=Asked("lunge"))) == []


def test_passing_through_something_else_is_met_with_silence() -> None:
    assert told(heard((3.0, STANDING), (5.0, LUNGE), (20.0, STANDING), asked=Asked("bridge"))) == []


def test_it_is_said_twice_at_most_and_not_at_once_again() -> None:
    cues = heard((120.0, LUNGE), asked=Asked("bridge"))
    spoken = [cue.t_s for cue in cues if cue.key == "setup.other-stretch"]
    assert len(spoken) == 2
    assert all(later - before >= 15.0 for before, later in pairwise(spoken))


def test_who_goes_from_one_mistake_to_another_hears_of_both() -> None:
    script = ((60.0, GOOD_BRIDGE), (64.0, STANDING), (80.0, LUNGE))
    texts = told(heard(*script, asked=RIGHT))
    assert texts == [
        "That looks like the bridge; we are on the kneeling lunge.",
        "That looks like the bridge; we are on the kneeling lunge.",
        "Other leg in front, please: the right one.",
    ]


def test_whoever_comes_out_of_a_stretch_when_the_next_is_asked_for_is_left_in_peace() -> None:
    script = ((20.0, LUNGE), (30.0, STANDING))
    assert told(heard(*script, asked=LEFT, then=(8.0, Asked("bridge")))) == []


def test_whoever_goes_back_to_the_stretch_before_is_told() -> None:
    script = ((12.0, LUNGE), (20.0, STANDING), (30.0, LUNGE))
    assert len(told(heard(*script, asked=LEFT, then=(10.0, Asked("bridge"))))) == 1


def test_in_a_rest_nothing_is_asked_and_nothing_mistaken() -> None:
    engine = Engine(LIBRARY, Scripted((60.0, LUNGE)), Asked("bridge"))
    engine.rest()
    assert told([cue for t_s in times(60.0) for cue in engine.step(somebody(t_s)).cues]) == []


def test_all_that_may_be_said_is_known_before_the_session() -> None:
    known = set(notices(LIBRARY, RIGHT))
    assert "Other leg in front, please: the right one." in known
    assert "That looks like the bridge; we are on the kneeling lunge." in known
    assert told(heard((10.0, GOOD_BRIDGE), asked=RIGHT))[0] in known
