"""Stretches as data: the schema of `poses/*.yaml`, and the only reader of that folder."""

from coach.stretches.condition import Condition, Value
from coach.stretches.files import Place, nearest
from coach.stretches.loader import Library, load_library, load_stretch, wrong_in
from coach.stretches.places import camera_places, moves
from coach.stretches.routine import (
    CAMERA_S,
    HOLD_S,
    REST_S,
    Include,
    Movement,
    Pause,
    Routine,
    Stretching,
)
from coach.stretches.routines import is_routine, load_routine, load_routines
from coach.stretches.rule import Rule, Toward
from coach.stretches.schema import Example, Stretch
from coach.stretches.words import WORDS_FILE, load_words

__all__ = [
    "CAMERA_S",
    "HOLD_S",
    "REST_S",
    "WORDS_FILE",
    "Condition",
    "Example",
    "Include",
    "Library",
    "Movement",
    "Pause",
    "Place",
    "Routine",
    "Rule",
    "Stretch",
    "Stretching",
    "Toward",
    "Value",
    "camera_places",
    "is_routine",
    "load_library",
    "load_routine",
    "load_routines",
    "load_stretch",
    "load_words",
    "moves",
    "nearest",
    "wrong_in",
]
