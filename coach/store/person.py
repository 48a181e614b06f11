"""What is known of the person beside a session under way: short writes, each in one transaction."""

from __future__ import annotations

import math
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from coach.history import Done
from coach.store import codec
from coach.store.database import STORING, connect, telling, transaction
from coach.store.session import Screening


def keep_screening(path: Path, screening: Screening) -> None:
    """Store the answers to the note of the first use; CoachError if that cannot be done."""
    row = (screening.shown, codec.to_json(screening.answers))
    with closing(connect(path)) as connection, telling(path, STORING), transaction(connection):
        connection.execute("INSERT INTO screening (shown, answers) VALUES (?, ?)", row)


def keep_done(path: Path, session_id: str, done: Iterable[Done]) -> None:
    """Store what came of a session, in place of what is stored of that; CoachError if it fails."""
    rows = [
        (session_id, one.stretch, one.side, one.held_s, one.in_form_s, _known(one.depth_deg))
        for one in done
    ]
    of_session = "(SELECT number FROM session WHERE id = ?)"
    with closing(connect(path)) as connection, telling(path, STORING), transaction(connection):
        connection.execute(f"DELETE FROM done WHERE session = {of_session}", (session_id,))
        connection.executemany(
            f"""INSERT INTO done (session, stretch, side, held_s, in_form_s, depth_deg)
            VALUES ({of_session}, ?, ?, ?, ?, ?)""",
            rows,
        )
        connection.execute("UPDATE session SET worked_out = 1 WHERE id = ?", (session_id,))


def _known(value: float) -> float | None:
    return value if math.isfinite(value) else None
