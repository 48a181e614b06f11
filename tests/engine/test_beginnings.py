"""What somebody begins with, and what shows only once they have mended it: stories of the judge."""

from __future__ import annotations

import pytest

from coach.engine.change import Before
from coach.engine.doubt import LEANING
from coach.engine.judge import Judge
from coach.engine.nouns import Event
from coach.engine.recogniser import Pose
from tests.engine.scripts import GOOD_BRIDGE, held, hips, nobody, reading, times, told
from tests.shipped import LIBRARY

BRIDGE = Pose(LIBRARY.get("bridge"), "both")
KNEE = "knee_tracking_left_deg"


def beginning(*chapters: tuple[float, dict[str, float]], begun_s: float = 1.5) -> list[Event]:
    """Hold a bridge of which nobody knows until `begun_s` how it looks in good form."""
    judge, events = Judge(BRIDGE), list[Event]()
    start_s = 0.0
    for until_s, values in chapters:
        for t_s in times(until_s, start_s):
            now, first = reading(t_s, values, sd=5.0), t_s < begun_s
            events += judge.update(held(now, beginning=first)).events
        start_s = until_s
    return events


def test_in_the_first_moments_what_is_near_its_bound_is_taken_for_broken() -> None:
    near = hips(18 - LEANING * 5.0 + 1)
    (opened,) = beginning((5.0, near))
    assert opened.fault is not None
    assert (opened.fault.rule, opened.t_s) == ("hips-low", 0.0)
    assert opened.fault.peak > opened.fault.bound
    assert beginning((1.5, hips(5)), (5.0, near)) == []
    assert beginning((5.0, hips(18 - LEANING * 5.0 - 1))) == []


def test_a_fault_of_the_first_moments_is_over_when_it_is_as_far_inside() -> None:
    still_near = hips(18 - LEANING * 5.0 - 1)
    assert len(beginning((3.0, hips(19)), (9.0, still_near))) == 1
    closed = beginning((3.0, hips(19)), (9.0, hips(18 - LEANING * 5.0 - 4)))
    assert told(closed) == [("fault-opened", "hips-low", 0.0), ("fault-closed", "hips-low", 3.0)]


@pytest.mark.parametrize(("begun_s", "rules"), [(2.0, []), (0.5, ["moving"])])
def test_who_has_just_come_to_rest_may_still_move_about(begun_s: float, rules: list[str]) -> None:
    kick = hips(5) | {"leg_speed_deg_s": 300.0}
    events = beginning((1.0, hips(5)), (1.3, kick), (4.0, hips(5)), begun_s=begun_s)
    assert [e.fault.rule for e in events if e.kind == "fault-opened" and e.fault] == rules


def before(values: dict[str, float], sd: float = 3.0, view: str = "head-oblique") -> Before:
    """Return a form that was held from 1 s to 6 s."""
    return Before(reading(3.0, GOOD_BRIDGE | values, sd=sd, view=view), nobody(2.0), 1.0, 6.0)


def test_a_fault_that_shows_only_afterwards_is_told_from_start_to_end() -> None:
    opened, closed = Judge(BRIDGE).look_back(before({KNEE: 14.0}))
    assert told([opened, closed]) == [
        ("fault-opened", "knees-in", 1.0),
        ("fault-closed", "knees-in", 6.0),
    ]
    assert closed.fault is not None
    assert (closed.fault.peak, closed.fault.peak_sighting.t_s) == (14.0, 2.0)


@pytest.mark.parametrize(
    "then",
    [
        before({KNEE: 3.0}),
        before({KNEE: 9.0}, sd=6.0),  # it may as well have been inside
        before({KNEE: 14.0}, view="side"),  # it does not show from there
        before({"leg_speed_deg_s": 90.0}),  # movements are judged as they come, or never
    ],
)
def test_of_what_may_have_been_good_form_nothing_is_told_afterwards(then: Before) -> None:
    assert Judge(BRIDGE).look_back(then) == ()


def test_a_fault_that_was_told_is_not_told_again_afterwards() -> None:
    judge = Judge(BRIDGE)
    for t_s in times(6.0, 1.0):
        knee_deg = 14.0 if t_s < 4.0 else 0.0
        now = reading(t_s, GOOD_BRIDGE | {KNEE: knee_deg}, view="head-oblique")
        judge.update(held(now))
    assert judge.look_back(before({KNEE: 14.0})) == ()
