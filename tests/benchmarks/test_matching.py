import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.benchmarks.matching import Pair, f_score, matched, share

MOMENTS = st.lists(st.integers(0, 40).map(lambda tenths: tenths / 4), max_size=5)


@pytest.mark.parametrize(
    ("expected", "heard", "pairs"),
    [
        ([], [], []),
        ([5.0], [], []),
        ([5.0], [6.5], [(0, 0)]),
        ([5.0], [6.51], []),
        ([5.0], [3.5], [(0, 0)]),
        ([5.0], [4.0, 5.2], [(0, 1)]),
        # each is used once, although both heard ones are near both expected ones
        ([5.0, 6.0], [5.5, 5.6], [(0, 0), (1, 1)]),
        # the nearest pair (6.0 and 6.1) would leave the other two without a partner
        ([5.0, 6.0], [6.1, 7.4], [(0, 0), (1, 1)]),
        # out of order of time
        ([9.0, 1.0], [1.2, 9.1], [(1, 0), (0, 1)]),
    ],
)
def test_the_most_pairs_and_among_those_the_nearest(
    expected: list[float], heard: list[float], pairs: list[Pair]
) -> None:
    assert matched(expected, heard, 1.5) == pairs


@given(MOMENTS, MOMENTS)
def test_it_is_as_good_as_trying_everything(expected: list[float], heard: list[float]) -> None:
    pairs = matched(expected, heard, 1.5)
    assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == len(pairs)
    assert all(abs(expected[row] - heard[column]) <= 1.5 for row, column in pairs)
    found = (-len(pairs), sum(abs(expected[row] - heard[column]) for row, column in pairs))
    assert found == pytest.approx(_best(expected, heard))


def _best(expected: list[float], heard: list[float]) -> tuple[int, float]:
    """Return (-pairs, distance) of the best of all matchings there are."""
    best = (0, 0.0)
    for size in range(1, min(len(expected), len(heard)) + 1):
        for rows in itertools.combinations(range(len(expected)), size):
            for columns in itertools.permutations(range(len(heard)), size):
                gaps = [abs(expected[r] - heard[c]) for r, c in zip(rows, columns, strict=True)]
                if max(gaps) <= 1.5:
                    best = min(best, (-size, sum(gaps)))
    return best


def test_scores() -> None:
    assert f_score(2, 1, 1) == pytest.approx(2 / 3)
    assert f_score(0, 3, 0) == 0.0
    assert math.isnan(f_score(0, 0, 0))
    assert share(1, 4) == 0.25
    assert math.isnan(share(0, 0))
