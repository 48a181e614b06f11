"""Stretch files are read whole, or refused with file, line and hint."""

from pathlib import Path

import pytest

from coach.engine.examples import failures
from coach.errors import CoachError
from coach.resources import poses_dir
from coach.stretches import load_library, load_stretch, wrong_in
from coach.stretches.words import load_words
from tests.shipped import LIBRARY

BRIDGE = (poses_dir() / "bridge.yaml").read_text(encoding="utf-8")


def test_an_unknown_stretch_suggests_the_nearest() -> None:
    with pytest.raises(
        CoachError, match=r"no stretch is called 'brige' \(did you mean 'bridge'\?\)"
    ):
        LIBRARY.get("brige")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("when: knee_tracking > 8", "when: kneee > 8", "rules.0.when: unknown measure 'kneee'"),
        ("hold_s: 30", "hold_s: 4000", "hold_s: Input should be less than or equal to 300"),
        ("hold_s: 30", "hold_secs: 30", "hold_secs: unknown key (did you mean 'hold_s'?)"),
        ("    for_s: 0.08", "    for_s: soon", "rules.5.for_s: must be a number"),
        ("sides: both", "sides: all", "sides: Input should be 'both' or 'left-right'"),
        (
            "  views: [side, head-oblique]",
            "  views: [sid]",
            "unknown view 'sid' (did you mean 'side'?)",
        ),
        ("id: hips-low", "id: feet-far", "rules.3.id: rule 'feet-far' is there twice"),
        ("faults: [hips-low]", "faults: [hips-lo]", ".faults: no rule is called 'hips-lo' (did y"),
        (
            "    side: both",
            "    side: left",
            "examples.0.side: example 'hips high, in good form': the",
        ),
        ("  high_deg: 18", "  high_deg: .nan", "track.high_deg: must be a number"),
        ("when: knee_tracking > 8", "when: 8", "rules.0.when: cannot read 8; write it like 'mean"),
        ("  say: Put the camera at your side.", "  say: 5", "camera.say: must be text"),
        ("  views: [side, head-oblique]", "  views: [5]", "camera.views.0: must be text"),
        ("name: Bridge", "name: &it [*it]", "name: must be text"),
        ("name: Bridge\n", "", "name: is missing"),
        ("id: bridge", "id: Bridge", "id: small letters and hyphens only"),
        (
            "mark: [left_hip, right_hip]",
            "mark: [left_hipp]",
            "unknown landmark 'left_hipp' (did you",
        ),
        ("Walk your heels closer.", "a b c d e f g h i", "say it in 1 to 8 words, not 9"),
        (
            "when: mean hip_flexion > 18",
            "when: front hip_flexion > 18",
            "'front' means nothing in a",
        ),
        ("name: Bridge", "nmae: Bridge", "nmae: unknown key (did you mean 'name'?) (and 1 more)"),
        ("id: bridge", "id: [bridge", "not valid YAML"),
    ],
)
def test_a_bad_file_is_refused_with_its_line_and_a_hint(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    path = tmp_path / "bridge.yaml"
    path.write_text(BRIDGE.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CoachError) as caught:
        load_stretch(path)
    message = str(caught.value)
    assert told in message
    assert "\n" not in message
    assert message.startswith(f"{path}:")


def test_the_line_that_is_named_is_the_line_that_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(BRIDGE.replace("knee_tracking > 8", "kneee > 8", 1), encoding="utf-8")
    number = next(n for n, line in enumerate(path.read_text().splitlines(), 1) if "kneee" in line)
    with pytest.raises(CoachError, match=rf"x\.yaml:{number}: rules\.0\.when: unknown measure"):
        load_stretch(path)


def test_two_files_with_one_id_are_refused(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(BRIDGE, encoding="utf-8")
    with pytest.raises(
        CoachError, match=r"b\.yaml:4: id: another file already has the id 'bridge'"
    ):
        load_library(tmp_path)


def test_yaml_1_2_is_read(tmp_path: Path) -> None:
    """`off` is a word and not False: a set-up line may be just that."""
    path = tmp_path / "bridge.yaml"
    path.write_text(
        BRIDGE.replace("  - Lift only half-way, or", "  - off\n  - Or"), encoding="utf-8"
    )
    assert load_stretch(path).easier[0] == "off"


@pytest.mark.parametrize("content", [b"", b"- a\n- b\n", b"\xff\xfe\x00broken"])
def test_a_file_that_is_no_mapping_is_refused_in_one_line(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(content)
    with pytest.raises(CoachError, match=r"x\.yaml:1: (must be a mapping|not a YAML text file)"):
        load_stretch(path)


def test_an_example_that_is_judged_otherwise_is_named(tmp_path: Path) -> None:
    path = tmp_path / "bridge.yaml"
    path.write_text(BRIDGE.replace("faults: [hips-low]", "faults: [feet-far]"), encoding="utf-8")
    ((place, told),) = failures(load_stretch(path))
    line = 1 + path.read_text(encoding="utf-8")[: BRIDGE.index("faults: [hips-low]")].count("\n")
    assert str(wrong_in(path, place, told)) == (
        f"{path}:{line}: {'.'.join(map(str, place))}: 'hips sag': "
        "expected ['feet-far'], found ['hips-low']"
    )


WORDS = (poses_dir() / "words.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("count.ten: [Ten seconds.]\n", "", "1: count.ten: is missing"),
        ("count.ten:", "count.tenn:", "count.tenn: unknown key (did you mean 'count.ten'?)"),
        ("[Ten seconds.]", "Ten seconds.", "count.ten: must be a list of sentences"),
        ("[Ten seconds.]", "[]", "count.ten: must be a list of sentences"),
        ('"Once more: {name}."', "Once more.", "again: must have {name}: 'Once more.'"),
        ("Ten seconds.", '"Ten {left}."', "count.ten: must have no braces: 'Ten {left}.'"),
        ('"Once more: {name}."', '"Once {more."', "again: must have {name}: 'Once {more.'"),
        ('"Once more: {name}."', '"Once {name:d}."', "again: must have {name}: 'Once {name:d}.'"),
    ],
)
def test_words_that_are_not_whole_are_refused(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    path = tmp_path / "words.yaml"
    assert old in WORDS
    path.write_text(WORDS.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CoachError) as caught:
        load_words(path)
    assert told in str(caught.value)
    assert str(caught.value).startswith(f"{path}:")
