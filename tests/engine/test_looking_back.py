"""A fault that somebody began with, seen once it is mended: stories of the engine."""

from dataclasses import replace

import numpy as np
import pytest

from coach.body import Sighting
from coach.engine.engine import Engine
from coach.measures import ALL, Reading
from tests.engine.scripts import GOOD_BRIDGE, LYING, Scripted, keys, somebody, times
from tests.shipped import LIBRARY


class Halving(Scripted):
    """A meter that tells half of every change."""

    def measure(self, sighting: Sighting) -> Reading:
        return replace(super().measure(sighting), shares=np.full(len(ALL), 0.5))


def test_who_mends_what_nobody_told_them_is_counted_from_there() -> None:
    swung, straight = ({"knee_tracking_left_deg": deg} for deg in (5.0, -4.0))
    script = (8.0, GOOD_BRIDGE | swung), (45.0, GOOD_BRIDGE | straight)
    engine = Engine(LIBRARY, Halving(*script, view="head-oblique"))
    steps = [engine.step(somebody(t_s)) for t_s in times(45.0)]
    cues = [cue for step in steps for cue in step.cues]
    wanted = ["count.start", "count.anew", "count.ten", "count.three", "count.done"]
    assert [key for key in keys(cues) if key in wanted] == wanted
    (anew,) = [cue for cue in cues if cue.key == "count.anew"]
    assert (anew.rule, anew.text) == ("knees-in", "Better. We count from here.")
    (ten,) = [cue for cue in cues if cue.key == "count.ten"]
    assert 28.0 <= ten.t_s <= 28.7  # the better form began at 8, and its goal is 30
    events = {event.kind: event for step in steps for event in step.events}
    fault = events["fault-closed"].fault
    assert fault is not None
    assert (fault.rule, fault.start_s) == ("knees-in", events["hold-started"].t_s)
    assert fault.end_s == pytest.approx(8.0, abs=0.1)


def test_who_is_better_from_the_start_of_another_hold_has_mended_nothing_in_it() -> None:
    swung, straight = ({"knee_tracking_left_deg": deg} for deg in (5.0, -4.0))
    script = (8.0, GOOD_BRIDGE | swung), (12.0, LYING | swung), (30.0, GOOD_BRIDGE | straight)
    engine = Engine(LIBRARY, Halving(*script, view="head-oblique"))
    steps = [engine.step(somebody(t_s)) for t_s in times(30.0)]
    events = [event.kind for step in steps for event in step.events]
    assert events.count("hold-started") == 2
    assert "fault-opened" not in events
    assert "count.anew" not in keys([cue for step in steps for cue in step.cues])
