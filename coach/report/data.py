"""What a report is made of: plain frozen data, enough for the JSON, the CSV and the page.

All times are seconds from the first frame. A number that is not known is None or NaN, never 0.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
import numpy.typing as npt

from coach.body import Body
from coach.engine.nouns import Cue
from coach.measures import Reading
from coach.stretches import Stretch


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """Where the frames came from."""

    path: str
    """As the user wrote it, or a word such as `camera 0`."""
    width_px: int | None = None
    height_px: int | None = None
    fps: float | None = None
    """Frames a second, as the container says or as measured."""
    duration_s: float | None = None
    """None = the time between the first and the last frame is taken."""
    recorded_at: datetime | None = None
    """When it was recorded or reviewed, in the user's own time; the page's heading shows it."""


@dataclass(frozen=True, slots=True)
class Software:
    """What the figures were made with."""

    coach: str
    mediapipe: str | None = None
    models: dict[str, str] = field(default_factory=dict)
    """File name -> sha256."""


@dataclass(frozen=True, slots=True)
class Hold:
    """One uninterrupted time in position."""

    start_s: float
    end_s: float
    held_s: float
    """Seconds in position."""
    in_form_s: float
    """Seconds in position with no fault open."""


@dataclass(frozen=True, slots=True)
class FaultRecord:
    """A rule that was broken, from beginning to end."""

    rule: str
    side: str
    start_s: float
    end_s: float
    peak: float
    """The worst value, in `unit`."""
    bound: float
    unit: str
    """`deg` or `deg/s`."""
    peak_t_s: float
    body: Body | None = None
    """The body at the worst moment, to draw it."""


@dataclass(frozen=True, slots=True)
class NotJudged:
    """A rule of which it is not known whether it was kept."""

    rule: str
    reason: str
    camera_helps: bool = True
    """False if the reason has nothing to do with where the camera stood."""


@dataclass(frozen=True, slots=True)
class Spread:
    """One measure over all frames of an entry's holds, in degrees; NaN = never measured."""

    median: float
    min: float
    """The 2nd percentile, not the lowest frame: one frame's slip is not a range of motion."""
    max: float
    """The 98th percentile."""
    sd: float
    """The typical (median) uncertainty of one frame, as the CSV's `_sd`; not the spread in time."""


@dataclass(frozen=True, eq=False, slots=True)
class StretchEntry:
    """One stretch on one side, from start to end; one with no hold appears too."""

    stretch: Stretch
    side: str
    """`left`, `right` or `both`."""
    view: str
    """Where the camera was most of the time: during the holds, else during the whole entry."""
    start_s: float
    end_s: float
    goal_s: float
    """In-form seconds that were aimed for."""
    holds: tuple[Hold, ...]
    faults: tuple[FaultRecord, ...]
    not_judged: tuple[NotJudged, ...]
    judged_share: dict[str, float]
    """Rule id -> the share (0 to 1) of the frames it applies to in which it was judged."""
    measures: dict[str, Spread]
    """Every public measure, in the order of `coach.measures.PUBLIC`."""

    @property
    def held_s(self) -> float:
        """Seconds in position, all holds together."""
        return sum(hold.held_s for hold in self.holds)

    @property
    def in_form_s(self) -> float:
        """Seconds in position and in good form, all holds together."""
        return sum(hold.in_form_s for hold in self.holds)


@dataclass(frozen=True, eq=False, slots=True)
class ReadingTable:
    """Every frame's measures."""

    t_s: npt.NDArray[np.float64]
    """(N,) strictly increasing, the first is 0."""
    values: npt.NDArray[np.float32]
    """(N, len(ALL)) in the order of `coach.measures.ALL`; NaN = not measured."""
    sds: npt.NDArray[np.float32]
    """(N, len(ALL)) one standard deviation each."""

    def between(self, start_s: float, end_s: float) -> slice:
        """Return the rows from `start_s` to `end_s`, both included."""
        first = int(np.searchsorted(self.t_s, start_s, side="left"))
        return slice(first, int(np.searchsorted(self.t_s, end_s, side="right")))

    def reading(self, row: int) -> Reading:
        """Return one frame's measures as a Reading, so that conditions can read them."""
        values, sds = self.values[row].astype(np.float64), self.sds[row].astype(np.float64)
        return Reading(float(self.t_s[row]), values, sds)


@dataclass(frozen=True, eq=False, slots=True)
class ReportData:
    """A whole session."""

    source: SourceInfo
    software: Software
    stretch_sums: dict[str, str]
    """Stretch id -> sha256 of the file that held its rules."""
    frames: int
    frames_with_body: int
    duration_s: float
    stretches: tuple[StretchEntry, ...]
    cues: tuple[Cue, ...]
    warnings: tuple[str, ...]
    lost: tuple[tuple[float, float], ...]
    """(start_s, end_s) of the times in which the person was out of view."""
    table: ReadingTable
