"""Routines as they are typed: listed, shown, checked and practised."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from coach.resources import poses_dir

from .running import BRIDGE, Ran

Coach = Callable[..., Ran]
MINE = """\
id: mine
name: My own
about: What my back likes.
items:
  - include: desk-break
  - stretch: bridge
    hold_s: 45
"""
SHIPPED = sorted((poses_dir() / "routines").glob("*.yaml"))


def test_the_list_names_stretches_and_routines(coach: Coach) -> None:
    ran = coach("stretches")
    assert ran.status == 0
    assert "\nlunge        Kneeling lunge: left and right, 30 s\n" in ran.out
    assert "\ndaily        Daily routine: about 8 minutes. Warm-up, then every" in ran.out
    assert "\nwarm-up      Warm-up: about 2 minutes. " in ran.out


def test_a_stretch_says_of_what_it_watches_where_the_camera_belongs_if_it_matters(
    coach: Coach,
) -> None:
    ran = coach("stretches", "bridge")
    where = "knee tracking needs the camera beyond your head, to one side"
    assert f"\n  knees-in: Press your knees out over your toes. ({where})\n" in ran.out
    assert "\n  hips-low: Lift your hips a little higher.\n" in ran.out


def test_a_routine_is_shown_in_full_with_its_times_and_camera_places(coach: Coach) -> None:
    ran = coach("stretches", "daily")
    assert ran.status == 0
    first, second, third, empty, *parts = ran.out.splitlines()
    assert first == "Daily routine (daily), about 8 minutes"
    assert second == "Warm-up, then every stretch once."
    assert third.startswith("Camera: side, then front")
    assert third.endswith("; it moves once")
    assert empty == ""
    assert parts[0] == "   0:00  Put the camera at your side, 20 s"
    assert parts[1] == "   0:20  March on the spot, 40 s"
    assert "   2:26  Kneeling lunge, left leg in front, 30 s" in parts


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_what_ships_is_well(coach: Coach, path: Path) -> None:
    ran = coach("check", path)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.endswith(": all well\n")


def test_ones_own_routine_is_checked(coach: Coach, tmp_path: Path) -> None:
    path = tmp_path / "my-routine.yaml"
    path.write_text(MINE, encoding="utf-8")
    ran = coach("check", path)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == f"{path}: 3 holds, about 4 minutes: all well\n"


def test_ones_own_routine_is_practised(coach: Coach, tmp_path: Path) -> None:
    """The clip is a bridge of some seconds, so the camera's time is not waited for."""
    path = tmp_path / "my-routine.yaml"
    path.write_text("id: mine\nname: Mine\nitems:\n  - stretch: bridge\n", encoding="utf-8")
    ran = coach("practice", path, "--no-window", "--no-voice", "--camera", BRIDGE, "--hold", "5")
    assert (ran.status, ran.err) == (0, "")
    assert "  Next: bridge.\n" in ran.out
    assert ran.out.index("Next: bridge.") < ran.out.index("Good. Hold it there and breathe.")


CANNOT = [
    ("practice brigde", "no stretch or routine is called 'brigde' (did you mean 'bridge'?)"),
    ("practice daly", "no stretch or routine is called 'daly' (did you mean 'daily'?)"),
    ("practice lunge --skip brigde", "no stretch or routine is called 'brigde' (did you mean"),
    ("practice missing.yaml", "missing.yaml: cannot be read: No such file"),
    ("practice long.yaml", "long.yaml:5: items.0.hold_s: a hold lasts 5 to 300 seconds, not 4000"),
    ("check long.yaml", "long.yaml:5: items.0.hold_s: a hold lasts 5 to 300 seconds, not 4000"),
    ("check same.yaml", "same.yaml:1: id: another file already has the id 'daily'"),
    ("stretches lunhe", "no stretch or routine is called 'lunhe' (did you mean 'lunge'?)"),
]


@pytest.mark.parametrize(("typed", "told"), CANNOT)
def test_what_cannot_be_done_is_told_in_one_line(
    coach: Coach, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    text = "id: {}\nname: X\nitems:\n  - stretch: lunge\n    hold_s: {}\n"
    Path("long.yaml").write_text(text.format("x", 4000))
    Path("same.yaml").write_text(text.format("daily", 40))
    ran = coach(*typed.split())
    assert ran.status == 1
    assert told in ran.err
    assert ran.err.count("\n") == 1


def test_a_translator_checks_the_words_alone(coach: Coach, tmp_path: Path) -> None:
    words = (poses_dir() / "words.yaml").read_text(encoding="utf-8")
    (tmp_path / "words.yaml").write_text(words, encoding="utf-8")
    assert coach("check", tmp_path / "words.yaml").out.endswith(" sentences: all well\n")
    (tmp_path / "words.yaml").write_text(words.replace("count.ten:", "count.tan:"))
    ran = coach("check", tmp_path / "words.yaml")
    assert (ran.status, ran.out) == (1, "")
    assert "count.tan: unknown key (did you mean 'count.ten'?)" in ran.err
