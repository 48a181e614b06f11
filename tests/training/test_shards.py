"""Which sessions are looked at where only some stretches are asked for."""

from __future__ import annotations

import pytest

from tests.mannequin.sessions import session
from tests.training import slips
from tests.training.shards import sessions_of


@pytest.mark.parametrize("first", [0, slips.FIRST])
def test_sessions_of_one_stretch_are_all_of_it_and_none_is_left_out(first: int) -> None:
    pytest.importorskip("anny", reason="who is drawn needs the `mannequin` group")
    found = sessions_of(["pigeon"], range(24, 48), first)
    for number in range(24, 48):
        drawn = session("train", first + number)
        assert (drawn.stretch == "pigeon") == (number in found), drawn


def test_without_a_stretch_all_are_looked_at() -> None:
    assert sessions_of((), range(24, 30)) == list(range(24, 30))
