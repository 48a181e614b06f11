"""The hold clock: seconds in position, and those in form."""

import pytest

from coach.engine.clock import DOUBT_S, HoldTimer


def run(*pieces: tuple[str, int]) -> HoldTimer:
    timer = HoldTimer()
    timer.start(0.0)
    for in_form, seconds in pieces:
        for _ in range(seconds * 10):
            timer.tick(0.1, in_form)  # type: ignore[arg-type]
    return timer


def seconds(*pieces: tuple[str, int]) -> tuple[float, float]:
    clock = run(*pieces).clock
    return round(clock.held_s, 3), round(clock.in_form_s, 3)


def test_it_counts_in_form_seconds() -> None:
    assert seconds(("yes", 12)) == (12, 12)


def test_a_wobble_that_came_to_nothing_counts() -> None:
    assert seconds(("yes", 5), ("doubtful", 1), ("yes", 2)) == (8, 8)


def test_a_fault_costs_every_second_from_the_crossing() -> None:
    assert seconds(("yes", 5), ("doubtful", 1), ("no", 3), ("yes", 1)) == (10, 6)


def test_the_seconds_in_which_a_fault_was_already_over_are_given_back() -> None:
    assert seconds(("no", 3), ("doubtful", 1), ("yes", 2)) == (6, 3)


def test_who_stays_in_doubt_is_in_form_for_all_that_anybody_can_say() -> None:
    held_s, in_form_s = seconds(("yes", 5), ("doubtful", 10))
    assert (held_s, in_form_s) == (15, 15 - DOUBT_S)
    assert seconds(("yes", 5), ("doubtful", 10), ("no", 2)) == (17, in_form_s)
    assert seconds(("yes", 5), ("doubtful", 10), ("yes", 2)) == (17, 17)


def test_seconds_of_a_fault_that_was_known_late_are_taken_back() -> None:
    for last_s, in_form_s in ((1.5, 8.5), (9.0, 10 - DOUBT_S), (0.0, 10)):
        timer = run(("yes", 10))
        timer.take_back(last_s)
        clock = timer.clock
        assert (round(clock.held_s, 3), round(clock.in_form_s, 3)) == (10, in_form_s)


def test_a_doubt_that_came_to_a_fault_is_not_given_back() -> None:
    timer = run(("yes", 5), ("doubtful", 1))
    timer.take_back(1.0)
    for in_form in ("doubtful", "yes"):
        timer.tick(1.0, in_form)
    assert (round(timer.clock.held_s, 3), round(timer.clock.in_form_s, 3)) == (8.0, 7.0)


def test_seconds_that_were_not_in_form_anyway_are_not_taken_back_twice() -> None:
    timer = run(("yes", 6), ("no", 2))
    timer.take_back(1.5)
    assert round(timer.clock.in_form_s, 3) == 6


@pytest.mark.parametrize(
    ("since_s", "until_s", "in_form_s"), [(10, 4, 4), (3, 0, 7), (99, 4, 4), (5, 5, 10)]
)
def test_seconds_of_a_fault_that_is_long_over_are_forgotten(
    since_s: float, until_s: float, in_form_s: float
) -> None:
    timer = run(("yes", 10))
    timer.forget(since_s, until_s)
    clock = timer.clock
    assert (round(clock.held_s, 3), round(clock.in_form_s, 3)) == (10, in_form_s)


def test_seconds_out_of_form_are_not_forgotten_twice() -> None:
    timer = run(("yes", 4), ("no", 2), ("yes", 4))
    timer.forget(10.0, 4.0)
    assert round(timer.clock.in_form_s, 3) == 4


def test_a_further_hold_of_the_same_stretch_goes_on_toward_the_goal() -> None:
    timer = run(("yes", 12), ("no", 2))
    timer.start(0.5)
    timer.tick(0.5, "yes")
    assert (timer.clock.held_s, timer.clock.in_form_s) == (1.0, 1.0)
    assert timer.clock.counted_s == pytest.approx(13.0)


def test_what_was_held_after_the_goal_was_met_is_a_new_beginning() -> None:
    timer = run(("yes", 31))
    timer.start(0.0)
    assert timer.clock.counted_s == 0.0


@pytest.mark.parametrize(("goes_on", "counted_s"), [(True, 12.0), (False, 0.0)])
def test_another_stretch_begins_at_nothing(goes_on: bool, counted_s: float) -> None:
    timer = run(("yes", 12))
    timer.prepare(30.0, goes_on=goes_on)
    assert timer.clock.counted_s == pytest.approx(counted_s)


def test_a_hold_that_ended_before_it_was_noticed_is_shortened() -> None:
    clock = run(("yes", 10)).shorten(2.0)
    assert (round(clock.held_s, 3), round(clock.in_form_s, 3)) == (8, 8)


def test_seconds_out_of_form_stay_lost_when_it_is_shortened() -> None:
    clock = run(("yes", 6), ("no", 2), ("yes", 4)).shorten(2.0)
    assert (round(clock.held_s, 3), round(clock.in_form_s, 3)) == (10, 8)
