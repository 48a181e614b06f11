"""Writes a session as it happens, in its own thread: the caller never waits for the disk.

Rules:
- What is added is on disk at most `FLUSH_S` later plus the time of one write, well within a second,
  so that a killed process loses no more than that.
- If a write fails, its rows are kept in memory and tried again with the next ones. `trouble` says
  so, in one line, for as long as it lasts; it never raises into the session.
- Memory is bounded: beyond `KEPT` unwritten rows the oldest are given up, and `trouble` stays.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections import deque
from datetime import datetime
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, Final

from coach.closing import Closing
from coach.engine.nouns import Cue, Event, Step
from coach.store import codec
from coach.store.database import STORING, connect, reason, telling, transaction
from coach.store.session import Command, Discomfort, Opening

FLUSH_S: Final = 0.5
KEPT: Final = 40_000
"""About twenty minutes at 30 frames a second, 50 MB."""

Item = Step | Event | Cue | Command | Discomfort
Row = tuple[str, tuple[Any, ...]]
"""A statement and its values, all but the session's number."""

_SESSION: Final = """INSERT INTO session
    (id, started, source, width_px, height_px, software, settings, asked)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)"""
_SIGHTING: Final = "INSERT INTO sighting (session, t_s, people, body) VALUES (?, ?, ?, ?)"
_EVENT: Final = "INSERT INTO event (session, t_s, kind, json, peak) VALUES (?, ?, ?, ?, ?)"
_CUE: Final = "INSERT INTO cue (session, t_s, json) VALUES (?, ?, ?)"
_COMMAND: Final = "INSERT INTO command (session, t_s, name) VALUES (?, ?, ?)"
_DISCOMFORT: Final = (
    "INSERT INTO discomfort (session, t_s, score, stretch, side, pain) VALUES (?, ?, ?, ?, ?, ?)"
)


class Writer(Closing):
    """Stores one session. Use it in a `with` block, or call `close`."""

    def __init__(self, path: Path, opening: Opening) -> None:
        """Open the database and begin a session; CoachError if nothing can be written there."""
        self.trouble: str | None = None
        """One line for the user while the session is not being saved; None while it is."""
        self._connection = connect(path)
        try:
            with telling(path, STORING):
                self.id, self._number = _begin(self._connection, opening)
        except BaseException:
            self._connection.close()
            raise
        self._queue: SimpleQueue[Item | None] = SimpleQueue()
        self._unwritten: deque[Row] = deque()
        self._gave_up = False
        self._stored_s = 0.0
        self._thread = threading.Thread(target=self._run, name="session writer", daemon=True)
        self._thread.start()

    def add(self, step: Step) -> None:
        """Keep a step's sighting, events and cues. Takes microseconds."""
        self._queue.put(step)

    def add_event(self, event: Event) -> None:
        """Keep an event that no step carries, such as a camera that went away."""
        self._queue.put(event)

    def add_cue(self, cue: Cue) -> None:
        """Keep a cue that no step carries, such as the answer to a key."""
        self._queue.put(cue)

    def add_command(self, command: Command) -> None:
        """Keep something the user did."""
        self._queue.put(command)

    def add_discomfort(self, discomfort: Discomfort) -> None:
        """Keep how much it hurt."""
        self._queue.put(discomfort)

    def close(self) -> None:
        """Write what is left and end. Never raises; `trouble` tells if something was not saved."""
        if self._thread.is_alive():
            self._queue.put(None)
            self._thread.join()

    def _run(self) -> None:
        try:
            going = True
            while going:
                going = self._gather()
                self._write()
        except BaseException as error:  # a bug: the session goes on, but its user must know
            self.trouble = f"This session is no longer being saved: {error!r}"
            raise
        finally:
            self._connection.close()

    def _gather(self) -> bool:
        """Take what comes in until it is time to write; return False once `close` was called."""
        item = self._queue.get()
        until = time.monotonic() + FLUSH_S
        while item is not None:
            self._unwritten.extend(_rows(item))
            left_s = until - time.monotonic()
            if left_s <= 0:
                return True
            try:
                item = self._queue.get(timeout=left_s)
            except Empty:
                return True
        return False

    def _write(self) -> None:
        """Store what is unwritten, all or nothing of it."""
        if not self._unwritten:
            return
        try:
            with transaction(self._connection):
                for statement, values in self._unwritten:
                    self._connection.execute(statement, (self._number, *values))
        except sqlite3.Error as error:
            self._keep(error)
            return
        self._stored_s = self._unwritten[-1][1][0]
        self._unwritten.clear()
        if not self._gave_up:
            self.trouble = None

    def _keep(self, error: sqlite3.Error) -> None:
        while len(self._unwritten) > KEPT:
            self._unwritten.popleft()
            self._gave_up = True
        self.trouble = (
            f"This session is not being saved: {reason(error)}. "
            f"The first {self._stored_s:.0f} seconds are kept."
        )


def _begin(connection: sqlite3.Connection, opening: Opening) -> tuple[str, int]:
    """Insert a session; return its id and number."""
    width_px, height_px = opening.size_px or (None, None)
    columns = (
        opening.started,
        opening.source,
        width_px,
        height_px,
        codec.to_json(opening.software),
        codec.to_json(opening.settings),
        codec.to_json(opening.asked),
    )
    with transaction(connection):
        session_id = _free_id(connection, opening.started)
        cursor = connection.execute(_SESSION, (session_id, *columns))
    return session_id, int(cursor.lastrowid or 0)


def _free_id(connection: sqlite3.Connection, started: str) -> str:
    """Return the id that a session of this time has; numbered if another has it already."""
    wanted, number = datetime.fromisoformat(started).strftime("%Y%m%d-%H%M%S"), 1
    session_id = wanted
    while connection.execute("SELECT 1 FROM session WHERE id = ?", (session_id,)).fetchone():
        number += 1
        session_id = f"{wanted}-{number}"
    return session_id


def _rows(item: Item) -> list[Row]:
    if isinstance(item, Step):
        sighting = item.sighting
        seen = (float(sighting.t_s), sighting.people, codec.pack(sighting.body))
        events = [_event_row(event) for event in item.events]
        return [(_SIGHTING, seen), *events, *(_cue_row(cue) for cue in item.cues)]
    if isinstance(item, Event):
        return [_event_row(item)]
    if isinstance(item, Cue):
        return [_cue_row(item)]
    if isinstance(item, Command):
        return [(_COMMAND, (float(item.t_s), item.name))]
    values = (float(item.t_s), item.score, item.stretch, item.side, item.pain)
    return [(_DISCOMFORT, values)]


def _event_row(event: Event) -> Row:
    values = (float(event.t_s), event.kind, codec.event_to_json(event), codec.peak_of(event))
    return _EVENT, values


def _cue_row(cue: Cue) -> Row:
    return _CUE, (float(cue.t_s), codec.cue_to_json(cue))
