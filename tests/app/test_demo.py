"""`coach demo`: what a newcomer sees first, and what it must find."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from .conftest import Demo
from .running import CLIPS, Ran

NEAR_S = 1.5


def reviewed(demo: Demo) -> dict[str, Any]:
    tree: dict[str, Any] = json.loads((demo.out / "demo.json").read_text(encoding="utf-8"))
    return tree


def rendered() -> dict[str, Any]:
    tree: dict[str, Any] = json.loads((CLIPS / "demo.truth.json").read_text(encoding="utf-8"))
    return tree


def test_it_ends_well_with_a_report_and_nothing_else_on_the_terminal(demo: Demo) -> None:
    assert demo.ran.status == 0
    assert demo.ran.err == ""
    assert f"The report: {demo.out / 'demo.html'}" in demo.ran.out
    assert sorted(path.name for path in demo.out.iterdir()) == [
        "demo.csv",
        "demo.html",
        "demo.json",
    ]


def test_it_finds_the_rendered_faults_and_invents_none(demo: Demo) -> None:
    found = {
        (entry["stretch"], fault["rule"]): fault["start_s"]
        for entry in reviewed(demo)["stretches"]
        for fault in entry["faults"]
    }
    meant = {
        (entry["stretch"], fault["rule"]): fault["start_s"]
        for entry in rendered()["stretches"]
        for fault in entry["faults"]
        if fault["meant"]
    }
    assert set(meant) == {("bridge", "knees-in"), ("lunge", "back-rounded")}
    assert found == {name: pytest.approx(start_s, abs=NEAR_S) for name, start_s in meant.items()}


def test_it_sees_the_stretches_their_sides_and_their_holds(demo: Demo) -> None:
    found, meant = reviewed(demo)["stretches"], rendered()["stretches"]
    assert [(e["stretch"], e["side"]) for e in found] == [(e["stretch"], e["side"]) for e in meant]
    for entry, truth in zip(found, meant, strict=True):
        (hold,), (true_hold,) = entry["holds"], truth["holds"]
        assert hold["start_s"] == pytest.approx(true_hold["start_s"], abs=NEAR_S)
        assert hold["end_s"] == pytest.approx(true_hold["end_s"], abs=NEAR_S)


@pytest.mark.parametrize(
    ("measure", "most_deg"),
    [("knee_flexion", 10), ("hip_flexion", 10), ("spine_flexion", 8), ("trunk_lean", 6)],
)
def test_its_angles_are_near_the_rendered_ones(demo: Demo, measure: str, most_deg: float) -> None:
    with (demo.out / "demo.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    told_s = np.array([float(row["t_s"]) for row in rows])
    truth = rendered()["track"]
    held = [hold for entry in rendered()["stretches"] for hold in entry["holds"]]
    columns = [name for name in truth if name.startswith(measure)]
    assert columns
    off = []
    for moment, t_s in enumerate(truth["t_s"]):
        if any(hold["start_s"] <= t_s <= hold["end_s"] for hold in held):
            row = rows[int(np.abs(told_s - t_s).argmin())]
            off += [abs(float(row[name]) - truth[name][moment]) for name in columns]
    assert np.mean(off) < most_deg


def test_each_correction_is_said_once_while_its_fault_lasts(demo: Demo) -> None:
    tree = reviewed(demo)
    faults = {f["rule"]: f for entry in tree["stretches"] for f in entry["faults"]}
    corrections = [cue for cue in tree["cues"] if cue["kind"] == "correction"]
    assert [cue["rule"] for cue in corrections] == ["knees-in", "back-rounded"]
    for cue in corrections:
        fault = faults[cue["rule"]]
        assert fault["start_s"] < cue["t_s"] < fault["end_s"]
        assert f"{cue['t_s']:5.1f} s  {cue['text']}" in demo.ran.out


def test_the_stored_session_makes_the_same_report(
    demo: Demo, coach: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PSOAS_HOME", str(demo.home))
    ran = coach("report")
    assert (ran.status, ran.err) == (0, "")
    told = ran.out.splitlines()[:-1]
    assert told
    assert "\n".join(told) in demo.ran.out


def test_python_asks_for_no_socket(demo: Demo) -> None:
    assert "watching" in demo.asked  # the spy was there
    assert "socket." not in demo.asked


def test_nothing_native_asks_for_one_either(demo: Demo) -> None:
    if demo.trace is None:
        pytest.skip("strace is not installed")
    assert "exited with 0" in demo.trace  # strace was there
    families = set(re.findall(r"socket\((\w+)", demo.trace))
    assert families <= {"AF_UNIX"}
