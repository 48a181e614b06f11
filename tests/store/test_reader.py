from __future__ import annotations

import re
from pathlib import Path

import pytest

from coach.errors import CoachError
from coach.store import Reader, Writer

from . import nouns

MORNING = "2026-11-23T07:30:00+01:00"
EVENING = "2026-11-23T18:05:00+01:00"
NEXT_DAY = "2026-11-24T07:31:00+01:00"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "sessions.db"
    for started in (MORNING, EVENING, NEXT_DAY):
        Writer(path, nouns.opening(started)).close()
    return path


def test_sessions_come_newest_first(path: Path) -> None:
    with Reader(path) as reader:
        assert [s.started for s in reader.sessions()] == [NEXT_DAY, EVENING, MORNING]
        assert reader.last().started == NEXT_DAY


def test_the_newest_is_the_one_made_last_whatever_its_time_zone(tmp_path: Path) -> None:
    for started in ("2026-11-23T23:00:00+10:00", "2026-11-23T14:00:00-08:00"):
        Writer(tmp_path / "s.db", nouns.opening(started)).close()
    with Reader(tmp_path / "s.db") as reader:
        assert reader.last().started == "2026-11-23T14:00:00-08:00"


@pytest.mark.parametrize("name", ["20261124", "20261124-073100"])
def test_a_session_is_found_by_its_id_or_a_prefix_of_its_own(path: Path, name: str) -> None:
    with Reader(path) as reader:
        assert reader.find(name).started == NEXT_DAY


def test_two_sessions_of_one_second_have_two_ids_and_both_are_found(tmp_path: Path) -> None:
    for _ in range(2):
        Writer(tmp_path / "s.db", nouns.opening(MORNING)).close()
    with Reader(tmp_path / "s.db") as reader:
        assert reader.ids() == ["20261123-073000-2", "20261123-073000"]
        assert reader.find("20261123-073000").id == "20261123-073000"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("20261123", "'20261123' begins several sessions: 20261123-180500, 20261123-073000"),
        ("20261123-1899", "no session is called '20261123-1899' (did you mean '20261123-180500'?)"),
        ("x", "no session is called 'x'; the last one is 20261124-073100"),
        ("", "no session is called ''; the last one is 20261124-073100"),
        ("%", "no session is called '%'; the last one is 20261124-073100"),
    ],
)  # fmt: skip
def test_a_name_that_is_no_session_is_told_the_nearest(path: Path, name: str, told: str) -> None:
    with Reader(path) as reader, pytest.raises(CoachError, match=f"^{re.escape(told)}$"):
        reader.find(name)


def test_without_a_database_there_are_no_sessions_and_none_is_made(tmp_path: Path) -> None:
    path = tmp_path / "sessions.db"
    with Reader(path) as reader:
        assert list(reader.sessions()) == []
        for look in (reader.last, lambda: reader.find("x")):
            with pytest.raises(CoachError, match="no session is stored yet"):
                look()
    assert not path.exists()


def test_a_session_can_be_read_while_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "sessions.db"
    with Writer(path, nouns.opening()) as writer, Reader(path) as reader:
        nouns.wait_for(lambda: reader.last().frames == 0)
        for frame in range(40):
            writer.add(nouns.step(frame / 30))
        nouns.wait_for(lambda: reader.last().frames == 40)
        half_read = iter(reader.last().sightings)
        next(half_read)
        writer.add(nouns.step(2.0))
        nouns.wait_for(lambda: reader.last().frames == 41)
        assert writer.trouble is None
