from __future__ import annotations

import sys
import time
import wave
from pathlib import Path

import numpy as np
import pytest

from coach.voice import CueBank, Voice, record
from coach.voice.speaker import SILENT_BACKEND
from coach.voice.voice import GONE_S

from .parts import SENTENCES, cue, seconds

PATIENCE_S = 10.0


def test_a_session_is_spoken(bank: CueBank) -> None:
    voice = Voice.start(bank, SENTENCES, backends=SILENT_BACKEND)
    assert voice.can_speak
    assert voice.wait_ready(PATIENCE_S)
    assert voice.caption_note is None
    assert voice.say(cue("count", 3.0, SENTENCES[2]), 3.0)
    assert voice.speaking is not None
    voice.close(finish_s=PATIENCE_S)
    assert [(t_s, spoken.text) for t_s, spoken in voice.spoken] == [(3.0, SENTENCES[2])]


def test_the_start_does_not_wait_for_sentences(tmp_path: Path, hangs: tuple[str, ...]) -> None:
    began_s = time.monotonic()
    voice = Voice.start(CueBank(tmp_path, command=hangs), SENTENCES, backends=SILENT_BACKEND)
    assert not voice.say(cue("count", 0.0, SENTENCES[2]), 0.0)  # not ready: a caption
    voice.close()
    assert time.monotonic() - began_s < 2.0


def test_a_speech_engine_that_hangs_leaves_captions_and_one_line(
    tmp_path: Path, hangs: tuple[str, ...]
) -> None:
    bank = CueBank(tmp_path, limit_s=0.2, command=hangs)
    voice = Voice.start(bank, SENTENCES, backends=SILENT_BACKEND)
    assert voice.wait_ready(PATIENCE_S)
    assert voice.caption_note == (
        "No voice: the speech engine did not finish within 0.2 s. Cues are shown as captions."
    )
    assert not voice.say(cue("count", 0.0, SENTENCES[2]), 0.0)
    voice.close()


def test_no_sound_device_leaves_captions_and_one_line(bank: CueBank) -> None:
    voice = Voice.start(bank, SENTENCES, backends=[])
    assert voice.caption_note == "No voice: no sound device was found. Cues are shown as captions."
    assert voice.wait_ready(0.0)
    assert not voice.can_speak
    assert not voice.say(cue("count", 0.0, SENTENCES[2]), 0.0)
    assert voice.toggle_mute()
    assert not voice.toggle_mute()
    voice.close()


def test_some_sentences_can_be_missing(tmp_path: Path) -> None:
    voice = Voice.start(CueBank(tmp_path), ["...", SENTENCES[2]], backends=SILENT_BACKEND)
    assert voice.wait_ready(PATIENCE_S)
    assert voice.caption_note == "1 of 2 cues are shown as captions only: '...': silent."
    voice.close()


def test_a_voice_that_was_not_asked_for_has_nothing_to_explain() -> None:
    voice = Voice.off()
    assert not voice.say(cue("safety", 0.0), 0.0)
    assert voice.caption_note is None
    voice.close()


def test_mute_holds_until_it_is_pressed_again(bank: CueBank) -> None:
    voice = Voice.start(bank, SENTENCES, backends=SILENT_BACKEND)
    assert voice.toggle_mute()
    assert not voice.say(cue("safety", 0.0, SENTENCES[0]), 0.0)
    assert not voice.toggle_mute()
    assert voice.say(cue("safety", 0.0, SENTENCES[0]), 0.0)
    voice.close()


def test_a_device_that_stops_asking_is_reported(bank: CueBank) -> None:
    voice = Voice.start(bank, SENTENCES, backends=SILENT_BACKEND)
    speaker = voice._speaker
    assert speaker is not None
    assert voice.say(cue("count", 0.0, SENTENCES[2]), 0.0)
    speaker.close()  # as if its plug were pulled: no more callbacks
    voice.say(cue("count", 1.0, SENTENCES[2]), 1.0)
    late_s = 1.0 + GONE_S
    assert not voice.say(cue("count", late_s, SENTENCES[2]), late_s)
    assert voice.caption_note == "The sound device is gone. Cues are shown as captions."
    voice.close()


def test_a_session_without_a_sound_card_can_be_listened_to(bank: CueBank, tmp_path: Path) -> None:
    cues = [
        cue("correction", 2.0, SENTENCES[0]),
        cue("safety", 2.5, SENTENCES[1]),  # cuts off the first
        cue("praise", 2.6, SENTENCES[2]),  # would have to wait for more than its second
        cue("count", 8.0, SENTENCES[2]),
    ]
    out = tmp_path / "session.wav"
    assert bank.prepare([cue.text for cue in cues]).missing == ()
    record(out, cues, bank.clip, end_s=10.0)
    with wave.open(str(out)) as file:
        pcm = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2")
    assert len(pcm) == seconds(10.0)
    loud_s = np.flatnonzero(np.abs(pcm.astype(int)) > 500) / 22_050
    assert loud_s[0] == pytest.approx(2.0, abs=0.05)
    assert loud_s[loud_s > 6.0][0] == pytest.approx(8.0, abs=0.05)
    assert not ((loud_s > 5.5) & (loud_s < 7.9)).any()


def test_nothing_of_the_speech_engine_reaches_the_terminal(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    voice = Voice.start(CueBank(tmp_path), SENTENCES[2:], backends=SILENT_BACKEND)
    assert voice.wait_ready(PATIENCE_S)
    voice.close()
    Voice.start(CueBank(tmp_path), SENTENCES[2:]).close()  # whatever sound this machine has
    assert capfd.readouterr() == ("", "")
    assert sys.stderr is not None
