"""Finds the files that ship with the package: stretches, models, the demo clip.

In a checkout and in an editable install `poses/` and `models/` stand beside `coach/`, where people
look for them. A wheel carries them inside the package.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

from coach.errors import CoachError

_PACKAGE: Final = Path(__file__).resolve().parent
_CHECKSUMS: Final = "SHA256SUMS"


def poses_dir() -> Path:
    """Return the folder of stretch definitions."""
    return _folder("poses")


def models_dir() -> Path:
    """Return the folder of models, their cards and checksums."""
    return _folder("models")


def demo_clip() -> Path:
    """Return the video that `coach demo` plays."""
    return _present(_PACKAGE / "demo" / "demo.mp4")


def model_file(name: str) -> Path:
    """Return the path of a model that ships, such as `pose_landmarker_full.task`."""
    return _present(models_dir() / name)


def shipped_checksums() -> dict[str, str]:
    """Return file name -> sha256 (64 lower-case hex digits) of every model that ships."""
    lines = _present(models_dir() / _CHECKSUMS).read_text(encoding="utf-8").splitlines()
    pairs = (line.split(maxsplit=1) for line in lines if line.strip())
    return {name.lstrip("*"): digest.lower() for digest, name in pairs}


def checked_sha256(path: Path) -> str:
    """Return the sha256 of a model file, as 64 hex digits.

    Raises CoachError if the file cannot be read, or bears the name of a model that ships and is
    not that model. A file of any other name is the user's own and is taken as it is.
    """
    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise CoachError(f"{path}: the model cannot be read: {error.strerror}") from error
    expected = shipped_checksums().get(path.name, digest)
    if digest != expected:
        raise CoachError(
            f"{path} is damaged: its sha256 begins with {digest[:12]}, not {expected[:12]}; "
            "install psoas again, or rename the file if it is a model of your own"
        )
    return digest


def _folder(name: str) -> Path:
    inside, beside = _PACKAGE / name, _PACKAGE.parent / name
    # the project file tells a checkout from a site-packages folder where something else is `name`
    if not inside.is_dir() and (_PACKAGE.parent / "pyproject.toml").is_file():
        return _present(beside)
    return _present(inside)


def _present(path: Path) -> Path:
    if not path.exists():
        raise CoachError(f"{path} is missing from this installation: install psoas again")
    return path
