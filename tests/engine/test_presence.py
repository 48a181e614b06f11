"""Who is in view: stories of one person who comes, goes, and stands too near."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from coach.body import Sighting
from coach.engine.nouns import Event
from coach.engine.presence import GONE_S, Presence
from tests.engine.scripts import cut_off, nobody, somebody, times

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
