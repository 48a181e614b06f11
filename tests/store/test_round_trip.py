from __future__ import annotations

import tempfile
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.body import COUNT, OUTLINE, Sighting
from coach.engine.nouns import Event, Fault, Step
from coach.store import Command, Discomfort, Opening, Reader, Writer
from coach.store.codec import pack, unpack

from . import nouns


@settings(max_examples=50, deadline=None)
@given(
    opening=nouns.openings,
    steps=st.lists(nouns.steps, max_size=3),
    commands=st.lists(nouns.commands, max_size=2),
    discomfort=st.lists(nouns.discomforts, max_size=2),
)
def test_a_session_written_is_the_session_read(
    opening: Opening, steps: list[Step], commands: list[Command], discomfort: list[Discomfort]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sessions.db"
        with Writer(path, opening) as writer:
            for step in steps:
                writer.add(step)
            for command in commands:
                writer.add_command(command)
            for entry in discomfort:
                writer.add_discomfort(entry)
        assert writer.trouble is None
        with Reader(path) as reader:
            session = reader.last()
            sightings = list(session.sightings)

    assert (session.started, session.source) == (opening.started, opening.source)
    assert (session.size_px, session.asked) == (opening.size_px, opening.asked)
    assert (session.software, session.settings) == (opening.software, opening.settings)
    events = [event for step in steps for event in step.events]
    assert nouns.plain(sightings) == nouns.plain([step.sighting for step in steps])
    assert nouns.plain(session.events) == nouns.plain(tuple(events))
    assert list(session.cues) == [cue for step in steps for cue in step.cues]
    assert (list(session.commands), list(session.discomfort)) == (commands, discomfort)
    assert session.frames == len(steps)
    assert session.duration_s == (steps[-1].t_s if steps else 0.0)


def test_a_fault_keeps_the_body_of_its_worst_moment(tmp_path: Path) -> None:
    worst = Sighting(3.5, nouns.body(40.0), people=1)
    fault = Fault("hips-low", "both", 2.0, 18.0, "deg", 31.0, worst, end_s=5.0)
    with Writer(tmp_path / "s.db", nouns.opening()) as writer:
        writer.add_event(Event("fault-closed", 5.0, "bridge", "both", fault))

    with Reader(tmp_path / "s.db") as reader:
        (event,) = reader.last().events

    assert event.fault is not None
    assert nouns.plain(event.fault.peak_sighting) == nouns.plain(worst)


def test_numbers_of_numpy_are_stored_as_numbers(tmp_path: Path) -> None:
    start_s, t_s, peak = np.float32(0.25), np.float32(1.5), np.float64(31.0)
    seen = Sighting(1.0, None)
    fault = Fault("hips-low", "both", start_s, 18.0, "deg", peak, seen)  # type: ignore[arg-type]
    with Writer(tmp_path / "s.db", nouns.opening()) as writer:
        writer.add_event(Event("fault-opened", t_s, fault=fault))  # type: ignore[arg-type]

    assert writer.trouble is None
    with Reader(tmp_path / "s.db") as reader:
        (event,) = reader.last().events
    assert event.t_s == 1.5
    assert event.fault is not None
    assert (event.fault.start_s, event.fault.peak) == (0.25, 31.0)


def test_sightings_can_be_iterated_twice_and_abandoned_half_way(tmp_path: Path) -> None:
    with Writer(tmp_path / "s.db", nouns.opening()) as writer:
        for frame in range(600):
            writer.add(nouns.step(frame / 30))

    with Reader(tmp_path / "s.db") as reader:
        sightings = reader.last().sightings
        assert next(iter(sightings)).t_s == 0.0
        assert [s.t_s for s in sightings] == [s.t_s for s in sightings]
        assert sum(1 for _ in sightings) == 600


@pytest.mark.parametrize("score", [-1, 11])
def test_discomfort_outside_the_scale_is_refused(score: int) -> None:
    with pytest.raises(ValueError, match="0 to 10"):
        Discomfort(1.0, score)


def test_a_start_without_its_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="offset"):
        Opening(started="2026-11-23T18:05:00", source="camera 0")


@pytest.mark.parametrize(
    ("numbers", "missing"),
    [(COUNT * 6, ("outline_px", "flow_px_s")), (COUNT * 6 + 2 * OUTLINE, ("flow_px_s",))],
)
def test_an_older_body_has_no_outline_or_no_flow(numbers: int, missing: tuple[str, ...]) -> None:
    """What earlier versions stored: the landmarks, then the outline, and nothing after them."""
    blob = pack(nouns.body())
    assert blob is not None
    old = unpack(blob[: numbers * 4])
    assert old is not None
    for column in fields(old):
        kept, told = getattr(nouns.body(), column.name), getattr(old, column.name)
        expected = np.full_like(kept, np.nan) if column.name in missing else kept
        np.testing.assert_array_equal(told, expected)


def test_a_blob_of_another_length_is_no_body() -> None:
    blob = pack(nouns.body())
    assert blob is not None
    for wrong in (blob[:-4], blob[:400], blob + blob[:4]):
        with pytest.raises(ValueError, match="reshape"):
            unpack(wrong)
