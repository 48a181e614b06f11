"""The database file: where it is, how it is opened, and how it grows from version to version.

Rules:
- `user_version` counts the migrations that were applied. They run in one transaction with that
  count, so that a killed process leaves the old version or the new one, never half of it.
- A migration that was released is never edited; a change is a further one.
- A database from a newer version is refused before SQLite opens it: not one byte is touched.
- WAL: reading goes on while a session is written, and a killed process loses no commit. With
  `synchronous = NORMAL` a power cut may cost the last commits, but never the file.
"""

from __future__ import annotations

import sqlite3
import struct
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from coach.errors import CoachError

MIGRATIONS: Final[tuple[str, ...]] = (
    """
    CREATE TABLE session (
        number INTEGER PRIMARY KEY,   -- in order of creation: `started` has time zones
        id TEXT NOT NULL UNIQUE,
        started TEXT NOT NULL,        -- ISO 8601, local with offset
        source TEXT NOT NULL,
        width_px INTEGER,
        height_px INTEGER,
        software TEXT NOT NULL,       -- JSON
        settings TEXT NOT NULL,       -- JSON
        asked TEXT NOT NULL           -- JSON
    );
    CREATE TABLE sighting (
        number INTEGER PRIMARY KEY,
        session INTEGER NOT NULL REFERENCES session ON DELETE CASCADE,
        t_s REAL NOT NULL,
        people INTEGER,               -- NULL = not counted
        body BLOB                     -- (33, 6) float32; NULL = nobody
    );
    CREATE TABLE event (
        number INTEGER PRIMARY KEY,
        session INTEGER NOT NULL REFERENCES session ON DELETE CASCADE,
        t_s REAL NOT NULL,
        kind TEXT NOT NULL,
        json TEXT NOT NULL,
        peak BLOB                     -- the body at a fault's worst moment, as in sighting
    );
    CREATE TABLE cue (
        number INTEGER PRIMARY KEY,
        session INTEGER NOT NULL REFERENCES session ON DELETE CASCADE,
        t_s REAL NOT NULL,
        json TEXT NOT NULL
    );
    CREATE TABLE command (
        number INTEGER PRIMARY KEY,
        session INTEGER NOT NULL REFERENCES session ON DELETE CASCADE,
        t_s REAL NOT NULL,
        name TEXT NOT NULL
    );
    CREATE TABLE discomfort (
        number INTEGER PRIMARY KEY,
        session INTEGER NOT NULL REFERENCES session ON DELETE CASCADE,
        t_s REAL NOT NULL,
        score INTEGER NOT NULL,
        stretch TEXT,
        side TEXT
    );
    CREATE INDEX sighting_of ON sighting (session);
    CREATE INDEX event_of ON event (session);
    CREATE INDEX cue_of ON cue (session);
    CREATE INDEX command_of ON command (session);
    CREATE INDEX discomfort_of ON discomfort (session);
    """,
    """
    CREATE TABLE screening (
        number INTEGER PRIMARY KEY,
        shown TEXT NOT NULL,          -- ISO 8601, local with offset
        answers TEXT NOT NULL         -- JSON: warning sign -> true, false, null = not answered
    );
    ALTER TABLE session ADD COLUMN worked_out INTEGER NOT NULL DEFAULT 0; -- 1 = `done` has its rows
    CREATE TABLE done (
        number INTEGER PRIMARY KEY,
        session INTEGER NOT NULL REFERENCES session ON DELETE CASCADE,
        stretch TEXT NOT NULL,
        side TEXT NOT NULL,
        held_s REAL NOT NULL,
        in_form_s REAL NOT NULL,
        depth_deg REAL                -- NULL = not measured
    );
    CREATE INDEX done_of ON done (session);
    CREATE TABLE felt (               -- as `discomfort`, but a question may stay unanswered
        number INTEGER PRIMARY KEY,
        session INTEGER NOT NULL REFERENCES session ON DELETE CASCADE,
        t_s REAL NOT NULL,
        score INTEGER,                -- NULL = not answered
        stretch TEXT,
        side TEXT,
        pain INTEGER NOT NULL DEFAULT 0 -- 1 = the pain key ended the stretch
    );
    INSERT INTO felt (number, session, t_s, score, stretch, side)
        SELECT number, session, t_s, score, stretch, side FROM discomfort;
    DROP TABLE discomfort;
    ALTER TABLE felt RENAME TO discomfort;
    CREATE INDEX discomfort_of ON discomfort (session);
    """,
    # a body's blob may go on with the (2, 16) float32 of its outline: older versions cannot read it
    "SELECT 1;",
    # and after that with the (33, 2) float32 of its flow
    "SELECT 1;",
    # a hold's clock may tell what was held before
    "SELECT 1;",
)

BUSY_S: Final = 5.0
"""How long to wait for another process that is writing."""
_RETRY_S: Final = 0.02
_MAGIC: Final = b"SQLite format 3\x00"
_VERSION_AT: Final = 60
"""Where SQLite's file format keeps `user_version`: four bytes, big-endian."""


STORING: Final = "sessions cannot be stored here"
READING: Final = "the sessions cannot be read"


def connect(
    path: Path, migrations: Sequence[str] = MIGRATIONS, what: str = STORING
) -> sqlite3.Connection:
    """Open the database, made or brought up to date if need be, for use in any one thread.

    CoachError, one line that begins with path and `what`, if it cannot be opened or written, is no
    database, or is from a newer version of psoas.
    """
    with telling(path, what):
        path.parent.mkdir(parents=True, exist_ok=True)
        _check_header(path, len(migrations))
        connection = sqlite3.connect(
            path, timeout=BUSY_S, isolation_level=None, check_same_thread=False
        )
        try:
            _prepare(connection, path, migrations)
        except BaseException:
            connection.close()
            raise
    return connection


@contextmanager
def telling(path: Path, what: str) -> Iterator[None]:
    """Turn errors of the disk and of SQLite into one line: path, what could not be done, why."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        hint = "; name another folder in PSOAS_HOME"
        if not isinstance(error, OSError) and any(sign in str(error) for sign in _BROKEN):
            hint = "; move this file away, and a new one is begun"
        raise CoachError(f"{path}: {what}: {reason(error)}{hint}") from None


def reason(error: OSError | sqlite3.Error) -> str:
    """Return in plain words why the disk or the database refused."""
    if isinstance(error, OSError):
        return (error.strerror or str(error)).lower()
    text = str(error).splitlines()[0]
    for sign, words in _WORDS.items():
        if sign in text:
            return words
    return text


_BROKEN: Final = ("not a database", "malformed")

_WORDS: Final = {
    "full": "the disk is full",
    "readonly": "the folder is read-only",
    "unable to open": "the folder cannot be read or written",
    "locked": "another program holds the database",
    "not a database": "this is not a database of psoas",
    "malformed": "the database is damaged",
    "disk I/O": "the disk is full or does not answer",
}


def _prepare(connection: sqlite3.Connection, path: Path, migrations: Sequence[str]) -> None:
    _check_version(_version(connection), path, len(migrations))
    _keep_wal(connection)
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")
    if _version(connection) == len(migrations):
        return
    with transaction(connection):  # asks for the version again: another process may have been here
        version = _version(connection)
        _check_version(version, path, len(migrations))
        for script in migrations[version:]:
            for statement in _statements(script):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(migrations)}")


def _keep_wal(connection: sqlite3.Connection) -> None:
    """Have the file keep a WAL, waiting for others: in this one statement SQLite itself may not."""
    deadline_s = time.monotonic() + BUSY_S
    while not _keeps_wal(connection, last=time.monotonic() >= deadline_s):
        time.sleep(_RETRY_S)


def _keeps_wal(connection: sqlite3.Connection, *, last: bool) -> bool:
    try:
        connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as error:
        if last or "locked" not in str(error):
            raise
        return False
    return True


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Write all of the block or nothing of it."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # a full disk has rolled it back already
            connection.execute("ROLLBACK")
        raise


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _check_header(path: Path, known: int) -> None:
    """Look at the file before SQLite does, since SQLite may write to it when it opens it."""
    if not path.exists():
        return
    with path.open("rb") as file:
        header = file.read(_VERSION_AT + 4)
    if header and not header.startswith(_MAGIC):
        raise CoachError(f"{path}: {_WORDS['not a database']}; move it away or name another file")
    if len(header) == _VERSION_AT + 4:
        _check_version(struct.unpack_from(">i", header, _VERSION_AT)[0], path, known)


def _check_version(version: int, path: Path, known: int) -> None:
    if version > known:
        raise CoachError(
            f"{path}: written by a newer psoas (version {version} of the database, "
            f"this one knows {known}); update psoas"
        )


def _statements(script: str) -> Iterator[str]:
    """Split a script, since `executescript` would commit before it runs."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
