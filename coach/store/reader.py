"""Reads stored sessions, also while one is being written."""

from __future__ import annotations

import json
import math
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from coach.body import Sighting
from coach.closing import Closing
from coach.engine.nouns import Event
from coach.errors import CoachError
from coach.history import Done
from coach.store import codec
from coach.store.database import READING, connect, telling
from coach.store.session import Command, Discomfort, Screening, Session
from coach.stretches import nearest

_NONE_YET: Final = "no session is stored yet; `coach practice` or `coach demo` makes one"
_SHOWN: Final = 3
"""How many ids an ambiguous prefix is answered with."""
_FELT: Final = "t_s, score, stretch, side, pain"
_DONE: Final = "stretch, side, held_s, in_form_s, depth_deg"
_BATCH: Final = 256
"""Sightings fetched at a time: about 300 kB."""


class Reader(Closing):
    """The stored sessions. Use it in a `with` block, or call `close`."""

    def __init__(self, path: Path) -> None:
        """Open the database if there is one (it is not made); CoachError if it cannot be read."""
        self._path = path
        with telling(path, READING):
            there = path.exists()
        self._connection = connect(path, what=READING) if there else None

    def ids(self) -> list[str]:
        """Return the ids of all sessions, the newest first."""
        if self._connection is None:
            return []
        with telling(self._path, READING):
            rows = self._connection.execute("SELECT id FROM session ORDER BY number DESC")
            return [str(row[0]) for row in rows]

    def sessions(self) -> Iterator[Session]:
        """Yield all sessions, the newest first, each read when its turn comes."""
        return (self._read(session_id) for session_id in self.ids())

    def last(self) -> Session:
        """Return the newest session; CoachError if there is none.

        One that was ended before its first frame is passed over, as long as there is another.
        """
        ids = self.ids()
        if not ids:
            raise CoachError(_NONE_YET)
        return next((one for one in map(self._read, ids) if one.frames), self._read(ids[0]))

    def find(self, name: str) -> Session:
        """Return the session with this id, or the only one whose id begins with `name`.

        CoachError with the nearest id if none does, and with the candidates if several do.
        """
        ids = self.ids()
        found = [name] if name in ids else [one for one in ids if name and one.startswith(name)]
        if len(found) == 1:
            return self._read(found[0])
        if not ids:
            raise CoachError(_NONE_YET)
        if not found:
            hint = nearest(name, ids) or f"; the last one is {ids[0]}"
            raise CoachError(f"no session is called {name!r}{hint}")
        more = ", ..." if len(found) > _SHOWN else ""
        raise CoachError(f"{name!r} begins several sessions: {', '.join(found[:_SHOWN])}{more}")

    def screening(self) -> Screening | None:
        """Return the newest answers to the note of the first use; None if it was never shown."""
        if self._connection is None:
            return None
        with telling(self._path, READING):
            row = self._connection.execute(
                "SELECT shown, answers FROM screening ORDER BY number DESC"
            ).fetchone()
        return None if row is None else Screening(row[0], json.loads(row[1]))

    def close(self) -> None:
        """End reading; sightings of sessions that were read can no longer be iterated."""
        if self._connection is not None:
            self._connection.close()

    def _read(self, session_id: str) -> Session:
        assert self._connection is not None, "an id can only come from an open database"
        with telling(self._path, f"session {session_id} cannot be read"):
            return _session(self._connection, self._path, session_id)


@dataclass(frozen=True, eq=False)
class StoredSightings:
    """The sightings of one session; each iteration reads them from disk anew, a batch at a time."""

    connection: sqlite3.Connection
    path: Path
    session: int

    def __iter__(self) -> Iterator[Sighting]:
        """Yield them in order of time; CoachError if the database is damaged."""
        with telling(self.path, "the sightings cannot be read"):
            rows = self.connection.execute(
                "SELECT t_s, body, people FROM sighting WHERE session = ? ORDER BY number",
                (self.session,),
            )
            while batch := rows.fetchmany(_BATCH):
                for t_s, body, people in batch:
                    yield Sighting(t_s, codec.unpack(body), people)


def _session(connection: sqlite3.Connection, path: Path, session_id: str) -> Session:
    columns = "number, started, source, width_px, height_px, software, settings, asked, worked_out"
    (
        number, started, source, width_px, height_px, software, settings, asked, worked_out,
    ) = connection.execute(
        f"SELECT {columns} FROM session WHERE id = ?", (session_id,)
    ).fetchone()  # fmt: skip
    frames, duration_s = _extent(connection, number)
    return Session(
        id=session_id,
        started=started,
        source=source,
        size_px=None if width_px is None else (width_px, height_px),
        software=json.loads(software),
        settings=json.loads(settings),
        asked=tuple(json.loads(asked)),
        duration_s=duration_s,
        frames=frames,
        sightings=StoredSightings(connection, path, number),
        events=_events(connection, number),
        cues=tuple(codec.cue_from_json(row[0]) for row in _rows(connection, number, "json", "cue")),
        commands=tuple(Command(*row) for row in _rows(connection, number, "t_s, name", "command")),
        discomfort=tuple(
            Discomfort(t_s, score, stretch, side, bool(pain))
            for t_s, score, stretch, side, pain in _rows(connection, number, _FELT, "discomfort")
        ),
        worked_out=bool(worked_out),
        done=tuple(_done(row) for row in _rows(connection, number, _DONE, "done")),
    )


def _done(row: tuple[Any, ...]) -> Done:
    stretch, side, held_s, in_form_s, depth_deg = row
    return Done(stretch, side, held_s, in_form_s, math.nan if depth_deg is None else depth_deg)


def _extent(connection: sqlite3.Connection, number: int) -> tuple[int, float]:
    """Return how many sightings a session has, and when the last one was."""
    frames, last = connection.execute(
        "SELECT count(*), max(number) FROM sighting WHERE session = ?", (number,)
    ).fetchone()
    row = connection.execute("SELECT t_s FROM sighting WHERE number = ?", (last,)).fetchone()
    return int(frames), float(row[0]) if row else 0.0


def _events(connection: sqlite3.Connection, number: int) -> tuple[Event, ...]:
    rows = _rows(connection, number, "json, peak", "event")
    return tuple(codec.event_from_json(text, peak) for text, peak in rows)


def _rows(
    connection: sqlite3.Connection, number: int, columns: str, table: str
) -> list[tuple[Any, ...]]:
    query = f"SELECT {columns} FROM {table} WHERE session = ? ORDER BY number"
    return connection.execute(query, (number,)).fetchall()
