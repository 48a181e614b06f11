"""What is drawn to train on: the same again from the same numbers, and as varied as it says."""

from __future__ import annotations

import importlib.util
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from tests.mannequin.errors import MannequinError
from tests.mannequin.renderer import renderer
from tests.training import gather
from tests.training.data import load
from tests.training.draw import CLIP_FRAMES, CLIPS, MOMENTS, QUANTITIES, STILLS, samples

SIZE = (160, 90)


def _can_render() -> bool:
    try:
        renderer(64, 48)
    except MannequinError:
        return False
    return importlib.util.find_spec("anny") is not None


pytestmark = pytest.mark.skipif(
    not _can_render(), reason="rendering needs the `mannequin` group and OSMesa"
)


def test_the_same_session_gives_the_same_pictures_and_truth() -> None:
    one, two = (next(samples("tune", 3, SIZE))[0] for _ in range(2))
    assert np.array_equal(one.rgb, two.rgb)
    assert np.array_equal(one.truth, two.truth, equal_nan=True)


def test_a_session_gives_held_shapes_and_short_clips() -> None:
    groups = list(samples("train", 0, SIZE))
    assert Counter(map(len, groups)) == {1: STILLS, CLIP_FRAMES: CLIPS}
    for clip in (group for group in groups if len(group) > 1):
        assert not np.array_equal(clip[0].rgb, clip[-1].rgb)


def test_to_be_judged_by_there_are_moments_of_sessions_as_they_are() -> None:
    (moments,) = zip(*samples("test", 0, SIZE), strict=True)
    assert len(moments) == MOMENTS
    assert {sample.pose for sample in moments} & {"pigeon-left", "pigeon-right"}


def test_held_shapes_go_beyond_the_bounds_of_rules() -> None:
    column = QUANTITIES.index("spine_flexion_deg")
    spines = [g[0].truth[column] for i in (5, 11, 17) for g in samples("train", i, SIZE)]
    assert max(spines) > 25
    assert min(spines) < 5


def test_a_shard_is_gathered_once_and_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gather, "SESSIONS", 1)
    rows = gather.gather_shard("tune", 0, tmp_path, None)
    (shard,) = tmp_path.iterdir()
    written = shard.stat().st_mtime_ns
    assert gather.gather_shard("tune", 0, tmp_path, None) == rows
    assert shard.stat().st_mtime_ns == written
    found = load(tmp_path, "tune")
    assert len(found.pose) == rows
    assert 0 < len(found.first_seen().pose) <= len(found.settled().pose)
    assert found.pictures <= MOMENTS
