from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pytest

from coach.body import Body, Sighting
from tests.benchmarks import clips, page, play, report
from tests.benchmarks.__main__ import main, score
from tests.benchmarks.bars import bars
from tests.benchmarks.corrections import Tally
from tests.benchmarks.scores import Scores


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(os.environ, "PSOAS_MANNEQUIN_CACHE", str(tmp_path / "cache"))


@pytest.mark.parametrize(
    ("argv", "status", "line"),
    [
        (["--seed", "0", "12"], 2, "no seed 12; there are 0 to 9"),
        (["--sessions", "0"], 2, "--sessions must be 1 to 600, not 0"),
        (["--quick", "--rule", "bridge.sway"], 2, "no rule 'sway' in bridge; there are: knees-in"),
        (["--quick", "--rule", "plank.sway"], 2, "no stretch 'plank'; there are: pigeon"),
        (["--quick", "--write-readme"], 2, "the page has the usual figures: no --quick"),
        (["--badly", "--write-readme"], 2, "the page has the usual figures: no --quick"),
        (["--width", "640", "--write-readme"], 2, "the page has the usual figures: no --quick"),
        (["--quick", "--width", "641"], 2, "--width must be an even number of 160 to 3840"),
    ],
)
def test_wrong_usage_is_one_line(
    argv: list[str], status: int, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(argv) == status
    error = capsys.readouterr().err.strip()
    assert error.startswith(f"benchmarks: {line}")
    assert "\n" not in error


def test_without_the_packages_that_render_the_cache_must_have_the_sessions(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(clips, "can_render", lambda: False)
    assert main(["--sessions", "3"]) == 1
    error = capsys.readouterr().err.strip()
    assert error.startswith("benchmarks: 3 of 3 sessions are not in ")
    assert "uv sync --group mannequin" in error


def test_the_newest_whole_rendering_is_taken(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(clips, "can_render", lambda: False)
    for age, folder in enumerate(["new", "old", "halfway"]):
        home = tmp_path / "cache" / "sessions" / folder
        home.mkdir(parents=True)
        kinds = ["truth.json"] if folder == "halfway" else ["truth.json", "truth.npz", "mp4"]
        for kind in kinds:
            (home / f"test-00000.{kind}").touch()
            os.utime(home / f"test-00000.{kind}", (100 - age, 100 - age))
    (found,) = clips.generated(range(1), lambda _line: None)
    assert found.video.parent.name == "new"


def test_a_clip_is_played_scored_and_told(tmp_path: Path) -> None:
    (clip,) = (one for one in clips.committed() if one.video.name == "good-bridge.mp4")
    scores = score([clip], tmp_path, False, lambda _line: None)
    assert (scores.clips, scores.detected) == (1, 1)
    assert [one.told_stretch for one in scores.recognised] == ["bridge"]
    text = page.joined(report.sections(scores))
    assert "| bridge" in text
    json.dumps(report.tree(scores), allow_nan=False)
    again = score([clip], tmp_path, False, lambda _line: None)
    assert again.detected == 0
    assert report.tree(again)["recognised"] == report.tree(scores)["recognised"]


def test_who_begins_badly_is_in_other_sessions() -> None:
    usual, badly = (clips.numbers(60, [1], badly) for badly in (False, True))
    assert len(usual) == len(badly) == 60
    assert not set(usual) & set(badly)


def test_sets_are_taken_together_each_once() -> None:
    assert clips.numbers(2, [3, 0, 3]) == [*clips.numbers(2, [3]), *clips.numbers(2, [0])]


def test_the_worst_rule_is_told_for_everywhere_and_for_where_a_fault_shows() -> None:
    low, far = ("bridge", "hips-low"), ("bridge", "feet-far")
    scores = Scores(frozenset(), by_rule={low: Tally(hits=1, missed=3), far: Tally(hits=2)})
    scores.placed = {low: Tally(hits=1), far: Tally(hits=2), ("lunge", "moving"): Tally()}
    scores.shown = {far: Tally(hits=2, missed=2)}
    told = {bar.name: (bar.value, bar.note) for bar in bars(scores) if "worst rule" in bar.name}
    assert told == {
        "F of the worst rule": (
            0.4,
            "bridge.hips-low: 4 due, 1 hits, 0 false, 3 missed; 1 of 2 rules are below",
        ),
        "F of the worst rule, recommended views": (
            1.0,
            "bridge.hips-low: 1 due, 1 hits, 0 false, 0 missed; 0 of 2 rules are below",
        ),
        "F of the worst rule, recommended views of the rule": (
            pytest.approx(2 / 3),
            "bridge.feet-far: 4 due, 2 hits, 0 false, 2 missed; 1 of 1 rules are below",
        ),
    }


def test_no_clips_make_empty_tables() -> None:
    text = page.joined(report.sections(Scores(frozenset())))
    assert "No stretch is done in these clips." in text


def test_sightings_survive_the_cache() -> None:
    image = np.arange(66, dtype=np.float32).reshape(33, 2)
    body = Body(image, np.ones((33, 3), np.float32), np.zeros(33, np.float32))
    kept = list(play.unpacked(play.packed([Sighting(0.0, None, 0), Sighting(0.1, body)])))
    assert [(s.t_s, s.people, s.body is None) for s in kept] == [(0.0, 0, True), (0.1, None, False)]
    assert kept[1].body is not None
    assert (kept[1].body.image_px == image).all()


def test_the_page_keeps_what_stands_around_its_figures() -> None:
    old = f"# Title\n\n{page.BEGIN}\nold\n{page.END}\n\nLimits.\n"
    new = page.between(old, "| new |")
    assert new == f"# Title\n\n{page.BEGIN}\n\n| new |\n\n{page.END}\n\nLimits.\n"
    with pytest.raises(ValueError, match="substring"):
        page.between("no marks", "x")
