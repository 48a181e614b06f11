"""What `poses/` says: its own examples, the public table of rules, and people drawn from it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from coach.cli import main
from coach.engine.examples import failures
from coach.engine.recogniser import SLACK, Pose, pose_margin
from coach.measures import ALL, INDEX, SIDED, Reading
from coach.resources import poses_dir
from coach.stretches import Stretch, load_stretch
from tests.mannequin import faults, measures
from tests.mannequin.forms import good_shape
from tests.mannequin.others import neutral_stage
from tests.mannequin.people import PEOPLE
from tests.mannequin.recipes import break_rule, stretch_stage
from tests.mannequin.timeline import Timeline
from tests.mannequin.truth import move, session_measures
from tests.shipped import LIBRARY

EACH = pytest.mark.parametrize("stretch", LIBRARY.stretches.values(), ids=lambda s: s.id)


@pytest.mark.parametrize("path", sorted(poses_dir().glob("[!w]*.yaml")), ids=lambda p: p.stem)
def test_every_example_of_every_stretch_is_judged_as_its_file_says(path: Path) -> None:
    stretch = load_stretch(path)
    assert stretch.id == path.stem
    assert failures(stretch) == []


def test_all_stretches_are_there() -> None:
    assert set(LIBRARY.stretches) == set(faults.STRETCHES)


@EACH
def test_every_rule_has_an_example_that_breaks_it(stretch: Stretch) -> None:
    broken = {rule for example in stretch.examples for rule in example.faults}
    assert {rule.id for rule in stretch.rules} <= broken


@EACH
def test_every_phase_is_shown_in_good_form(stretch: Stretch) -> None:
    shown = {ex.phase for ex in stretch.examples if ex.recognised and not ex.faults}
    assert {phase.name for phase in stretch.phases} <= shown


@EACH
def test_a_correction_can_be_said_in_more_than_one_way(stretch: Stretch) -> None:
    assert [rule.id for rule in stretch.rules if len(set(rule.say)) < 2] == []


@EACH
def test_the_rules_are_the_public_ones_with_their_bounds(stretch: Stretch) -> None:
    public = [
        (r.rule, r.quantity, _roles(r), r.above, r.bound) for r in faults.rules_of(stretch.id)
    ]
    own = [(rule.id, rule.when) for rule in stretch.rules]
    assert [name for name, _ in own] == [rule[0] for rule in public]
    for (name, when), (_, quantity, roles, above, bound) in zip(own, public, strict=True):
        assert (when.base, when.bound) == (quantity, bound), name
        assert when.role in roles, name
        assert (when.op != "<") == above, name


def _roles(rule: faults.Rule) -> tuple[str | None, ...]:
    """The roles that say whose leg the table means; each of both may be judged as their mean."""
    if rule.quantity not in SIDED:
        return (None,)
    return (None, "mean") if rule.whose == "each" else (rule.whose.replace("held", "rear"),)


# ---- people drawn in each stretch, in good form and with each rule well broken ----

SLOW = [r for r in faults.RULES if r.window == "hold" and r.rule not in ("moving", "bouncing")]
DRAWN: list[tuple[str, str | None]] = [
    *((name, None) for name in faults.STRETCHES),
    *((rule.stretch, rule.rule) for rule in SLOW),
]


@pytest.mark.parametrize(("name", "rule"), DRAWN)
def test_a_drawn_hold_is_kept_however_badly_it_is_done(name: str, rule: str | None) -> None:
    side, stretch = _side(name), LIBRARY.get(name)
    for reading in _hold(name, side, rule):
        assert pose_margin(Pose(stretch, side), reading) > -SLACK
        assert [when for when in stretch.hold.leave if when.holds(reading, side)] == []


@pytest.mark.parametrize("name", faults.STRETCHES)
def test_a_drawn_hold_is_a_hold_of_that_stretch_and_side_alone(name: str) -> None:
    for reading in _hold(name, _side(name), None):
        held = [
            (stretch.id, side)
            for stretch in LIBRARY.stretches.values()
            for side in stretch.side_names
            if pose_margin(Pose(stretch, side), reading) > 0
            and all(when.holds(reading, side) is not False for when in stretch.hold.enter)
        ]
        assert held == [(name, _side(name))]


def _side(name: str) -> str:
    return "right" if name in faults.SIDED else "both"


def _hold(name: str, side: str, rule: str | None) -> list[Reading]:
    """Moments of a hold; a rule is broken by 18 degrees from the second on."""
    rng = np.random.default_rng(len(f"{name} {rule}"))
    shape = good_shape(name, side, rng)
    changes = break_rule(name, rule, shape, 18.0, 1.5, 4.0, rng) if rule else ()
    stage = stretch_stage(name, shape, 8.0, changes, rng, fold=rule is None)
    line = Timeline((neutral_stage("sitting", 0.5, 0.0, rng), stage))
    begin = line.placed()[1].start_s + stage.windows["hold"][0]
    skeleton = next(iter(PEOPLE.values()))
    motion = move(skeleton, line, begin + np.array([0.2, 4.5, 5.5, 7.0]))
    known = session_measures(skeleton, line, motion)
    for leg in ("left", "right"):
        known[f"thigh_elevation_{leg}_deg"] = measures.thigh_elevation(motion.joints_m, leg)
    rows = np.full((len(motion.t_s), len(ALL)), np.nan)
    for full_name, values in known.items():
        rows[:, INDEX[full_name]] = values
    return [Reading(t_s, row, np.ones(len(ALL))) for t_s, row in zip(motion.t_s, rows, strict=True)]


# ---- what the user reads ----


def test_a_stretch_in_full_shows_its_phases(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stretches", "pigeon"]) == 0
    shown = capsys.readouterr().out
    assert "\nUpright:\n  Hands on the floor" in shown
    assert "\nFolded:\n  Walk your hands forward" in shown
    assert "  rear-knee-bent: Slide your back leg longer." in shown
