"""The landmark model as a file: found, recognised for what it is, and verified."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from coach.errors import CoachError
from coach.resources import checked_sha256, model_file

DEFAULT_MODEL: Final = "pose_landmarker_full.task"
_PARTS: Final = {"pose_detector.tflite", "pose_landmarks_detector.tflite"}


@dataclass(frozen=True, slots=True)
class PoseModel:
    """A pose landmark bundle (.task) that has been looked at."""

    path: Path
    sha256: str
    """64 lower-case hex digits, of the file as it is on disk."""

    @classmethod
    def load(cls, path: Path | None = None) -> PoseModel:
        """Return the model at `path`, or the one that ships.

        Raises CoachError if there is no such file, if it is not a pose landmark bundle, or if it
        bears the name of a model that ships and differs from it.
        """
        path = model_file(DEFAULT_MODEL) if path is None else path
        sha256 = checked_sha256(path)
        if not _is_bundle(path):
            raise CoachError(
                f"{path} is not a pose landmark model: a .task file is needed, "
                "see models/README.md for lite, full and heavy"
            )
        return cls(path, sha256)


def _is_bundle(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as bundle:
            return set(bundle.namelist()) >= _PARTS
    except (OSError, zipfile.BadZipFile):
        return False
