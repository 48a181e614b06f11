"""Making a .task file from the npm package; the package here holds the network that ships."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path

import numpy as np
import pytest

from coach.detect import DEFAULT_MODEL, MediaPipeDetector
from coach.detect.bundle import bundle, main
from coach.resources import model_file
from tests.detect.clips import pictures, sightings


@pytest.fixture
def package(tmp_path: Path) -> Path:
    with zipfile.ZipFile(model_file(DEFAULT_MODEL)) as full:
        network = full.read("pose_landmarks_detector.tflite")
    member = tarfile.TarInfo("package/pose_landmark_heavy.tflite")
    member.size = len(network)
    path = tmp_path / "pose.tgz"
    with tarfile.open(path, "w:gz", compresslevel=1) as archive:
        archive.addfile(member, io.BytesIO(network))
    return path


def test_the_same_network_sees_the_same(package: Path, tmp_path: Path) -> None:
    model = bundle("heavy", package, tmp_path / "heavy.task")
    t_s, rgb = pictures("good-bridge.mp4")[0]
    with MediaPipeDetector(model.path, count_people=False) as detector:
        seen, known = detector.detect(rgb, t_s).body, sightings("good-bridge.mp4", 1)[0].body
    assert seen is not None
    assert known is not None
    assert np.array_equal(seen.world_m, known.world_m)


def test_its_parts_are_not_compressed(package: Path, tmp_path: Path) -> None:
    model = bundle("heavy", package, tmp_path / "heavy.task")
    with zipfile.ZipFile(model.path) as parts:
        assert {part.compress_type for part in parts.infolist()} == {zipfile.ZIP_STORED}


@pytest.mark.parametrize(
    ("size", "name", "complaint"),
    [
        ("lite", "pose.tgz", "has no package/pose_landmark_lite.tflite"),
        ("heavy", "no.tgz", "cannot be read: "),
        ("heavy", "notes.tgz", "is not a package that npm has made"),
    ],
)
def test_a_wrong_package_is_one_line(
    size: str,
    name: str,
    complaint: str,
    package: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "notes.tgz").write_text("hello")
    assert main([size, str(package.with_name(name)), str(tmp_path / "out.task")]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert complaint in line
