"""What the person looks at during practice: a window, or plain lines where there is none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import ceil

import numpy as np
import numpy.typing as npt

from coach.app.keyboard import Keyboard
from coach.app.plan import Plan
from coach.app.turns import Timed
from coach.engine.nouns import Cue, Step
from coach.errors import CoachError
from coach.overlay import Agenda, Look, Seen, scene
from coach.overlay.paint import mirrored, paint
from coach.overlay.scene import KEYS
from coach.overlay.window import Window
from coach.sources import Frame
from coach.stretches import Stretch
from coach.voice import Captions

Bgr = npt.NDArray[np.uint8]


class Screen:
    """Draws what the scene says; without a window captions and keys are the terminal's."""

    def __init__(
        self, width_px: int, height_px: int, window: bool, tell: Callable[[str], object]
    ) -> None:
        self.stretch: Stretch | None = None
        self._tell = tell
        self._look = Look((width_px, height_px))
        self._captions = Captions()
        self._step: Step | None = None
        self._window = self._open(width_px, height_px) if window else None
        self._keyboard = None if self._window else Keyboard.open()

    @property
    def has_keys(self) -> bool:
        """Whether somebody can press a key: in the window, or else in the terminal."""
        return self._window is not None or self._keyboard is not None

    def caption(self, cue: Cue) -> None:
        """Put a cue on the screen."""
        self._captions = self._captions.after(cue)
        if self._window is None:
            self._tell(f"  {cue.t_s:5.1f} s  {cue.text}")

    def show(
        self, frame: Frame, step: Step, muted: bool, notes: tuple[str, ...], agenda: Agenda
    ) -> None:
        """Show a picture, what was made of it and what is to be done."""
        self._step = step
        self._captions = self._captions.at(step.t_s)
        self._look = replace(
            self._look,
            caption=self._captions.shown,
            seen=self._look.seen.after(step),
            muted=muted,
            notes=notes,
            agenda=agenda,
            paused=False,
        )
        self._draw(mirrored(frame.rgb), step) if self._window else None

    def show_still(self, frame: Frame, agenda: Agenda, *, paused: bool) -> None:
        """Show a picture while nothing is judged."""
        if self._window and self._step:
            self._look = replace(self._look, paused=paused, agenda=agenda)
            self._draw(mirrored(frame.rgb), _nobody(self._step))

    def show_gap(self, reason: str) -> None:
        """Show that there is no picture."""
        if self._window and self._step:
            width_px, height_px = self._look.size_px
            dark = np.zeros((height_px, width_px, 3), np.uint8)
            self._look = replace(self._look, notes=(reason,), seen=Seen())
            self._draw(dark, _nobody(self._step))

    def ask(self, question: tuple[str, str] | None) -> None:
        """Show a question and the keys that answer it; None takes it away."""
        self._look = replace(self._look, asks=question)
        if question and self._window is None:
            self._tell(" ".join(question))

    def toggle_keys(self) -> None:
        """Show or hide the help with all keys."""
        self._look = replace(self._look, keys=not self._look.keys)
        if self._window is None:
            self._tell(f"Keys: {'; '.join(f'{key}: {what}' for key, what in KEYS)}.")

    def key(self) -> str | None:
        """Return the key pressed since the last call, in lower case, or None."""
        keys = self._window or self._keyboard
        pressed = keys.key() if keys else None
        return pressed.lower() if pressed else None

    def close(self) -> None:
        """Close the window, or give the terminal back."""
        keys = self._window or self._keyboard
        if keys:
            keys.close()

    def _draw(self, bgr: Bgr, step: Step) -> None:
        assert self._window is not None
        paint(bgr, scene(step, self._look, self.stretch))
        self._window.show(bgr)

    def _open(self, width_px: int, height_px: int) -> Window | None:
        try:
            return Window(width_px, height_px)
        except CoachError as error:
            self._tell(f"No window: {error}.")
            return None


def _nobody(step: Step) -> Step:
    """Return the step without its body: where nothing is followed, the last one seen moved on."""
    return replace(step, sighting=replace(step.sighting, body=None))


def agenda(plan: Plan) -> Agenda:
    """Return what the window tells of the plan: a timed turn, what comes next, and how long.

    When every turn is over only a question may be open.
    """
    turn, ahead = plan.current, _ahead(plan)
    if turn is None:
        return Agenda(title="Done")
    if not isinstance(turn, Timed):
        return Agenda(ahead=ahead)
    title = f"Next: {turn.name}" if turn.kind == "change" else turn.name
    left_s = max(turn.for_s - plan.elapsed_s, 0.0)
    return Agenda(title, turn.how, turn.for_s, left_s, ahead)


def _ahead(plan: Plan) -> str:
    """Return what follows the current turn, and about how long the session goes on."""
    later = [turn.name for turn in plan.turns[1:] if isinstance(turn, Timed)]
    if not later:
        return ""
    change = isinstance(plan.current, Timed) and plan.current.kind == "change"
    then = [] if change or len(later) == 1 else [f"Then: {later[0]}"]  # the last one is the end
    return ", ".join([*then, f"about {ceil(plan.left_s / 60)} min to go"])
