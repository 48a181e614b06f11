"""Turns a stream of Steps into ReportData, without keeping the Steps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from coach.engine.nouns import Cue, Event, Step
from coach.report.data import ReportData, Software, SourceInfo, StretchEntry
from coach.report.entry import EntryBuilder
from coach.report.table import TableBuilder
from coach.stretches import Library

PASSING_S: Final = 3.0
"""What was held for less than this may be a way into or out of something else."""
BETWEEN_S: Final = 1.5


class Recorder:
    """Listens to every Step of a session; `finish` says what it was, at any time and repeatedly.

    A frame costs a few microseconds and about 50 floats of memory. The engine's times are turned
    into seconds from the first frame.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._table = TableBuilder()
        self._entries: list[EntryBuilder] = []
        self._open: EntryBuilder | None = None
        self._origin_s = 0.0
        self._now_s = 0.0
        self._with_body = 0
        self._cues: list[Cue] = []
        self._notes: list[str] = []
        self._lost: list[tuple[float, float]] = []
        self._lost_since_s: float | None = None

    def add(self, step: Step) -> None:
        """Take in one frame; CoachError if its events name a stretch the library does not have."""
        if not len(self._table):
            self._origin_s = step.t_s
        self._now_s = step.t_s
        self._table.add(step.t_s - self._origin_s, step.reading)
        self._with_body += step.sighting.body is not None
        self._cues.extend(step.cues)
        self.hear(step.events)
        if self._open is not None:
            self._open.see(step)

    def finish(
        self,
        source: SourceInfo,
        software: Software,
        cues: Iterable[Cue] | None = None,
        warnings: Iterable[str] = (),
    ) -> ReportData:
        """Return the session so far; whatever is still open ends with the last frame.

        `cues`: those really said, if that is known better than from the Steps; engine times.
        `warnings`: one line each; the engine's notes follow them, each once.
        """
        table = self._table.build()
        length_s = self._now_s - self._origin_s
        return ReportData(
            source=source,
            software=software,
            stretch_sums=dict(self._library.sha256),
            frames=len(self._table),
            frames_with_body=self._with_body,
            duration_s=length_s if source.duration_s is None else source.duration_s,
            stretches=without_passages(
                [entry.build(self._now_s, self._origin_s, table) for entry in self._entries]
            ),
            cues=tuple(map(self._from_first_frame, self._cues if cues is None else cues)),
            warnings=tuple(dict.fromkeys([*warnings, *self._notes])),
            lost=self._lost_spans(),
            table=table,
        )

    @property
    def frames(self) -> int:
        """How many frames have been recorded."""
        return len(self._table)

    def hear(self, events: Iterable[Event]) -> None:
        """Take in events that no step carries, such as those of `Engine.finish`."""
        for event in events:
            self._hear(event)

    def _hear(self, event: Event) -> None:
        if event.kind == "stretch-started":
            self._start(event)
        elif event.kind in ("person-lost", "person-found"):
            self._lose(event)
        elif event.kind == "note":
            self._notes.append(event.text)
        elif (entry := self._entry_of(event)) is not None:
            self._tell(entry, event)

    def _tell(self, entry: EntryBuilder, event: Event) -> None:
        if event.fault is not None:
            open_end_s = event.t_s if event.kind == "fault-closed" else None
            end_s = open_end_s if event.fault.end_s is None else event.fault.end_s
            entry.note_fault(replace(event.fault, end_s=end_s))
        elif event.kind == "hold-started":
            entry.hold_started(event.t_s)
        elif event.kind == "hold-ended":
            entry.hold_ended(event.t_s, event.clock)
        elif event.kind == "stretch-ended":
            self._end(event.t_s)

    def _start(self, event: Event) -> None:
        self._end(event.t_s)
        stretch = self._library.get(event.stretch or "")
        self._open = EntryBuilder(stretch, event.side, event.t_s)
        self._entries.append(self._open)

    def _end(self, t_s: float) -> None:
        if self._open is not None:
            self._open.end_s = t_s
        self._open = None

    def _entry_of(self, event: Event) -> EntryBuilder | None:
        """Return the newest entry of the event's stretch, open or not.

        A fault or a hold may be closed by the same Step as its stretch, in any order of events.
        """
        for entry in reversed(self._entries):
            if event.stretch in (None, entry.stretch.id):
                return entry
        return None

    def _lose(self, event: Event) -> None:
        if event.kind == "person-lost":
            self._lost_since_s = event.t_s
        elif self._lost_since_s is not None:
            self._lost.append((self._lost_since_s, event.t_s))
            self._lost_since_s = None

    def _lost_spans(self) -> tuple[tuple[float, float], ...]:
        still = [] if self._lost_since_s is None else [(self._lost_since_s, self._now_s)]
        origin_s = self._origin_s
        return tuple((start - origin_s, end - origin_s) for start, end in [*self._lost, *still])

    def _from_first_frame(self, cue: Cue) -> Cue:
        return replace(cue, t_s=cue.t_s - self._origin_s)


def without_passages(entries: Sequence[StretchEntry]) -> tuple[StretchEntry, ...]:
    """Return the entries without what somebody only passed through, on the way to or from another.

    Whoever kneels down for a pigeon is in something like a lunge for a moment. What stands alone
    stays, however short it was.
    """
    held = [entry for entry in entries if entry.held_s >= PASSING_S]
    return tuple(
        entry
        for entry in entries
        if entry.held_s >= PASSING_S or not any(_adjoins(entry, other) for other in held)
    )


def _adjoins(entry: StretchEntry, other: StretchEntry) -> bool:
    """Return whether one is something else than the other, with no more than a moment between."""
    apart_s = max(entry.start_s - other.end_s, other.start_s - entry.end_s)
    same = (entry.stretch.id, entry.side) == (other.stretch.id, other.side)
    return not same and apart_s <= BETWEEN_S
