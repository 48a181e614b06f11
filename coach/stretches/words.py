"""The sentences that belong to no stretch, read whole: a translation that lacks one is refused."""

from __future__ import annotations

import string
from pathlib import Path
from typing import Any, Final

from coach.stretches.files import File, nearest

WORDS_FILE: Final = "words.yaml"

FILLED_IN: Final[dict[str, frozenset[str]]] = {
    **dict.fromkeys(
        (
            *("setup.lost", "setup.found", "setup.legs", "setup.two-people", "setup.camera-lost"),
            *("count.start", "count.anew", "count.breathe"),
            *("count.ten", "count.three", "count.done"),
            *("safety.pain", "safety.enough", "person.how-was-it"),
            *("side.left", "side.right", "side.other", "pause"),
            *("camera.side", "camera.front", "camera.front-oblique", "camera.head-oblique"),
            *("camera.back-oblique", "camera.feet"),
            *("turn.unseen", "turn.unmet", "session.done"),
        ),
        frozenset[str](),
    ),
    "setup.other-side": frozenset({"asked"}),
    "setup.other-stretch": frozenset({"seen", "asked"}),
    **dict.fromkeys(
        ("next.both", "next.left", "next.right", "next.either", "again"), frozenset({"name"})
    ),
}
"""Every key that the coach speaks by, and the names in braces that are filled in when it does."""


def load_words(path: Path) -> dict[str, tuple[str, ...]]:
    """Return the variants of every sentence of a file, by key.

    Raises CoachError `file:line: key: what is wrong` unless every key is there, none is unknown,
    and each sentence names what its key fills in.
    """
    file = File.read(path)
    words = {str(key): _variants(file, key, value) for key, value in file.tree.items()}
    for key in FILLED_IN:
        if key not in words:
            raise file.wrong((key,), "is missing; the coach has nothing to say there")
    return words


def _variants(file: File, key: Any, value: Any) -> tuple[str, ...]:
    if key not in FILLED_IN:
        raise file.wrong((key,), f"unknown key{nearest(str(key), FILLED_IN)}")
    if not (isinstance(value, list) and value and all(map(_is_text, value))):
        raise file.wrong((key,), "must be a list of sentences")
    for text in value:
        if _names(text) != FILLED_IN[key]:
            wanted = " and ".join(f"{{{name}}}" for name in sorted(FILLED_IN[key])) or "no braces"
            raise file.wrong((key,), f"must have {wanted}: {text!r}")
    return tuple(value)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _names(text: str) -> frozenset[str] | None:
    """Return the names in braces; None if there is more in them, or they are not in pairs."""
    try:
        found = [field[1:] for field in string.Formatter().parse(text) if field[1] is not None]
    except ValueError:
        return None
    plain = all(not form and not conversion for _, form, conversion in found)
    return frozenset(name for name, _, _ in found if name is not None) if plain else None
