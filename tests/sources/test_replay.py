"""A stored session goes through the engine again as it was."""

from __future__ import annotations

import pytest

from coach.body import Sighting
from coach.errors import SourceError
from coach.sources import Replay


def test_sightings_come_out_as_they_are() -> None:
    stored = [Sighting(0.0, None, people=0), Sighting(1.25, None)]
    with Replay(stored, width_px=640, height_px=360, fps=30.0) as replay:
        assert replay.frames == 2
        assert [item is kept for item, kept in zip(replay, stored, strict=True)] == [True, True]


def test_a_long_session_need_not_be_in_memory() -> None:
    stored = (Sighting(float(second), None) for second in range(3))
    with Replay(stored, width_px=640, height_px=360) as replay:
        assert replay.frames is None
        assert [item.t_s for item in replay] == [0.0, 1.0, 2.0]


def test_a_session_in_which_time_stands_still_is_damaged() -> None:
    stored = [Sighting(0.5, None), Sighting(0.5, None)]
    with Replay(stored, width_px=640, height_px=360) as replay, pytest.raises(SourceError) as error:
        list(replay)
    assert str(error.value) == (
        "the stored session is damaged: sighting 1 at 0.500 s is not later than the one before"
    )
