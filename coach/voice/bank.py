"""The cue bank: sentences as clips, rendered ahead in a child process and kept in the user's cache.

Rules: a file in the cache is whole or not there; one that is broken is rendered again; a child that
hangs is killed and what it finished stays; nothing here raises because there is no voice.
"""

from __future__ import annotations

import hashlib
import json
import logging
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from coach.voice.clips import BadClipError, Clip, read_clip

_log = logging.getLogger(__name__)

FORMAT: Final = 1
"""Part of every cache key: raise it when clips are made differently."""
RATE_WPM: Final = 165
LIMIT_S: Final = 20.0
"""For a run of the child; about sixty sentences take one second."""
_ENGINES: Final = {"darwin": "nsss", "win32": "sapi5"}
_RENDER: Final = (sys.executable, "-m", "coach.voice.render")


@dataclass(frozen=True, slots=True)
class Prepared:
    """What came of preparing a set of sentences."""

    ready: tuple[str, ...]
    missing: tuple[str, ...] = ()
    """Sentences that can only be shown."""
    reason: str | None = None
    """Why some are missing, one clause without a full stop; None if none is."""


class CueBank:
    """Sentences and their clips; every method may be called from any thread.

    `rate_wpm` is words a minute; `voice_name` is an engine's own voice name or id, None for its
    default; `limit_s` is how long one run of the child may take; `command` replaces the child.
    """

    def __init__(
        self,
        cache_dir: Path,
        rate_wpm: int = RATE_WPM,
        voice_name: str | None = None,
        *,
        limit_s: float = LIMIT_S,
        command: Sequence[str] = _RENDER,
    ) -> None:
        self._dir = cache_dir.absolute()
        self._rate_wpm = rate_wpm
        self._voice = voice_name
        self._limit_s = limit_s
        self._command = tuple(command)
        self._clips: dict[str, Clip] = {}
        self._child: subprocess.Popen[str] | None = None
        self._closed = threading.Event()

    def path(self, text: str) -> Path | None:
        """Return the sentence's WAV, or None if it is not there or broken."""
        try:
            read_clip(self._file(text))
        except BadClipError:
            return None
        return self._file(text)

    def clip(self, text: str) -> Clip | None:
        """Return the sentence's samples, or None; read from disk once and then kept."""
        known = self._clips.get(text)
        if known is not None:
            return known
        try:
            clip = read_clip(self._file(text))
        except BadClipError:
            return None
        return self._clips.setdefault(text, clip)

    def prepare(self, texts: Sequence[str]) -> Prepared:
        """Render what is not in the cache yet; blocks for at most about twice the time limit.

        A run that got somewhere before it failed is followed by one more for the rest, which leaves
        the sentence that stopped the first to the end.
        """
        wanted = tuple(dict.fromkeys(texts))
        missing, reason = self._missing(wanted), None
        for _ in range(2):
            if not missing or self._closed.is_set():
                break
            before = len(missing)
            reason = self._run(missing)
            missing = self._missing(wanted)
            if len(missing) == before:
                break
            missing = missing[1:] + missing[:1]
        ready = tuple(text for text in wanted if text not in missing)
        return Prepared(ready, tuple(missing), reason if missing else None)

    def close(self) -> None:
        """Stop rendering, now; what is rendered stays."""
        self._closed.set()
        child = self._child
        if child is not None:
            child.kill()

    def _missing(self, texts: Sequence[str]) -> list[str]:
        return [text for text in texts if self.clip(text) is None]

    def _file(self, text: str) -> Path:
        engine = _ENGINES.get(sys.platform, "espeak")
        key = json.dumps([FORMAT, engine, self._voice, self._rate_wpm, text])
        return self._dir / f"{hashlib.sha256(key.encode()).hexdigest()[:24]}.wav"

    def _run(self, texts: Sequence[str]) -> str:
        """Run the child once; returns why a sentence may be missing afterwards."""
        try:
            self._dir.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(prefix=".part-", dir=self._dir) as scratch:
                return self._speak(self._order(texts, scratch))
        except OSError as error:
            return f"the sentences could not be rendered ({error})"

    def _order(self, texts: Sequence[str], scratch: str) -> str:
        jobs = [{"text": text, "wav": str(self._file(text))} for text in texts]
        return json.dumps(
            {
                "voice": self._voice,
                "rate_wpm": self._rate_wpm,
                "limit_s": self._limit_s,
                "scratch": scratch,
                "jobs": jobs,
            }
        )

    def _speak(self, order: str) -> str:
        """Start the child, hand it the order, wait, and kill it if it takes too long."""
        with subprocess.Popen(
            self._command,
            cwd=self._dir,  # with `-m` Python would import from wherever `coach` was started
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,  # pyttsx3 prints a line for every file
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
        ) as child:
            self._child = child
            if self._closed.is_set():
                child.kill()
            try:
                _, said = child.communicate(order, timeout=self._limit_s)
            except subprocess.TimeoutExpired:
                child.kill()
                child.communicate()
                return f"the speech engine did not finish within {self._limit_s:g} s"
            finally:
                self._child = None
        _log.debug("speech child: status %s, stderr: %s", child.returncode, said)
        last = said.strip().splitlines()[-1:]
        return last[0] if last else f"the speech engine ended with status {child.returncode}"
