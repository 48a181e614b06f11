"""What needs the body model or OSMesa; skipped, with the reason, where they are missing."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.mannequin.body import Phenotype
from tests.mannequin.camera import Camera
from tests.mannequin.errors import MannequinError, UsageError
from tests.mannequin.renderer import Light, renderer
from tests.mannequin.room import Box, Room, box_mesh, room_meshes
from tests.mannequin.sessions import BADLY, body_of, check_split, session

ROOT = Path(__file__).resolve().parents[2]


def _can_draw() -> bool:
    try:
        renderer(64, 48)
    except MannequinError:
        return False
    return True


needs_osmesa = pytest.mark.skipif(not _can_draw(), reason="no PyOpenGL or no OSMesa library")
needs_anny = pytest.mark.skipif(
    importlib.util.find_spec("anny") is None, reason="anny is not installed"
)


def test_a_camera_at_the_left_sees_the_front_at_its_left() -> None:
    px, depth = Camera(90, 0.5, 3.0, 60, look_at_m=(0, 0, 0.5)).project(np.array([[0, -1.0, 0.5]]))
    assert px[0, 0] < 480
    assert px[0, 1] == pytest.approx(270)
    assert depth[0] == pytest.approx(3.0)


def test_roll_turns_the_picture_about_its_middle() -> None:
    camera = Camera(0, 0.5, 3.0, 60, roll_deg=5, look_at_m=(0, 0, 0.5))
    px, _ = camera.project(np.array([[0, 0, 0.5], [0, 0, 1.0]]))
    assert px[0] == pytest.approx([480, 270])
    assert px[1, 0] != pytest.approx(480, abs=1)


def test_splits_share_no_body() -> None:
    pools = {s: {body_of(s, i) for i in range(60)} for s in ("train", "tune", "test")}
    assert not pools["train"] & pools["tune"]
    assert not pools["train"] & pools["test"]
    assert not pools["tune"] & pools["test"]
    assert all(isinstance(b, Phenotype) for b in pools["test"])


def test_a_split_or_number_that_does_not_exist() -> None:
    with pytest.raises(UsageError, match="no split 'tests'; there are: train, tune, test"):
        check_split("tests", 0)
    with pytest.raises(UsageError, match="numbered from 0"):
        check_split("test", -1)


def test_commands_say_in_one_line_what_is_wrong() -> None:
    for args in (["clips", "nope"], ["sessions", "tests", "1"], ["sheet", "tests", "x.png"]):
        run = subprocess.run([sys.executable, "-m", "tests.mannequin", *args], cwd=ROOT,
                             capture_output=True, text=True, check=False)  # fmt: skip
        assert run.returncode == 2
        assert len(run.stderr.strip().splitlines()) == 1, run.stderr


def test_a_room_is_made_of_closed_boxes() -> None:
    mesh = box_mesh(Box((0, 0), (1, 2, 3), 0.0, (1, 0, 0)))
    assert mesh.faces.shape == (12, 3)
    assert np.ptp(mesh.vertices_m, axis=0) == pytest.approx([1, 2, 3])
    assert len(room_meshes(Room())) == 6


@needs_osmesa
def test_pictures_repeat_to_the_byte_and_know_their_depth() -> None:
    draw = renderer(64, 48)
    draw.furnish([box_mesh(Box((0, 0), (4, 4, 0.01), -0.01, (0.5, 0.4, 0.3)))])
    cube = box_mesh(Box((0, 0), (0.5, 0.5, 0.5), 0.0, (0.8, 0.1, 0.1)))
    camera = Camera(0, 0.25, 2.0, 60, look_at_m=(0, 0, 0.25), width_px=64, height_px=48)
    (first, depth), (second, _) = (draw.picture([cube], camera, Light()) for _ in range(2))
    assert first.tobytes() == second.tobytes()
    assert depth[24, 32] == pytest.approx(1.75, abs=0.02)
    red, green, _ = (int(c) for c in first[24, 32])
    assert red > 2 * green


@needs_anny
def test_the_same_seed_is_the_same_truth_to_the_byte() -> None:
    from tests.mannequin.produce import truth_bytes

    assert truth_bytes(session("test", 3)) == truth_bytes(session("test", 3))
    assert session("test", 3) == session("test", 3) != session("test", 4)


@needs_anny
@needs_osmesa
def test_a_still_shows_what_it_says() -> None:
    from tests.mannequin.stills import still

    one, again = still("test", 2, 320, 240), still("test", 2, 320, 240)
    assert one.rgb.shape == (240, 320, 3)
    assert one.rgb.tobytes() == again.rgb.tobytes()
    assert not one.hidden.all()


@needs_anny
def test_who_begins_badly_is_at_fault_as_the_hold_begins() -> None:
    from tests.mannequin.produce import truth_bytes

    (entry,) = json.loads(truth_bytes(session("test", BADLY)))["stretches"]
    begun_s = entry["holds"][0]["start_s"]
    assert begun_s <= entry["faults"][0]["start_s"] < begun_s + 0.3
