import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks.figures import Figure, figures_table, number
from tests.benchmarks.memory import TABLE_BYTES, Memory
from tests.benchmarks.speed import main
from tests.benchmarks.tables import table

NAN = float("nan")


@pytest.mark.parametrize(
    ("value", "most", "met", "verdict"),
    [
        (1.0, 1.15, True, "<= 1.15 met"),
        (1.15, 1.15, True, "<= 1.15 met"),
        (1.2, 1.15, False, "<= 1.15 MISSED"),
        (NAN, 1.15, None, "<= 1.15 not measured"),
        (7.0, None, None, ""),
    ],
)
def test_a_bar_is_met_up_to_its_value(
    value: float, most: float | None, met: bool | None, verdict: str
) -> None:
    figure = Figure("speed", value, "ratio", most)
    assert (figure.met, figure.verdict) == (met, verdict)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1234.5, "1234"),
        (12.34, "12.3"),
        (0.01234, "0.0123"),
        (0.0, "0"),
        (NAN, "-"),
        (-2.0, "-2.00"),
    ],
)
def test_a_number_has_three_significant_digits(value: float, text: str) -> None:
    assert number(value) == text


def test_columns_line_up_and_numbers_stand_to_the_right() -> None:
    text = table(["what", "value"], [["ratio", "1.05"], ["a longer name", "-"]])
    assert text.splitlines() == [
        "| what          | value |",
        "| ------------- | ----: |",
        "| ratio         |  1.05 |",
        "| a longer name |     - |",
    ]


def test_memory_that_grows_by_the_table_alone_is_flat() -> None:
    frames = 900.0
    minutes = [50_000_000 + round(minute * frames * TABLE_BYTES) for minute in range(20)]
    memory = Memory(frames, 50_000_000, tuple(minutes))
    assert memory.growth_bytes == pytest.approx(TABLE_BYTES)
    assert memory.beyond_table_bytes == pytest.approx(0.0, abs=1e-6)


def test_memory_that_settles_in_the_first_half_is_flat() -> None:
    readings = [10, 40, 60, 70, 75, 75, 75, 75, 75, 75]
    assert Memory(60.0, 10, tuple(readings)).growth_bytes == pytest.approx(0.0)


def test_the_table_prints_what_was_not_measured() -> None:
    assert "not measured" in figures_table([Figure("first picture", NAN, "s", 3.0, "no screen")])


def test_the_command_runs(tmp_path: Path) -> None:
    out = tmp_path / "speed.json"
    module = ["-m", "tests.benchmarks.speed", "--frames", "20", "--minutes", "1", "--no-startup"]
    done = subprocess.run(
        [sys.executable, *module, "--json", str(out)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "review / bare" in done.stdout
    tree = json.loads(out.read_text())
    assert tree["format"] == "psoas-speed"
    by_name = {figure["name"]: figure for figure in tree["figures"]}
    assert by_name["review / bare"]["value"] > 0.5
    assert by_name["resident, end"]["value"] > 1


@pytest.mark.parametrize(
    ("argv", "status", "line"),
    [
        (
            ["--frames", "3"],
            2,
            "benchmarks: --frames must be more than the 8 frames of the warm-up",
        ),
        (["--minutes", "0"], 2, "benchmarks: --minutes must be 1 or more"),
        (["--clip", "no.mp4"], 1, "benchmarks: no.mp4: there is no such file"),
    ],
)
def test_trouble_is_one_line(
    argv: list[str], status: int, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(argv) == status
    assert capsys.readouterr().err.strip() == line
