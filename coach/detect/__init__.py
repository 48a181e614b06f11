"""Detection: a picture goes in, a Sighting comes out. The only importer of mediapipe."""

from coach.detect.detector import Detector
from coach.detect.mediapipe_detector import MEDIAPIPE_VERSION, MediaPipeDetector
from coach.detect.model import DEFAULT_MODEL, PoseModel

__all__ = ["DEFAULT_MODEL", "MEDIAPIPE_VERSION", "Detector", "MediaPipeDetector", "PoseModel"]
