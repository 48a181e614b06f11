"""Routine files are read whole, or refused with file, line and hint."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from coach.errors import CoachError
from coach.resources import poses_dir
from coach.stretches import (
    Movement,
    Pause,
    Routine,
    Stretching,
    camera_places,
    is_routine,
    load_routine,
    load_routines,
    moves,
)
from tests.shipped import LIBRARY, ROUTINES

MINE = """\
id: mine
name: My own
rest_s: 5
items:
  - movement: March
    for_s: 30
    say: March on the spot.
  - stretch: lunge
    side: left
    hold_s: 40
    rounds: 2
  - pause_s: 20
  - stretch: bridge
"""


def load(text: str, folder: Path, name: str = "mine.yaml") -> Routine:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return load_routine(path, LIBRARY.stretches, {})


def done(routine: Routine, routines: dict[str, Routine], *skip: str) -> list[str]:
    """Return what is to be done, in short."""
    return [
        item.stretch if isinstance(item, Stretching)
        else item.movement if isinstance(item, Movement)
        else f"{item.pause_s:g} s"
        for _, item in routine.flat(routines, skip)
    ]  # fmt: skip


def test_it_says_what_comes_after_what(tmp_path: Path) -> None:
    mine = load(MINE, tmp_path)
    assert done(mine, {}) == ["March", "lunge", "lunge", "20 s", "bridge"]
    _, (_, lunge), *_ = mine.flat({})
    assert isinstance(lunge, Stretching)
    assert (lunge.side, lunge.hold_s) == ("left", 40)


def test_what_is_skipped_is_left_out_in_included_routines_too(tmp_path: Path) -> None:
    mine = load(MINE, tmp_path)
    outer = Routine.model_validate(
        {"id": "outer", "name": "Outer", "items": [{"include": "mine", "rounds": 2}]}
    )
    both = {"mine": mine, "outer": outer}
    assert done(outer, both) == 2 * ["March", "lunge", "lunge", "20 s", "bridge"]
    assert done(outer, both, "lunge") == 2 * ["March", "20 s", "bridge"]
    assert done(outer, both, "mine") == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("stretch: bridge", "stretch: brige", ":13: items.3.stretch: no stretch is called 'brige' "
         "(did you mean 'bridge'?)"),
        ("hold_s: 40", "hold_s: 0", ":10: items.1.hold_s: a hold lasts 5 to 300 seconds, not 0"),
        ("hold_s: 40", "hold_s: 4000", ":10: items.1.hold_s: a hold lasts 5 to 300 seconds, not 4"),
        ("hold_s: 40", "hold_s: .nan", ":10: items.1.hold_s: must be a number"),
        ("side: left", "side: both", ":9: items.1.side: a side is left or right, not 'both'"),
        ("stretch: lunge", "stretch: bridge", ":9: items.1.side: the bridge is done on both sides "
         "at once; leave the side out"),
        ("rounds: 2", "rounds: 0", ":11: items.1.rounds: Input should be greater than or equal"),
        ("rounds: 2", "round: 2", ":11: items.1.round: unknown key (did you mean 'rounds'?)"),
        ("rounds: 2", "for_s: 2", ":11: items.1.for_s: means nothing here"),
        ("pause_s: 20", "pause_s: 1", ":12: items.2.pause_s: Input should be greater than"),
        ("pause_s: 20", "paus: 20", ":12: items.2: must be one of stretch, movement, pause_s, inc"),
        ("pause_s: 20", "bridge", ":12: items.2: must be one of stretch, movement, pause_s, inclu"),
        ("    for_s: 30", "    stretch: lunge", ":5: items.0: must be one of stretch, movement"),
        ("say: March on the spot.", "say: [March.]", ":7: items.0.say: must be text"),
        ("stretch: bridge", "stretch: zzz", "no stretch is called 'zzz'; known: bridge, butterfly"),
        ("March on the spot.", "a b c d e f g h i", ":7: items.0.say: say it in 1 to 8 words"),
        ("pause_s: 20", "include: mine", ":12: items.2.include: goes round in a circle: mine "
         "includes mine; leave it out"),
        ("pause_s: 20", "include: yours", ":12: items.2.include: no routine is called 'yours'; "),
        ("stretch: bridge", "stretch: mine", ":13: items.3.stretch: no stretch is called 'mine'; "
         "it is a routine: write `include: mine`"),
        ("rest_s: 5", "rest_s: long", ":3: rest_s: must be a number"),
        ("id: mine", "id: lunge", ":1: id: a stretch already has the id 'lunge'; choose one of"),
        ("items:", "item:", ":4: item: unknown key (did you mean 'items'?) (and 1 more)"),
        ("name: My own", "name: [", "not valid YAML"),
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_with_its_line_and_a_hint(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    with pytest.raises(CoachError) as caught:
        load(MINE.replace(old, new, 1), tmp_path)
    message = str(caught.value)
    assert message.startswith(f"{tmp_path / 'mine.yaml'}:")
    assert told in message
    assert "\n" not in message


def test_nothing_to_do_is_refused(tmp_path: Path) -> None:
    for items in ("[]", "[{pause_s: 20}]"):
        with pytest.raises(CoachError, match=r"mine\.yaml:3: items: there is nothing to do"):
            load(f"id: mine\nname: My own\nitems: {items}\n", tmp_path)


def test_the_name_of_a_routine_may_have_a_number(tmp_path: Path) -> None:
    assert load(MINE.replace("id: mine", "id: evening-2"), tmp_path).id == "evening-2"


def test_a_routine_that_contains_itself_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(CoachError, match=r"mine\.yaml:1: file: something in it contains itself"):
        load("&mine\nid: mine\nname: My own\nitems: [*mine]\n", tmp_path)


def folder_of(tmp_path: Path, **files: str) -> Path:
    (tmp_path / "routines").mkdir()
    for name, text in files.items():
        (tmp_path / "routines" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def including(routine_id: str, other: str) -> str:
    return f"id: {routine_id}\nname: X\nitems:\n  - stretch: bridge\n  - include: {other}\n"


def test_routines_that_include_each_other_are_refused(tmp_path: Path) -> None:
    poses = folder_of(tmp_path, a=including("a", "b"), b=including("b", "c"), c=including("c", "a"))
    with pytest.raises(CoachError) as caught:
        load_routines(poses, LIBRARY.stretches)
    told = "a.yaml:5: items.1.include: goes round in a circle: a includes b includes c includes a"
    assert told in str(caught.value)


def test_one_routine_may_be_included_in_two_places(tmp_path: Path) -> None:
    poses = folder_of(
        tmp_path, a=including("a", "c"), b=including("b", "c"), c=MINE.replace("mine", "c")
    )
    assert [*load_routines(poses, LIBRARY.stretches)] == ["a", "b", "c"]


def test_two_files_with_one_id_are_refused(tmp_path: Path) -> None:
    poses = folder_of(tmp_path, a=MINE, b=MINE)
    with pytest.raises(CoachError, match=r"b\.yaml:1: id: another file already has the id 'mine'"):
        load_routines(poses, LIBRARY.stretches)


def test_a_file_of_ones_own_may_not_take_the_id_of_one_that_ships(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(MINE, encoding="utf-8")
    mine = load_routine(path, LIBRARY.stretches, {})
    other = mine.model_copy(update={"name": "Another"})
    with pytest.raises(CoachError, match=r"mine\.yaml:1: id: another file already has the id"):
        load_routine(path, LIBRARY.stretches, {"mine": other})
    assert load_routine(path, LIBRARY.stretches, {"mine": mine}) == mine  # it is that very file


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (MINE, True),
        (MINE.replace("items", "item"), True),
        ((poses_dir() / "bridge.yaml").read_text(encoding="utf-8"), False),
        ("id: x\nname: X\nrule: []\npose: []\n", False),
    ],
)
def test_a_file_is_told_by_what_it_holds(tmp_path: Path, text: str, meant: bool) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(text, encoding="utf-8")
    assert is_routine(path) is meant


def test_the_routine_in_the_readme_is_one(tmp_path: Path) -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    path = tmp_path / "my-routine.yaml"
    path.write_text(readme.split("```yaml\n")[1].split("```")[0], encoding="utf-8")
    evening = load_routine(path, LIBRARY.stretches, ROUTINES)
    assert done(evening, ROUTINES)[-4:] == ["lunge", "lunge", "30 s", "bridge"]


class TestWhatShips:
    @pytest.mark.parametrize("path", sorted((poses_dir() / "routines").glob("*.yaml")))
    def test_a_file_is_called_as_its_routine(self, path: Path) -> None:
        assert f"\nid: {path.stem}\n" in path.read_text(encoding="utf-8")

    def test_these_are_the_routines(self) -> None:
        assert {*ROUTINES} == {"daily", "long", "desk-break", "warm-up"}

    @pytest.mark.parametrize("name", ["daily", "long"])
    def test_every_stretch_is_in_it(self, name: str) -> None:
        assert set(LIBRARY.stretches) <= {*done(ROUTINES[name], ROUTINES)}

    def test_the_warm_up_is_two_minutes_of_movements(self) -> None:
        items = [item for _, item in ROUTINES["warm-up"].flat(ROUTINES)]
        assert sum(item.for_s for item in items if isinstance(item, Movement)) == 120
        assert all(isinstance(item, Movement) for item in items)

    def test_the_long_one_has_pauses_and_second_rounds(self) -> None:
        items = [item for _, item in ROUTINES["long"].flat(ROUTINES)]
        assert any(isinstance(item, Pause) for item in items)
        stretches = [item.stretch for item in items if isinstance(item, Stretching)]
        assert all(stretches.count(name) == 2 for name in stretches)

    @pytest.mark.parametrize("name", ["daily", "long", "desk-break"])
    def test_no_other_order_of_its_stretches_moves_the_camera_less(self, name: str) -> None:
        items = [item for _, item in ROUTINES[name].flat(ROUTINES)]
        order = [LIBRARY.get(item.stretch) for item in items if isinstance(item, Stretching)]
        each = [*{stretch.id: stretch for stretch in order}.values()]
        least = min(moves(camera_places(other)) for other in permutations(each))
        assert moves(camera_places(order)) == least


class TestCameraPlaces:
    @staticmethod
    def places(*views: str) -> list[str]:
        """Return where the camera stands for stretches that are well seen from `a b` each."""
        bridge = LIBRARY.get("bridge")
        stretches = [
            bridge.model_copy(
                update={"camera": bridge.camera.model_copy(update={"views": tuple(one.split())})}
            )
            for one in views
        ]
        return [*camera_places(stretches)]

    def test_it_stays_where_one_place_is_good_for_all(self) -> None:
        assert self.places("front side", "side", "side front") == ["side"] * 3

    def test_it_moves_only_when_it_must(self) -> None:
        assert self.places("side", "side front", "front") == ["side", "side", "front"]

    def test_of_several_good_places_the_best_is_taken(self) -> None:
        assert self.places("side front", "side front") == ["side", "side"]
        assert self.places("front side feet", "side feet front", "side front feet") == ["side"] * 3

    def test_nothing_to_see_needs_no_camera(self) -> None:
        assert self.places() == []
        assert moves([]) == 0

    def test_putting_it_up_is_no_move(self) -> None:
        assert moves(["side"]) == 0
        assert moves(["side", "front", "side"]) == 2
