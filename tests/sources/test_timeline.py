"""How time stamps that a container gets wrong are put right."""

from __future__ import annotations

import math

import pytest

from coach.sources.timeline import Timeline

# what the container says -> when the frame is, at a nominal 25 frames a second; None = left out
TABLE: dict[str, tuple[list[float], list[float | None]]] = {
    "as it should be": ([0.0, 0.04, 0.08], [0.0, 0.04, 0.08]),
    "varying": ([0.0, 0.02, 0.2], [0.0, 0.02, 0.2]),
    "starts late": ([5.0, 5.04], [0.0, 0.04]),
    "starts before nought": ([-0.1, -0.06], [0.0, 0.04]),
    "the same twice": ([0.0, 0.04, 0.04, 0.08], [0.0, 0.04, None, 0.08]),
    "backward": ([0.0, 0.2, 0.1, 0.24], [0.0, 0.2, None, 0.24]),
    "none at all": ([0.0, 0.0, 0.0], [0.0, 0.04, 0.08]),
    "none at the end": ([0.08, 0.12, 0.0], [0.0, 0.04, 0.08]),
    "not numbers": ([math.nan, math.nan, math.inf], [0.0, 0.04, 0.08]),
}


@pytest.mark.parametrize("case", TABLE)
def test_place(case: str) -> None:
    stamps_s, expected = TABLE[case]
    timeline = Timeline(period_s=0.04)
    assert [timeline.place(stamp_s) for stamp_s in stamps_s] == [
        None if t_s is None else pytest.approx(t_s) for t_s in expected
    ]


def test_good_stamps_are_not_spoken_of() -> None:
    timeline = Timeline(period_s=0.04)
    timeline.place(0.0)
    timeline.place(0.04)
    assert timeline.warnings() == ()


def test_repairs_are_told() -> None:
    timeline = Timeline(period_s=0.04)
    for stamp_s in (0.0, 0.0, 0.02, 0.2):
        timeline.place(stamp_s)
    assert timeline.warnings() == (
        "frames without a time stamp, taken as 40 ms after the one before: 1",
        "frames left out because their time stamps do not move forward: 1",
    )
