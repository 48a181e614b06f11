from __future__ import annotations

from pathlib import Path

import pytest

from coach.sources import VideoFile
from tests.benchmarks import clips, recoded


def test_a_copy_shows_the_same_moments_in_another_size(tmp_path: Path) -> None:
    pytest.importorskip("av")
    (clip,) = (one for one in clips.committed() if one.video.name == "vfr.mp4")
    (copy,) = recoded.copies([clip], 320, tmp_path, lambda _line: None)
    assert (copy.truth, copy.arrays) == (clip.truth, clip.arrays)
    with VideoFile(clip.video) as full, VideoFile(copy.video) as small:
        assert small.width_px == 320
        assert small.width_px / small.height_px == pytest.approx(
            full.width_px / full.height_px, rel=0.02
        )
        times_s = [frame.t_s for frame in full]
        assert [frame.t_s for frame in small] == pytest.approx(times_s, abs=0.002)


def test_a_copy_is_made_once(tmp_path: Path) -> None:
    pytest.importorskip("av")
    (clip,) = (one for one in clips.committed() if one.video.name == "empty.mp4")
    told: list[str] = []
    for _ in range(2):
        recoded.copies([clip], 320, tmp_path, told.append)
    assert len(told) == 1
