"""The model file: verified if it ships, taken if it is one's own, refused if it is no model."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from coach.detect import DEFAULT_MODEL, MediaPipeDetector, PoseModel
from coach.errors import CoachError
from coach.resources import model_file


def refusal(path: Path) -> str:
    with pytest.raises(CoachError) as error:
        MediaPipeDetector(path)
    assert "\n" not in str(error.value)
    return str(error.value).replace(str(path), "FILE")


def test_the_model_that_ships_is_the_official_one() -> None:
    assert PoseModel.load().sha256 == (
        "4eaa5eb7a98365221087693fcc286334cf0858e2eb6e15b506aa4a7ecdcec4ad"
    )


def test_a_model_of_ones_own_is_taken_and_its_checksum_told(tmp_path: Path) -> None:
    path = tmp_path / "mein Modell é.task"
    shutil.copy(model_file(DEFAULT_MODEL), path)
    with zipfile.ZipFile(path, "a") as bundle:
        bundle.writestr("note.txt", "mine")
    with MediaPipeDetector(path, count_people=False) as detector:
        assert len(detector.model.sha256) == 64
        assert detector.model.sha256 != PoseModel.load().sha256


def test_a_damaged_copy_of_the_model_that_ships(tmp_path: Path) -> None:
    path = tmp_path / DEFAULT_MODEL
    path.write_bytes(model_file(DEFAULT_MODEL).read_bytes()[:5_000_000])
    assert refusal(path).startswith("FILE is damaged: its sha256 begins with ")


def test_no_file(tmp_path: Path) -> None:
    assert refusal(tmp_path / "no.task").startswith("FILE: the model cannot be read: ")


@pytest.mark.parametrize("content", [b"", b"<html>404</html>"])
def test_not_a_model(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "heavy.task"
    path.write_bytes(content)
    assert refusal(path) == (
        "FILE is not a pose landmark model: a .task file is needed, "
        "see models/README.md for lite, full and heavy"
    )


def test_a_bundle_with_rubbish_inside(tmp_path: Path) -> None:
    path = tmp_path / "heavy.task"
    with zipfile.ZipFile(path, "w") as bundle:
        bundle.writestr("pose_detector.tflite", "rubbish" * 99)
        bundle.writestr("pose_landmarks_detector.tflite", "rubbish" * 99)
    assert refusal(path).startswith("FILE cannot be used as a pose model: ")
