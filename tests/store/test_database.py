from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Timer

import pytest

from coach.errors import CoachError
from coach.store import Reader, Writer
from coach.store.database import MIGRATIONS, connect

from . import nouns

NOTES = "CREATE TABLE note (text TEXT); -- a later version; with a semicolon in a comment\n"


def version(path: Path) -> int:
    connection = sqlite3.connect(path)
    found = connection.execute("PRAGMA user_version").fetchone()[0]
    connection.close()
    return int(found)


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_new_database_has_the_newest_version_and_writes_ahead(tmp_path: Path) -> None:
    connection = connect(tmp_path / "not" / "there" / "yet" / "s.db")
    assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def test_an_older_database_is_brought_up_to_date_and_keeps_its_sessions(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    Writer(path, nouns.opening()).close()

    connect(path, (*MIGRATIONS, NOTES)).close()

    assert version(path) == len(MIGRATIONS) + 1
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT started FROM session").fetchall() == [(nouns.STARTED,)]
    assert connection.execute("SELECT * FROM note").fetchall() == []
    connection.close()


def test_a_migration_that_fails_leaves_the_old_version_whole(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    Writer(path, nouns.opening()).close()

    with pytest.raises(CoachError, match="no such table: nowhere"):
        connect(path, (*MIGRATIONS, NOTES + "INSERT INTO nowhere VALUES (1);\n"))

    assert version(path) == len(MIGRATIONS)
    connect(path, (*MIGRATIONS, NOTES)).close()  # so `note` was not left behind


def test_processes_that_start_together_migrate_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        for connection in pool.map(lambda _: connect(tmp_path / "s.db"), range(16)):
            connection.close()
    assert version(tmp_path / "s.db") == len(MIGRATIONS)


def test_a_database_that_another_process_is_making_is_waited_for(tmp_path: Path) -> None:
    maker = sqlite3.connect(tmp_path / "s.db", isolation_level=None, check_same_thread=False)
    maker.execute("BEGIN IMMEDIATE")  # before there is a WAL, SQLite refuses the next at once
    done = Timer(0.2, maker.rollback)
    done.start()

    connect(tmp_path / "s.db").close()

    done.join()
    maker.close()
    assert version(tmp_path / "s.db") == len(MIGRATIONS)


@pytest.mark.parametrize("use", [Reader, lambda path: Writer(path, nouns.opening())])
def test_a_database_from_a_newer_version_is_refused_and_not_touched(
    tmp_path: Path, use: type[Reader]
) -> None:
    path = tmp_path / "s.db"
    connect(path, (*MIGRATIONS, NOTES)).close()
    before = files(tmp_path)

    with pytest.raises(CoachError, match=r"^\S+s\.db: written by a newer psoas .*update psoas$"):
        use(path)

    assert files(tmp_path) == before


def test_a_file_that_is_no_database_is_refused_and_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "holiday.jpg"
    path.write_bytes(b"\xff\xd8\xff" * 100)
    before = files(tmp_path)

    with pytest.raises(CoachError, match="not a database of psoas"):
        Reader(path)

    assert files(tmp_path) == before


def test_a_damaged_database_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    with Writer(path, nouns.opening()) as writer:
        for frame in range(200):
            writer.add(nouns.step(frame / 30))
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])

    with pytest.raises(CoachError, match=r"^\S+s\.db: [^\n]*the database is damaged; move [^\n]*$"):
        list(Reader(path).last().sightings)


def test_a_folder_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CoachError, match=r"s\.db: sessions cannot be stored here: [^\n]+$"):
        Writer(tmp_path / "file" / "s.db", nouns.opening())
