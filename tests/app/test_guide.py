"""Whole sessions, from the first announcement to the last, without camera or clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

import pytest

from coach.app.course import turns
from coach.app.guide import Guide, News
from coach.app.plan import Plan
from coach.app.turns import Timed, Turn, about_s
from coach.engine.engine import Engine
from coach.engine.nouns import Cue, Event
from coach.engine.settings import Asked
from coach.stretches import Routine
from tests.app.follower import Follower
from tests.engine.scripts import LYING, Scripted, nobody, somebody, times
from tests.shipped import LIBRARY, ROUTINES

STEP_S = 0.1


@dataclass
class Session:
    """What came of one."""

    cues: list[Cue] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    lasted_s: float = 0.0

    def take(self, news: News) -> None:
        self.cues += news.cues
        self.events += news.events
        self.commands += [news.command] if news.command else []

    def holds(self) -> list[tuple[str | None, str | None]]:
        """Return the stretch and side of every hold that met 30 seconds, in order."""
        ended = [event for event in self.events if event.kind == "hold-ended" and event.clock]
        return [(e.stretch, e.side) for e in ended if e.clock and e.clock.in_form_s >= 29.5]

    def keys(self) -> list[str]:
        return [cue.key for cue in self.cues]


def practise(
    course: list[Turn],
    *,
    takes_s: float = 1.0,
    present: bool = True,
    does: Callable[[Asked], bool] = lambda _asked: True,
) -> Session:
    """Run a session in which the person takes so long to take up what is wanted now.

    They come out of a stretch when the turn is over, and do only what `does` says.
    """
    plan, meter, session = Plan(course), Follower(LIBRARY), Session()
    engine = Engine(LIBRARY, meter=meter)
    guide = Guide(engine, plan, LIBRARY)
    session.take(guide.begin())
    wanted: object = None
    since_s = t_s = 0.0
    while plan.current is not None:
        assert t_s < 3600, "it hangs"
        if plan.current != wanted:
            wanted, since_s = plan.current, t_s
        turn = plan.current
        ready = isinstance(turn, Asked) and t_s - since_s >= takes_s and does(turn)
        meter.asked = turn if ready and isinstance(turn, Asked) else None
        step = engine.step(somebody(t_s) if present else nobody(t_s))
        session.cues += step.cues
        session.events += step.events
        session.take(guide.after(step))
        t_s = round(t_s + STEP_S, 6)
    session.events += engine.finish()
    session.lasted_s = t_s
    return session


@pytest.fixture(scope="module")
def daily() -> tuple[list[Turn], Session]:
    course = turns(LIBRARY, ["daily"], routines=ROUTINES)
    return course, practise(course)


def test_the_daily_routine_runs_through_every_stretch_and_side_unattended(
    daily: tuple[list[Turn], Session],
) -> None:
    course, session = daily
    assert session.holds() == [(t.stretch, t.side) for t in course if isinstance(t, Asked)]
    assert session.lasted_s == pytest.approx(about_s(course), rel=0.1)
    assert not {"turn.unseen", "turn.unmet"} & set(session.keys())


def test_it_says_everything_it_is_meant_to_say_and_nothing_twice(
    daily: tuple[list[Turn], Session],
) -> None:
    course, session = daily
    told = [line.text for turn in course if isinstance(turn, Timed) for line in turn.lines]
    keys = {line.key for turn in course if isinstance(turn, Timed) for line in turn.lines}
    assert [cue.text for cue in session.cues if cue.key in keys] == told


def test_no_announcement_cuts_off_another(daily: tuple[list[Turn], Session]) -> None:
    _, session = daily
    told_s = [cue.t_s for cue in session.cues if cue.kind == "setup"]
    assert min(after_s - before_s for before_s, after_s in pairwise(told_s)) >= 2.5


def test_nothing_is_seen_in_the_warm_up_whatever_it_looks_like() -> None:
    engine = Engine(LIBRARY, meter=(meter := Follower(LIBRARY)))
    plan = Plan(turns(LIBRARY, ["warm-up"], routines=ROUTINES))
    guide = Guide(engine, plan, LIBRARY)
    assert guide.begin().command == "rest"
    meter.asked = Asked("lunge", "left")
    events = [event for n in range(100) for event in engine.step(somebody(n / 10)).events]
    assert events == []


def test_with_nobody_there_it_says_so_kindly_and_comes_to_its_end() -> None:
    course = turns(LIBRARY, ["lunge", "bridge"])
    session = practise(course, present=False)
    assert session.keys().count("turn.unseen") == 3
    texts = {cue.text for cue in session.cues if cue.key == "turn.unseen"}
    assert len(texts) == 2  # it does not repeat itself at once
    assert session.keys()[-1] == "session.done"
    assert session.lasted_s < 5 * 60


def test_one_stretch_that_is_left_out_does_not_hold_up_the_next() -> None:
    course = turns(LIBRARY, ["desk-break", "bridge"], routines=ROUTINES)
    session = practise(course, does=lambda asked: asked.side != "left")
    assert session.holds() == [("lunge", "right"), ("bridge", "both")]
    assert session.keys().count("turn.unseen") == 1


def test_the_other_side_is_the_other_one_whichever_was_first() -> None:
    session = practise(turns(LIBRARY, ["lunge"]))
    assert session.holds() == [("lunge", "left"), ("lunge", "right")]
    assert session.commands == ["ask:lunge::30.0", "ask:lunge:right:30.0", "rest"]


def test_whoever_is_ready_begins_and_what_is_held_in_the_rest_counts() -> None:
    engine = Engine(LIBRARY, meter=(meter := Follower(LIBRARY)))
    plan = Plan(turns(LIBRARY, ["bridge"]))
    guide = Guide(engine, plan, LIBRARY)
    guide.begin()
    meter.asked = Asked("bridge", "both")
    for n in range(20):
        guide.after(step := engine.step(somebody(n / 10)))
    assert isinstance(plan.current, Asked)
    assert step.phase.name == "hold"
    assert step.clock.held_s > 1.0


def test_pain_ends_a_stretch_and_a_movement_but_no_rest() -> None:
    items = [{"movement": "March", "for_s": 20, "say": "March."}, {"stretch": "bridge"}]
    routine = Routine.model_validate({"id": "own", "name": "Own", "items": items})
    plan = Plan(turns(LIBRARY, ["own"], routines={**ROUTINES, "own": routine}))
    guide = Guide(Engine(LIBRARY, Scripted()), plan, LIBRARY)
    left = []
    for act in (guide.stop, guide.skip, guide.stop, guide.stop, guide.skip, guide.stop):
        act()
        left.append(plan.current.kind if isinstance(plan.current, Timed) else "stretch")
    assert left == ["camera", "movement", "change", "change", "stretch", "end"]


def rounds(*stretches: str) -> tuple[Plan, Guide, Engine]:
    """Three rounds of each, for somebody who lies in the bridge all the time."""
    items = [{"stretch": name, "rounds": 3} for name in stretches]
    own = Routine.model_validate({"id": "own", "name": "Own", "items": items})
    plan = Plan(turns(LIBRARY, ["own"], hold_s=5.0, routines={**ROUTINES, "own": own}))
    meter = Follower(LIBRARY)
    meter.asked = Asked("bridge", "both")
    engine = Engine(LIBRARY, meter)
    guide = Guide(engine, plan, LIBRARY)
    guide.begin()
    return plan, guide, engine


def ahead(plan: Plan) -> list[str]:
    return [turn.stretch for turn in plan.turns if isinstance(turn, Asked)]


def test_what_hurts_is_not_done_again_but_the_next_stretch_is() -> None:
    plan, guide, _ = rounds("bridge", "butterfly")
    guide.skip()
    assert isinstance(plan.current, Asked)
    guide.stop()
    assert ahead(plan) == ["butterfly"] * 3


def test_pain_in_the_rest_after_a_round_is_of_that_stretch() -> None:
    plan, guide, _ = rounds("bridge", "butterfly")
    guide.skip()
    guide.skip()
    assert isinstance(plan.current, Timed)
    guide.stop()
    assert ahead(plan) == ["butterfly"] * 3


def test_pain_on_the_way_into_a_stretch_is_of_that_one() -> None:
    plan = Plan(turns(LIBRARY, ["bridge", "butterfly"]))
    engine = Engine(LIBRARY, Scripted((9.0, LYING)))
    guide = Guide(engine, plan, LIBRARY)
    guide.begin()
    for n in range(30):
        guide.after(engine.step(somebody(n / 10)))
    guide.stop()
    assert ahead(plan) == ["butterfly"]


def test_whoever_stays_in_a_stretch_through_the_rest_is_not_in_the_next_round() -> None:
    plan, guide, engine = rounds("bridge")
    heard: list[tuple[str, bool]] = []
    for t_s in times(70.0):
        step = engine.step(somebody(t_s))
        heard += [(cue.key, isinstance(plan.current, Timed)) for cue in step.cues]
        guide.after(step)
    counted = [key for key, in_rest in heard if in_rest and key.startswith("count.")]
    assert counted == ["count.start"]  # of the first, for which nobody need wait
    assert [key for key, _ in heard].count("count.done") == 3
