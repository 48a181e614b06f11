"""What is drawn to train on: the same again from the same numbers, and as varied as it says."""

from __future__ import annotations

import importlib.util
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from tests.mannequin.errors import MannequinError
from tests.mannequin.renderer import renderer
from tests.training import gather, record, slips
from tests.training.data import load
from tests.training.draw import CLIP_FRAMES, CLIPS, MOMENTS, QUANTITIES, STILLS, samples
from tests.training.recorded import BRIEF
from tests.training.shards import Rows, write

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


@pytest.mark.parametrize(("rows", "name"), [(gather.rows, ""), (record.rows, "recorded-")])
def test_a_shard_is_written_once_and_read_again(rows: Rows, name: str, tmp_path: Path) -> None:
    write(gather.rows, "tune", range(1), tmp_path / "tune-0000.npz", None)
    shard = tmp_path / f"{name}tune-0001.npz"
    count = write(rows, "tune", range(1), shard, None)
    written = shard.stat().st_mtime_ns
    assert write(rows, "tune", range(1), shard, None) == count > 0
    assert shard.stat().st_mtime_ns == written
    found = load(tmp_path, "tune")
    assert 0 < len(found.first_seen().pose) <= len(found.settled().pose)


def test_recordings_to_train_on_kick_in_the_middle_of_a_hold() -> None:
    kicks = 0
    for index in range(6):
        spec = record.recording("train", index)
        (actor,) = spec.film.actors
        times = spec.film.frame_times_s
        assert len(times) < 200
        kicks += any(change.rule == "moving" for change in actor.timeline.stages[0].changes)
    assert 2 <= kicks < 6


def test_slips_are_of_somebody_who_stays_where_they_begin() -> None:
    found = list(slips.rows("tune", range(1), None))
    assert {row["session"] for row in found} == set(range(slips.SETS))
    assert {row["picture"] for row in found} == set(range(1 + slips.SLIPS))
    for number in range(slips.SETS):
        own = [row for row in found if row["session"] == number]
        assert len({(row["pose"], row["view"]) for row in own}) == 1
        truth = [np.nan_to_num(row["truth"]) for row in own]
        begun = [angles for angles, row in zip(truth, own, strict=True) if row["picture"] == 0]
        assert np.abs(begun[0] - begun[-1]).max() < 6  # nobody is quite still
        assert np.abs(truth[-1] - begun[0]).max() > 0


def test_a_brief_recording_is_of_a_moment() -> None:
    long, brief = (record.recording("train", BRIEF + n).film.frame_times_s for n in (-1, 0))
    assert np.ptp(brief) < 4 < np.ptp(long)
