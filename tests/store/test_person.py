"""What is known of the person: kept, read back, and nothing of an older database lost."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from coach.errors import CoachError
from coach.history import Done
from coach.store import Discomfort, Reader, Screening, Writer, keep_done, keep_screening
from coach.store.database import MIGRATIONS, connect

from . import nouns

SHOWN = "2026-11-23T18:00:00+01:00"
LUNGE = Done("lunge", "left", 31.5, 28.0, -12.25)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "sessions.db"


def test_a_database_of_the_first_version_keeps_all_it_has(path: Path) -> None:
    old = connect(path, MIGRATIONS[:1])
    old.execute(
        """INSERT INTO session (id, started, source, software, settings, asked)
        VALUES ('20261123-180500', ?, 'camera 0', '{}', '{}', '["bridge", "lunge"]')""",
        (nouns.STARTED,),
    )
    old.execute("INSERT INTO sighting (session, t_s) VALUES (1, 0.5)")
    old.execute("INSERT INTO command (session, t_s, name) VALUES (1, 9.0, 'pain')")
    for t_s, score, stretch, side in ((9.0, 7, "bridge", "both"), (50.0, 0, None, None)):
        old.execute(
            "INSERT INTO discomfort (session, t_s, score, stretch, side) VALUES (1, ?, ?, ?, ?)",
            (t_s, score, stretch, side),
        )
    old.close()

    with Reader(path) as reader:
        session = reader.last()
        assert [sighting.t_s for sighting in session.sightings] == [0.5]
        assert reader.screening() is None

    assert session.asked == ("bridge", "lunge")
    assert [command.name for command in session.commands] == ["pain"]
    assert session.discomfort == (Discomfort(9.0, 7, "bridge", "both"), Discomfort(50.0, 0))
    assert (session.worked_out, session.done) == (False, ())
    with Writer(path, nouns.opening()) as writer:  # and goes on being used
        writer.add_discomfort(Discomfort(1.0, None, "lunge", "left", pain=True))
    with Reader(path) as reader:
        found = reader.find(writer.id).discomfort
        assert found == (Discomfort(1.0, None, "lunge", "left", pain=True),)
        assert len(reader.ids()) == 2


def test_an_answer_that_was_not_given_is_not_zero(path: Path) -> None:
    with Writer(path, nouns.opening()) as writer:
        writer.add_discomfort(Discomfort(3.0, None, "bridge", "both"))
        writer.add_discomfort(Discomfort(9.0, 0, "lunge", "left"))
    with Reader(path) as reader:
        assert [one.score for one in reader.last().discomfort] == [None, 0]


def test_what_came_of_a_session_is_kept_and_replaced_as_a_whole(path: Path) -> None:
    unmeasured = Done("bridge", "both", 4.0, 2.0, math.nan)
    with Writer(path, nouns.opening()) as first, Writer(path, nouns.opening()) as second:
        pass
    keep_done(path, first.id, [Done("lunge", "right", 1.0, 1.0, 3.0)])
    keep_done(path, first.id, [LUNGE, unmeasured])
    keep_done(path, second.id, [])

    with Reader(path) as reader:
        session = reader.find(first.id)
        nothing_held = reader.find(second.id)
    assert session.worked_out
    assert session.done[0] == LUNGE
    assert session.done[1].side == "both"
    assert math.isnan(session.done[1].depth_deg)
    assert (nothing_held.worked_out, nothing_held.done) == (True, ())


def test_the_newest_screening_counts(path: Path) -> None:
    yes = Screening(SHOWN, {"snapping-swelling": False, "suspected-tear": True})
    unanswered = Screening(SHOWN, {"snapping-swelling": None, "suspected-tear": None})
    well = Screening(SHOWN, {"snapping-swelling": False, "suspected-tear": False})
    for screening in (yes, unanswered, well):
        keep_screening(path, screening)
        with Reader(path) as reader:
            assert reader.screening() == screening
    assert [one.clear for one in (yes, unanswered, well)] == [False, False, True]


def test_without_a_database_nothing_was_shown_and_none_is_made(path: Path) -> None:
    with Reader(path) as reader:
        assert reader.screening() is None
    assert not path.exists()


def test_where_nothing_can_be_kept_it_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CoachError, match=r"s\.db: sessions cannot be stored here: [^\n]+$"):
        keep_screening(tmp_path / "file" / "s.db", Screening(SHOWN, {}))
