"""One-to-one matching of moments on a line: the most pairs, and among those the nearest.

Since all windows are equally wide, some best matching keeps the order of time on both sides; so one
pass over a table finds it (the proof is by exchanging two pairs that cross). A test compares it
with trying everything.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache

Pair = tuple[int, int]
"""Row in the expected moments, row in the heard ones."""


def matched(expected_s: Sequence[float], heard_s: Sequence[float], within_s: float) -> list[Pair]:
    """Return the pairs, in order of time, none farther apart than `within_s`.

    Both are given in any order; no moment is used twice. Of all such matchings it has the most
    pairs, and of those the least sum of distances.
    """
    rows = sorted(range(len(expected_s)), key=lambda i: expected_s[i])
    columns = sorted(range(len(heard_s)), key=lambda j: heard_s[j])

    @cache
    def best(i: int, j: int) -> tuple[int, float, tuple[Pair, ...]]:
        """Return (-pairs, distance, pairs) of the best matching from rows i and j on."""
        if i == len(rows) or j == len(columns):
            return 0, 0.0, ()
        options = [best(i + 1, j), best(i, j + 1)]
        apart_s = abs(expected_s[rows[i]] - heard_s[columns[j]])
        if apart_s <= within_s:
            fewer, distance, pairs = best(i + 1, j + 1)
            options.append((fewer - 1, distance + apart_s, ((rows[i], columns[j]), *pairs)))
        return min(options, key=lambda option: option[:2])

    return list(best(0, 0)[2])


def f_score(hits: float, false: float, missed: float) -> float:
    """Return 2 hits / (2 hits + false + missed); NaN if there is nothing to score."""
    everything = 2 * hits + false + missed
    return 2 * hits / everything if everything else math.nan


def share(part: float, whole: float) -> float:
    """Return part / whole; NaN for an empty whole."""
    return part / whole if whole else math.nan
