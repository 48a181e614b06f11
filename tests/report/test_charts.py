import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.report.charts import (
    MOST_POINTS,
    Axis,
    axis,
    band_path,
    bar,
    decimate,
    line_path,
    runs,
    ticks,
    time_ticks,
)

NAN = float("nan")


def test_an_axis_places_its_ends_and_clips_what_lies_beyond() -> None:
    along = Axis(10.0, 20.0)
    assert [along.percent(v) for v in (0, 10, 15, 20, 99)] == [0, 0, 50, 100, 100]
    assert [along.down(v, 200) for v in (10, 15, 20)] == [200, 100, 0]


@pytest.mark.parametrize("values", [[], [NAN], [5.0], [5.0, 5.0], [1e30, 1e30]])
def test_an_axis_is_never_empty(values: list[float]) -> None:
    found = axis(values)
    assert found.low < found.high
    assert len(ticks(found)) >= 1


def test_a_short_bar_stays_visible_and_inside() -> None:
    shown = bar(Axis(0, 100), 100, 100, "now")
    assert (shown.x, shown.width) == (99.4, 0.6)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (-20, 60, (-20, 0, 20, 40, 60)),
        (0, 1, (0, 0.2, 0.4, 0.6, 0.8, 1.0)),
        (3, 4.9, (3, 3.5, 4, 4.5)),
    ],
)
def test_ticks_are_round(low: float, high: float, expected: tuple[float, ...]) -> None:
    assert ticks(Axis(low, high), 5) == pytest.approx(expected)


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6))
def test_ticks_lie_within_and_are_few(low: float, length: float) -> None:
    along = Axis(low, low + length)
    found = ticks(along)
    assert len(found) <= 7
    assert all(along.low - 1e-3 * length <= t <= along.high + 1e-3 * length for t in found)


def test_time_ticks_are_what_a_clock_shows() -> None:
    assert time_ticks(Axis(0, 70), 5) == (0, 15, 30, 45, 60)
    assert time_ticks(Axis(31.2, 66), 5) == (40, 50, 60)


def test_decimation_keeps_short_peaks_and_order() -> None:
    values = np.zeros(50_000)
    values[31_234], values[100] = 9.0, -4.0
    rows = decimate(values)
    assert len(rows) <= MOST_POINTS
    assert {100, 31_234} <= set(rows.tolist())
    assert (np.diff(rows) > 0).all()


def test_decimation_keeps_gaps() -> None:
    values = np.zeros(10_000)
    values[4000:6000] = NAN
    kept = values[decimate(values)]
    assert np.isnan(kept).any()
    assert len(list(runs(kept))) == 2


def test_a_line_is_interrupted_where_nothing_was_measured() -> None:
    x = np.arange(5.0)
    assert line_path(x, np.array([1, 2, NAN, 4, NAN])) == "M0.0 1.0L1.0 2.0M3.0 4.0L3.0 4.0"


def test_a_band_goes_there_and_back() -> None:
    x, upper, lower = np.arange(2.0), np.array([1.0, 2.0]), np.array([3.0, 4.0])
    assert band_path(x, upper, lower) == "M0.0 1.0L1.0 2.0L1.0 4.0L0.0 3.0Z"


@given(st.lists(st.one_of(st.floats(-1e4, 1e4), st.just(NAN)), max_size=50))
def test_paths_hold_numbers_only(values: list[float]) -> None:
    y = np.array(values, float)
    path = line_path(np.arange(float(len(y))), y)
    assert re.fullmatch(r"[ML0-9. -]*", path)
