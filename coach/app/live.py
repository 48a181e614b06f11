"""Live practice: camera, engine, guide, window, voice and store, wired together.

The main thread detects, steps the engine, draws and reads the keys. The camera, the voice, the
rendering of sentences and the session store each have a thread of their own, so that none of them
ever blocks a frame.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from coach.app.comfort import Comfort
from coach.app.frontend import Screen, agenda
from coach.app.guide import Guide, News
from coach.app.measuring import model_meter
from coach.app.minutes import Minutes, Outcome
from coach.app.person import expected
from coach.app.plan import Plan
from coach.app.replay import EASED
from coach.app.stored import opening
from coach.app.turns import WAITS_S, Timed, sentences
from coach.app.versions import software
from coach.detect import MediaPipeDetector
from coach.engine.engine import Engine
from coach.engine.nouns import Cue, CueKind
from coach.engine.settings import Asked, CueSettings
from coach.errors import CoachError
from coach.history import Row, eased, easings
from coach.report import ReportData, SourceInfo
from coach.settings import Places
from coach.sources import Frame, Gap, Webcam
from coach.store import Opening, Writer
from coach.stretches import Library
from coach.voice import CueBank, Voice

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
    questions: bool = True
    """Ask after each stretch how it was."""

    @property
    def source(self) -> str:
        """What is watched, in words."""
        return f"camera {self.camera}" if isinstance(self.camera, int) else str(self.camera)


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
        self._library = eased(library, self._eased)
        self._plan, self._wishes, self._places = plan, wishes, places
        self._tell, self._watch = tell, watch
        self._expected: str | None = None
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
            page = self._opening(camera, detector)
            self._begin(stack.enter_context(Writer(self._places.sessions, page)))
            self._loop(camera, detector)
            data = self._end(camera, detector)
        heard = self._wishes.voice_to, self._now_s + LAST_WORDS_S
        return self._minutes.write_up(data, self._trouble, *heard)

    def _begin(self, writer: Writer) -> None:
        self._minutes = Minutes(self._library, self._places, writer)
        before = len({row.session for row in self._rows})
        cue_settings = CueSettings().faded(before)
        self._engine = Engine(self._library, model_meter(), None, cue_settings)
        keep, asks = writer.add_discomfort, self._wishes.questions
        self._comfort = Comfort(self._library, self._screen, keep, self._say_now, asks=asks)
        self._guide = Guide(self._engine, self._plan, self._library)
        self._pass_on(self._guide.begin())

    def _loop(self, camera: Webcam, detector: MediaPipeDetector) -> None:
        try:
            for item in camera:
                self._now_s = item.t_s
                if isinstance(item, Gap):
                    self._gap(item)
                elif self._paused or self._plan.current is None:
                    self._screen.show_still(item, agenda(self._plan), paused=self._paused)
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

    def _frame(self, frame: Frame, detector: MediaPipeDetector) -> None:
        """Take one picture from pixels to what is said and shown."""
        step = self._engine.step(detector.detect(frame.rgb, frame.t_s))
        self._gap_cue_due = True
        step = self._comfort.quieted(step)
        self._minutes.see(step)
        for cue in step.cues:
            self._say(cue)
        self._pass_on(self._guide.after(step))
        self._comfort.see(step)
        self._notice()
        self._screen.show(frame, step, self._voice.muted, self._notes(), agenda(self._plan))

    def _pass_on(self, news: News) -> None:
        """Say, keep and show what the guide wants."""
        self._minutes.hear(news.events)
        if news.command is not None:
            self._command(news.command)
        for cue in news.cues:
            self._add(cue)
        self._comfort.follow(self._plan.current, self._now_s)
        if news.turn is not None:
            self._show_turn(news.turn)

    def _show_turn(self, turn: Timed) -> None:
        """Tell screen and terminal what begins, and how deep a stretch is likely to go."""
        then = turn.then
        self._screen.stretch = self._library.get(then.stretch) if then else None
        self._expected = expected(self._library, then, self._rows) if then else None
        self._tell(f"{turn.name}. {' '.join(turn.how)}".rstrip())
        if self._expected:
            self._tell(self._expected)

    def _gap(self, gap: Gap) -> None:
        """Say once that the camera gives no picture, and go on trying."""
        if self._gap_cue_due:
            self._gap_cue_due = False
            self._tell(gap.reason)
            self._minutes.warn(self._now_s, [gap.reason])
            self._say_now("setup", "setup.camera-lost")
        self._screen.show_gap(gap.reason)

    def _say_now(self, kind: CueKind, key: str) -> None:
        """Say what neither engine nor guide knows of."""
        text = self._library.words[key][0]
        self._add(Cue(self._now_s, kind, key, text, stale_after_s=WAITS_S))

    def _add(self, cue: Cue) -> None:
        """Keep and say a cue that no step carries."""
        self._minutes.say(cue)
        self._say(cue)

    def _say(self, cue: Cue) -> None:
        self._voice.say(cue, self._now_s)
        self._screen.caption(cue)

    def _keys(self) -> bool:
        """Do what the pressed key asks; return False if that is to end the session."""
        key = self._screen.key()
        if self._comfort.take(key, self._now_s):
            return self._comfort.why_enough is None
        if key in ("q", "\x1b"):
            return False
        if key == " ":
            self._pause(not self._paused)
        elif key == "m":
            self._command("mute" if self._voice.toggle_mute() else "unmute")
        elif key == "n":
            self._skip()
        elif key == "p":
            self._pain()
        elif key == "h":
            self._screen.toggle_keys()
        return True

    def _pause(self, paused: bool) -> None:
        if paused is not self._paused:
            self._paused = paused
            self._command("pause" if paused else "resume")

    def _skip(self) -> None:
        self._command("next")
        if self._plan.current is None:  # only the last question is open, and nobody will answer it
            self._comfort.settle(None)
        self._pass_on(self._guide.skip())

    def _pain(self) -> None:
        """Pain ends what is being done, and a pause, at once and without a question."""
        self._pause(False)
        self._command("pain")
        self._say_now("safety", "safety.pain")
        self._comfort.hurt(self._now_s)
        self._pass_on(self._guide.stop())

    def _command(self, name: str) -> None:
        self._minutes.command(self._now_s, name)

    def _notice(self) -> None:
        """Tell each trouble once, in the terminal."""
        for line in filter(None, (self._voice.caption_note, self._minutes.trouble)):
            if line not in self._told:
                self._told.add(line)
                self._tell(line)

    def _notes(self) -> tuple[str, ...]:
        coming = None if self._comfort.held else self._expected
        return tuple(filter(None, (self._minutes.trouble, coming)))

    def _open_screen(self, stack: ExitStack, camera: Webcam) -> Screen:
        screen = Screen(camera.width_px, camera.height_px, self._wishes.window, self._tell)
        stack.callback(screen.close)
        return screen

    def _open_voice(self) -> Voice:
        if not self._wishes.voice:
            return Voice.off()
        texts = sentences(self._plan.turns, self._library)
        return Voice.start(CueBank(self._places.cues), list(texts))

    def _opening(self, camera: Webcam, detector: MediaPipeDetector) -> Opening:
        asked = [turn for turn in self._plan.turns if isinstance(turn, Asked)]
        size_px = (camera.width_px, camera.height_px)
        return opening(self._wishes.source, detector.model, asked, size_px, {EASED: self._eased})

    def _end(self, camera: Webcam, detector: MediaPipeDetector) -> ReportData:
        """Close the minutes; tell why the session ended before its end, here and in the report."""
        self._comfort.settle(None)
        why = self._comfort.why_enough
        if why:
            self._tell(f"{why}.")
        self._minutes.warn(self._now_s, filter(None, (why,)))
        self._minutes.hear(self._engine.finish())
        self._minutes.warn(self._now_s, camera.warnings)
        size_px = (camera.width_px, camera.height_px)
        source = SourceInfo(self._wishes.source, *size_px, camera.fps, None)
        return self._minutes.close(source, software(detector.model))
