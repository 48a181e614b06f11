"""Sources: the only place where time is made.

A video file takes its time from the container, a camera from a monotonic clock, a replay from what
was stored. From here on time is a field of the item.
"""

import os

# Without it Windows takes 4 to 20 s to open a camera (opencv #17687); OpenCV reads it as it loads.
os.environ.setdefault("OPENCV_VIDEOIO_MSMF_ENABLE_HW_TRANSFORMS", "0")

from coach.sources.base import Frame, Gap, RgbImage, Source
from coach.sources.cameras import find_cameras
from coach.sources.replay import Replay
from coach.sources.video import VideoFile
from coach.sources.webcam import Webcam

__all__ = ["Frame", "Gap", "Replay", "RgbImage", "Source", "VideoFile", "Webcam", "find_cameras"]
