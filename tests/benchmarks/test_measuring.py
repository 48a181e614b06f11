from __future__ import annotations

import math

import numpy as np
import pytest

from tests.benchmarks.measuring import (
    ASKED_FOR,
    Sample,
    errors,
    label,
    rows,
    well_placed,
    within,
)
from tests.mannequin.faults import STRETCHES

NAN = math.nan


def series(*values: float) -> np.ndarray:
    return np.array(values, np.float64)


def test_errors_of_three_frames() -> None:
    found = errors(series(10, 20, 30), series(12, 20, 24))
    assert found.frames == 3
    assert found.mae == pytest.approx(8 / 3)
    assert found.bias == pytest.approx(-4 / 3)


def test_frames_without_a_value_do_not_count() -> None:
    found = errors(series(10, NAN, 30), series(12, 5, NAN))
    assert (found.frames, found.mae) == (1, 2.0)


def test_nothing_measured_is_not_zero() -> None:
    found = errors(series(10), series(NAN))
    assert found.frames == 0
    assert math.isnan(found.mae)


def test_angles_go_round() -> None:
    assert errors(series(179), series(-179)).bias == pytest.approx(2.0)


@pytest.mark.parametrize(("times", "share"), [(1.0, 0.5), (2.0, 0.75)])
def test_the_share_within_the_stated_deviation(times: float, share: float) -> None:
    told = series(5, -5, 12, 40)
    assert within(series(0, 0, 0, 0), told, series(6, 6, 6, 6), times) == share


@pytest.mark.parametrize(
    ("name", "side", "expected"),
    [
        ("knee_flexion_left_deg", "left", "front knee_flexion"),
        ("knee_flexion_left_deg", "right", "rear knee_flexion"),
        ("knee_flexion_left_deg", "both", "knee_flexion"),
        ("trunk_lean_deg", "left", "trunk_lean"),
    ],
)
def test_legs_are_told_by_their_part_in_the_stretch(name: str, side: str, expected: str) -> None:
    assert label(name, side) == expected


def sample(view: str, coach: np.ndarray) -> Sample:
    truth = np.zeros(len(coach))
    return Sample("bridge", view, "trunk_lean", truth, coach, truth + 5, truth + 1, truth + 2)


def test_rows_compare_on_the_frames_that_the_coach_measured() -> None:
    one = Sample(
        "bridge",
        "side",
        "trunk_lean",
        series(0, 0),
        series(4, NAN),
        series(5, NAN),
        series(1, 100),
        series(2, 100),
    )
    (row,) = rows([one])
    assert (row.frames, row.measured) == (2, 0.5)
    assert (row.coach.mae, row.landmarks_3d.mae, row.landmarks_2d.mae) == (4.0, 1.0, 2.0)


def test_where_the_coach_measures_nothing_the_landmarks_stand_alone() -> None:
    (row,) = rows([sample("side", series(NAN, NAN))])
    assert (row.measured, row.landmarks_3d.mae) == (0.0, 1.0)


def test_samples_are_grouped_by_what_is_asked_for() -> None:
    found = [sample("side", series(2)), sample("front", series(4)), sample("side", series(6))]
    assert [(r.view, r.coach.mae) for r in rows(found)] == [("front", 4.0), ("side", 4.0)]
    assert [(r.view, r.frames) for r in rows(found, ("measure",))] == [("all", 3)]


def test_only_views_that_are_asked_for_count_as_well_placed() -> None:
    found = [sample("side", series(2)), sample("feet", series(4))]
    assert [one.view for one in well_placed(found)] == ["side"]
    assert set(ASKED_FOR) == set(STRETCHES)
