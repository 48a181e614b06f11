"""YAML files that know their lines, so that whatever is wrong in one is told with its place."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from coach.errors import CoachError

ModelT = TypeVar("ModelT", bound=BaseModel)
Place = tuple[str | int, ...]
"""The way into a file: keys, and numbers (from 0) in lists; `("rules", 0, "when")`."""


PLAINLY: Final = {
    "missing": "is missing",
    "string_type": "must be text",
    "string_pattern_mismatch": "small letters and hyphens only, such as `evening-stretches`",
    "tuple_type": "must be a list",
    "dict_type": "must be a mapping",
    "model_type": "must be a mapping",
    "model_attributes_type": "must be a mapping",
    "float_type": "must be a number",
    "float_parsing": "must be a number",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "finite_number": "must be a number",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
}
"""What a person who writes a file is told, in place of what pydantic tells a programmer."""


class MisplacedError(ValueError):
    """What is wrong with a mapping, and the place within it where that stands."""

    def __init__(self, place: Place, message: str) -> None:
        super().__init__(message)
        self.place = place


@dataclass(frozen=True)
class File:
    """A YAML file that holds a mapping."""

    path: Path
    tree: CommentedMap

    @classmethod
    def read(cls, path: Path) -> File:
        """Read a file; CoachError in one line if it is none of ours at all."""
        try:
            tree = YAML(typ="rt").load(path.read_text(encoding="utf-8"))
        except MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise CoachError(f"{path}:{line}: not valid YAML: {error.problem}") from None
        except (YAMLError, ValueError, RecursionError) as error:  # such as a 31st of April
            reason = str(error).splitlines()[0]
            raise CoachError(f"{path}:1: not a YAML text file: {reason}") from None
        except OSError as error:
            raise CoachError(f"{path}: cannot be read: {error.strerror}") from None
        if not isinstance(tree, CommentedMap):
            raise CoachError(f"{path}:1: must be a mapping that begins with `id:`")
        return cls(path, tree)

    def parse(self, model: type[ModelT], parts: Iterable[type[BaseModel]]) -> ModelT:
        """Return what the file says; CoachError `file:line: place: what is wrong` if it is not so.

        `parts` are all mappings that such a file may hold: a misspelt key is told the nearest.
        """
        try:
            return model.model_validate(_plain(self.tree))
        except ValidationError as error:
            raise self._told(error, parts) from None
        except RecursionError:
            raise self.wrong((), "something in it contains itself; write it out") from None

    def wrong(self, place: Place, message: str) -> CoachError:
        """Return the error that says what is wrong at a place, with its line."""
        where = ".".join(map(str, place)) or "file"
        return CoachError(f"{self.path}:{_line(self.tree, place) or 1}: {where}: {message}")

    def sha256(self) -> str:
        """Return the checksum of the file."""
        return hashlib.sha256(self.path.read_bytes()).hexdigest()

    def _told(self, error: ValidationError, parts: Iterable[type[BaseModel]]) -> CoachError:
        # A misspelt key is told before the key that is missing because of it.
        errors = sorted(
            error.errors(include_url=False), key=lambda e: e["type"] != "extra_forbidden"
        )
        first, *others = errors
        place = _place(first["loc"])
        message = PLAINLY.get(first["type"], first["msg"].removeprefix("Value error, "))
        cause = first.get("ctx", {}).get("error")
        if isinstance(cause, MisplacedError):
            place += cause.place
        if first["type"] == "extra_forbidden":
            message = _unknown(str(place[-1]), parts)
        more = f" (and {len(others)} more)" if others else ""
        return self.wrong(place, f"{message}{more}")


def nearest(word: str, known: Iterable[str]) -> str:
    """Return ` (did you mean 'bridge'?)`, or nothing if no known word is near."""
    close = difflib.get_close_matches(word.lower(), list(known), n=1, cutoff=0.5)
    return f" (did you mean {close[0]!r}?)" if close else ""


def hint(word: str, known: Sequence[str]) -> str:
    """Return ` (did you mean 'bridge'?)`, or all known words if none is near."""
    return nearest(word, known) or f"; known: {', '.join(known)}"


def _unknown(key: str, parts: Iterable[type[BaseModel]]) -> str:
    fields = {name for part in parts for name in part.model_fields}
    return "means nothing here" if key in fields else f"unknown key{nearest(key, fields)}"


def tag(kind: str) -> str:
    """Return a name for one kind of a mixed list; it is no part of any place in a file."""
    return f"<{kind}>"


def _place(loc: Sequence[str | int]) -> Place:
    return tuple(part for part in loc if not str(part).startswith("<"))


def _plain(node: Any) -> Any:
    """Return the tree without ruamel's own types, so that nothing of them leaks into a model."""
    if isinstance(node, CommentedMap):
        return {str(key): _plain(value) for key, value in node.items()}
    return [_plain(item) for item in node] if isinstance(node, CommentedSeq) else node


def _line(tree: Any, place: Place) -> int:
    """Return the line (from 1) of the innermost part of `place` that the file has; 0 if none."""
    if not place or not isinstance(tree, CommentedMap | CommentedSeq):
        return 0
    try:
        at = tree.lc.key(place[0]) if isinstance(tree, CommentedMap) else tree.lc.item(place[0])
        inner = tree[place[0]]
    except (KeyError, IndexError):
        return 0  # what is missing has no line; the mapping that lacks it has
    return _line(inner, place[1:]) or int(at[0]) + 1
