"""Live practice: camera, engine, window, voice and store, wired together.

The main thread detects, steps the engine, draws and reads the keys. The camera, the voice, the
rendering of sentences and the session store each have a thread of their own, so that none of them
ever blocks a frame.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from coach.app.comfort import Comfort
from coach.app.frontend import Screen
from coach.app.past import write_up
from coach.app.person import remembered
from coach.app.plan import Plan
from coach.app.replay import EASED, ask_command
from coach.app.stored import opening
from coach.app.versions import software
from coach.detect import MediaPipeDetector
from coach.engine.engine import Engine
from coach.engine.nouns import Cue, CueKind, Event, Step
from coach.engine.settings import Asked, CueSettings
from coach.errors import CoachError
from coach.history import Row, eased, easings
from coach.report import Recorder, ReportData, SourceInfo
from coach.settings import Places
from coach.sources import Frame, Gap, Webcam
from coach.store import Command, Reader, Writer
from coach.stretches import Library
from coach.voice import CueBank, Voice, record

LAST_WORDS_S: Final = 3.0
"""How long a sentence under way may go on when the session is over."""
WAITS_S: Final = 4.0
"""A sentence that is not about this instant may wait for the end of the one being said."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the person asked for on the command line."""

    camera: int | Path = 0
    model: Path | None = None
    window: bool = True
    voice: bool = True
    voice_to: Path | None = None
    """A WAV file for what was, or would have been, heard."""
    questions: bool = True
    """Ask after each stretch how it was."""

    @property
    def source(self) -> str:
        """What is watched, in words."""
        return f"camera {self.camera}" if isinstance(self.camera, int) else str(self.camera)


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


class Practice:
    """One session, from opening the camera to writing the report."""

    def __init__(
        self,
        library: Library,
        plan: Plan,
        wishes: Wishes,
        places: Places,
        tell: Callable[[str], object],
        watch: Callable[[int | Path], Webcam] = Webcam,
        rows: Sequence[Row] = (),
    ) -> None:
        """`tell` prints a line; `watch` opens the camera; `rows` are the person's history."""
        self._rows, self._eased = rows, easings(library, rows)
        library = eased(library, self._eased)
        self._library, self._plan, self._wishes, self._places = library, plan, wishes, places
        self._tell, self._watch = tell, watch
        self._recorder = Recorder(library)
        self._expected: str | None = None
        self._cues: list[Cue] = []
        self._trouble: str | None = None
        self._told: set[str] = set()
        self._paused = False
        self._gap_cue_due = True
        self._now_s = 0.0

    def run(self) -> Outcome:
        """Practise until the plan is done, the user quits or the source ends; then report.

        Raises CoachError if it cannot begin. Once it has begun, whatever ends it is told in the
        outcome and what was recorded is kept.
        """
        with ExitStack() as stack:
            camera = stack.enter_context(self._watch(self._wishes.camera))
            self._screen = self._open_screen(stack, camera)
            self._voice = self._open_voice()
            stack.callback(lambda: self._voice.close(LAST_WORDS_S))
            detector = stack.enter_context(MediaPipeDetector(self._wishes.model))
            size_px = (camera.width_px, camera.height_px)
            settings = {EASED: self._eased}
            page = opening(self._wishes.source, detector.model, self._plan.turns, size_px, settings)
            self._writer = stack.enter_context(Writer(self._places.sessions, page))
            sessions = self._sessions_before()
            self._engine = Engine(self._library, None, CueSettings().faded(sessions))
            self._comfort = self._open_comfort()
            self._ask()
            self._loop(camera, detector)
            self._comfort.settle(None)
            self._explain(self._comfort.why_enough)
            self._recorder.hear(self._engine.finish())
            self._warn(camera.warnings)
            source = SourceInfo(self._wishes.source, *size_px, camera.fps, None)
            data = self._recorder.finish(source, software(detector.model), cues=self._cues)
            self._writer.close()
        return self._report(data)

    def _loop(self, camera: Webcam, detector: MediaPipeDetector) -> None:
        try:
            for item in camera:
                self._now_s = item.t_s
                if isinstance(item, Gap):
                    self._gap(item)
                elif self._paused or self._plan.current is None:
                    self._screen.show_still(item, paused=self._paused)
                else:
                    self._frame(item, detector)
                if not self._keys() or self._all_done():
                    return
        except KeyboardInterrupt:
            self._trouble = "stopped; what was recorded is kept"
        except CoachError as error:
            self._trouble = str(error)

    def _all_done(self) -> bool:
        return self._plan.current is None and not self._comfort.is_open

    def _explain(self, why: str | None) -> None:
        """Tell why the session ended before its end, kindly, here and in the report."""
        if why:
            self._tell(f"{why}.")
            self._warn([why])

    def _frame(self, frame: Frame, detector: MediaPipeDetector) -> None:
        """Take one picture from pixels to what is said and shown."""
        step = self._engine.step(detector.detect(frame.rgb, frame.t_s))
        self._gap_cue_due = True
        step = self._comfort.see(step)
        self._keep(step)
        for cue in step.cues:
            self._say(cue)
        self._notice()
        self._screen.show(frame, step, self._voice.muted, self._notes())
        if self._plan.is_done(step):
            self._next()

    def _keep(self, step: Step) -> None:
        self._recorder.add(step)
        self._writer.add(step)
        self._cues += step.cues

    def _say(self, cue: Cue) -> None:
        self._voice.say(cue, self._now_s)
        self._screen.caption(cue)

    def _gap(self, gap: Gap) -> None:
        """Say once that the camera gives no picture, and go on trying."""
        if self._gap_cue_due:
            self._gap_cue_due = False
            self._tell(gap.reason)
            self._warn([gap.reason])
            self._say_now("setup", "setup.camera-lost")
        self._screen.show_gap(gap.reason)

    def _warn(self, lines: Iterable[str]) -> None:
        """Keep with the session what its report is to tell."""
        for line in lines:
            note = Event("note", self._now_s, text=line)
            self._recorder.hear([note])
            self._writer.add_event(note)

    def _say_now(self, kind: CueKind, key: str) -> None:
        """Say what the engine does not know of."""
        text = self._library.words[key][0]
        cue = Cue(self._now_s, kind, key, text, stale_after_s=WAITS_S)
        self._cues.append(cue)
        self._writer.add_cue(cue)
        self._say(cue)

    def _keys(self) -> bool:
        """Do what the pressed key asks; return False if that is to end the session."""
        key = self._screen.key()
        if self._comfort.take(key, self._now_s):
            return self._comfort.why_enough is None
        if key in ("q", "\x1b"):
            return False
        if key == " ":
            self._paused = not self._paused
            self._command("pause" if self._paused else "resume")
        elif key == "m":
            self._command("mute" if self._voice.toggle_mute() else "unmute")
        elif key == "n":
            self._command("next")
            self._next()
        elif key == "p":
            self._pain()
        elif key == "h":
            self._screen.toggle_keys()
        return True

    def _pain(self) -> None:
        """Pain ends the stretch, at once and without a question."""
        self._command("pain")
        self._say_now("safety", "safety.pain")
        self._next(pain=True)

    def _next(self, *, pain: bool = False) -> None:
        if self._plan.current is None:  # only the last question is open, and nobody will answer it
            self._comfort.settle(None)
        else:
            self._comfort.end(self._plan.current, self._now_s, pain=pain)
        self._plan.next()
        if self._plan.current is not None:
            self._ask()

    def _ask(self) -> None:
        """Tell the engine what the plan wants next, and remember it for the replay."""
        asked = self._plan.current
        assert asked is not None
        self._comfort.begin(asked)
        self._recorder.hear(self._engine.ask(asked))
        self._command(ask_command(asked))
        stretch = self._library.get(asked.stretch)
        self._screen.stretch = stretch
        side = f", {asked.side} leg in front" if asked.side in ("left", "right") else ""
        self._tell(f"{stretch.name}{side}. {' '.join(stretch.set_up)}")
        self._remember(asked)

    def _remember(self, asked: Asked) -> None:
        """Tell what history knows of a turn that begins."""
        memory = remembered([asked, *self._plan.turns[1:]], self._library, self._rows)
        self._expected = memory.depth
        for line in memory.lines:
            self._tell(line)
        if memory.cue:
            self._say_now("setup", memory.cue)

    def _command(self, name: str) -> None:
        self._writer.add_command(Command(self._now_s, name))

    def _notice(self) -> None:
        """Tell each trouble once, in the terminal."""
        for line in filter(None, (self._voice.caption_note, self._writer.trouble)):
            if line not in self._told:
                self._told.add(line)
                self._tell(line)

    def _notes(self) -> tuple[str, ...]:
        coming = None if self._comfort.held else self._expected
        return tuple(filter(None, (self._writer.trouble, coming)))

    def _open_screen(self, stack: ExitStack, camera: Webcam) -> Screen:
        screen = Screen(camera.width_px, camera.height_px, self._wishes.window, self._tell)
        stack.callback(screen.close)
        return screen

    def _open_comfort(self) -> Comfort:
        keep, asks = self._writer.add_discomfort, self._wishes.questions
        return Comfort(self._library, self._screen, keep, self._say_now, asks=asks)

    def _open_voice(self) -> Voice:
        if not self._wishes.voice:
            return Voice.off()
        return Voice.start(CueBank(self._places.cues), list(self._sentences()))

    def _sentences(self) -> Iterator[str]:
        """Yield all that may be said, what comes first first."""
        for turn in self._plan.turns:
            stretch = self._library.get(turn.stretch)
            yield from (stretch.start, stretch.camera.say)
            for rule in stretch.rules:
                yield from (*rule.say, rule.fixed)
        for variants in self._library.words.values():
            yield from variants

    def _sessions_before(self) -> int:
        with Reader(self._places.sessions) as reader:
            return max(len(reader.ids()) - 1, 0)

    def _report(self, data: ReportData) -> Outcome:
        if self._wishes.voice_to is not None:
            self._voice_to(self._wishes.voice_to)
        page = self._places.reports / f"{self._writer.id}.html"
        trouble = self._trouble or self._writer.trouble
        try:
            advice = write_up(self._places.sessions, self._writer.id, data, self._library, page)
        except CoachError as error:
            return Outcome(data, None, trouble or str(error))
        return Outcome(data, page, trouble, advice)

    def _voice_to(self, path: Path) -> None:
        """Write what was said into a WAV, rendered as it was, or would have been, heard."""
        bank = CueBank(self._places.cues)
        bank.prepare([cue.text for cue in self._cues])
        try:
            record(path, self._cues, bank.clip, self._now_s + LAST_WORDS_S)
        except OSError as error:
            self._trouble = f"{path}: cannot be written: {error.strerror}"
