"""Upright and leaning are two positions of the butterfly: each has its own beginning."""

from __future__ import annotations

from itertools import groupby

import pytest

from coach.body import Sighting
from coach.engine.engine import ELSEWHERE_DEG, Engine
from coach.engine.examples import reading_of
from coach.measures import INDEX, Reading
from tests.engine.scripts import LIBRARY, Scripted, somebody, times

BUTTERFLY = LIBRARY.get("butterfly")
BOUND_DEG = BUTTERFLY.phases[0].when[0].bound
EACH_S = 6.0


class Leaning(Scripted):
    """A meter that reads a butterfly in good form, its trunk at one lean after the other."""

    def __init__(self, *leans_deg: float) -> None:
        self.begun_deg: list[float] = []
        self._leans_deg = leans_deg

    def measure(self, sighting: Sighting) -> Reading:
        told = reading_of(BUTTERFLY.examples[0], sighting.t_s)
        told.values[INDEX["trunk_lean_deg"]] = self._leans_deg[int(sighting.t_s / EACH_S)]
        return told

    def beside(self, first: Reading, now: Reading) -> Reading:
        self.begun_deg.append(first["trunk_lean_deg"].value)
        return now


@pytest.mark.parametrize(
    ("leans_deg", "begun_deg"),
    [
        ((10.0, BOUND_DEG + ELSEWHERE_DEG + 5), [10.0, BOUND_DEG + ELSEWHERE_DEG + 5]),
        ((10.0, BOUND_DEG + ELSEWHERE_DEG - 5), [10.0]),
        ((BOUND_DEG + 3, 5.0, BOUND_DEG + 12), [BOUND_DEG + 3, 5.0, BOUND_DEG + 3]),
    ],
    ids=["leans far over", "only slips", "sits up and leans again"],
)
def test_what_is_judged_beside_what(leans_deg: tuple[float, ...], begun_deg: list[float]) -> None:
    meter = Leaning(*leans_deg)
    engine = Engine(LIBRARY, meter)
    for t_s in times(EACH_S * len(leans_deg)):
        engine.step(somebody(t_s))
    assert [deg for deg, _ in groupby(meter.begun_deg)] == pytest.approx(begun_deg)
