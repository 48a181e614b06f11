import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.benchmarks.intervals import Span, common, inside, overlap_s, total_s, united, without

SPANS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 30)).map(lambda ends: (min(ends), max(ends)))
).map(lambda spans: [(float(start), float(end)) for start, end in spans])


@pytest.mark.parametrize(
    ("spans", "gap", "whole"),
    [
        ([], 0.0, []),
        ([(3, 4), (1, 2)], 0.0, [(1, 2), (3, 4)]),
        ([(1, 3), (2, 5)], 0.0, [(1, 5)]),
        ([(1, 2), (2.4, 3)], 0.5, [(1, 3)]),
        ([(1, 2), (2.6, 3)], 0.5, [(1, 2), (2.6, 3)]),
        ([(1, 9), (2, 3)], 0.0, [(1, 9)]),
    ],
)
def test_spans_that_touch_become_one(spans: list[Span], gap: float, whole: list[Span]) -> None:
    assert united(spans, gap) == whole


@pytest.mark.parametrize(
    ("spans", "holes", "left"),
    [
        ([(0, 10)], [], [(0, 10)]),
        ([(0, 10)], [(3, 4)], [(0, 3), (4, 10)]),
        ([(0, 10)], [(8, 12)], [(0, 8)]),
        ([(2, 4)], [(0, 9)], []),
        ([(0, 2), (4, 6)], [(1, 5)], [(0, 1), (5, 6)]),
    ],
)
def test_holes_are_cut_out(spans: list[Span], holes: list[Span], left: list[Span]) -> None:
    assert without(spans, holes) == left


@given(SPANS, SPANS)
def test_what_is_in_both_and_what_is_in_one_only_add_up(one: list[Span], other: list[Span]) -> None:
    assert overlap_s(one, other) == overlap_s(other, one)
    assert total_s(common(one, other)) + total_s(without(one, other)) == pytest.approx(total_s(one))


def test_the_ends_belong_to_a_span() -> None:
    assert inside(1.0, [(1.0, 2.0)])
    assert inside(2.0, [(1.0, 2.0)])
    assert not inside(2.1, [(1.0, 2.0)])
