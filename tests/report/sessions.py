"""Sessions that never happened, written a few seconds at a time."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from coach.body import COUNT, Body, Landmark, Sighting
from coach.engine.nouns import (
    Cue,
    Event,
    EventKind,
    Fault,
    HoldClock,
    Phase,
    PhaseName,
    Step,
)
from coach.measures import ALL, INDEX, Reading
from coach.report import Recorder, ReportData, Software, SourceInfo
from tests.shipped import LIBRARY

SOURCE: Final = SourceInfo("clips/evening.mp4", 1280, 720, 10.0)
SOFTWARE: Final = Software("0.1.0", "0.10.31", {"pose.task": "ab" * 32})

_JOINTS: Final = {
    "nose": (90, 330),
    "ear": (80, 345),
    "shoulder": (130, 350),
    "elbow": (190, 372),
    "wrist": (250, 380),
    "hip": (300, 250),
    "knee": (410, 180),
    "ankle": (420, 360),
    "heel": (410, 378),
    "foot_index": (480, 380),
}
"""A bridge seen from the side, in pixels; the right half of the body is 8 px behind the left."""


def bridge_body() -> Body:
    """Return a body in the bridge; what the table above does not name is missing."""
    image_px = np.full((COUNT, 2), np.nan, np.float32)
    for mark in Landmark:
        side, _, joint = mark.name.lower().partition("_")
        place = _JOINTS.get(joint) if side in ("left", "right") else _JOINTS.get(side)
        if place:
            image_px[mark] = np.add(place, 8 if side == "right" else 0)
    world_m = np.full((COUNT, 3), np.nan, np.float32)
    return Body(image_px, world_m, np.ones(COUNT, np.float32))


class Story:
    """Feeds a Recorder with frames and events, and keeps the time."""

    def __init__(self, fps: float = 10.0, start_s: float = 0.0) -> None:
        self.recorder = Recorder(LIBRARY)
        self.fps = fps
        self.t_s = start_s
        self.stretch: str | None = None
        self.side: str | None = None
        self.open: dict[str, Fault] = {}
        self.clock = HoldClock()
        self._events: list[Event] = []
        self._cues: list[Cue] = []

    def happens(self, kind: EventKind, **fields: Any) -> Story:
        """Add an event to the next frame."""
        self._events.append(Event(kind, self.t_s, self.stretch, self.side, **fields))
        return self

    def starts(self, stretch: str, side: str) -> Story:
        self.stretch, self.side = stretch, side
        return self.happens("stretch-started")

    def breaks(self, rule: str, peak: float, side: str = "both", unit: str = "deg") -> Story:
        bound = LIBRARY.get(self.stretch or "").rule(rule).when.bound
        seen = Sighting(self.t_s, bridge_body())
        self.open[rule] = Fault(rule, side, self.t_s, bound, unit, peak, seen)
        return self.happens("fault-opened", fault=self.open[rule])

    def mends(self, rule: str) -> Story:
        return self.happens("fault-closed", fault=self.open.pop(rule))

    def says(self, text: str, rule: str | None = None, **fields: Any) -> Story:
        key = f"{self.stretch}.{rule}" if rule else "count.start"
        kind = fields.pop("kind", "correction" if rule else "count")
        self._cues.append(Cue(self.t_s, kind, key, text, rule, **fields))
        return self

    def frames(
        self,
        seconds: float,
        measures: dict[str, float] | None = None,
        phase: PhaseName = "hold",
        view: str = "side",
        sd: float = 2.0,
        seen: bool = True,
        unjudged: dict[str, str] | None = None,
    ) -> Story:
        """Feed frames; measures are given without unit: `{"hip_flexion_left": 12}`."""
        for _ in range(round(seconds * self.fps)):
            self._tick(phase, seen)
            self.recorder.add(
                Step(
                    sighting=Sighting(self.t_s, bridge_body() if seen else None),
                    reading=reading(self.t_s, measures or {}, view, sd),
                    phase=Phase(phase, 0.0, self.stretch, self.side),
                    clock=self.clock,
                    faults=tuple(self.open.values()),
                    unjudged=unjudged or {},
                    events=tuple(self._events),
                    cues=tuple(self._cues),
                )
            )
            self._events, self._cues = [], []
            self.t_s += 1 / self.fps
        return self

    def _tick(self, phase: PhaseName, seen: bool) -> None:
        if phase == "hold" and seen:
            good = 0.0 if self.open else 1 / self.fps
            held_s, in_form_s = self.clock.held_s + 1 / self.fps, self.clock.in_form_s + good
            self.clock = HoldClock(held_s, in_form_s)

    def ends(self) -> Story:
        """End the hold and the stretch with the next frame."""
        return self.happens("hold-ended", clock=self.clock).happens("stretch-ended")

    def report(self, **how: Any) -> ReportData:
        return self.recorder.finish(how.pop("source", SOURCE), SOFTWARE, **how)


def reading(t_s: float, measures: dict[str, float], view: str = "side", sd: float = 2.0) -> Reading:
    """Return a Reading in which only the named measures (without unit) are known."""
    values, sds = np.full(len(ALL), np.nan), np.full(len(ALL), np.nan)
    for name, value in measures.items():
        values[INDEX[f"{name}_deg"]], sds[INDEX[f"{name}_deg"]] = value, sd
    return Reading(t_s, values, sds, view)


HIGH: Final[dict[str, float]] = {"hip_flexion_left": 4.0, "hip_flexion_right": 6.0}
LYING: Final[dict[str, float]] = {"hip_flexion_left": 50.0, "hip_flexion_right": 50.0}
LOW: Final[dict[str, float]] = {"hip_flexion_left": 26.0, "hip_flexion_right": 28.0}
CAMERA: Final = "knee tracking needs the camera beyond your head, to one side"
NOT_FROM_HERE: Final[dict[str, str]] = {"knees-in": CAMERA, "knees-out": CAMERA}


def bridge_session() -> Story:
    """Return 12 s of bridge seen from the side: 1 s lying, 8 s held with sagging hips at 3-5 s."""
    story = Story().starts("bridge", "both")
    story.frames(1.0, LYING, "moving-in")
    story.happens("hold-started").says("Good. Hold it there and breathe.")
    story.frames(2.0, HIGH, unjudged=NOT_FROM_HERE)
    story.breaks("hips-low", 27.4).says("Lift your hips a little higher.", "hips-low")
    story.frames(2.0, LOW, unjudged=NOT_FROM_HERE)
    story.mends("hips-low").frames(4.0, HIGH, unjudged=NOT_FROM_HERE)
    story.ends().frames(3.0, phase="release")
    return story
