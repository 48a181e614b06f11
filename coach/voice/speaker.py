"""The sound device: miniaudio's own thread pulls from the mouth.

The device runs all the time: starting one can take longer than a short sentence, and it must not be
stopped from its own callback.
"""

from __future__ import annotations

import atexit
import contextlib
import logging
import os
import tempfile
import threading
from collections.abc import Generator, Iterator, Sequence
from typing import Final

import miniaudio

from coach.errors import CoachError
from coach.voice.clips import RATE_HZ
from coach.voice.mouth import Mouth

_log = logging.getLogger(__name__)

BLOCK_MS: Final = 40
CLOSE_S: Final = 1.0
_NOT_SOUND: Final = (miniaudio.Backend.NULL, miniaudio.Backend.CUSTOM)
SILENT_BACKEND: Final = (miniaudio.Backend.NULL,)
"""A device that keeps time and is not heard, for machines without sound."""


class NoSoundError(CoachError):
    """No sound device could be opened."""


class Speaker:
    """An open sound device. `backends` in order of choice; None for whatever this machine has.

    Raises NoSoundError.
    """

    def __init__(self, mouth: Mouth, backends: Sequence[miniaudio.Backend] | None = None) -> None:
        self._mouth = mouth
        self.blocks = 0
        """How often the device has asked for sound; stands still when the device is gone."""
        with quiet_stderr():
            self._device = self._open(_available() if backends is None else backends)
        atexit.register(self.close)  # a device that calls into an ending interpreter crashes it

    @property
    def backend(self) -> str:
        """The back end by the name miniaudio gives it, such as `PulseAudio`."""
        return str(self._device.backend)

    def close(self) -> None:
        """Stop the device; returns within `CLOSE_S` even if its driver hangs.

        WASAPI can, when the device was disabled meanwhile (miniaudio issue 184).
        """
        atexit.unregister(self.close)
        closing = threading.Thread(target=self._device.close, name="sound-close", daemon=True)
        closing.start()
        closing.join(CLOSE_S)

    def _open(self, backends: Sequence[miniaudio.Backend]) -> miniaudio.PlaybackDevice:
        """Open the first back end that has a device.

        One by one: given a list, miniaudio settles for the first back end that loads, and ALSA
        loads on a machine that has nothing but JACK.
        """
        problem: Exception | None = None
        for backend in backends:
            try:
                device = miniaudio.PlaybackDevice(
                    nchannels=1, sample_rate=RATE_HZ, buffersize_msec=BLOCK_MS, backends=[backend]
                )
                feed = self._feed()
                next(feed)
                device.start(feed)
            except miniaudio.MiniaudioError as error:  # noqa: PERF203 - the next may work
                problem = error
                _log.debug("sound: %s: %s", backend.name, error)
            else:
                return device
        raise NoSoundError("no sound device was found") from problem

    def _feed(self) -> Generator[bytes, int, None]:
        samples = yield b""
        while True:
            self.blocks += 1
            samples = yield self._mouth.pull(samples).tobytes()


def _available() -> list[miniaudio.Backend]:
    enabled = miniaudio.get_enabled_backends()
    return [b for b in miniaudio.Backend if b in enabled and b not in _NOT_SOUND]


@contextlib.contextmanager
def quiet_stderr() -> Iterator[None]:
    """Send what C libraries write to stderr to the log instead.

    ALSA and JACK write dozens of lines when there is no sound card. Acts on the whole process: call
    it while no other thread redirects stderr.
    """
    try:
        saved = os.dup(2)
    except OSError:  # there is no stderr, as under pythonw
        yield
        return
    with tempfile.TemporaryFile() as sink:
        os.dup2(sink.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(saved, 2)
            os.close(saved)
            sink.seek(0)
            _log.debug("sound libraries: %s", sink.read().decode(errors="replace"))
