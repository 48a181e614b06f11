"""The way into a stretch is judged too, where its file says so: who leans in too fast hears it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coach.body import Sighting
from coach.engine.engine import Engine
from coach.engine.examples import reading_of
from coach.engine.recogniser import FIRM
from coach.measures import INDEX, Reading
from tests.engine.scripts import Scripted, somebody, times
from tests.shipped import LIBRARY

SEATED = LIBRARY.get("seated-hip")
LEANS_S = 1.0, 1.4
"""The stretch is recognised after 0.6 s; then they lean in."""


class LeansIn(Scripted):
    """A meter that reads somebody who sits down to the seated hip stretch, and then leans in."""

    def __init__(self, speed_deg_s: float, likely: float) -> None:
        self._speed_deg_s, self._likely = speed_deg_s, likely

    def measure(self, sighting: Sighting) -> Reading:
        t_s = sighting.t_s
        told = reading_of(SEATED.examples[0], t_s)
        if t_s < LEANS_S[0]:
            told.values[INDEX["trunk_lean_deg"]] = 8.0
        if LEANS_S[0] <= t_s < LEANS_S[1]:
            told.values[INDEX["trunk_speed_deg_s"]] = self._speed_deg_s
            told.values[INDEX["body_speed_deg_s"]] = self._speed_deg_s
        return replace(told, poses={"seated-hip": self._likely, "none": 1.0 - self._likely})


@pytest.mark.parametrize("likely", [FIRM - 0.1, FIRM + 0.1], ids=["not firm yet", "firm"])
@pytest.mark.parametrize(("speed_deg_s", "told"), [(25.0, False), (70.0, True)])
def test_leaning_in_fast_is_told_however_sure_it_is_of_the_stretch(
    speed_deg_s: float, told: bool, likely: float
) -> None:
    engine = Engine(LIBRARY, LeansIn(speed_deg_s, likely))
    said = [cue.rule for t_s in times(3.0) for cue in engine.step(somebody(t_s)).cues]
    assert ("leaned-fast" in said) is told
