"""The person's own stored sessions as history; those not worked out yet are, by a replay."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Final

from coach import resources
from coach.app.replay import replay
from coach.errors import CoachError
from coach.history import Done, Row, advice
from coach.report import ReportData, done_in, html_text, write_whole
from coach.store import Discomfort, Reader, Session, keep_done
from coach.stretches import Library

LOOKED_AT: Final = 20
"""So many sessions back practice looks."""

Key = tuple[str, str | None]
"""Stretch id and side."""


def recent_rows(database: Path, until: str | None = None) -> tuple[Row, ...]:
    """Return the history of the newest sessions, oldest first, as far as it is worked out.

    `until`: a session's id; none that began after it counts. CoachError if it cannot be read.
    """
    with Reader(database) as reader:
        ids = reader.ids()
        newest = ids.index(until) if until in ids else 0
        own = filter(is_own, islice(reader.sessions(), newest, None))
        return _rows(reversed(list(islice(own, LOOKED_AT))))


def all_rows(
    database: Path, library: Library, progress: Callable[[float], object] = lambda _share: None
) -> tuple[Row, ...]:
    """Return the whole history, oldest first; what is not worked out yet is, and is kept.

    `progress` is told the share that is done, 0 to 1. A session that cannot be worked out (a
    stretch is gone) keeps its discomfort. CoachError if it cannot be read or kept.
    """
    with Reader(database) as reader:
        own = [session for session in reader.sessions() if is_own(session)]
        fresh = [session for session in own if not session.worked_out]
        for number, session in enumerate(fresh):
            progress(number / len(fresh))
            done = _worked_out(session, library)
            if done is not None:
                keep_done(database, session.id, done)
        return _rows(reversed([session for session in reader.sessions() if is_own(session)]))


def _worked_out(session: Session, library: Library) -> tuple[Done, ...] | None:
    """Return what came of a session; None if nobody can tell any more."""
    try:
        return done_in(replay(session, library))
    except CoachError:
        return None


def is_own(session: Session) -> bool:
    """Return whether a session shows the person: not the demo's clip, and not nothing at all."""
    return session.frames > 0 and Path(session.source).name != resources.demo_clip().name


def _rows(sessions: Iterable[Session]) -> tuple[Row, ...]:
    return tuple(row for session in sessions for row in _of(session))


def _of(session: Session) -> list[Row]:
    done: dict[Key, Done] = {(one.stretch, one.side): one for one in session.done}
    felt = [(one.stretch, one.side) for one in session.discomfort if one.stretch is not None]
    return [_row(session, key, done.get(key)) for key in dict.fromkeys([*done, *felt])]


def _row(session: Session, key: Key, done: Done | None) -> Row:
    answers = [one for one in session.discomfort if (one.stretch, one.side) == key]
    held_s, in_form_s, depth_deg = (
        (done.held_s, done.in_form_s, done.depth_deg) if done else (0.0, 0.0, math.nan)
    )
    return Row(
        session=session.id,
        started=datetime.fromisoformat(session.started),
        stretch=key[0],
        side=key[1],
        held_s=held_s,
        in_form_s=in_form_s,
        depth_deg=depth_deg,
        discomfort=_worst(answers),
        pain=any(one.pain for one in answers),
    )


def _worst(answers: Iterable[Discomfort]) -> float:
    return max((one.score for one in answers if one.score is not None), default=math.nan)


def advice_for(database: Path, library: Library, session: str) -> tuple[str, ...]:
    """Return what is to be said about the discomfort of this session's stretches over time.

    Stretches that were not rated in this session are left out. CoachError if it cannot be read.
    """
    rows = recent_rows(database, until=session)
    rated = {r.stretch for r in rows if r.session == session and math.isfinite(r.discomfort)}
    return advice([row for row in rows if row.stretch in rated], library)


def write_up(
    database: Path, session: str, data: ReportData, library: Library, page: Path
) -> tuple[str, ...]:
    """Keep what came of a session, write its page, and return the advice that stands on it.

    CoachError if the page or the history cannot be written.
    """
    keep_done(database, session, done_in(data))
    advice = advice_for(database, library, session)
    write_whole({page: html_text(data, advice)})
    return advice
