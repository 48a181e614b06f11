"""Read stretch files: whole or not at all, and with the line that is wrong."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from coach.errors import CoachError
from coach.stretches.schema import PARTS, Stretch

WORDS_FILE: Final = "words.yaml"


@dataclass(frozen=True)
class Library:
    """Everything that `poses/` says."""

    stretches: dict[str, Stretch]
    sha256: dict[str, str]
    """Stretch id -> checksum of its file, so that a report can say which rules it was made with."""
    words: dict[str, tuple[str, ...]]
    """Sentences that belong to no stretch: key -> variants."""

    def get(self, stretch_id: str) -> Stretch:
        """Return a stretch by its id; CoachError with the nearest name if there is none."""
        if stretch_id not in self.stretches:
            raise CoachError(
                f"no stretch is called {stretch_id!r}{nearest(stretch_id, self.stretches)}; "
                "`coach stretches` lists them"
            )
        return self.stretches[stretch_id]


def nearest(word: str, known: Iterable[str]) -> str:
    """Return ` (did you mean 'bridge'?)`, or nothing if no known word is near."""
    close = difflib.get_close_matches(word.lower(), list(known), n=1, cutoff=0.5)
    return f" (did you mean {close[0]!r}?)" if close else ""


def load_library(folder: Path) -> Library:
    """Read every stretch of a folder and its words; CoachError at the first bad file."""
    paths = sorted(p for p in folder.glob("*.yaml") if p.name != WORDS_FILE)
    if not paths:
        raise CoachError(f"{folder}: no stretch files here; reinstall psoas")
    stretches: dict[str, Stretch] = {}
    for path in paths:
        stretch = load_stretch(path)
        if stretch.id in stretches:
            raise CoachError(f"{path}:1: id: another file already has the id {stretch.id!r}")
        stretches[stretch.id] = stretch
    sums = {s.id: _sha256(p) for s, p in zip(stretches.values(), paths, strict=True)}
    return Library(stretches, sums, load_words(folder / WORDS_FILE))


def load_stretch(path: Path) -> Stretch:
    """Read one stretch file; CoachError `file:line: place: what is wrong` if it is not whole."""
    tree = _read(path)
    try:
        return Stretch.model_validate(_plain(tree))
    except ValidationError as error:
        raise CoachError(_tell(path, tree, error)) from None


def load_words(path: Path) -> dict[str, tuple[str, ...]]:
    """Read the sentences that belong to no stretch: a mapping of keys to lists of variants."""
    tree = _read(path)
    words: dict[str, tuple[str, ...]] = {}
    for key, variants in tree.items():
        if not (isinstance(variants, list) and variants and all(map(_is_text, variants))):
            line = tree.lc.key(key)[0] + 1
            raise CoachError(f"{path}:{line}: {key}: must be a list of sentences")
        words[str(key)] = tuple(variants)
    return words


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _read(path: Path) -> CommentedMap:
    try:
        tree = YAML(typ="rt").load(path.read_text(encoding="utf-8"))
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise CoachError(f"{path}:{line}: not valid YAML: {error.problem}") from None
    except (YAMLError, UnicodeDecodeError) as error:
        raise CoachError(f"{path}:1: not a YAML text file: {str(error).splitlines()[0]}") from None
    except OSError as error:
        raise CoachError(f"{path}: cannot be read: {error.strerror}") from None
    if not isinstance(tree, CommentedMap):
        raise CoachError(f"{path}:1: must be a mapping that begins with `id:`")
    return tree


def _plain(node: Any) -> Any:
    """Return the tree without ruamel's own types, so that nothing of them leaks into a Stretch."""
    if isinstance(node, CommentedMap):
        return {str(key): _plain(value) for key, value in node.items()}
    return [_plain(item) for item in node] if isinstance(node, CommentedSeq) else node


def _tell(path: Path, tree: CommentedMap, error: ValidationError) -> str:
    # A misspelt key is told before the key that is missing because of it.
    errors = sorted(error.errors(include_url=False), key=lambda e: e["type"] != "extra_forbidden")
    first, *others = errors
    place = tuple(part for part in first["loc"] if isinstance(part, str | int))
    more = f" (and {len(others)} more)" if others else ""
    message = first["msg"].removeprefix("Value error, ")
    if first["type"] == "extra_forbidden":
        message = f"unknown key{_near_key(place)}"
    where = ".".join(map(str, place)) or "file"
    return f"{path}:{_line(tree, place) or 1}: {where}: {message}{more}"


def _near_key(place: tuple[str | int, ...]) -> str:
    fields = {name for model in PARTS for name in model.model_fields}
    return nearest(str(place[-1]), fields) if place else ""


def _line(tree: Any, place: tuple[str | int, ...]) -> int:
    """Return the line (from 1) of the innermost part of `place` that the file has; 0 if none."""
    if not place or not isinstance(tree, CommentedMap | CommentedSeq):
        return 0
    try:
        at = tree.lc.key(place[0]) if isinstance(tree, CommentedMap) else tree.lc.item(place[0])
        inner = tree[place[0]]
    except (KeyError, IndexError):
        return 0  # what is missing has no line; the mapping that lacks it has
    return _line(inner, place[1:]) or int(at[0]) + 1


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
