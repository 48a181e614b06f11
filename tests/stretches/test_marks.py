"""Which landmarks are marked for a fault."""

from __future__ import annotations

import pytest

from coach.stretches import Rule


@pytest.mark.parametrize(
    ("names", "side", "at_fault", "expected"),
    [
        (("left_hip", "right_hip"), "both", "both", (23, 24)),
        (("left_knee", "right_knee"), "both", "left", (25,)),
        (("front_knee",), "right", "right", (26,)),
        (("rear_hip",), "left", "right", (24,)),
        (("rear_hip",), "both", "both", ()),
        (("rear_hip",), None, "both", ()),
        (("nose", "mouth_left"), "left", "left", (0, 9)),
        ((), "both", "both", ()),
    ],
)
def test_marks_name_landmarks(
    names: tuple[str, ...], side: str | None, at_fault: str, expected: tuple[int, ...]
) -> None:
    rule = Rule(id="x", when="trunk_lean > 9", say=("Up.",), not_judged="x", mark=names)  # type: ignore[arg-type]
    assert rule.marked(side, at_fault) == expected
