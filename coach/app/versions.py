"""What a report was made with."""

from __future__ import annotations

from coach import __version__
from coach.app.measuring import MEASURING_MODEL
from coach.detect import MEDIAPIPE_VERSION, PoseModel
from coach.report import Software
from coach.resources import shipped_checksums


def software(model: PoseModel) -> Software:
    """Return the versions and checksums that a session or a report names."""
    return Software(
        __version__, MEDIAPIPE_VERSION, {model.path.name: model.sha256} | measured_with()
    )


def measured_with() -> dict[str, str]:
    """Return file name -> sha256 of the measuring model."""
    return {MEASURING_MODEL: shipped_checksums()[MEASURING_MODEL]}
