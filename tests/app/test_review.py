"""`coach review`: the files other programs rely on, on a clip of a good bridge."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from coach.cli import main
from coach.measures import PUBLIC

from .running import BRIDGE, EMPTY, Ran

Coach = Callable[..., Ran]
VIEWS = {"side", "front", "front-oblique", "head-oblique", "back-oblique", "feet", "unknown"}
SHAPE: dict[str, Any] = {
    "format": str,
    "version": int,
    "source": {
        "path": str,
        "width_px": int,
        "height_px": int,
        "fps": float,
        "duration_s": float,
        "frames": int,
        "frames_with_body": int,
    },
    "software": {"coach": str, "mediapipe": str, "models": dict, "stretches": dict},
    "stretches": [
        {
            "stretch": str,
            "side": str,
            "view": str,
            "start_s": float,
            "end_s": float,
            "holds": [{"start_s": float, "end_s": float, "held_s": float, "in_form_s": float}],
            "faults": [
                {
                    "rule": str,
                    "side": str,
                    "start_s": float,
                    "end_s": float,
                    "peak": float,
                    "bound": float,
                    "unit": str,
                }
            ],
            "not_judged": [{"rule": str, "reason": str}],
            "measures": dict,
        }
    ],
    "cues": [{"t_s": float, "kind": str, "key": str, "text": str, "rule": (str, type(None))}],
    "warnings": [str],
}


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("review")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PSOAS_HOME", str(folder / "home"))
        assert main(["review", str(BRIDGE), "--out", str(folder / "out")]) == 0
    return folder / "out"


def tree_of(path: Path) -> dict[str, Any]:
    tree: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return tree


def differences(value: Any, shape: Any, place: str = "") -> Iterator[str]:
    """Yield every place at which a JSON value is not of the shape; whole numbers are floats too."""
    if isinstance(shape, dict):
        if list(value) != list(shape):
            yield f"{place}: keys {list(value)}"
            return
        for key, inner in shape.items():
            yield from differences(value[key], inner, f"{place}.{key}")
    elif isinstance(shape, list):
        for number, item in enumerate(value):
            yield from differences(item, shape[0], f"{place}[{number}]")
    elif not isinstance(value, (int, float) if shape is float else shape):
        yield f"{place}: {value!r}"


def test_the_json_has_exactly_the_promised_shape(out: Path) -> None:
    tree = tree_of(out / "good-bridge.json")
    assert list(differences(tree, SHAPE)) == []
    assert (tree["format"], tree["version"]) == ("coach-review", 1)
    (entry,) = tree["stretches"]
    assert entry["view"] in VIEWS
    for spread in entry["measures"].values():
        assert list(spread) == ["median", "min", "max", "sd"]


def test_the_shape_check_sees_what_is_wrong(out: Path) -> None:
    tree = tree_of(out / "good-bridge.json")
    tree["stretches"][0]["holds"][0]["held_s"] = None
    del tree["source"]["fps"]
    assert len(list(differences(tree, SHAPE))) == 2


def test_it_tells_what_was_rendered(out: Path) -> None:
    truth = tree_of(BRIDGE.with_suffix(".truth.json"))
    tree = tree_of(out / "good-bridge.json")
    assert tree["source"]["frames"] == truth["frames"]
    assert (tree["source"]["width_px"], tree["source"]["height_px"]) == (480, 270)
    (entry,), (true_entry,) = tree["stretches"], truth["stretches"]
    assert (entry["stretch"], entry["side"]) == ("bridge", "both")
    assert entry["faults"] == []
    assert entry["holds"][0]["start_s"] == pytest.approx(true_entry["holds"][0]["start_s"], abs=1)


def test_a_rule_that_cannot_be_judged_says_why_and_is_no_fault(out: Path) -> None:
    (entry,) = tree_of(out / "good-bridge.json")["stretches"]
    reasons = {one["rule"]: one["reason"] for one in entry["not_judged"]}
    assert all(reasons.values())
    assert not set(reasons) & {fault["rule"] for fault in entry["faults"]}


def test_the_csv_has_a_row_a_frame_and_the_promised_columns(out: Path) -> None:
    with (out / "good-bridge.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    wanted = [column for name in PUBLIC for column in (name, f"{name}_sd")]
    assert header == ["t_s", *wanted]
    assert len(rows) == tree_of(out / "good-bridge.json")["source"]["frames"]
    times = [float(row[0]) for row in rows]
    assert times == sorted(set(times))
    assert times[0] == 0.0
    measured = [float(cell) for row in rows for cell in row[1:] if cell]
    assert measured
    assert all(-360 < value < 360 for value in measured)


def test_the_page_is_whole_and_needs_nothing_else(out: Path) -> None:
    page = (out / "good-bridge.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert page.rstrip().endswith("</html>")
    for outside in ('src="http', 'href="http', "@import", "<link"):
        assert outside not in page


def test_json_on_stdout_is_the_file_and_nothing_else(coach: Coach, out: Path) -> None:
    ran = coach("review", BRIDGE, "--json", "-")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == (out / "good-bridge.json").read_text(encoding="utf-8")


def test_two_videos_are_one_json_document(coach: Coach, tmp_path: Path) -> None:
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(BRIDGE.read_bytes()[:20_000])
    ran = coach("review", EMPTY, cut, "--json", "-")
    first, second = json.loads(ran.out)
    assert first["warnings"] == []
    assert "the file ends early" in second["warnings"][0]
    assert "the file ends early" in ran.err


def test_what_the_person_says_it_is_it_is(coach: Coach) -> None:
    ran = coach("review", BRIDGE, "--stretch", "lunge", "--side", "left", "--json", "-")
    assert [entry["stretch"] for entry in json.loads(ran.out)["stretches"]] in ([], ["lunge"])


def test_nobody_in_view_is_told_and_unknown_is_null(coach: Coach) -> None:
    ran = coach("review", EMPTY, "--json", "-")
    tree = json.loads(ran.out)
    assert (tree["stretches"], tree["source"]["frames_with_body"]) == ([], 0)


def test_two_people_in_view_are_told(coach: Coach) -> None:
    ran = coach("review", BRIDGE.with_name("two-people.mp4"), "--json", "-")
    assert "two people are in view" in json.loads(ran.out)["warnings"][0]
    assert "two people are in view" in ran.err


def test_whoever_gives_a_picture_hears_that_it_takes_a_video(coach: Coach, tmp_path: Path) -> None:
    picture = tmp_path / "butterfly.jpg"
    cv2.imwrite(str(picture), np.zeros((90, 160, 3), np.uint8))
    ran = coach("review", picture, "--out", tmp_path)
    assert "butterfly.jpg: one picture shows no hold: a stretch takes a video" in ran.err
