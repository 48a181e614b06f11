"""The poses folder with all six stretches, whichever of them are written already."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

from coach.resources import poses_dir
from coach.stretches import Library, Routine, load_library, load_routines

VIEWS: Final = {
    "pigeon": ("lunge", "[side, front-oblique]"),
    "quad-pigeon": ("lunge", "[side]"),
    "butterfly": ("bridge", "[front, front-oblique]"),
    "seated-hip": ("bridge", "[side]"),
}
"""Stretch -> one with the same sides, and where the camera belongs."""


def whole_poses(folder: Path) -> Path:
    """Copy the poses folder; what is missing has a stand-in with its id, sides and views."""
    poses = shutil.copytree(poses_dir(), folder / "poses")
    for name, (like, views) in VIEWS.items():
        if not (poses / f"{name}.yaml").exists():
            text = (poses / f"{like}.yaml").read_text(encoding="utf-8")
            before, after = text.split("  views: ", 1)
            after = f"{views}\n{after.split(chr(10), 1)[1]}"
            text = f"{before}  views: {after}".replace(f"id: {like}", f"id: {name}", 1)
            words = "Bridge" if like == "bridge" else "Kneeling lunge"
            text = text.replace(f"name: {words}", f"name: {name.replace('-', ' ').title()}", 1)
            (poses / f"{name}.yaml").write_text(text, encoding="utf-8")
    return poses


def whole(folder: Path) -> tuple[Library, dict[str, Routine]]:
    """Return the library and the routines that ship."""
    poses = whole_poses(folder)
    library = load_library(poses)
    return library, load_routines(poses, library.stretches)
