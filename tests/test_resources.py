"""What ships is found in a checkout, in an editable install and in an installed wheel alike."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from coach import resources
from coach.errors import CoachError

ROOT = Path(__file__).parents[1]

WHERE = """
from coach import resources
from coach.resources import *
places = [poses_dir(), models_dir(), demo_clip(), model_file("pose_landmarker_full.task")]
print(*places, poses_dir() / "bridge.yaml", sep="\\n")
assert checked_sha256(places[3]) == shipped_checksums()[places[3].name]
"""


def places_seen_by(*, cwd: Path, path: Path | None = None) -> list[Path]:
    """Where a Python of its own, started in `cwd`, finds what ships; `path` leads its search."""
    lead = f"import sys; sys.path.insert(0, {str(path)!r})\n" if path else ""
    done = subprocess.run(
        [sys.executable, "-c", lead + WHERE], cwd=cwd, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return [Path(line) for line in done.stdout.splitlines()]


def assert_all_in(places: list[Path], models_and_poses: Path, package: Path) -> None:
    assert places == [
        models_and_poses / "poses",
        models_and_poses / "models",
        package / "demo" / "demo.mp4",
        models_and_poses / "models" / "pose_landmarker_full.task",
        models_and_poses / "poses" / "bridge.yaml",
    ]
    assert all(place.exists() for place in places)


def test_in_a_checkout() -> None:
    assert_all_in(places_seen_by(cwd=ROOT), ROOT, ROOT / "coach")


def test_in_an_editable_install(tmp_path: Path) -> None:
    """This project's own environment is one: a Python elsewhere finds the checkout through it."""
    assert_all_in(places_seen_by(cwd=tmp_path), ROOT, ROOT / "coach")


def test_in_an_installed_wheel(tmp_path: Path) -> None:
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel_built_in(tmp_path)) as wheel:
        wheel.extractall(site)
    package = site / "coach"
    assert_all_in(places_seen_by(cwd=tmp_path, path=site), package, package)


def wheel_built_in(folder: Path) -> Path:
    """Build the wheel as a release does, with uv, or with pip where there is no uv."""
    uv = os.environ.get("UV") or shutil.which("uv")
    with_uv = [str(uv), "build", "--quiet", "--wheel", "--out-dir", str(folder), str(ROOT)]
    with_pip = [sys.executable, "-m", "pip", "wheel", "--no-deps", "-w", str(folder), str(ROOT)]
    done = subprocess.run(
        with_uv if uv else with_pip, cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    (wheel,) = folder.glob("*.whl")
    return wheel


def test_the_checksums_are_those_of_the_files() -> None:
    checksums = resources.shipped_checksums()
    assert "pose_landmarker_full.task" in checksums
    for name, digest in checksums.items():
        assert hashlib.sha256(resources.model_file(name).read_bytes()).hexdigest() == digest


def test_a_shipped_name_with_other_content_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "pose_landmarker_full.task"
    path.write_bytes(b"half")
    with pytest.raises(CoachError) as error:
        resources.checked_sha256(path)
    assert str(error.value) == (
        f"{path} is damaged: its sha256 begins with a11ae06469c6, not 4eaa5eb7a983; "
        "install psoas again, or rename the file if it is a model of your own"
    )


def test_a_model_that_does_not_ship_is_missing_in_one_line() -> None:
    with pytest.raises(CoachError, match=r"no\.task is missing from this installation"):
        resources.model_file("no.task")
