"""The nouns of history: what came of one stretch on one side in one session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Done:
    """What came of one stretch on one side, all its holds of a session together."""

    stretch: str
    """Stretch id."""
    side: str
    """`left`, `right` or `both`."""
    held_s: float
    """Seconds in position."""
    in_form_s: float
    """Seconds in position and in good form."""
    depth_deg: float
    """The typical (median) range measure of the holds, degrees as the stretch's `track` means
    them; NaN = not measured, or held too shortly."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the history."""

    session: str
    """The session's id."""
    started: datetime
    """When the session began, in the time zone it was in."""
    stretch: str
    """Stretch id."""
    side: str | None
    """`left`, `right` or `both`; None if it ended before a side was seen."""
    held_s: float = 0.0
    in_form_s: float = 0.0
    depth_deg: float = float("nan")
    """As in `Done`."""
    discomfort: float = float("nan")
    """0 = nothing to 10 = the worst imaginable; NaN = not asked or not answered."""
    pain: bool = False
    """True if the pain key ended it."""
