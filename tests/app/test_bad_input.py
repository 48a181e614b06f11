"""Whatever is wrong is told in one line that says what to do, with the right exit status."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from coach.resources import model_file, poses_dir

from .running import BRIDGE, CLIPS, EMPTY, Ran

Coach = Callable[..., Ran]


def is_one_line(ran: Ran) -> bool:
    return ran.err.startswith("coach: ") and ran.err.count("\n") == 1 and ran.err.endswith("\n")


USAGE = [
    ("", "arguments are required: COMMAND; see `coach --help`"),
    ("frobnicate", "invalid choice: 'frobnicate'"),
    ("review", "arguments are required: VIDEO; see `coach review --help`"),
    (f"review {EMPTY} --side left", "--side needs --stretch"),
    (f"review {EMPTY} --stretch bridge --side left", "--side left: the bridge has no sides"),
    (f"review {EMPTY} --stretch lunge --side both", "the kneeling lunge has left and right"),
    (f"review {EMPTY} {EMPTY}", "two videos are called 'empty' and would overwrite each other"),
    (f"review {EMPTY} --json file", "invalid choice: 'file'"),
    ("practice lunge --side up", "argument --side: invalid choice: 'up'"),
    ("practice bridge --side left", "--side left: the bridge has no sides; leave it out"),
    ("practice lunge bridge --skip lunge --skip bridge", "nothing is left to do: skip less"),
    ("practice --hold 0", "--hold 0: a hold lasts 5 to 300 seconds"),
    ("practice --hold nan", "--hold nan: a hold lasts 5 to 300 seconds"),
    ("practice --hold ten", "argument --hold: invalid float value: 'ten'"),
    ("practice --camera -1", "'-1' is neither a camera number nor a video file"),
]


@pytest.mark.parametrize(("typed", "told"), USAGE)
def test_wrong_usage_is_status_2(coach: Coach, typed: str, told: str) -> None:
    ran = coach(*typed.split())
    assert ran.status == 2
    assert is_one_line(ran)
    assert told in ran.err
    assert ran.out == ""


CANNOT = [
    ("review missing.mp4", "missing.mp4: there is no such file"),
    (f"review {CLIPS}", "is a folder: name a video file in it"),
    ("review text.mp4", "text.mp4 is not a video that can be read"),
    ("review zero.mp4", "zero.mp4 is not a video that can be read"),
    ("review no-frames.avi", "no-frames.avi has no frames: record or export it again"),
    ("review \udcff.mp4", "'\\udcff.mp4' is no name that can be read: rename it"),
    (f"review {EMPTY} --stretch brigde", "no stretch is called 'brigde' (did you mean 'bridge'?)"),
    (f"review {EMPTY} --out text.mp4", "text.mp4: cannot be written: not a directory"),
    (f"review {EMPTY} --out text.mp4/x", "text.mp4/x: cannot be written: not a directory"),
    ("demo --out text.mp4", "text.mp4: cannot be written: not a directory"),
    (f"review {EMPTY} --model missing.task", "the model cannot be read: No such file"),
    (f"review {EMPTY} --model text.mp4", "text.mp4 is not a pose landmark model"),
    (f"review {EMPTY} --model {{damaged}}", "pose_landmarker_full.task is damaged: its sha256"),
    ("demo --out d --model {damaged}", "pose_landmarker_full.task is damaged: its sha256"),
    ("practice --camera 99", "99"),
    ("practice --camera missing.mp4", "missing.mp4: there is no such file"),
    ("practice --camera text.mp4", "text.mp4 is not a video that can be read"),
    ("report", "no session is stored yet; `coach practice` or `coach demo` makes one"),
    ("report 2020", "no session is stored yet; `coach practice` or `coach demo` makes one"),
    ("check missing.yaml", "missing.yaml: cannot be read: No such file"),
    ("check typo.yaml", ": nmae: unknown key (did you mean 'name'?)"),
    ("check broken.yaml", "broken.yaml:3: not valid YAML"),
    ("practice {bridge}", "bridge.yaml is a stretch, not a routine; `coach practice` takes stret"),
    ("check date.yaml", "date.yaml:1: not a YAML text file: month must be in 1..12"),
    ("check deep.yaml", "deep.yaml:1: not a YAML text file: maximum recursion depth exceeded"),
]


@pytest.fixture
def bad_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("text.mp4").write_text("not a video")
    Path("zero.mp4").touch()
    write_video(Path("no-frames.avi"), frames=0)
    whole = (poses_dir() / "bridge.yaml").read_text(encoding="utf-8")
    Path("typo.yaml").write_text(f"{whole}\nnmae: Bridge\n", encoding="utf-8")
    Path("broken.yaml").write_text("id: x\nname: [\n")
    Path("date.yaml").write_text("hold_s: 2020-99-99\n")
    Path("deep.yaml").write_text(f"id: {'[' * 500}\n")
    damaged = tmp_path / "damaged" / "pose_landmarker_full.task"
    damaged.parent.mkdir()
    damaged.write_bytes(model_file(damaged.name).read_bytes()[:5_000_000])
    return damaged


def write_video(path: Path, frames: int, size_px: int = 64) -> None:
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 10, (size_px, size_px))
    for _ in range(frames):
        writer.write(np.zeros((size_px, size_px, 3), np.uint8))
    writer.release()


@pytest.mark.parametrize(("typed", "told"), CANNOT)
def test_what_cannot_be_done_is_status_1(
    coach: Coach, bad_files: Path, typed: str, told: str
) -> None:
    before = sorted(Path().rglob("*"))
    ran = coach(*typed.format(damaged=bad_files, bridge=poses_dir() / "bridge.yaml").split())
    assert ran.status == 1
    assert is_one_line(ran)
    assert told in ran.err
    assert [path for path in sorted(Path().rglob("*")) if "home" not in path.parts] == before


@pytest.mark.parametrize("command", ["report", f"practice --no-window --camera {EMPTY}"])
def test_a_database_of_a_newer_version_is_not_touched(
    coach: Coach, home: Path, command: str
) -> None:
    database = home / "data" / "sessions.db"
    database.parent.mkdir(parents=True)
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = database.read_bytes()

    ran = coach(*command.split())

    assert ran.status == 1
    assert is_one_line(ran)
    assert "written by a newer psoas" in ran.err
    assert "update psoas" in ran.err
    assert database.read_bytes() == before


def test_where_sessions_cannot_be_kept_practice_does_not_begin(coach: Coach, home: Path) -> None:
    home.write_text("a file where a folder should be")
    ran = coach("practice", "--no-window", "--camera", str(EMPTY))
    assert ran.status == 1
    assert is_one_line(ran)
    assert "sessions cannot be stored here" in ran.err
    assert "PSOAS_HOME" in ran.err


def test_a_report_that_cannot_be_written_leaves_the_session_stored(
    coach: Coach, home: Path
) -> None:
    (home / "data").mkdir(parents=True)
    (home / "data" / "reports").write_text("a file where a folder should be")

    ran = coach("practice", "--no-window", "--no-voice", "--camera", EMPTY)

    assert ran.status == 1
    assert is_one_line(ran)
    assert "cannot be written" in ran.err
    assert "I did not see anybody" in ran.out
    assert coach("report", "--out", home / "page.html").status == 0


def test_one_bad_video_does_not_stop_the_others(coach: Coach, bad_files: Path) -> None:
    ran = coach("review", "text.mp4", EMPTY, "--out", "out")
    assert ran.status == 1
    assert is_one_line(ran)
    assert sorted(path.name for path in Path("out").iterdir()) == [
        "empty.csv",
        "empty.html",
        "empty.json",
    ]


def test_a_video_of_one_pixel_shows_nobody(coach: Coach, bad_files: Path) -> None:
    write_video(Path("pixel.avi"), frames=3, size_px=1)
    ran = coach("review", "pixel.avi")
    assert (ran.status, ran.err) == (0, "")
    assert "I did not see anybody" in ran.out


def test_a_truncated_video_is_reviewed_as_far_as_it_goes(coach: Coach, bad_files: Path) -> None:
    Path("cut.mp4").write_bytes(BRIDGE.read_bytes()[:20_000])
    ran = coach("review", "cut.mp4")
    assert ran.status == 0
    assert is_one_line(ran)
    assert "cut.mp4: the file ends early: it could be read up to" in ran.err


@pytest.mark.parametrize("name", ["a b'c\"d.mp4", "日本 é.mp4", "-x.mp4", "$(id) ;.mp4"])
def test_any_file_name_will_do(coach: Coach, tmp_path: Path, name: str) -> None:
    if '"' in name and os.name != "posix":
        pytest.skip("not a name on this platform")
    shutil.copy(EMPTY, tmp_path / name)
    ran = coach("review", tmp_path / name, "--out", tmp_path / "out é")
    assert (ran.status, ran.err) == (0, "")
    assert (tmp_path / "out é" / f"{Path(name).stem}.json").is_file()
