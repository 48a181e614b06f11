"""The minutes of a live session: what is seen, said and done, for its store and its report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from coach.app.past import write_up
from coach.engine.nouns import Cue, Event, Step
from coach.errors import CoachError
from coach.report import Recorder, ReportData, Software, SourceInfo
from coach.settings import Places
from coach.store import Command, Writer
from coach.stretches import Library
from coach.voice import CueBank, record


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a session."""

    data: ReportData
    page: Path | None
    """None if it could not be written."""
    trouble: str | None
    """Why it ended early, or what was not saved; one line."""
    advice: tuple[str, ...] = ()
    """What is to be said about discomfort over several sessions."""


class Minutes:
    """Takes everything down as it happens; in the end the page is written from it."""

    def __init__(self, library: Library, places: Places, writer: Writer) -> None:
        self._library, self._places, self._writer = library, places, writer
        self._recorder = Recorder(library)
        self._cues: list[Cue] = []

    @property
    def trouble(self) -> str | None:
        """Why the session is not being saved, in one line; None while all is well."""
        return self._writer.trouble

    def see(self, step: Step) -> None:
        """Take down a frame and what the engine says of it."""
        self._recorder.add(step)
        self._writer.add(step)
        self._cues += step.cues

    def say(self, cue: Cue) -> None:
        """Take down a cue that no step carries."""
        self._cues.append(cue)
        self._writer.add_cue(cue)

    def hear(self, events: Iterable[Event]) -> None:
        """Take down what the engine ended between two frames; a replay comes upon it by itself."""
        self._recorder.hear(events)

    def command(self, now_s: float, name: str) -> None:
        """Take down what was asked of the engine, or which key was pressed."""
        self._writer.add_command(Command(now_s, name))

    def warn(self, now_s: float, lines: Iterable[str]) -> None:
        """Take down what the report is to tell."""
        for line in lines:
            note = Event("note", now_s, text=line)
            self._recorder.hear([note])
            self._writer.add_event(note)

    def close(self, source: SourceInfo, software: Software) -> ReportData:
        """End the session in the store; return what came of it."""
        data = self._recorder.finish(source, software, cues=self._cues)
        self._writer.close()
        return data

    def write_up(
        self, data: ReportData, trouble: str | None, voice_to: Path | None, end_s: float
    ) -> Outcome:
        """Write the page, and into `voice_to` what was said; `trouble` is why it ended early.

        What cannot be written is told as trouble.
        """
        page, unwritten = self._places.reports / f"{self._writer.id}.html", None
        try:
            if voice_to is not None:
                self._write_voice(voice_to, end_s)
        except OSError as error:
            unwritten = f"{voice_to}: cannot be written: {error.strerror}"
        trouble = "; ".join(filter(None, (trouble, self.trouble, unwritten))) or None
        try:
            advice = write_up(self._places.sessions, self._writer.id, data, self._library, page)
        except CoachError as error:
            return Outcome(data, None, trouble or str(error))
        return Outcome(data, page, trouble, advice)

    def _write_voice(self, path: Path, end_s: float) -> None:
        """Write what was said, rendered as it was, or would have been, heard; OSError if not."""
        bank = CueBank(self._places.cues)
        bank.prepare([cue.text for cue in self._cues])
        record(path, self._cues, bank.clip, end_s)
