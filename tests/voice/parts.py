"""Cues and clips for the stories: a clip is a level that can be told, so many seconds long."""

from __future__ import annotations

import numpy as np

from coach.engine.nouns import Cue, CueKind
from coach.voice.clips import RATE_HZ, Clip

SENTENCES = (
    "Press your knees out over your toes.",
    "Bring your knees in, hip width apart, now.",
    "Ten seconds.",
)


def cue(
    kind: CueKind, t_s: float, text: str = "Lift your hips.", stale_after_s: float = 1.0
) -> Cue:
    return Cue(t_s, kind, f"test.{kind}", text, stale_after_s=stale_after_s)


def tone(level: int, length_s: float) -> Clip:
    return np.full(int(length_s * RATE_HZ), level, dtype=np.int16)


def seconds(length_s: float) -> int:
    return round(length_s * RATE_HZ)


def rms(clip: Clip) -> float:
    return float(np.sqrt(np.mean(np.square(clip, dtype=np.float64))))
