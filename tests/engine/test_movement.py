"""Movements wait for what comes after them: stories of legs that move in a bridge."""

import pytest

from coach.engine.judge import Judge, Verdict
from coach.engine.nouns import Event
from coach.engine.recogniser import Pose
from tests.engine.scripts import GOOD_BRIDGE, held, hips, reading, times
from tests.shipped import LIBRARY

REST = GOOD_BRIDGE | {"body_speed_deg_s": 0.0}
KICK = GOOD_BRIDGE | {"leg_speed_deg_s": 300.0, "body_speed_deg_s": 40.0}
LAGGING = GOOD_BRIDGE | {"leg_speed_deg_s": 300.0, "body_speed_deg_s": 0.0}
BUSY = GOOD_BRIDGE | {"body_speed_deg_s": 40.0}
Chapter = tuple[float, dict[str, float]]


def story(*chapters: Chapter, closed_s: float | None = None) -> tuple[list[Event], Verdict]:
    """Hold a bridge through (until_s, values) chapters, to the end of the hold if there is one."""
    judge, events, start_s = Judge(Pose(LIBRARY.get("bridge"), "both")), list[Event](), 0.0
    for until_s, values in chapters:
        for t_s in times(until_s, start_s):
            verdict = judge.update(held(reading(t_s, values)))
            events += verdict.events
        start_s = until_s
    return events + list(judge.close(closed_s) if closed_s is not None else ()), verdict


def told(events: list[Event]) -> list[tuple[str, str]]:
    return [(event.kind, event.fault.rule) for event in events if event.fault]


MOVED = [("fault-opened", "moving"), ("fault-closed", "moving")]
LOW = [("fault-opened", "hips-low"), ("fault-closed", "hips-low")]


@pytest.mark.parametrize(
    ("chapters", "expected"),
    [
        ([(2.0, REST), (2.3, KICK), (6.0, REST)], MOVED),
        ([(2.0, REST), (5.0, KICK), (9.0, REST)], MOVED),  # told once it is over
        ([(2.0, REST), (2.3, KICK), (3.6, BUSY), (6.0, REST)], MOVED),
        ([(2.0, REST), (2.3, KICK), (4.2, BUSY), (7.0, REST)], []),
        ([(2.0, REST), (2.3, KICK), (5.0, REST | hips(30)), (8.0, REST)], LOW),  # a slip
        ([(2.0, REST), (5.0, REST | hips(30)), (5.3, KICK), (8.0, REST)], LOW),  # its mending
        (
            [
                (2.0, REST),
                (5.0, REST | hips(30)),
                (5.6, REST),
                (6.2, KICK),
                (7.3, BUSY),
                (9.0, REST),
            ],
            LOW,
        ),
    ],
    ids=[
        "a kick",
        "restless legs",
        "rest soon after",
        "no rest",
        "a slip",
        "somebody mends",
        "in steps",
    ],
)
def test_what_a_movement_was_shows_afterwards(
    chapters: list[Chapter], expected: list[tuple[str, str]]
) -> None:
    assert told(story(*chapters)[0]) == expected


@pytest.mark.parametrize("until_s", [2.3, 3.5, 5.0])
@pytest.mark.parametrize("moves", [KICK, LAGGING], ids=["seen", "landmarks lag"])
def test_a_movement_in_which_the_hold_ends_is_none(moves: dict[str, float], until_s: float) -> None:
    assert story((2.0, REST), (until_s, moves), closed_s=until_s)[0] == []


def test_a_kick_is_told_from_when_it_began_once_the_hold_has_gone_on() -> None:
    (opened,), verdict = story((2.0, REST), (2.3, KICK), (3.0, REST))
    assert (opened.t_s, [fault.rule for fault in verdict.faults]) == (2.0, ["moving"])


def test_until_then_the_form_is_in_doubt_and_no_fault_is_open() -> None:
    events, verdict = story((2.0, REST), (2.5, KICK))
    assert (events, verdict.faults, verdict.in_form) == ([], (), "doubtful")


def test_a_kick_that_was_told_is_closed_with_the_hold() -> None:
    events, _ = story((2.0, REST), (2.3, KICK), (3.0, REST), closed_s=3.0)
    assert told(events) == MOVED
