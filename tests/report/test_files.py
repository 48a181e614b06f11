import csv
import io
import json
import math
import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.errors import CoachError
from coach.measures import PUBLIC
from coach.report import SourceInfo, csv_text, json_text, write_files, write_whole
from tests.shipped import LIBRARY

from .sessions import CAMERA, HIGH, SOFTWARE, Story, bridge_session

UNKNOWN = {"median": None, "min": None, "max": None, "sd": None}


def refuse(token: str) -> float:
    raise AssertionError(f"{token} is not strict JSON")


def test_the_json_is_exactly_as_documented() -> None:
    tree = json.loads(json_text(bridge_session().report(warnings=["one"])))
    assert tree == {
        "format": "coach-review",
        "version": 1,
        "source": {
            "path": "clips/evening.mp4",
            "width_px": 1280,
            "height_px": 720,
            "fps": 10.0,
            "duration_s": 11.9,
            "frames": 120,
            "frames_with_body": 120,
        },
        "software": {
            "coach": "0.1.0",
            "mediapipe": "0.10.31",
            "models": SOFTWARE.models,
            "stretches": LIBRARY.sha256,
        },
        "stretches": [
            {
                "stretch": "bridge",
                "side": "both",
                "view": "side",
                "start_s": 0.0,
                "end_s": 9.0,
                "holds": [{"start_s": 1.0, "end_s": 9.0, "held_s": 8.0, "in_form_s": 6.0}],
                "faults": [
                    {
                        "rule": "hips-low",
                        "side": "both",
                        "start_s": 3.0,
                        "end_s": 5.0,
                        "peak": 27.4,
                        "bound": 18.0,
                        "unit": "deg",
                    }
                ],
                "not_judged": [
                    {"rule": "knees-in", "reason": CAMERA},
                    {"rule": "knees-out", "reason": CAMERA},
                ],
                "measures": dict.fromkeys(PUBLIC, UNKNOWN)
                | {
                    "hip_flexion_left_deg": {"median": 4.0, "min": 4.0, "max": 26.0, "sd": 2.0},
                    "hip_flexion_right_deg": {"median": 6.0, "min": 6.0, "max": 28.0, "sd": 2.0},
                },
            }
        ],
        "cues": [
            {
                "t_s": 1.0,
                "kind": "count",
                "key": "count.start",
                "text": "Good. Hold it there and breathe.",
                "rule": None,
            },
            {
                "t_s": 3.0,
                "kind": "correction",
                "key": "bridge.hips-low",
                "text": "Lift your hips a little higher.",
                "rule": "hips-low",
            },
        ],
        "warnings": ["one"],
    }


def test_the_keys_stand_in_the_documented_order() -> None:
    tree = json.loads(json_text(bridge_session().report()))
    assert list(tree) == [
        "format", "version", "source", "software", "stretches", "cues", "warnings",
    ]  # fmt: skip
    assert list(tree["stretches"][0]) == [
        "stretch", "side", "view", "start_s", "end_s", "holds", "faults", "not_judged", "measures",
    ]  # fmt: skip
    assert list(tree["stretches"][0]["measures"]) == list(PUBLIC)


def test_what_is_not_known_is_null() -> None:
    data = Story().report(source=SourceInfo("x.mp4", fps=math.nan))
    source = json.loads(json_text(data))["source"]
    assert source["fps"] is source["width_px"] is source["height_px"] is None


measures = st.floats(width=32, allow_nan=True, allow_infinity=True)


@given(st.lists(st.tuples(measures, measures), max_size=20), measures, measures)
def test_any_measure_gives_strict_json_that_round_trips(
    pairs: list[tuple[float, float]], peak: float, sd: float
) -> None:
    story = Story().starts("bridge", "both").happens("hold-started").breaks("hips-low", peak)
    for left, right in pairs:
        story.frames(0.1, {"hip_flexion_left": left, "trunk_lean": right}, sd=sd)
    data = story.report()
    text = json_text(data)
    assert json.loads(json.dumps(json.loads(text, parse_constant=refuse))) == json.loads(text)
    cells = [cell for row in csv.reader(io.StringIO(csv_text(data))) for cell in row]
    assert not {"nan", "inf", "-inf", "-0.00"} & set(cells)


def test_the_csv_header_names_every_measure_and_its_deviation() -> None:
    header = csv_text(Story().report()).splitlines()[0].split(",")
    assert header[:3] == ["t_s", "knee_flexion_left_deg", "knee_flexion_left_deg_sd"]
    assert header == ["t_s"] + [n for name in PUBLIC for n in (name, f"{name}_sd")]


def test_the_csv_has_a_row_a_frame_and_empty_cells_for_what_was_not_measured() -> None:
    story = Story().frames(0.2, {"trunk_lean": -0.001}, "settling", sd=1.25)
    rows = list(csv.DictReader(io.StringIO(csv_text(story.report()))))
    assert [row["t_s"] for row in rows] == ["0.000", "0.100"]
    known = {name: cell for name, cell in rows[1].items() if cell and name != "t_s"}
    assert known == {"trunk_lean_deg": "0.00", "trunk_lean_deg_sd": "1.25"}


def test_three_files_are_written_and_nothing_else(tmp_path: Path) -> None:
    paths = write_files(bridge_session().report(), tmp_path / "new" / "out", "evening.v2")
    assert sorted(paths) == sorted((tmp_path / "new" / "out").iterdir())
    assert [p.name for p in paths] == ["evening.v2.json", "evening.v2.csv", "evening.v2.html"]


def test_writing_again_replaces_the_files(tmp_path: Path) -> None:
    write_files(Story().report(), tmp_path, "a")
    json_path, _, _ = write_files(bridge_session().report(), tmp_path, "a")
    assert json.loads(json_path.read_text("utf-8"))["source"]["frames"] == 120


def test_a_file_name_of_unknown_encoding_does_not_stop_the_report(tmp_path: Path) -> None:
    data = bridge_session().report(source=SourceInfo("caf\udce9 ü.mp4"))
    json_path, _, html_path = write_files(data, tmp_path, "a")
    assert json.loads(json_path.read_text("utf-8"))["source"]["path"] == "caf? ü.mp4"
    assert html_path.read_text("utf-8")


def test_a_full_disk_is_one_line_and_leaves_the_old_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = tmp_path / "a.json"
    old.write_text("old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CoachError) as caught:
        write_files(bridge_session().report(), tmp_path, "a")
    assert str(caught.value) == (
        f"{old}: cannot be written: no space left on device; "
        "free some space or choose another folder"
    )
    assert [p.name for p in tmp_path.iterdir()] == ["a.json"]
    assert old.read_text() == "old"


def test_a_folder_that_is_a_file_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    with pytest.raises(CoachError, match=r"a\.json: cannot be written") as caught:
        write_files(Story().report(), tmp_path / "out", "a")
    assert "\n" not in str(caught.value)


@pytest.mark.skipif(
    os.name == "nt" or not hasattr(os, "geteuid") or os.geteuid() == 0,
    reason="root and Windows may write into a read-only folder",
)
def test_a_read_only_folder_is_one_line(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(CoachError, match="cannot be written: permission denied"):
        write_files(Story().report(), tmp_path, "a")
    tmp_path.chmod(0o700)


def test_all_or_none_of_the_texts_are_written(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(CoachError):
        write_whole({tmp_path / "a.json": "{}", tmp_path / "taken" / "b.csv": ""})
    assert [p.name for p in tmp_path.iterdir()] == ["taken"]


def test_what_was_there_stays_if_the_last_one_cannot_take_its_place(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("before")
    (tmp_path / "c.html").mkdir()
    with pytest.raises(CoachError, match=r"c\.html: cannot be written"):
        write_whole({tmp_path / name: "now" for name in ("a.json", "b.csv", "c.html")})
    assert (tmp_path / "a.json").read_text() == "before"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.json", "c.html"]


def test_a_file_that_another_program_holds_open_leaves_all_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename = Path.replace

    def refused(self: Path, target: Path) -> Path:  # as Windows does
        if target.name == "c.csv":
            raise PermissionError(13, "Permission denied")
        return rename(self, target)

    (tmp_path / "a.json").write_text("before")
    (tmp_path / "c.csv").write_text("before")
    monkeypatch.setattr(Path, "replace", refused)
    with pytest.raises(CoachError, match=r"c\.csv: cannot be written: permission denied"):
        write_whole({tmp_path / name: "now" for name in ("a.json", "b.html", "c.csv")})
    assert {p.name: p.read_text() for p in tmp_path.iterdir()} == {
        "a.json": "before", "c.csv": "before",
    }  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and links of POSIX")
def test_what_is_no_file_is_left_alone_and_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.json").write_text("before")
    (tmp_path / "link.json").symlink_to(tmp_path / "real.json")
    write_whole({tmp_path / "link.json": "now"})
    assert (tmp_path / "link.json").is_symlink()
    assert (tmp_path / "real.json").read_text() == "now"
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(CoachError, match=r"pipe: cannot be written: there is something"):
        write_whole({tmp_path / "pipe": "now"})
    assert (tmp_path / "pipe").is_fifo()


def test_a_known_duration_is_kept() -> None:
    data = Story().frames(1.0, HIGH).report(source=replace(SourceInfo("a"), duration_s=60.0))
    assert data.duration_s == 60.0
