"""Where things are kept on this machine."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import platformdirs

HOME_VARIABLE: Final = "PSOAS_HOME"
"""Set it to keep sessions, reports and the cache in a folder of your choice."""


@dataclass(frozen=True, slots=True)
class Places:
    """The folders that psoas writes to."""

    data: Path
    """Sessions and reports."""
    cache: Path
    """Rendered sentences and the log of the last run; may be deleted at any time."""

    @property
    def sessions(self) -> Path:
        """The database of sessions."""
        return self.data / "sessions.db"

    @property
    def reports(self) -> Path:
        """Where `coach report` writes."""
        return self.data / "reports"

    @property
    def cues(self) -> Path:
        """Rendered sentences."""
        return self.cache / "cues"

    @property
    def log(self) -> Path:
        """What native libraries had to say in the last run."""
        return self.cache / "last-run.log"


def places() -> Places:
    """Return this platform's usual folders, or those under `PSOAS_HOME` if that is set."""
    home = os.environ.get(HOME_VARIABLE)
    if home:
        return Places(Path(home) / "data", Path(home) / "cache")
    return Places(
        platformdirs.user_data_path("psoas", appauthor=False),
        platformdirs.user_cache_path("psoas", appauthor=False),
    )
