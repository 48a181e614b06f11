"""Nouns to store: simple ones by name, and hypothesis strategies for any."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import fields

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from coach.body import COUNT, OUTLINE, Body, FloatArray, Sighting
from coach.engine.nouns import Cue, Event, Fault, HoldClock, Phase, Step
from coach.measures import empty_reading
from coach.store import Command, Discomfort, Opening

STARTED = "2026-11-23T18:05:00+01:00"


def opening(started: str = STARTED) -> Opening:
    return Opening(started=started, source="camera 0", size_px=(1280, 720), asked=("bridge",))


def body(offset_px: float = 0.0) -> Body:
    rows = np.arange(COUNT, dtype=np.float32)
    image_px = np.column_stack((rows + offset_px, rows * 2)).astype(np.float32)
    world_m = np.column_stack((rows, -rows, rows / 8)).astype(np.float32)
    outline_px = np.arange(2 * OUTLINE, dtype=np.float32).reshape(2, OUTLINE)
    return Body(
        image_px, world_m, np.full(COUNT, 0.5, np.float32), outline_px, image_px[::-1].copy()
    )


def step(t_s: float, *, seen: bool = True) -> Step:
    return stepped(Sighting(t_s, body(t_s) if seen else None))


def stepped(sighting: Sighting, events: tuple[Event, ...] = (), cues: tuple[Cue, ...] = ()) -> Step:
    reading, phase = empty_reading(sighting.t_s), Phase("settling", 0.0)
    return Step(sighting, reading, phase, HoldClock(), events=events, cues=cues)


def plain(noun: object) -> object:
    """Return a noun as tuples that compare by value: arrays as bytes, so that NaN equals NaN."""
    if isinstance(noun, list | tuple):
        return [plain(part) for part in noun]
    if isinstance(noun, np.ndarray):
        return noun.shape, noun.tobytes()
    if isinstance(noun, Body | Sighting | Event | Fault | HoldClock | Cue):
        return tuple(plain(getattr(noun, column.name)) for column in fields(noun))
    return noun


def wait_for(holds: Callable[[], bool], within_s: float = 10.0) -> None:
    """Return once it holds; fail if it does not within a time."""
    until = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.01)


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
finite = st.floats(allow_nan=False, allow_infinity=False)
sides = st.sampled_from(["left", "right", "both"])
times = st.floats(0, 1e5)


def _landmarks(*shape: int) -> st.SearchStrategy[FloatArray]:
    return arrays(np.float32, shape, elements=st.floats(width=32), fill=st.just(np.float32(1.5)))


bodies = st.builds(
    Body, _landmarks(COUNT, 2), _landmarks(COUNT, 3), _landmarks(COUNT), _landmarks(2, OUTLINE)
)
sightings = st.builds(Sighting, times, st.none() | bodies, st.none() | st.integers(0, 9))
clocks = st.builds(HoldClock, times, times, times, st.booleans(), st.none() | texts)
faults = st.builds(
    Fault, texts, sides, times, finite, st.sampled_from(["deg", "deg/s"]), finite, sightings,
    st.none() | times,
)  # fmt: skip
events = st.builds(
    Event, st.sampled_from(["fault-opened", "hold-ended", "note"]), times, st.none() | texts,
    st.none() | sides, st.none() | faults, st.none() | clocks, texts,
)  # fmt: skip
cues = st.builds(
    Cue, times, st.sampled_from(["safety", "count"]), texts, texts, st.none() | texts, times
)
steps = st.builds(
    stepped,
    sightings,
    st.lists(events, max_size=2).map(tuple),
    st.lists(cues, max_size=2).map(tuple),
)
commands = st.builds(Command, times, st.sampled_from(["pause", "resume", "next", "mute", "pain"]))
discomforts = st.builds(
    Discomfort, times, st.none() | st.integers(0, 10), st.none() | texts, st.none() | sides,
    st.booleans(),
)  # fmt: skip
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | finite | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
openings = st.builds(
    Opening,
    started=st.datetimes(timezones=st.timezones()).map(
        lambda moment: moment.isoformat(timespec="seconds")
    ),
    source=texts,
    size_px=st.none() | st.tuples(st.integers(1, 9999), st.integers(1, 9999)),
    software=st.dictionaries(texts, json_values, max_size=3),
    settings=st.dictionaries(texts, json_values, max_size=3),
    asked=st.lists(texts, max_size=3).map(tuple),
)
