"""The voice as the app uses it: it speaks, or it says in one line why there are only captions."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Final

import miniaudio

from coach.engine.nouns import Cue
from coach.voice.bank import CueBank, Prepared
from coach.voice.mouth import Mouth
from coach.voice.speaker import NoSoundError, Speaker

GONE_S: Final = 2.0
"""A device that has asked for nothing for so long, while the session went on, is gone."""


class Voice:
    """Says cues without ever blocking or failing; made by `start` or `off`."""

    def __init__(self, bank: CueBank | None, mouth: Mouth, speaker: Speaker | None) -> None:
        self._bank, self._mouth, self._speaker = bank, mouth, speaker
        self._preparing: threading.Thread | None = None
        self._prepared = threading.Event()
        self._seen: tuple[int, float] | None = None
        self.caption_note: str | None = None
        """One line for the terminal that says why some or all cues are captions only; None while
        all is well. It can appear while sentences are still being rendered."""

    @classmethod
    def start(
        cls,
        bank: CueBank,
        texts: Sequence[str],
        *,
        backends: Sequence[miniaudio.Backend] | None = None,
    ) -> Voice:
        """Open the sound device and render the sentences in the background; returns at once.

        Call it before other threads run: what sound libraries write to stderr is caught meanwhile.
        """
        mouth = Mouth()
        try:
            voice = cls(bank, mouth, Speaker(mouth, backends))
        except NoSoundError as error:
            voice = cls(bank, mouth, None)
            voice.caption_note = f"No voice: {error}. Cues are shown as captions."
            voice._prepared.set()
            return voice
        voice._prepare(bank, texts)
        return voice

    @classmethod
    def off(cls) -> Voice:
        """Return a voice that was not asked for: captions, and nothing to explain."""
        voice = cls(None, Mouth(), None)
        voice._prepared.set()
        return voice

    @property
    def can_speak(self) -> bool:
        """Whether there is a sound device."""
        return self._speaker is not None

    @property
    def speaking(self) -> Cue | None:
        """The cue being said now."""
        return self._mouth.speaking

    @property
    def spoken(self) -> tuple[tuple[float, Cue], ...]:
        """What was begun and when, seconds of the session; the last thousand."""
        return tuple(self._mouth.spoken)

    @property
    def muted(self) -> bool:
        """Whether the user wants silence."""
        return self._mouth.muted

    def say(self, cue: Cue, now_s: float) -> bool:
        """Say a cue at the session's time `now_s`; returns at once, False if it stays a caption."""
        if self._speaker is None or self._bank is None or self._is_gone(self._speaker, now_s):
            return False
        clip = self._bank.clip(cue.text)
        return clip is not None and self._mouth.say(cue, clip, now_s)

    def toggle_mute(self) -> bool:
        """Mute, which stops the sentence being said, or unmute; returns whether it is muted now."""
        if self._mouth.muted:
            self._mouth.unmute()
        else:
            self._mouth.mute()
        return self._mouth.muted

    def wait_ready(self, timeout_s: float) -> bool:
        """Block until every sentence is rendered or given up; False after `timeout_s`."""
        return self._prepared.wait(timeout_s)

    def close(self, finish_s: float = 0.0) -> None:
        """Stop; lets the sentence being said end if that takes at most `finish_s` seconds."""
        if self._speaker is not None:
            self._mouth.wait_silent(finish_s)
            self._mouth.mute()
            self._speaker.close()
        if self._bank is not None:
            self._bank.close()
        if self._preparing is not None:
            self._preparing.join(1.0)

    def _prepare(self, bank: CueBank, texts: Sequence[str]) -> None:
        def work() -> None:
            self.caption_note = _note(bank.prepare(texts))
            self._prepared.set()

        self._preparing = threading.Thread(target=work, name="cue-bank", daemon=True)
        self._preparing.start()

    def _is_gone(self, speaker: Speaker, now_s: float) -> bool:
        blocks, seen = speaker.blocks, self._seen
        if seen is None or blocks != seen[0]:
            self._seen = (blocks, now_s)
            return False
        if now_s - seen[1] < GONE_S:
            return False
        self.caption_note = "The sound device is gone. Cues are shown as captions."
        return True


def _note(prepared: Prepared) -> str | None:
    """Return the line for the terminal: why sentences cannot be said."""
    if not prepared.missing:
        return None
    if not prepared.ready:
        return f"No voice: {prepared.reason}. Cues are shown as captions."
    count, total = len(prepared.missing), len(prepared.missing) + len(prepared.ready)
    return f"{count} of {total} cues are shown as captions only: {prepared.reason}."
