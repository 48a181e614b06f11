"""Live sources: newest picture first, a lost camera comes back, a file plays at its own speed."""

from __future__ import annotations

import time
from pathlib import Path
from threading import Event

import numpy as np
import pytest

from coach.errors import SourceError
from coach.sources import Frame, Gap, Webcam
from coach.sources.base import RgbImage
from coach.sources.cameras import Capture, find_cameras
from coach.sources.newest import Ended, Newest
from tests.sources.camera import FlatCamera
from tests.sources.clips import FPS, write_clip


class TestCamera:
    def test_a_camera_that_comes_back_is_used_again_on_the_same_clock(self) -> None:
        camera = FlatCamera(pictures=3)
        seen: list[Frame | Gap] = []
        with Webcam(4, opener=camera.open, retry_s=0.01) as webcam:
            for item in webcam:
                seen.append(item)
                if isinstance(item, Frame) and any(isinstance(old, Gap) for old in seen):
                    break
            assert webcam.warnings[0].startswith("camera 4 was lost from ")
        gap = next(item for item in seen if isinstance(item, Gap))
        assert gap.reason == "camera 4 is lost; trying to open it again"
        assert seen[-1].t_s > gap.t_s

    def test_a_camera_that_stays_away_ends_the_session_with_one_line(self) -> None:
        camera = FlatCamera(pictures=3, times=1)
        with (
            Webcam(4, opener=camera.open, retry_s=0.01, give_up_s=0.05) as webcam,
            pytest.raises(SourceError) as error,
        ):
            for _ in webcam:
                pass
        assert str(error.value) == "camera 4 was lost for good: there is no camera 4"

    def test_a_camera_that_hangs_is_told_of_and_the_window_stays_alive(self) -> None:
        camera = HangingCamera()
        with Webcam(4, opener=camera.open, stall_s=0.01) as webcam:
            gaps = [item for _, item in zip(range(3), webcam, strict=False)]
            camera.freed.set()
        assert [gap.reason for gap in gaps if isinstance(gap, Gap)] == [
            "no picture from camera 4"
        ] * 3

    def test_a_camera_without_a_picture_is_refused_and_let_go(self) -> None:
        camera = FlatCamera(pictures=0)
        with pytest.raises(SourceError, match="camera 4 opens but gives no picture"):
            Webcam(4, opener=camera.open)
        assert camera.released == 1

    def test_it_is_let_go_when_the_block_ends(self) -> None:
        camera = FlatCamera(pictures=10**6)
        with Webcam(4, opener=camera.open) as webcam:
            next(iter(webcam))
        assert camera.released == 1

    def test_no_camera_is_one_line_that_says_what_to_do(self) -> None:
        absent = 63
        with pytest.raises(SourceError, match="or practise with a video: --camera FILE") as error:
            Webcam(absent)
        assert "\n" not in str(error.value)

    def test_looking_for_cameras_never_fails(self) -> None:
        assert all(index < 2 for index in find_cameras(limit=2))


class HangingCamera(FlatCamera):
    """Gives one picture and then none, without saying that it is lost, until it is freed."""

    def __init__(self) -> None:
        super().__init__(pictures=1)
        self.freed = Event()

    def open(self, index: int) -> Capture:
        super().open(index)
        return self

    def read(self) -> tuple[bool, RgbImage]:
        ok, picture = super().read()
        if not ok:
            self.freed.wait(10)
        return ok, picture


class TestPlayedFile:
    def test_it_lasts_as_long_as_it_says_and_then_ends(self, tmp_path: Path) -> None:
        clip = write_clip(tmp_path / "clip.mp4", frames=8)
        start_s = time.perf_counter()
        with Webcam(clip) as webcam:
            items = list(webcam)
        assert time.perf_counter() - start_s >= 7 / FPS
        assert items[-1].t_s == pytest.approx(7 / FPS)
        assert webcam.frames == 8

    def test_a_late_reader_misses_frames_and_never_gets_old_ones(self, tmp_path: Path) -> None:
        clip = write_clip(tmp_path / "clip.mp4", frames=8)
        with Webcam(clip) as webcam:
            items = iter(webcam)
            first = next(items)
            late_s = time.perf_counter() + 3 / FPS
            while time.perf_counter() < late_s:
                np.zeros(1000).sort()  # busy, as a slow detector is
            second = next(items)
        assert isinstance(first, Frame)
        assert isinstance(second, Frame)
        assert second.index >= first.index + 2
        assert second.t_s == pytest.approx(second.index / FPS)


class TestNewest:
    def test_only_the_newest_is_kept(self) -> None:
        slot: Newest[str] = Newest()
        slot.put("old")
        slot.put("new")
        assert slot.take(0) == "new"
        assert slot.take(0) is None

    def test_the_last_item_comes_before_the_end(self) -> None:
        slot: Newest[str] = Newest()
        slot.put("last")
        slot.end()
        assert slot.take(0) == "last"
        with pytest.raises(Ended):
            slot.take(0)

    def test_the_writers_error_is_the_readers(self) -> None:
        slot: Newest[str] = Newest()
        slot.end(SourceError("gone"))
        with pytest.raises(SourceError, match="gone"):
            slot.take(0)
