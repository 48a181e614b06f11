"""Stretches as data: the schema of `poses/*.yaml`, and the only reader of that folder."""

from coach.stretches.condition import Condition, Value
from coach.stretches.loader import Library, load_library, load_stretch, nearest
from coach.stretches.schema import Example, Rule, Stretch, Toward

__all__ = [
    "Condition",
    "Example",
    "Library",
    "Rule",
    "Stretch",
    "Toward",
    "Value",
    "load_library",
    "load_stretch",
    "nearest",
]
