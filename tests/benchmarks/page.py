"""The text of a run: in the terminal, and between two marks of this folder's README."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timezone
from pathlib import Path
from typing import Final

from tests.benchmarks.errors import BenchmarkError
from tests.benchmarks.scores import Scores
from tests.benchmarks.speed import machine

README: Final = Path(__file__).with_name("README.md")
BEGIN: Final = "<!-- figures: written by `python -m tests.benchmarks --write-readme` -->"
END: Final = "<!-- end of the figures -->"


def head(
    scores: Scores,
    quick: bool,
    seeds: Sequence[int],
    badly: bool = False,
    width_px: int | None = None,
) -> str:
    """Return a line on what was judged; `badly`: those who begin at fault."""
    day = datetime.now(timezone.utc).date().isoformat()
    sets = ", ".join(map(str, seeds))
    what = "clips of the repository" if quick else f"test sessions of seed {sets}"
    what += " that begin at fault" if badly else ""
    what += f", coded anew {width_px} pixels wide" if width_px else ""
    kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(scores.kinds.items()))
    seen = f"landmarks detected anew in {scores.detected}, from the cache in the others"
    return (
        f"{scores.clips} {what} ({kinds}), {scores.played_s / 60:.1f} minutes; {day}; "
        f"{machine()}; {seen}."
    )


def joined(parts: Iterable[tuple[str, str]]) -> str:
    """Return the parts under their titles."""
    return "\n\n".join(f"### {title}\n\n{text}" if title else text for title, text in parts)


def write(text: str, path: Path = README) -> None:
    """Put the text between the marks of the page; BenchmarkError if it has no marks."""
    try:
        old = path.read_text(encoding="utf-8")
        path.write_text(between(old, text), encoding="utf-8")
    except OSError as error:
        raise BenchmarkError(f"{path}: cannot be written: {error.strerror}") from None
    except ValueError:
        raise BenchmarkError(f"{path} has lost its marks: {BEGIN} and {END}") from None


def between(old: str, text: str, begin: str = BEGIN) -> str:
    """Return a page with what stands between its marks replaced; ValueError without marks."""
    start, end = old.index(begin) + len(begin), old.index(END)
    return f"{old[:start]}\n\n{text}\n\n{old[end:]}"
