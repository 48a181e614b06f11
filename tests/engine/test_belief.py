"""In which pose somebody is measured while it is not plain: stories of probabilities."""

from __future__ import annotations

import numpy as np
import pytest

from coach.engine.belief import Belief

POSES = ("none", "lunge-left", "pigeon-left", "pigeon-right")
PLAIN = {"pigeon-left": 0.9}


def believed(*chapters: dict[str, float]) -> str | None:
    """Return the pose that is taken for certain, or seen as such, after all of these frames."""
    belief = Belief(POSES)
    for likely in chapters:
        told = belief.update(np.array([likely.get(pose, 0.0) for pose in POSES]))
    return POSES[int(told.argmax())] if told.max() >= 0.6 else None


@pytest.mark.parametrize(
    ("chapters", "pose"),
    [
        ([PLAIN], "pigeon-left"),
        ([PLAIN, {"pigeon-left": 0.4, "lunge-left": 0.5}], "pigeon-left"),
        ([{"pigeon-left": 0.4, "lunge-left": 0.5}], None),  # it was never plain
        ([PLAIN, {"pigeon-left": 0.25, "lunge-left": 0.55}], None),
        ([PLAIN, {"pigeon-left": 0.5, "none": 0.45}], None),  # they may be on the way out
        ([PLAIN, {"pigeon-left": 0.35, "lunge-left": 0.65}], "lunge-left"),
        ([PLAIN, {"none": 0.9}, {"pigeon-left": 0.4, "lunge-left": 0.5}], None),
    ],
    ids=[
        *("plain", "kept", "never plain", "unlikely", "on the way out", "another is plain"),
        "it was over",
    ],
)
def test_who_was_plainly_in_a_stretch_is_measured_so_until_something_else_is_plain(
    chapters: list[dict[str, float]], pose: str | None
) -> None:
    assert believed(*chapters) == pose
