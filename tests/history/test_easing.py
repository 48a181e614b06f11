"""Nobody is urged beyond their own recent best."""

from __future__ import annotations

from coach.history import eased, easings
from tests.shipped import LIBRARY

from .lives import LUNGE, lunges, row

STIFF = lunges([4.0, 6.0], [-2.0, 1.0])
"""A person whose rear hip gets to 4° on the left and to -2° on the right: the rule wants -5°."""


def test_one_who_gets_less_deep_is_asked_for_their_own_best_and_no_more() -> None:
    own = eased(LIBRARY, easings(LIBRARY, STIFF)).get("lunge").rule("hips-back").when
    assert own.excess(4.0) < 0  # as deep as their stiffer side ever was: nothing is said
    assert own.excess(20.0) > 0  # and well short of that it still is
    assert LUNGE.rule("hips-back").when.excess(4.0) > 0  # of anybody else more is asked


def test_rules_about_form_and_other_stretches_stay_as_they_are() -> None:
    own = eased(LIBRARY, easings(LIBRARY, STIFF))
    changed = [
        (name, rule.id)
        for name, stretch in LIBRARY.stretches.items()
        for rule in stretch.rules
        if own.get(name).rule(rule.id) != rule
    ]
    assert changed == [("lunge", "hips-back")]


def test_one_who_gets_deeper_is_not_asked_for_more_than_everybody() -> None:
    assert easings(LIBRARY, lunges([-25.0], [-30.0])) == {}


def test_one_without_a_history_is_asked_what_everybody_is() -> None:
    assert easings(LIBRARY, []) == {}
    assert eased(LIBRARY, {}) == LIBRARY


def test_a_low_bridge_is_eased_too() -> None:
    bounds = easings(LIBRARY, [row(0, "bridge", "both", 24.0)])
    assert bounds == {"bridge": {"hips-low": 27.0}}  # the best and the rule's own hysteresis


def test_what_the_library_no_longer_has_is_left_out() -> None:
    gone = {"split": {"hips-back": 3.0}, "lunge": {"no-such-rule": 3.0}}
    assert eased(LIBRARY, gone) == LIBRARY
