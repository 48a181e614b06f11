"""The real player on miniaudio's null device, which keeps real time and is not heard."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

import pytest

from coach.voice import Mouth, NoSoundError, Speaker
from coach.voice.speaker import SILENT_BACKEND, quiet_stderr

from .parts import cue, tone

PATIENCE_S = 10.0


@pytest.fixture
def mouth() -> Mouth:
    return Mouth()


@pytest.fixture
def speaker(mouth: Mouth) -> Iterator[Speaker]:
    speaker = Speaker(mouth, SILENT_BACKEND)
    yield speaker
    speaker.close()


def test_the_device_plays_a_sentence_to_its_end(mouth: Mouth, speaker: Speaker) -> None:
    assert speaker.backend == "Null"
    mouth.say(cue("correction", 0.0), tone(2000, 0.4), 0.0)
    assert mouth.wait_silent(PATIENCE_S)
    assert len(mouth.spoken) == 1
    assert speaker.blocks > 5


def test_an_interruption_ends_a_long_sentence(mouth: Mouth, speaker: Speaker) -> None:
    mouth.say(cue("correction", 0.0), tone(2000, 600.0), 0.0)
    mouth.say(cue("safety", 0.1), tone(2000, 0.1), 0.1)
    assert mouth.wait_silent(PATIENCE_S)
    assert [spoken.kind for _, spoken in mouth.spoken] == ["correction", "safety"]


def test_mute_ends_a_long_sentence(mouth: Mouth, speaker: Speaker) -> None:
    mouth.say(cue("correction", 0.0), tone(2000, 600.0), 0.0)
    mouth.mute()
    assert mouth.wait_silent(PATIENCE_S)


def test_say_and_close_do_not_wait_for_the_sound(mouth: Mouth) -> None:
    speaker = Speaker(mouth, SILENT_BACKEND)
    began_s = time.monotonic()
    for _ in range(50):
        mouth.say(cue("correction", 0.0), tone(2000, 2.0), 0.0)
    assert time.monotonic() - began_s < 1.0
    speaker.close()
    assert time.monotonic() - began_s < 2.5
    speaker.close()


def test_a_machine_without_sound_says_so(mouth: Mouth) -> None:
    with pytest.raises(NoSoundError, match="no sound device was found"):
        Speaker(mouth, [])


def test_sound_libraries_do_not_reach_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    with quiet_stderr():
        os.write(2, b"ALSA lib confmisc.c:855: cannot find card '0'\n")
    os.write(2, b"ours\n")
    assert capfd.readouterr().err == "ours\n"
