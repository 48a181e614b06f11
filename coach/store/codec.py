"""Nouns to columns and back: landmarks as float32 blobs, everything else as JSON.

Floats survive JSON exactly (Python writes the shortest text that reads back as the same number).
A field that a later version adds to a noun is missing from older rows and takes its default.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, Final

import numpy as np

from coach.body import COUNT, OUTLINE, Body, Sighting
from coach.engine.nouns import Cue, Event, Fault, HoldClock

COLUMNS: Final = 6
"""Of a landmark: x and y in pixels, x, y and z in metres, visibility."""
LAYOUT: Final = np.dtype("<f4")
"""Little-endian on every machine, so that a database can be carried to another."""


def pack(body: Body | None) -> bytes | None:
    """Return a body as a blob, float32; None for nobody.

    (33, 6) of the landmarks, (2, 16) of the outline, (33, 2) of the flow.
    """
    if body is None:
        return None
    table = np.column_stack((body.image_px, body.world_m, body.visibility))
    parts = (table, body.outline_px, body.flow_px_s)
    return b"".join(part.astype(LAYOUT).tobytes() for part in parts)


def unpack(blob: bytes | None) -> Body | None:
    """Return the body that `pack` packed; ValueError if the blob has another length.

    Bodies stored before there was an outline, or a flow, have none.
    """
    if blob is None:
        return None
    numbers = np.frombuffer(blob, LAYOUT).astype(np.float32)
    table, outline, flow = np.split(numbers, (COUNT * COLUMNS, COUNT * COLUMNS + 2 * OUTLINE))
    table = table.reshape(COUNT, COLUMNS)
    body = Body(table[:, :2].copy(), table[:, 2:5].copy(), table[:, 5].copy())
    if len(outline):
        body = replace(body, outline_px=outline.reshape(2, OUTLINE))
    return replace(body, flow_px_s=flow.reshape(COUNT, 2)) if len(flow) else body


def to_json(value: Mapping[str, Any] | tuple[str, ...]) -> str:
    """Return compact JSON; numpy scalars are written as numbers. TypeError for anything else."""
    return json.dumps(value, default=_number, ensure_ascii=False, separators=(",", ":"))


def event_to_json(event: Event) -> str:
    """Return an event as JSON, all but the body of its fault's worst moment."""
    columns = _columns(event)
    if event.fault is not None:
        fault = _columns(event.fault)
        peak = fault.pop("peak_sighting")
        columns["fault"] = fault | {"peak_t_s": peak.t_s, "peak_people": peak.people}
    if event.clock is not None:
        columns["clock"] = _columns(event.clock)
    return to_json({name: value for name, value in columns.items() if value is not None})


def peak_of(event: Event) -> bytes | None:
    """Return the blob of the body at the fault's worst moment; None if there is no such body."""
    return pack(event.fault.peak_sighting.body) if event.fault else None


def event_from_json(text: str, peak: bytes | None) -> Event:
    """Return the event that was written, its fault with the body of its worst moment."""
    columns = json.loads(text)
    if "fault" in columns:
        fault = columns["fault"]
        sighting = Sighting(fault.pop("peak_t_s"), unpack(peak), fault.pop("peak_people"))
        columns["fault"] = Fault(**fault, peak_sighting=sighting)
    if "clock" in columns:
        columns["clock"] = HoldClock(**columns["clock"])
    return Event(**columns)


def cue_to_json(cue: Cue) -> str:
    """Return a cue as JSON."""
    return to_json(_columns(cue))


def cue_from_json(text: str) -> Cue:
    """Return the cue that was written."""
    return Cue(**json.loads(text))


def _columns(noun: Event | Fault | HoldClock | Cue) -> dict[str, Any]:
    return {column.name: getattr(noun, column.name) for column in fields(noun)}


def _number(value: object) -> Any:
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(f"{type(value).__name__} cannot be stored as JSON")
