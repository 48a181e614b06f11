"""Read stretch files: whole or not at all, and with the line that is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from coach.errors import CoachError
from coach.stretches.files import File, Place, nearest
from coach.stretches.schema import PARTS, Stretch
from coach.stretches.words import WORDS_FILE, load_words


@dataclass(frozen=True)
class Library:
    """Everything that `poses/` says of stretches."""

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


def load_library(folder: Path) -> Library:
    """Read every stretch of a folder and its words; CoachError at the first bad file."""
    paths = sorted(p for p in folder.glob("*.yaml") if p.name != WORDS_FILE)
    if not paths:
        raise CoachError(f"{folder}: no stretch files here; reinstall psoas")
    stretches: dict[str, Stretch] = {}
    sums: dict[str, str] = {}
    for path in paths:
        file = File.read(path)
        stretch = file.parse(Stretch, PARTS)
        if stretch.id in stretches:
            raise file.wrong(("id",), f"another file already has the id {stretch.id!r}")
        stretches[stretch.id], sums[stretch.id] = stretch, file.sha256()
    return Library(stretches, sums, load_words(folder / WORDS_FILE))


def load_stretch(path: Path) -> Stretch:
    """Read one stretch file; CoachError `file:line: place: what is wrong` if it is not whole."""
    return File.read(path).parse(Stretch, PARTS)


def wrong_in(path: Path, place: Place, message: str) -> CoachError:
    """Return the error that says what is wrong at a place of a file, with its line."""
    return File.read(path).wrong(place, message)
