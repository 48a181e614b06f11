from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.benchmarks import known
from tests.benchmarks.clips import committed
from tests.benchmarks.errors import BenchmarkError


def truth(*faults: tuple[str, str, float, float, bool]) -> dict[str, Any]:
    return {
        "format": "mannequin-truth",
        "version": 1,
        "name": "one",
        "fps": 12,
        "frames": 360,
        "stretches": [
            {
                "stretch": "bridge",
                "side": "both",
                "view": "side",
                "start_s": 2.0,
                "end_s": 28.0,
                "holds": [{"start_s": 4.0, "end_s": 26.0, "in_form_s": 17.0}],
                "faults": [
                    _fault(rule, side, start, end, meant)
                    for rule, side, start, end, meant in faults
                ],
            }
        ],
    }


def _fault(rule: str, side: str, start_s: float, end_s: float, meant: bool) -> dict[str, Any]:
    peak = 24.0 if side == "left" else 31.0
    span = {"start_s": start_s, "end_s": end_s}
    return {"rule": rule, "side": side, **span, "meant": meant, "peak": peak}


def load(folder: Path, tree: dict[str, Any]) -> known.Known:
    path = folder / "one.truth.json"
    path.write_text(json.dumps(tree))
    return known.load(path)


def test_the_same_rule_on_both_sides_is_one_fault(tmp_path: Path) -> None:
    tree = truth(("hips-low", "left", 10.0, 14.0, True), ("hips-low", "right", 10.2, 14.4, True))
    (fault,) = load(tmp_path, tree).faults
    assert (fault.start_s, fault.end_s, fault.dwell_s) == (10.0, 14.4, 0.7)
    assert fault.peak == 31.0  # of the worse side


def test_the_same_rule_again_a_while_later_is_another(tmp_path: Path) -> None:
    tree = truth(("hips-low", "left", 10.0, 12.0, True), ("hips-low", "left", 15.0, 18.0, True))
    assert [fault.start_s for fault in load(tmp_path, tree).faults] == [10.0, 15.0]


@pytest.mark.parametrize(
    ("start_s", "end_s", "meant", "side_effect"),
    [
        (11.0, 13.0, False, True),
        (14.4, 16.0, False, True),
        (17.0, 19.0, False, False),
        (11.0, 13.0, True, False),
    ],
)
def test_what_comes_along_with_a_meant_fault_is_its_side_effect(
    tmp_path: Path, start_s: float, end_s: float, meant: bool, side_effect: bool
) -> None:
    along = ("feet-far", "left", start_s, end_s, meant)
    tree = truth(("hips-low", "left", 10.0, 14.0, True), along)
    (other,) = (f for f in load(tmp_path, tree).faults if f.rule == "feet-far")
    assert other.side_effect is side_effect


def test_measures_come_from_the_arrays(tmp_path: Path) -> None:
    path = tmp_path / "one.truth.json"
    path.write_text(json.dumps(truth()))
    arrays = tmp_path / "one.truth.npz"
    np.savez(arrays, t_s=[0.0, 0.1], trunk_lean_deg=[5.0, np.nan], joints_m=np.zeros((2, 3, 3)))
    found = known.load(path, arrays)
    assert list(found.measures) == ["trunk_lean_deg"]
    assert found.t_s.tolist() == [0.0, 0.1]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": "mannequin-truth"}'])
def test_a_bad_truth_is_one_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "bad.truth.json"
    path.write_text(text)
    with pytest.raises(BenchmarkError) as told:
        known.load(path)
    assert str(path) in str(told.value)
    assert "\n" not in str(told.value)


def test_every_committed_clip_can_be_read() -> None:
    for clip in committed():
        assert clip.video.exists()
        assert known.load(clip.truth).duration_s > 1
