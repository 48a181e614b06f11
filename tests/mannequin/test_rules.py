"""The table of rules, and that every rule can be broken: truth without a picture, without torch."""

import numpy as np
import pytest

from tests.mannequin.errors import UsageError
from tests.mannequin.faults import MOVEMENTS, RULES, SIDED, STRETCHES, Rule, rule, rules_of
from tests.mannequin.forms import good_shape
from tests.mannequin.others import neutral_stage
from tests.mannequin.people import PEOPLE
from tests.mannequin.recipes import break_rule, stretch_stage
from tests.mannequin.timeline import Timeline, frame_times
from tests.mannequin.truth import move, session_measures, stretch_truth


def _faults(stretch: str, side: str, name: str | None, seed: int) -> list[dict[str, object]]:
    """The faults in the truth of a stretch in which one rule is broken by 12 deg from 3 s of the
    hold on.
    """
    rng = np.random.default_rng(seed)
    shape = good_shape(stretch, side, rng)
    changes = break_rule(stretch, name, shape, 12.0, 2.0, 2.2, rng) if name else ()
    fast = name if name in ("released-fast", "leaned-fast") else ""
    stage = stretch_stage(stretch, shape, 6.5, changes, rng, str(fast))
    line = Timeline((neutral_stage("sitting", 0.5, 0.0, rng), stage), seed)
    skeleton = list(PEOPLE.values())[seed % len(PEOPLE)]
    rate = 10 if name in MOVEMENTS else 5  # a form is held for seconds, a movement is not
    motion = move(skeleton, line, frame_times(line.duration_s, rate))
    placed = line.placed()[1]
    faults: list[dict[str, object]] = stretch_truth(
        placed, "side", session_measures(skeleton, line, motion), motion
    )["faults"]
    return faults


def test_every_stretch_has_rules_and_the_one_that_is_everyone_s() -> None:
    assert len(RULES) == len({(r.stretch, r.rule) for r in RULES}) == 32
    assert all("moving" in [r.rule for r in rules_of(s)] for s in STRETCHES)


@pytest.mark.parametrize("broken", RULES, ids=lambda r: f"{r.stretch}-{r.rule}")
def test_each_rule_is_broken_when_asked_for(broken: Rule) -> None:
    side = "right" if broken.stretch in SIDED else "both"
    found = [f for f in _faults(broken.stretch, side, broken.rule, 3) if f["rule"] == broken.rule]
    assert found, f"{broken.stretch}: {broken.rule} asked for, not in the truth"
    assert all((f["peak"] > broken.bound) == broken.above for f in found)  # type: ignore[operator]


@pytest.mark.parametrize("stretch", STRETCHES)
@pytest.mark.parametrize("seed", range(3))
def test_good_form_has_no_faults(stretch: str, seed: int) -> None:
    side = ("left", "right")[seed % 2] if stretch in SIDED else "both"
    assert _faults(stretch, side, None, seed) == []


def test_an_unknown_rule_is_said_in_one_line() -> None:
    with pytest.raises(UsageError, match="no rule 'knee-in' in bridge; there are: knees-in"):
        rule("bridge", "knee-in")
    with pytest.raises(UsageError, match="no stretch 'brigde'"):
        rules_of("brigde")
