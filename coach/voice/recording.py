"""A session's voice as one WAV: what would have been heard, by the same mouth, without a device."""

from __future__ import annotations

import wave
from collections.abc import Callable, Iterable
from pathlib import Path

from coach.engine.nouns import Cue
from coach.voice.clips import RATE_HZ, Clip
from coach.voice.mouth import Mouth


def record(
    path: Path, cues: Iterable[Cue], clip: Callable[[str], Clip | None], end_s: float
) -> tuple[tuple[float, Cue], ...]:
    """Write the session's voice, from 0 to `end_s` seconds of its time (mono, 16 bit, 22,050 Hz).

    Interruptions and dropped cues are as they would have been live. `clip` gives a sentence's
    samples (`CueBank.clip`); a cue without any is left out. Returns what was said and when. Raises
    OSError.
    """
    mouth, at = Mouth(), 0
    with path.open("wb") as out, wave.open(out, "wb") as file:
        file.setparams((1, 2, RATE_HZ, 0, "NONE", "not compressed"))
        for cue in sorted(cues, key=lambda cue: cue.t_s):
            samples = clip(cue.text)
            if samples is None or cue.t_s > end_s:
                continue
            # In blocks up to the cue: a session is long, and only what is said needs memory.
            at = _play(file, mouth, at, round(cue.t_s * RATE_HZ))
            mouth.say(cue, samples, cue.t_s)
        _play(file, mouth, at, round(end_s * RATE_HZ))
    return tuple(mouth.spoken)


def _play(file: wave.Wave_write, mouth: Mouth, at: int, until: int) -> int:
    while at < until:
        samples = min(until - at, RATE_HZ)
        file.writeframes(mouth.pull(samples).astype("<i2").tobytes())
        at += samples
    return at
