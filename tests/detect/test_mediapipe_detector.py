"""The real model on rendered people: what it sees, what it is handed, what it survives."""

from __future__ import annotations

import importlib.util
import itertools
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from coach.body import Body, Landmark, mirrored
from coach.detect import MEDIAPIPE_VERSION, MediaPipeDetector
from coach.detect.mediapipe_detector import Picture
from tests.detect.clips import pictures, sightings


def first_body(name: str) -> Body:
    body = sightings(name, 1)[0].body
    assert body is not None
    return body


class TestWhatItSees:
    def test_a_person_in_every_frame_of_a_bridge(self) -> None:
        assert all(sighting.body is not None for sighting in sightings("good-bridge.mp4"))

    def test_nobody_in_an_empty_room_is_a_sighting_too(self) -> None:
        empty = sightings("empty.mp4")
        assert len(empty) == len(pictures("empty.mp4"))
        assert all(sighting.body is None for sighting in empty)

    def test_someone_who_leaves_is_gone_until_they_are_back(self) -> None:
        seen = [sighting.body is not None for sighting in sightings("leaves.mp4")]
        spells = [there for there, _frames in itertools.groupby(seen)]
        assert spells == [True, False, True]

    def test_times_are_handed_on_as_they_were(self) -> None:
        times_s = [sighting.t_s for sighting in sightings("vfr.mp4", 12)]
        assert times_s == [t_s for t_s, _rgb in pictures("vfr.mp4")[:12]]


class TestUnits:
    def test_image_landmarks_are_pixels_of_the_frame(self) -> None:
        rgb = pictures("rotated.mp4")[0][1]
        image_px = first_body("rotated.mp4").image_px
        assert rgb.shape[:2] == (480, 270)
        assert np.all(image_px > 0)
        assert np.all(image_px < (270, 480))
        assert np.ptp(image_px[:, 1]) > 100  # a standing person, in pixels and not in parts of one

    def test_world_landmarks_are_metres_about_the_hips_with_y_down(self) -> None:
        world_m = first_body("rotated.mp4").world_m
        hips = world_m[[Landmark.LEFT_HIP, Landmark.RIGHT_HIP]].mean(axis=0)
        assert np.abs(hips).max() < 0.02
        height_m = world_m[Landmark.LEFT_HEEL, 1] - world_m[Landmark.NOSE, 1]
        assert 1.2 < height_m < 2.0

    def test_visibility_is_a_part_of_one(self) -> None:
        visibility = first_body("rotated.mp4").visibility
        assert np.all((visibility >= 0) & (visibility <= 1))

    def test_left_is_the_persons_own_left(self) -> None:
        """The camera is on the left side of someone whose far side is hidden."""
        body = first_body("good-bridge.mp4")
        assert body.visibility[Landmark.LEFT_KNEE] > body.visibility[Landmark.RIGHT_KNEE]

    def test_a_mirrored_picture_shows_the_mirrored_body(self) -> None:
        t_s, rgb = pictures("good-bridge.mp4")[0]
        with MediaPipeDetector(count_people=False) as detector:
            seen = detector.detect(np.asarray(rgb[:, ::-1]), t_s).body
        assert seen is not None
        expected = mirrored(first_body("good-bridge.mp4"), rgb.shape[1])
        assert np.median(np.abs(seen.image_px - expected.image_px)) < 10
        assert np.median(np.abs(seen.outline_px - expected.outline_px)) < 3

    def test_a_large_picture_is_measured_in_its_own_pixels(self) -> None:
        t_s, rgb = pictures("good-bridge.mp4")[0]
        large = np.repeat(np.repeat(rgb, 3, axis=0), 3, axis=1)
        with MediaPipeDetector(count_people=False) as detector:
            seen = detector.detect(large, t_s).body
        assert seen is not None
        small = first_body("good-bridge.mp4")
        assert np.median(np.abs(seen.image_px / 3 - small.image_px)) < 3
        assert np.median(np.abs(seen.outline_px / 3 - small.outline_px)) < 2


class TestPeople:
    def test_one_person_is_one(self) -> None:
        counts = {sighting.people for sighting in sightings("good-bridge.mp4")}
        assert counts == {None, 1}

    def test_nobody_is_nought(self) -> None:
        assert sightings("empty.mp4")[0].people == 0

    def test_two_are_two(self) -> None:
        assert sightings("two-people.mp4", 1)[0].people == 2

    def test_counts_are_at_least_two_seconds_apart(self) -> None:
        counted_s = [s.t_s for s in sightings("good-bridge.mp4") if s.people is not None]
        assert len(counted_s) > 1
        assert np.diff(counted_s).min() >= 2

    def test_it_can_be_left_out(self) -> None:
        t_s, rgb = pictures("two-people.mp4")[0]
        with MediaPipeDetector(count_people=False) as detector:
            assert detector.detect(rgb, t_s).people is None


class TestOddInput:
    def test_the_same_frames_give_the_same_landmarks_bit_for_bit(self) -> None:
        with MediaPipeDetector() as detector:
            again = [detector.detect(rgb, t_s) for t_s, rgb in pictures("vfr.mp4")[:12]]
        for one, other in zip(again, sightings("vfr.mp4", 12), strict=True):
            assert one.body is not None
            assert other.body is not None
            assert np.array_equal(one.body.world_m, other.body.world_m)
            assert np.array_equal(one.body.image_px, other.body.image_px)

    @pytest.mark.parametrize("times_s", [(0.0, 0.0002, 0.0004), (5.0, 5.0, 4.0), (0.0, 3600.0)])
    def test_times_that_mediapipe_would_refuse(self, times_s: tuple[float, ...]) -> None:
        rgb = pictures("good-bridge.mp4")[0][1]
        with MediaPipeDetector(count_people=False) as detector:
            assert all(detector.detect(rgb, t_s).body is not None for t_s in times_s)

    @pytest.mark.parametrize("size", [(1, 1), (1, 300), (300, 1), (2, 2)])
    def test_hardly_a_picture(self, size: tuple[int, int]) -> None:
        with MediaPipeDetector() as detector:
            assert detector.detect(np.full((*size, 3), 127, np.uint8), 0.0).body is None

    @pytest.mark.parametrize(
        "wrong",
        [
            np.zeros((48, 64), np.uint8),
            np.zeros((48, 64, 4), np.uint8),
            np.zeros((48, 64, 3), np.float32),
            np.zeros((0, 64, 3), np.uint8),
        ],
    )
    def test_what_is_no_frame_is_an_error_of_the_program(self, wrong: np.ndarray) -> None:
        with MediaPipeDetector() as detector, pytest.raises(ValueError, match="a frame is uint8"):
            detector.detect(wrong, 0.0)

    def test_closing_twice_is_fine(self) -> None:
        with MediaPipeDetector() as detector:
            seen = detector.detect(np.zeros((48, 64, 3), np.uint8), 0.0)
            detector.close()
        assert seen.body is None


INTERRUPTED = """
import os, signal, threading
import numpy as np
from coach.detect import MediaPipeDetector
threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()
frame = np.zeros((720, 1280, 3), np.uint8)
try:
    with MediaPipeDetector() as detector:
        for tenths in range(1000000):
            detector.detect(frame, tenths / 10)
except KeyboardInterrupt:
    print("stopped")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT to oneself there")
def test_ctrl_c_in_the_middle_of_a_frame_ends_it_cleanly() -> None:
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED], capture_output=True, text=True, timeout=30, check=False
    )
    assert (done.returncode, done.stdout) == (0, "stopped\n")
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


def test_a_picture_that_ctrl_c_kept_from_being_made_frees_nothing() -> None:
    begun = Picture.__new__(Picture)
    assert begun.__del__() is None  # an error here would be printed on the user's terminal


def test_the_native_library_cannot_reach_a_network() -> None:
    """Later releases send metrics home. This one does not so much as name a host."""
    spec = importlib.util.find_spec("mediapipe")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    folder = Path(spec.submodule_search_locations[0]) / "tasks" / "c"
    (library,) = (path for path in folder.iterdir() if path.stem == "libmediapipe")
    content = library.read_bytes()
    for name in ("getaddrinfo", "gethostbyname", "connect", "sendto"):
        assert b"\0" + name.encode() + b"\0" not in content
    assert MEDIAPIPE_VERSION == "0.10.31"
