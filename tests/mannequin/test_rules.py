"""The table of rules, and that good form breaks none: truth without a picture, without torch."""

import numpy as np
import pytest

from tests.mannequin.errors import UsageError
from tests.mannequin.faults import RULES, SIDED, STRETCHES, rule, rules_of
from tests.mannequin.forms import good_shape
from tests.mannequin.others import neutral_stage
from tests.mannequin.people import PEOPLE
from tests.mannequin.recipes import stretch_stage
from tests.mannequin.timeline import Timeline, frame_times
from tests.mannequin.truth import move, session_measures, stretch_truth


def _faults(stretch: str, side: str, seed: int) -> list[dict[str, object]]:
    """The faults in the truth of a stretch in good form."""
    rng = np.random.default_rng(seed)
    stage = stretch_stage(stretch, good_shape(stretch, side, rng), 6.5, (), rng)
    line = Timeline((neutral_stage("sitting", 0.5, 0.0, rng), stage), seed)
    skeleton = list(PEOPLE.values())[seed % len(PEOPLE)]
    motion = move(skeleton, line, frame_times(line.duration_s, 5))
    placed = line.placed()[1]
    faults: list[dict[str, object]] = stretch_truth(
        placed, "side", session_measures(skeleton, line, motion), motion
    )["faults"]
    return faults


def test_every_stretch_has_rules_and_the_one_that_is_everyone_s() -> None:
    assert len(RULES) == len({(r.stretch, r.rule) for r in RULES}) == 32
    assert all("moving" in [r.rule for r in rules_of(s)] for s in STRETCHES)


@pytest.mark.parametrize("stretch", STRETCHES)
@pytest.mark.parametrize("seed", range(3))
def test_good_form_has_no_faults(stretch: str, seed: int) -> None:
    side = ("left", "right")[seed % 2] if stretch in SIDED else "both"
    assert _faults(stretch, side, seed) == []


def test_an_unknown_rule_is_said_in_one_line() -> None:
    with pytest.raises(UsageError, match="no rule 'knee-in' in bridge; there are: knees-in"):
        rule("bridge", "knee-in")
    with pytest.raises(UsageError, match="no stretch 'brigde'"):
        rules_of("brigde")
