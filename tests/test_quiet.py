"""What native code writes to descriptor 2 goes to a log; what Python says, to the terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from coach import quiet

# "native" stands for C++ code: it writes to the descriptor itself
STORY = """
import os, sys, threading
from pathlib import Path
from coach import quiet

def native(words):
    os.write(2, words.encode())

log = Path(sys.argv[1]) if sys.argv[1] else None
native("before ")
with quiet.native_lines_to(log):
    thread = threading.Thread(target=native, args=("inside ",))
    thread.start()
    thread.join()
    print("python é", file=sys.stderr)
    sys.stderr.flush()
    if "fail" in sys.argv:
        raise SystemExit("stopped")
native("after")
"""


def told(log: Path | None, *more: str) -> str:
    """Return what the terminal gets of the story, told in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", STORY, str(log or ""), *more],
        capture_output=True,
        check=False,
    )
    return done.stderr.decode().replace("\r\n", "\n")


def test_native_lines_go_to_the_log_and_pythons_to_the_terminal(tmp_path: Path) -> None:
    log = tmp_path / "native.log"
    assert told(log) == "before python é\nafter"
    assert log.read_text() == "inside "


def test_the_log_is_started_anew(tmp_path: Path) -> None:
    log = tmp_path / "native.log"
    log.write_text("of the last session")
    told(log)
    assert log.read_text() == "inside "


@pytest.mark.parametrize("place", ["none", "a folder that is not there"])
def test_without_a_place_for_a_log_the_lines_are_dropped(place: str, tmp_path: Path) -> None:
    log = None if place == "none" else tmp_path / "no" / "native.log"
    assert told(log) == "before python é\nafter"


def test_an_error_inside_is_told_on_the_terminal(tmp_path: Path) -> None:
    assert told(tmp_path / "native.log", "fail") == "before python é\nstopped\n"


def test_a_stderr_that_someone_else_has_replaced_is_left_alone(tmp_path: Path) -> None:
    """As under pytest, here."""
    log = tmp_path / "native.log"
    stderr = sys.stderr
    with quiet.native_lines_to(log):
        assert sys.stderr is stderr
        os.write(2, b"native")
    assert log.read_text() == "native"


def test_what_the_user_has_set_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENCV_LOG_LEVEL", "INFO")
    monkeypatch.delenv("OPENCV_FFMPEG_LOGLEVEL", raising=False)
    for name in ("GLOG_minloglevel", "TF_CPP_MIN_LOG_LEVEL"):
        monkeypatch.setenv(name, "1")
    quiet.hush()
    assert os.environ["OPENCV_LOG_LEVEL"] == "INFO"
    assert os.environ.pop("OPENCV_FFMPEG_LOGLEVEL") == "-8"
