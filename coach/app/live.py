"""Live practice: camera, engine, window, voice and store, wired together.

The main thread detects, steps the engine, draws and reads the keys. The camera, the voice, the
rendering of sentences and the session store each have a thread of their own, so that none of them
ever blocks a frame.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from coach.app.frontend import Screen, agenda
from coach.app.guide import Guide, News
from coach.app.measuring import model_meter
from coach.app.plan import Plan
from coach.app.stored import opening
from coach.app.turns import Timed, sentences
from coach.app.versions import software
from coach.detect import MediaPipeDetector
from coach.engine.engine import Engine
from coach.engine.nouns import Cue, CueKind, Event, Step
from coach.engine.settings import Asked, CueSettings
from coach.errors import CoachError
from coach.report import Recorder, ReportData, SourceInfo, html_text, write_whole
from coach.settings import Places
from coach.sources import Frame, Gap, Webcam
from coach.store import Command, Reader, Writer
from coach.stretches import Library
from coach.voice import CueBank, Voice, record

LAST_WORDS_S: Final = 3.0
"""How long a sentence under way may go on when the session is over."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the person asked for on the command line."""

    camera: int | Path = 0
    model: Path | None = None
    window: bool = True
    voice: bool = True
    voice_to: Path | None = None
    """A WAV file for what was, or would have been, heard."""

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
    ) -> None:
        """`tell` prints a line; `watch` opens the camera."""
        self._library, self._plan, self._wishes, self._places = library, plan, wishes, places
        self._tell, self._watch = tell, watch
        self._recorder = Recorder(library)
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
            asked = [turn for turn in self._plan.turns if isinstance(turn, Asked)]
            page = opening(self._wishes.source, detector.model, asked, size_px)
            self._writer = stack.enter_context(Writer(self._places.sessions, page))
            sessions = self._sessions_before()
            self._engine = Engine(self._library, model_meter(), None, CueSettings().faded(sessions))
            self._guide = Guide(self._engine, self._plan, self._library)
            self._pass_on(self._guide.begin())
            self._loop(camera, detector)
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
                elif self._paused:
                    self._screen.show_paused(item)
                else:
                    self._frame(item, detector)
                if not self._keys() or self._plan.current is None:
                    return
        except KeyboardInterrupt:
            self._trouble = "stopped; what was recorded is kept"
        except CoachError as error:
            self._trouble = str(error)

    def _frame(self, frame: Frame, detector: MediaPipeDetector) -> None:
        """Take one picture from pixels to what is said and shown."""
        step = self._engine.step(detector.detect(frame.rgb, frame.t_s))
        self._gap_cue_due = True
        self._keep(step)
        for cue in step.cues:
            self._say(cue)
        self._pass_on(self._guide.after(step))
        self._notice()
        self._screen.show(frame, step, self._voice.muted, self._notes(), agenda(self._plan))

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
        """Say what neither engine nor guide knows of."""
        self._add(Cue(self._now_s, kind, key, self._library.words[key][0]))

    def _add(self, cue: Cue) -> None:
        """Keep and say a cue that no step carries."""
        self._cues.append(cue)
        self._writer.add_cue(cue)
        self._say(cue)

    def _keys(self) -> bool:
        """Do what the pressed key asks; return False if that is to end the session."""
        key = self._screen.key()
        if key in ("q", "\x1b"):
            return False
        if key == " ":
            self._paused = not self._paused
            self._command("pause" if self._paused else "resume")
        elif key == "m":
            self._command("mute" if self._voice.toggle_mute() else "unmute")
        elif key == "n":
            self._command("next")
            self._pass_on(self._guide.skip())
        elif key == "p":
            self._pain()
        elif key == "h":
            self._screen.toggle_keys()
        return True

    def _pain(self) -> None:
        """Pain ends what is being done, at once and without a question."""
        self._command("pain")
        self._say_now("safety", "safety.pain")
        self._pass_on(self._guide.stop())

    def _pass_on(self, news: News) -> None:
        """Say, keep and show what the guide wants."""
        self._recorder.hear(news.events)
        if news.command is not None:
            self._command(news.command)
        for cue in news.cues:
            self._add(cue)
        if news.turn is not None:
            self._show_turn(news.turn)

    def _show_turn(self, turn: Timed) -> None:
        """Tell screen and terminal what begins."""
        self._screen.stretch = self._library.get(turn.then.stretch) if turn.then else None
        self._tell(f"{turn.name}. {' '.join(turn.how)}".rstrip())

    def _command(self, name: str) -> None:
        self._writer.add_command(Command(self._now_s, name))

    def _notice(self) -> None:
        """Tell each trouble once, in the terminal."""
        for line in filter(None, (self._voice.caption_note, self._writer.trouble)):
            if line not in self._told:
                self._told.add(line)
                self._tell(line)

    def _notes(self) -> tuple[str, ...]:
        return (self._writer.trouble,) if self._writer.trouble else ()

    def _open_screen(self, stack: ExitStack, camera: Webcam) -> Screen:
        screen = Screen(camera.width_px, camera.height_px, self._wishes.window, self._tell)
        stack.callback(screen.close)
        return screen

    def _open_voice(self) -> Voice:
        if not self._wishes.voice:
            return Voice.off()
        texts = sentences(self._plan.turns, self._library)
        return Voice.start(CueBank(self._places.cues), list(texts))

    def _sessions_before(self) -> int:
        with Reader(self._places.sessions) as reader:
            return max(len(reader.ids()) - 1, 0)

    def _report(self, data: ReportData) -> Outcome:
        if self._wishes.voice_to is not None:
            self._voice_to(self._wishes.voice_to)
        page = self._places.reports / f"{self._writer.id}.html"
        trouble = self._trouble or self._writer.trouble
        try:
            write_whole({page: html_text(data)})
        except CoachError as error:
            return Outcome(data, None, trouble or str(error))
        return Outcome(data, page, trouble)

    def _voice_to(self, path: Path) -> None:
        """Write what was said into a WAV, rendered as it was, or would have been, heard."""
        bank = CueBank(self._places.cues)
        bank.prepare([cue.text for cue in self._cues])
        try:
            record(path, self._cues, bank.clip, self._now_s + LAST_WORDS_S)
        except OSError as error:
            self._trouble = f"{path}: cannot be written: {error.strerror}"
