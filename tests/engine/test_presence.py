"""Who is in view: stories of one who comes, goes, and stands too near, and what is said."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from coach.body import Sighting
from coach.engine.engine import Engine
from coach.engine.nouns import Event, Step
from coach.engine.presence import GONE_S, Presence
from tests.engine.scripts import (
    GOOD_BRIDGE,
    STANDING,
    Scripted,
    cut_off,
    keys,
    nobody,
    said,
    somebody,
    times,
)
from tests.shipped import LIBRARY

LOST_AFTER_S = 2.0
Seen = Callable[[float], Sighting]


def story(
    *chapters: tuple[float, Seen], watched: bool = True
) -> tuple[Presence, list[tuple[str, float]]]:
    """Go through (until_s, what is seen) chapters; return the presence and its events."""
    presence, events = Presence(LOST_AFTER_S), list[Event]()
    start_s = 0.0
    for until_s, seen in chapters:
        for t_s in times(until_s, start_s):
            sighting = presence.same_person(seen(t_s))
            events += presence.update(sighting, watched)
        start_s = until_s
    return presence, [(event.kind, round(event.t_s, 1)) for event in events]


def test_who_is_out_of_view_is_lost_once_and_found_again() -> None:
    _, events = story((1.0, somebody), (6.0, nobody), (8.0, somebody), (9.0, nobody))
    assert events == [("person-lost", 0.9), ("person-found", 6.0)]


def test_a_moment_out_of_view_is_nothing() -> None:
    presence, events = story((1.0, somebody), (2.5, nobody))
    assert (events, presence.gone_since_s) == ([], None)
    assert presence.unseen_s == pytest.approx(1.5, abs=0.1)


@pytest.mark.parametrize("seen", [nobody, cut_off])
def test_who_is_not_seen_whole_for_long_has_left(seen: Seen) -> None:
    presence, _ = story((1.0, somebody), (1.0 + GONE_S + 0.2, seen))
    assert presence.gone_since_s == pytest.approx(0.95)
    here, _ = story((1.0, somebody), (0.5 + GONE_S, seen))
    assert here.gone_since_s is None


def test_who_is_not_watched_may_stand_near() -> None:
    presence, _ = story((1.0, somebody), (9.0, cut_off), watched=False)
    assert (presence.legs_unseen_s, presence.gone_since_s) == (0.0, None)


def test_a_second_person_is_noted_once() -> None:
    _, events = story((2.0, lambda t_s: somebody(t_s, people=2)))
    assert events == [("note", 0.0)]


def test_two_people_are_mentioned_once() -> None:
    engine = Engine(LIBRARY, Scripted((30.0, STANDING)))
    steps = [engine.step(somebody(t_s, people=2)) for t_s in times(20.0)]
    assert [cue.key for step in steps for cue in step.cues] == ["setup.two-people"]
    notes = [event.text for step in steps for event in step.events]
    assert notes == ["two people are in view at 0 s; one of them is followed"]


def test_a_jump_to_somebody_else_is_not_believed_at_once() -> None:
    engine = Engine(LIBRARY, Scripted((30.0, GOOD_BRIDGE)))
    for t_s in times(5.0):
        engine.step(somebody(t_s))
    passer_by = engine.step(somebody(5.0, x_px=900.0))
    assert passer_by.sighting.body is None
    back = engine.step(somebody(5.1))
    assert back.sighting.body is not None


class TestOutOfView:
    """Nobody in view is data, and worth a word after two seconds."""

    def test_i_cannot_see_you_and_i_can_see_you_again(self) -> None:
        cues = said((20.0, GOOD_BRIDGE), gone=(5.0, 9.0))
        lost, found = [cue for cue in cues if cue.kind == "setup"]
        assert (lost.key, found.key) == ("setup.lost", "setup.found")
        assert 6.9 <= lost.t_s <= 7.1
        assert 9.0 <= found.t_s <= 9.1

    def test_a_short_loss_is_not_mentioned(self) -> None:
        assert keys(said((20.0, GOOD_BRIDGE), gone=(5.0, 6.5)), "setup") == []

    def test_the_clock_stands_still_and_goes_on(self) -> None:
        engine = Engine(LIBRARY, Scripted((20.0, GOOD_BRIDGE)))
        for t_s in times(14.0):
            step = engine.step(nobody(t_s) if 5 <= t_s < 9 else somebody(t_s))
            if 5 <= t_s < 9:
                assert not step.clock.running
                assert step.clock.waiting_for == "I can't see you."
        assert 9.0 <= step.clock.held_s <= 10.0  # 14 s less 4 unseen, less the way in

    def test_who_comes_back_and_cannot_be_measured_has_begun_nothing(self) -> None:
        engine = Engine(LIBRARY, Scripted((10.0, GOOD_BRIDGE), (30.0, {})))
        seen = [nobody(t_s) if 5 <= t_s < 20 else somebody(t_s) for t_s in times(30.0)]
        events = [event.kind for one in seen for event in engine.step(one).events]
        assert events.count("stretch-started") == 1

    def test_a_long_loss_ends_the_stretch(self) -> None:
        engine = Engine(LIBRARY, Scripted((20.0, GOOD_BRIDGE)))
        steps = [engine.step(somebody(t) if t < 5 else nobody(t)) for t in times(12.0)]
        events = {event.kind: event for step in steps for event in step.events}
        ended = events["hold-ended"]
        assert 4.9 <= ended.t_s <= 5.0
        assert ended.clock is not None
        assert 4.2 <= ended.clock.held_s <= 5.0


class TestLegsOutOfThePicture:
    """The camera is too near: nothing is measured of legs that are guessed, and that is said."""

    def steps(self, cut: tuple[float, float], end_s: float = 16.0) -> list[Step]:
        engine = Engine(LIBRARY, Scripted((end_s, GOOD_BRIDGE)))
        return [
            engine.step(cut_off(t_s) if cut[0] <= t_s < cut[1] else somebody(t_s))
            for t_s in times(end_s)
        ]

    def test_after_a_while_it_asks_to_move_back_once(self) -> None:
        cues = [cue for step in self.steps((5.0, 14.0)) for cue in step.cues]
        (told,) = [cue for cue in cues if cue.kind == "setup"]
        assert told.key == "setup.legs"
        assert 8.9 <= told.t_s <= 9.2

    def test_a_moment_without_legs_is_not_mentioned_and_the_clock_waits(self) -> None:
        steps = self.steps((5.0, 7.0))
        assert [cue for step in steps for cue in step.cues if cue.kind == "setup"] == []
        begun, over = (step.clock.held_s for step in steps if step.sighting.t_s in (5.0, 7.0))
        assert over - begun < 0.1
        assert steps[-1].clock.held_s > over + 8.0

    def test_what_was_under_way_ends_when_they_stay_away(self) -> None:
        steps = self.steps((5.0, 12.0))
        (ended,) = [e for step in steps for e in step.events if e.kind == "hold-ended"]
        assert 4.5 <= ended.t_s <= 5.1
        assert steps[-1].phase.name == "hold"  # it begins anew when they are back

    def test_who_leaves_is_told_that_instead(self) -> None:
        engine = Engine(LIBRARY, Scripted((20.0, GOOD_BRIDGE)))
        seen = [cut_off(t_s) if t_s < 3 else nobody(t_s) for t_s in times(12.0)]
        cues = [cue for one in seen for cue in engine.step(one).cues]
        assert keys(cues, "setup") == ["setup.lost"]
