"""What a report was made with."""

from __future__ import annotations

from coach import __version__
from coach.app.measuring import measured_with
from coach.detect import MEDIAPIPE_VERSION, PoseModel
from coach.report import Software


def software(model: PoseModel) -> Software:
    """Return the versions and checksums that a session or a report names."""
    return Software(
        __version__, MEDIAPIPE_VERSION, {model.path.name: model.sha256} | measured_with()
    )
