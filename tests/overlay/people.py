"""A drawn person, and steps in which they are seen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from coach.body import COUNT, Body, FloatArray, Landmark, Sighting
from coach.engine.nouns import Cue, CueKind, Fault, HoldClock, Phase, Step
from coach.measures import empty_reading
from coach.overlay.shapes import Card, Shape
from tests.shipped import LIBRARY

BRIDGE, LUNGE = LIBRARY.get("bridge"), LIBRARY.get("lunge")
SIZE = (1280, 720)
HOLD = Phase("hold", 10.0, "lunge", "left")

# One who stands and faces the camera: their left is to the right of the picture (not mirrored).
_HALF_PX = {
    "NOSE": (0, 120), "EYE_INNER": (8, 110), "EYE": (14, 110), "EYE_OUTER": (20, 110),
    "EAR": (30, 116), "SHOULDER": (70, 200), "ELBOW": (130, 270), "WRIST": (200, 300),
    "PINKY": (212, 306), "INDEX": (214, 300), "THUMB": (206, 294), "HIP": (40, 380),
    "KNEE": (44, 500), "ANKLE": (46, 620), "HEEL": (44, 636), "FOOT_INDEX": (60, 644),
}  # fmt: skip


def _place(landmark: Landmark) -> tuple[float, float]:
    left = "LEFT" in landmark.name
    part = landmark.name.replace("LEFT_", "").replace("RIGHT_", "")
    part = part.replace("_LEFT", "").replace("_RIGHT", "")
    x, y = (10, 130) if part == "MOUTH" else _HALF_PX[part]
    return (640 + x if left else 640 - x), y


def standing() -> Body:
    image_px = np.array([_place(landmark) for landmark in Landmark], np.float32)
    return seen_at(image_px)


def seen_at(image_px: FloatArray, visibility: float = 0.9) -> Body:
    flat = (image_px - (640, 380)) / 400  # the figure is flat: all of it at one depth
    world_m = np.hstack([flat, np.zeros((COUNT, 1))]).astype(np.float32)
    return Body(image_px, world_m, np.full(COUNT, visibility, np.float32))


def without(body: Body, *landmarks: Landmark) -> Body:
    image_px = body.image_px.copy()
    image_px[list(landmarks)] = np.nan
    return replace(body, image_px=image_px)


def hidden(body: Body, *landmarks: Landmark) -> Body:
    visibility = body.visibility.copy()
    visibility[list(landmarks)] = 0.1
    return replace(body, visibility=visibility)


def step(
    body: Body | None = None,
    *,
    t_s: float = 12.0,
    phase: Phase = HOLD,
    clock: HoldClock | None = None,
    faults: tuple[Fault, ...] = (),
    unjudged: dict[str, str] | None = None,
    people: int | None = None,
) -> Step:
    return Step(
        Sighting(t_s, body, people), empty_reading(t_s), phase, clock or HoldClock(running=True),
        faults, unjudged or {},
    )  # fmt: skip


def fault(rule: str, side: str = "both") -> Fault:
    return Fault(rule, side, 10.0, 20.0, "deg", 30.0, Sighting(11.0, None))


def cue(text: str, kind: CueKind = "correction") -> Cue:
    return Cue(11.0, kind, "lunge.some-rule", text)


def words(shapes: tuple[Shape, ...]) -> str:
    """Return all that is written, a line a text."""
    cards = [shape for shape in shapes if isinstance(shape, Card)]
    return "\n".join(text.words for card in cards for text in card.texts)
