from __future__ import annotations

import sys
import threading
import time
import wave
from pathlib import Path

import pytest

from coach.voice import CueBank
from coach.voice.clips import RATE_HZ

from .parts import SENTENCES, rms

# A child that delivers its first sentence (a real one, rendered before) and then hangs.
ONE_THEN_HANGS = """
import json, shutil, sys, time
shutil.copy(sys.argv[1], json.load(sys.stdin)["jobs"][0]["wav"])
time.sleep(60)
"""


def fingerprint(path: Path | None) -> tuple[int, int]:
    assert path is not None
    return path.stat().st_ino, path.stat().st_mtime_ns


def test_sentences_are_spoken_at_a_plausible_pace(bank: CueBank) -> None:
    for text in SENTENCES:
        clip = bank.clip(text)
        assert clip is not None
        words_a_second = len(text.split()) / (len(clip) / RATE_HZ)
        assert 1.5 < words_a_second < 5.0, text
        assert rms(clip) > 1000


def test_eight_words_take_between_half_a_second_and_four(bank: CueBank) -> None:
    path = bank.path(SENTENCES[1])
    assert path is not None
    with wave.open(str(path)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (22_050, 1, 2)
        assert 0.5 < file.getnframes() / file.getframerate() < 4.0


def test_a_second_session_renders_nothing(bank: CueBank) -> None:
    before = [fingerprint(bank.path(text)) for text in SENTENCES]
    path = bank.path(SENTENCES[0])
    assert path is not None
    # A child that fails at once shows that none is needed.
    again = CueBank(path.parent, command=(sys.executable, "-c", "raise SystemExit(9)"))
    assert again.prepare(SENTENCES).missing == ()
    assert [fingerprint(again.path(text)) for text in SENTENCES] == before


def test_another_rate_or_voice_is_another_file(bank: CueBank) -> None:
    path = bank.path(SENTENCES[0])
    assert path is not None
    assert CueBank(path.parent, rate_wpm=120).path(SENTENCES[0]) is None
    assert CueBank(path.parent, voice_name="gmw/en-us").path(SENTENCES[0]) is None


def test_a_faster_rate_and_a_named_voice_are_obeyed(bank: CueBank, tmp_path: Path) -> None:
    quick = CueBank(tmp_path, rate_wpm=300, voice_name="gmw/en-US")
    assert quick.prepare(SENTENCES[:1]).reason is None
    usual_clip, quick_clip = bank.clip(SENTENCES[0]), quick.clip(SENTENCES[0])
    assert usual_clip is not None
    assert quick_clip is not None
    assert len(quick_clip) < 0.9 * len(usual_clip)


def test_a_broken_file_is_rendered_again(tmp_path: Path) -> None:
    first = CueBank(tmp_path)
    first.prepare(SENTENCES[2:])
    path = first.path(SENTENCES[2])
    assert path is not None
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])

    second = CueBank(tmp_path)
    assert second.path(SENTENCES[2]) is None
    assert second.prepare(SENTENCES[2:]).missing == ()
    assert len(path.read_bytes()) == pytest.approx(len(whole), rel=0.1)


def test_a_text_without_words_is_reported_and_the_others_are_spoken(tmp_path: Path) -> None:
    prepared = CueBank(tmp_path).prepare(["...", SENTENCES[2]])
    assert prepared.ready == (SENTENCES[2],)
    assert prepared.missing == ("...",)
    assert prepared.reason == "'...': silent"


def test_an_unknown_voice_is_named(tmp_path: Path) -> None:
    prepared = CueBank(tmp_path, voice_name="nobody").prepare(SENTENCES)
    assert prepared.missing == SENTENCES
    assert prepared.reason is not None
    assert prepared.reason.startswith("no voice is named 'nobody'; there are ")


def test_a_child_that_hangs_is_killed_and_reported(tmp_path: Path, hangs: tuple[str, ...]) -> None:
    began_s = time.monotonic()
    prepared = CueBank(tmp_path, limit_s=0.3, command=hangs).prepare(SENTENCES)
    assert time.monotonic() - began_s < 5.0
    assert prepared.missing == SENTENCES
    assert prepared.reason == "the speech engine did not finish within 0.3 s"
    assert list(tmp_path.iterdir()) == []


def test_what_a_hanging_child_finished_is_kept_and_the_rest_is_tried_once_more(
    bank: CueBank, tmp_path: Path
) -> None:
    command = (sys.executable, "-c", ONE_THEN_HANGS, str(bank.path(SENTENCES[0])))
    prepared = CueBank(tmp_path, limit_s=1.0, command=command).prepare(SENTENCES)
    # The second run starts with the third sentence: the second may be what stopped the first.
    assert prepared.ready == (SENTENCES[0], SENTENCES[2])
    assert prepared.missing == (SENTENCES[1],)


@pytest.mark.parametrize("status", [0, 9])
def test_a_child_that_does_nothing_is_reported(tmp_path: Path, status: int) -> None:
    command = (sys.executable, "-c", f"raise SystemExit({status})")
    prepared = CueBank(tmp_path, command=command).prepare(SENTENCES)
    assert prepared.reason == f"the speech engine ended with status {status}"


def test_a_cache_that_cannot_be_written_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    prepared = CueBank(tmp_path / "file" / "cues").prepare(SENTENCES)
    assert prepared.missing == SENTENCES
    assert prepared.reason is not None
    assert prepared.reason.startswith("the sentences could not be rendered (")


def test_close_ends_a_running_child(tmp_path: Path) -> None:
    started = tmp_path / "started"
    code = f"import pathlib, time; pathlib.Path({str(started)!r}).touch(); time.sleep(60)"
    bank = CueBank(tmp_path / "cues", limit_s=60, command=(sys.executable, "-c", code))
    work = threading.Thread(target=bank.prepare, args=(SENTENCES,))
    work.start()
    give_up_s = time.monotonic() + 10
    while not started.exists() and time.monotonic() < give_up_s:
        threading.Event().wait(0.01)
    bank.close()
    work.join(5.0)
    assert not work.is_alive()


def test_any_script_can_be_spoken(tmp_path: Path) -> None:
    assert CueBank(tmp_path).prepare(["Füße hüftbreit — “los”."]).missing == ()


def test_what_lies_where_the_coach_is_started_is_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "wave.py").write_text("raise SystemExit('somebody else')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert CueBank(Path("cues")).prepare(["Ready when you are."]).ready
