"""Upright and leaning are two positions of the butterfly: each has its own beginning."""

from __future__ import annotations

from itertools import groupby

import pytest

from coach.body import Sighting
from coach.engine.attempt import ELSEWHERE_DEG
from coach.engine.engine import Engine
from coach.engine.examples import reading_of
from coach.measures import INDEX, Reading
from tests.engine.scripts import Scripted, somebody, times
from tests.shipped import LIBRARY

BUTTERFLY = LIBRARY.get("butterfly")
BOUND_DEG = BUTTERFLY.phases[0].when[0].bound
EACH_S = 6.0


class Leaning(Scripted):
    """A meter that reads a butterfly in good form, its trunk at one lean after the other.

    The picture may move about its legs for a moment as the first lean is over.
    """

    def __init__(self, *leans_deg: float, leg_speed_deg_s: float = 0.0) -> None:
        self.begun_deg: list[float] = []
        self._leans_deg = leans_deg
        self._leg_speed_deg_s = leg_speed_deg_s

    def measure(self, sighting: Sighting) -> Reading:
        told = reading_of(BUTTERFLY.examples[0], sighting.t_s)
        told.values[INDEX["trunk_lean_deg"]] = self._leans_deg[int(sighting.t_s / EACH_S)]
        if 0.0 <= sighting.t_s - EACH_S < 0.4:
            told.values[INDEX["leg_speed_deg_s"]] = self._leg_speed_deg_s
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


@pytest.mark.parametrize(
    ("then_deg", "corrected"),
    [pytest.param(10.0, True, id="a kick"), pytest.param(45.0, False, id="leaning in")],
)
def test_who_goes_into_another_position_takes_the_legs_along(
    then_deg: float, corrected: bool
) -> None:
    engine = Engine(LIBRARY, Leaning(10.0, then_deg, leg_speed_deg_s=200.0))
    said = [cue.rule for t_s in times(2 * EACH_S) for cue in engine.step(somebody(t_s)).cues]
    assert ("moving" in said) is corrected
