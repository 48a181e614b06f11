"""Small builders for stories: readings over time, and the engine's parts fed with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from coach.body import BELOW_HIPS, Body, Sighting
from coach.engine.engine import Engine
from coach.engine.judge import Now
from coach.engine.nouns import Cue, Event
from coach.engine.settings import Asked, CueSettings
from coach.measures import ALL, INDEX, Reading
from tests.shipped import LIBRARY

STEP_S = 0.05

GOOD_BRIDGE = {
    "trunk_lean_deg": 118.0,
    "hip_flexion_left_deg": 4.0,
    "hip_flexion_right_deg": 4.0,
    "knee_flexion_left_deg": 95.0,
    "knee_flexion_right_deg": 95.0,
    "leg_speed_deg_s": 2.0,
}
LYING = GOOD_BRIDGE | {"hip_flexion_left_deg": 52.0, "hip_flexion_right_deg": 52.0}
LUNGE = {
    "trunk_lean_deg": 6.0,
    "hip_flexion_left_deg": 84.0,
    "hip_flexion_right_deg": -20.0,
    "knee_flexion_left_deg": 92.0,
    "knee_flexion_right_deg": 80.0,
    "shin_lean_left_deg": 2.0,
    "leg_speed_deg_s": 1.0,
}
STANDING = {
    "trunk_lean_deg": 3.0,
    "hip_flexion_left_deg": 2.0,
    "hip_flexion_right_deg": 2.0,
    "knee_flexion_left_deg": 4.0,
    "knee_flexion_right_deg": 4.0,
    "leg_speed_deg_s": 2.0,
}


def hips(flexion_deg: float) -> dict[str, float]:
    """Return a bridge with the hips at this flexion."""
    return GOOD_BRIDGE | dict.fromkeys(
        ("hip_flexion_left_deg", "hip_flexion_right_deg"), flexion_deg
    )


def reading(
    t_s: float, values: dict[str, float], *, sd: float = 3.0, view: str = "side"
) -> Reading:
    """Return a reading with these values by full name; everything else is not measured."""
    numbers, sds = np.full(len(ALL), np.nan), np.full(len(ALL), np.nan)
    for name, value in values.items():
        numbers[INDEX[name]], sds[INDEX[name]] = value, sd
    return Reading(t_s, numbers, sds, view)


def held(
    now: Reading, dt_s: float = STEP_S, *, leaving: bool = False, beginning: bool = False
) -> Now:
    """Return a reading of a hold, as the judge takes it."""
    return Now(nobody(now.t_s), now, "hold", dt_s, leaving, beginning)


def nobody(t_s: float) -> Sighting:
    """Return an instant with nobody in view."""
    return Sighting(t_s, None)


def somebody(t_s: float, x_px: float = 0.0, people: int | None = None) -> Sighting:
    """Return an instant with a body whose shape does not matter."""
    rows = np.arange(33, dtype=np.float32)
    image_px = np.stack([x_px + rows, rows * 10], axis=1).astype(np.float32)
    return Sighting(
        t_s, Body(image_px, np.zeros((33, 3), np.float32), np.ones(33, np.float32)), people
    )


def cut_off(t_s: float) -> Sighting:
    """Return an instant in which the picture ends at somebody's hips."""
    flow_px_s = np.zeros((33, 2), np.float32)
    flow_px_s[BELOW_HIPS] = np.nan
    body = somebody(t_s).body
    assert body is not None
    return Sighting(t_s, replace(body, flow_px_s=flow_px_s))


class Scripted:
    """A meter that reads from a script: (until_s, values) after (until_s, values)."""

    def __init__(
        self, *script: tuple[float, dict[str, float]], view: str = "side", sd: float = 3.0
    ) -> None:
        self._script = script
        self._view, self._sd = view, sd

    def measure(self, sighting: Sighting) -> Reading:
        if sighting.body is None:
            return reading(sighting.t_s, {}, view="unknown")
        values = next((v for until_s, v in self._script if sighting.t_s < until_s), {})
        return reading(sighting.t_s, values, sd=self._sd, view=self._view)

    def beside(self, first: Reading, now: Reading) -> Reading:
        return now

    def reset(self) -> None:
        pass


def times(end_s: float, start_s: float = 0.0, step_s: float = STEP_S) -> Iterator[float]:
    """Yield the moments from start to end."""
    return iter(np.arange(start_s, end_s, step_s).round(6).tolist())


def said(
    *script: tuple[float, dict[str, float]],
    asked: Asked | None = None,
    gone: tuple[float, float] = (99.0, 99.0),
    view: str = "side",
    settings: CueSettings | None = None,
) -> list[Cue]:
    """Run a script of (until_s, values); nobody is in view between `gone`."""
    engine = Engine(LIBRARY, Scripted(*script, view=view), asked, settings)
    cues: list[Cue] = []
    for t_s in times(script[-1][0]):
        seen = nobody(t_s) if gone[0] <= t_s < gone[1] else somebody(t_s)
        cues += engine.step(seen).cues
    return cues


def keys(cues: list[Cue], kind: str | None = None) -> list[str]:
    """Return the keys of cues, or of those of one kind."""
    return [cue.key for cue in cues if kind in (None, cue.kind)]


def told(events: Iterable[Event]) -> list[tuple[str, str, float]]:
    """Return kind, rule and time of events."""
    return [(e.kind, e.fault.rule if e.fault else "", round(e.t_s, 2)) for e in events]
