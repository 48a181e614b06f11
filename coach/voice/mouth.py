"""The mouth: decides what is heard, sample by sample. No device, no thread and no clock of its own.

Rules
1. One sentence at a time. A cue of a higher priority cuts off the one being spoken.
2. Any other cue waits in the one waiting place, which a newer one of at least its priority takes.
3. A cue older than its `stale_after_s` is dropped, whether it arrives late or waited too long.
4. Muted, nothing is spoken and nothing waits.

Time is the session's, in seconds: what the last `say` handed over plus the sound pulled since then.
"""

from __future__ import annotations

import threading
from collections import deque
from typing import Final

import numpy as np

from coach.engine.nouns import PRIORITY, Cue
from coach.voice.clips import RATE_HZ, Clip

GAP_S: Final = 0.15
"""Silence after a sentence, which also covers the sound that a device still holds in its buffer."""
FADE_S: Final = 0.01
"""A sentence that is cut off fades this fast; a bare cut clicks."""

_GAP: Final = np.zeros(int(GAP_S * RATE_HZ), dtype=np.int16)
_FADE: Final = np.linspace(1.0, 0.0, int(FADE_S * RATE_HZ))


class Mouth:
    """What is being said and what waits to be said; safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Condition()
        self._clock_s = 0.0
        self._rest: Clip = _GAP[:0]
        self._speaking: Cue | None = None
        self._waiting: tuple[Cue, Clip] | None = None
        self._muted = False
        self.spoken: deque[tuple[float, Cue]] = deque(maxlen=1000)
        """What was begun and when, seconds of the session; the last thousand."""

    @property
    def speaking(self) -> Cue | None:
        """The cue being said now, the gap after it included."""
        with self._lock:
            return self._speaking

    @property
    def muted(self) -> bool:
        """Whether nothing is said."""
        with self._lock:
            return self._muted

    def say(self, cue: Cue, clip: Clip, now_s: float) -> bool:
        """Say a cue, let it wait, or drop it; returns at once, False if it was dropped.

        `now_s` is the session's time.
        """
        with self._lock:
            self._clock_s = now_s
            if self._muted or _stale(cue, now_s):
                return False
            if self._speaking is None or _rank(cue) < _rank(self._speaking):
                self._begin(cue, clip)
            elif self._may_wait(cue):
                self._waiting = (cue, clip)
            else:
                return False
            return True

    def mute(self) -> None:
        """Stop at once and say nothing until `unmute`."""
        with self._lock:
            self._muted = True
            self._waiting = None
            self._rest = self._faded()
            self._lock.notify_all()

    def unmute(self) -> None:
        """Speak again, from the next cue on."""
        with self._lock:
            self._muted = False

    def pull(self, samples: int) -> Clip:
        """Return the next samples to be heard, always exactly so many; zeros are silence."""
        heard = np.zeros(samples, dtype=np.int16)
        with self._lock:
            at = 0
            while at < samples and (len(self._rest) or self._next(at)):
                part = self._rest[: samples - at]
                heard[at : at + len(part)] = part
                self._rest = self._rest[len(part) :]
                at += len(part)
            self._clock_s += samples / RATE_HZ
            if not len(self._rest) and self._waiting is None:
                self._speaking = None
                self._lock.notify_all()
        return heard

    def wait_silent(self, timeout_s: float) -> bool:
        """Block until nothing is being said and nothing waits; False after `timeout_s`."""
        with self._lock:
            return self._lock.wait_for(
                lambda: self._speaking is None and self._waiting is None, timeout_s
            )

    def _may_wait(self, cue: Cue) -> bool:
        if self._waiting is None or _stale(self._waiting[0], self._clock_s):
            return True
        return _rank(cue) <= _rank(self._waiting[0])

    def _begin(self, cue: Cue, clip: Clip, later_s: float = 0.0) -> None:
        self._rest = np.concatenate([self._faded(), clip, _GAP])
        self._speaking = cue
        self.spoken.append((self._clock_s + later_s, cue))

    def _next(self, at: int) -> bool:
        """Begin the waiting cue, `at` samples from the clock, unless it has gone stale."""
        self._speaking, waiting, self._waiting = None, self._waiting, None
        if waiting is None or _stale(waiting[0], self._clock_s + at / RATE_HZ):
            return False
        self._begin(*waiting, later_s=at / RATE_HZ)
        return True

    def _faded(self) -> Clip:
        """Return the next few milliseconds of what is being said, going to nothing."""
        tail = self._rest[: len(_FADE)]
        return np.asarray(tail * _FADE[: len(tail)], dtype=np.int16)


def _rank(cue: Cue) -> int:
    return PRIORITY[cue.kind]


def _stale(cue: Cue, now_s: float) -> bool:
    return now_s > cue.t_s + cue.stale_after_s
