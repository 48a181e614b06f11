"""What every source promises, asked of every source."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from coach.body import Sighting
from coach.sources import Frame, Replay, Source, VideoFile, Webcam
from tests.sources.camera import FlatCamera
from tests.sources.clips import CLIPS, write_clip

MakeSource = Callable[[], Source[Any]]
WIDTH_PX, HEIGHT_PX = 64, 48


def stored_sightings() -> list[Sighting]:
    return [Sighting(t_s, None) for t_s in (0.0, 0.1, 0.35, 0.4)]


@pytest.fixture(params=["file", "variable-rate", "camera", "played", "replay"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> MakeSource:
    clip = write_clip(tmp_path / "clip.mp4", width_px=WIDTH_PX, height_px=HEIGHT_PX)
    camera = FlatCamera(pictures=10**6, width_px=WIDTH_PX, height_px=HEIGHT_PX)
    makers: dict[str, MakeSource] = {
        "file": lambda: VideoFile(clip),
        "variable-rate": lambda: VideoFile(CLIPS / "vfr.mp4"),
        "camera": lambda: Webcam(0, opener=camera.open),
        "played": lambda: Webcam(clip),
        "replay": lambda: Replay(stored_sightings(), width_px=WIDTH_PX, height_px=HEIGHT_PX),
    }
    return makers[request.param]


def some(source: Source[Any], most: int = 8) -> Iterator[Any]:
    """The first items: a camera never ends of itself."""
    for _, item in zip(range(most), source, strict=False):
        yield item


def test_time_moves_only_forward_and_starts_near_nought(make: MakeSource) -> None:
    with make() as source:
        times_s = [item.t_s for item in some(source)]
    assert len(times_s) > 1
    assert 0 <= times_s[0] < 0.5
    assert all(later > earlier for earlier, later in itertools.pairwise(times_s))


def test_frames_are_rgb_bytes_of_the_size_the_source_tells(make: MakeSource) -> None:
    with make() as source:
        for item in some(source):
            if isinstance(item, Frame):
                assert item.rgb.dtype == np.uint8
                assert item.rgb.shape == (source.height_px, source.width_px, 3)


def test_frame_numbers_only_grow(make: MakeSource) -> None:
    with make() as source:
        numbers = [item.index for item in some(source) if isinstance(item, Frame)]
    assert numbers == sorted(set(numbers))


def test_it_tells_rate_length_and_count_or_none(make: MakeSource) -> None:
    with make() as source:
        assert source.fps is None or source.fps > 0
        assert source.duration_s is None or source.duration_s > 0
        assert source.frames is None or source.frames > 0


def test_good_input_gives_no_warning(make: MakeSource) -> None:
    with make() as source:
        assert list(some(source))
        assert source.warnings == ()


def test_iterating_twice_is_an_error_of_the_program(make: MakeSource) -> None:
    with make() as source:
        next(iter(source))
        with pytest.raises(RuntimeError, match="iterated once"):
            next(iter(source))


def test_it_closes_when_the_block_fails_and_again_without_harm(make: MakeSource) -> None:
    source = make()
    next(iter(source))
    with pytest.raises(KeyboardInterrupt), source:
        raise KeyboardInterrupt
    source.__exit__(None, None, None)
