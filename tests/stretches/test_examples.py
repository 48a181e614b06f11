"""Examples: what happens in the hold, ratios beside degrees, and phases."""

from __future__ import annotations

from pathlib import Path

import pytest

from coach.engine.examples import THEN_S, failures, reading_of
from coach.errors import CoachError
from coach.resources import poses_dir
from coach.stretches import Example, Stretch, load_stretch

BUTTERFLY = (poses_dir() / "butterfly.yaml").read_text(encoding="utf-8")


def changed(folder: Path, old: str, new: str) -> Stretch:
    """Return the butterfly with one thing written otherwise."""
    assert old in BUTTERFLY
    path = folder / "butterfly.yaml"
    path.write_text(BUTTERFLY.replace(old, new, 1), encoding="utf-8")
    return load_stretch(path)


def test_a_ratio_is_as_well_known_in_hundredths_as_an_angle_in_degrees() -> None:
    reading = reading_of(
        Example(name="x", side="both", measures={"trunk_lean": 5, "ankle_gap": 0.4}, sd=4.0), 0.0
    )
    assert (reading["trunk_lean_deg"].value, reading["trunk_lean_deg"].sd) == (5.0, 4.0)
    assert (reading["ankle_gap_ratio"].value, reading["ankle_gap_ratio"].sd) == (0.4, 0.04)


def test_what_happens_then_happens_in_the_hold() -> None:
    example = Example(
        name="x", side="both", measures={"leg_speed": 2, "trunk_lean": 5}, then={"leg_speed": 90}
    )
    before, after = reading_of(example, THEN_S - 0.1), reading_of(example, THEN_S)
    assert [r["leg_speed_deg_s"].value for r in (before, after)] == [2.0, 90.0]
    assert [r["trunk_lean_deg"].value for r in (before, after)] == [5.0, 5.0]


def test_an_example_that_shows_another_phase_is_named(tmp_path: Path) -> None:
    stretch = changed(tmp_path, "when: [trunk_lean > 20]", "when: [trunk_lean > 60]")
    told = "'leaning in good form, elbows on the legs': expected leaning, found None"
    assert (("examples", 1, "phase"), told) in failures(stretch)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "phase: leaning",
            "phase: leening",
            "no phase is called 'leening' (did you mean 'leaning'?)",
        ),
        (
            "    when: [trunk_lean < 20]",
            "    when: []",
            "phases.0.when: Tuple should have at least 1",
        ),
        (
            "then: {leg_speed: 110}",
            "then: {leg_sped: 110}",
            "then: unknown measure 'leg_sped' (did you mean 'leg_speed'?)",
        ),
        (
            "    clear_by: 0.05\n",
            "",
            "a ratio cannot get 2 inside 0.6, so the fault would never clear; write a smaller",
        ),
    ],
)
def test_a_bad_phase_example_or_ratio_is_refused_with_a_hint(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    with pytest.raises(CoachError) as caught:
        changed(tmp_path, old, new)
    assert told in str(caught.value)
