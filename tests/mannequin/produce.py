"""Rendering generated sessions into a cache, on both cores, so that an interrupted run goes on
where it stopped.

A session's folder is named by a hash of the generator's sources and of the session itself: after a
change to
either it is rendered anew. A clip is written under another name and renamed when whole; the truth
comes last.
"""

import ast
import hashlib
import json
import signal
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.mannequin.body import Person, cache_dir
from tests.mannequin.errors import MannequinError
from tests.mannequin.film import Set, Shot, truth
from tests.mannequin.sessions import Session, session
from tests.mannequin.skeleton import JOINTS
from tests.mannequin.truth import Motion, rounded, session_measures, write_truth
from tests.mannequin.video import Coding, write_clip
from tests.mannequin.wear import worn

_NOT_PICTURES = ("__main__.py", "produce.py", "clips.py", "errors.py", "sheets.py")


@dataclass(frozen=True)
class Rendered:
    """Where a session's files are."""

    clip: Path  # H.264
    truth: Path  # JSON
    # npz: t_s (T,), every measure (T,), joints_m (T, J, 3), joints_px (T, J, 2), hidden (T, J)
    arrays: Path


@lru_cache(maxsize=1)
def sources_hash() -> str:
    """A hash of everything that decides how a session looks and what its truth is."""
    here = Path(__file__).parent
    digest = hashlib.sha256()
    for path in sorted(here.rglob("*.py")):
        if path.name not in _NOT_PICTURES and not path.name.startswith("test_"):
            tree = ast.dump(
                ast.parse(path.read_text(encoding="utf-8"))
            )  # layout and comments do not count
            digest.update((path.relative_to(here).as_posix() + tree).encode())
    return digest.hexdigest()


def key(spec: Session) -> str:
    """The name of a session's folder in the cache."""
    return hashlib.sha256((sources_hash() + repr(spec)).encode()).hexdigest()[:24]


def places(spec: Session) -> Rendered:
    """Where a session's files are, or will be."""
    folder = cache_dir() / "sessions" / key(spec)
    name = spec.film.name
    return Rendered(
        folder / f"{name}.mp4", folder / f"{name}.truth.json", folder / f"{name}.truth.npz"
    )


def session_truth(spec: Session, who: Person, motion: Motion) -> dict[str, Any]:
    """The JSON truth of a session: the film's, with what is special to generated ones."""
    known = truth(spec.film, who, motion)
    known["split"], known["index"], known["kind"], known["meant"] = (
        spec.split,
        spec.index,
        spec.kind,
        list(spec.rules),
    )
    return known


def truth_arrays(
    spec: Session, who: Person, motion: Motion, shots: list[Shot]
) -> dict[str, NDArray[Any]]:
    """The arrays of the truth; pictures' coordinates and hidden joints from the shots."""
    measures = session_measures(who.skeleton, spec.film.actors[0].timeline, motion)
    arrays: dict[str, NDArray[Any]] = {"t_s": motion.t_s, "joints": np.array(JOINTS)}
    arrays |= {name: np.round(v, 3).astype(np.float32) for name, v in measures.items()}
    arrays["joints_m"] = np.round(motion.joints_m, 4).astype(np.float32)
    arrays["joints_px"] = np.stack([np.round(s.joints_px, 2) for s in shots]).astype(np.float32)
    arrays["hidden"] = np.stack([s.hidden for s in shots])
    return arrays


def truth_bytes(spec: Session) -> bytes:
    """The JSON of a session's truth without rendering a picture: the same seed gives the same
    bytes.
    """
    stage = Set(spec.film)
    known = session_truth(spec, stage.people[0], stage.motions()[0])
    return json.dumps(rounded(known), sort_keys=True).encode()


def render(spec: Session) -> Rendered:
    """A session's files, from the cache or rendered now."""
    out = places(spec)
    if out.truth.exists() and out.clip.exists() and out.arrays.exists():
        return out
    stage = Set(spec.film)
    motions = stage.motions()
    shots: list[Shot] = []

    def frames() -> Iterator[tuple[float, NDArray[np.uint8]]]:
        for i, shot in enumerate(stage.shots(motions)):
            shots.append(Shot(shot.t_s, np.empty((0, 0, 3), np.uint8), shot.joints_px, shot.hidden))
            yield shot.t_s, worn(shot.rgb, spec.wear, i)

    write_clip(out.clip, frames(), spec.film.fps, Coding(spec.crf, "veryfast"))
    _write_arrays(out.arrays, truth_arrays(spec, stage.people[0], motions[0], shots))
    write_truth(out.truth, session_truth(spec, stage.people[0], motions[0]))
    return out


def _write_arrays(path: Path, arrays: dict[str, NDArray[Any]]) -> None:
    partial = path.with_name(f".part-{path.name}")
    try:
        with partial.open("wb") as file:
            np.savez_compressed(file, **arrays)  # type: ignore[arg-type]
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise MannequinError(f"cannot write {path}: {error.strerror}") from error


def _render_one(job: tuple[str, int, tuple[int, int], float]) -> Rendered:
    split, index, size, fps = job
    return render(session(split, index, *size, fps))


def _leave_interrupts_to_the_parent() -> None:
    """Ctrl-C reaches every process of a terminal; the parent alone decides, and says one line."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def render_all(
    split: str,
    indices: Iterable[int],
    width_px: int = 960,
    height_px: int = 540,
    fps: float = 12.0,
    workers: int = 2,
) -> Iterator[Rendered]:
    """Render sessions on several processes; yields each as it is done, in no fixed order.

    When the caller stops, so do the workers; what was finished stays in the cache.
    """
    jobs = [(split, i, (width_px, height_px), fps) for i in indices]
    with get_context("spawn").Pool(workers, _leave_interrupts_to_the_parent) as pool:
        yield from pool.imap_unordered(_render_one, jobs)
