"""Counts the people among detected bodies, one person never twice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from coach.body import Body, FloatArray

SHARED_AREA: Final = 0.5
"""Two bodies are one person if their boxes share more than this part of the smaller box.

Of 312 turned and scaled photographs of single people the model found two bodies in four: one lay
upon the other, often head to feet, and shared the whole smaller box. Two people side by side shared
nothing.
"""


def count_people(bodies: Sequence[Body]) -> int:
    """Return how many distinct people the bodies are; someone mostly behind another is missed."""
    people: list[FloatArray] = []
    for body in bodies:
        box = _box(body)
        if all(_shared(box, other) <= SHARED_AREA for other in people):
            people.append(box)
    return len(people)


def _box(body: Body) -> FloatArray:
    """Return the corners ((left, top), (right, bottom)) around all landmarks, pixels."""
    return np.stack([np.nanmin(body.image_px, axis=0), np.nanmax(body.image_px, axis=0)])


def _shared(one: FloatArray, other: FloatArray) -> float:
    """Return the area that two boxes share, as a part of the smaller; 1 if that has no area."""
    inner = np.minimum(one[1], other[1]) - np.maximum(one[0], other[0])
    smaller = min(np.prod(one[1] - one[0]), np.prod(other[1] - other[0]))
    return float(np.prod(np.maximum(inner, 0)) / smaller) if smaller > 0 else 1.0
