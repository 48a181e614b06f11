"""Video files as people have them: turned, with sound, at a varying rate, broken."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from coach.errors import SourceError
from coach.sources import Frame, VideoFile
from tests.sources.clips import CLIPS, FPS, cut, write_clip, write_one_pixel_clip


def frames_of(path: Path) -> list[Frame]:
    with VideoFile(path) as video:
        return list(video)


def test_a_frame_has_its_own_moment_and_not_that_of_the_one_before(tmp_path: Path) -> None:
    frames = frames_of(write_clip(tmp_path / "clip.mp4", frames=8))
    assert [frame.t_s for frame in frames] == pytest.approx([i / FPS for i in range(8)])
    greys = [frame.rgb.mean() for frame in frames]
    assert greys == pytest.approx([20 + 20 * i for i in range(8)], abs=4)


def test_a_variable_rate_is_told_as_it_was_filmed() -> None:
    truth = json.loads((CLIPS / "vfr.truth.json").read_text())
    times_s = [frame.t_s for frame in frames_of(CLIPS / "vfr.mp4")]
    assert len(times_s) == truth["frames"]
    assert times_s == pytest.approx(truth["times_s"], abs=0.002)


def test_a_phone_held_upright_gives_an_upright_picture() -> None:
    """The file stores it lying on its side, with a note to turn it."""
    with VideoFile(CLIPS / "rotated.mp4") as video:
        assert (video.width_px, video.height_px) == (270, 480)
        upright = next(iter(video)).rgb
    assert np.array_equal(upright, cv2.rotate(stored_picture("rotated.mp4"), turn_noted_in_it()))


def test_sound_changes_nothing() -> None:
    with VideoFile(CLIPS / "audio.mp4") as video:
        times_s = [frame.t_s for frame in video]
        assert len(times_s) == video.frames == 42
        assert times_s[-1] == pytest.approx(41 / 12)
        assert video.warnings == ()


@pytest.mark.parametrize("suffix", ["avi", "mp4"])
def test_a_file_that_breaks_off_gives_what_is_there_and_says_so(
    suffix: str, tmp_path: Path
) -> None:
    with_index_in_front = CLIPS / "good-bridge.mp4"
    whole = {"avi": write_clip(tmp_path / "whole.avi"), "mp4": with_index_in_front}[suffix]
    with VideoFile(cut(whole, tmp_path / f"part.{suffix}", kept=0.8)) as video:
        times_s = [frame.t_s for frame in video]
        assert 0 < len(times_s) < len(frames_of(whole))
        of_s = f" of {video.duration_s:.1f} s" if video.duration_s else ""
        assert video.warnings == (
            f"the file ends early: it could be read up to {times_s[-1]:.1f} s{of_s}",
        )


def test_one_pixel_is_a_picture_too(tmp_path: Path) -> None:
    frames = frames_of(write_one_pixel_clip(tmp_path / "dot.mp4"))
    assert [frame.rgb.shape for frame in frames] == [(1, 1, 3)] * 3


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_a_colon_in_a_name_is_not_an_address(tmp_path: Path) -> None:
    assert len(frames_of(write_clip(tmp_path / "http:clip.mp4"))) == 8


class TestRefusals:
    def refusal(self, path: Path) -> str:
        with pytest.raises(SourceError) as error:
            VideoFile(path)
        assert "\n" not in str(error.value)
        return str(error.value).replace(str(path), "FILE")

    def test_missing(self, tmp_path: Path) -> None:
        assert self.refusal(tmp_path / "no.mp4") == "FILE: there is no such file"

    def test_folder(self, tmp_path: Path) -> None:
        assert self.refusal(tmp_path) == "FILE is a folder: name a video file in it"

    @pytest.mark.parametrize("content", [b"", b"hello\n", bytes(range(256)) * 40])
    def test_not_a_video(self, content: bytes, tmp_path: Path) -> None:
        path = tmp_path / "notes.mp4"
        path.write_bytes(content)
        assert self.refusal(path) == (
            "FILE is not a video that can be read: try it in a player, or convert it"
        )

    def test_no_frames(self, tmp_path: Path) -> None:
        assert self.refusal(write_clip(tmp_path / "none.avi", frames=0)) == (
            "FILE has no frames: record or export it again"
        )

    def test_cut_off_before_the_index(self, tmp_path: Path) -> None:
        whole = write_clip(tmp_path / "whole.mp4", width_px=640, height_px=480)
        path = cut(whole, tmp_path / "part.mp4", kept=0.5)
        assert self.refusal(path) == (
            "FILE ends before its index, so no frame can be read: copy it again"
        )


def stored_picture(name: str) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    capture = cv2.VideoCapture(str(CLIPS / name), cv2.CAP_FFMPEG)
    capture.set(cv2.CAP_PROP_ORIENTATION_AUTO, 0)
    _ok, bgr = capture.read()
    capture.release()
    return np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB), dtype=np.uint8)


def turn_noted_in_it() -> int:
    return cv2.ROTATE_90_CLOCKWISE
