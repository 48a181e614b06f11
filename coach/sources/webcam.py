"""A live source: a camera, or a video file played at its own speed in place of one.

A capture thread puts the newest picture into a slot; the reader takes it when it is ready. What the
reader was too late for is dropped. The thread is the only one that touches the camera.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from typing import Final

from coach.closing import Closing
from coach.sources.base import Frame, Gap
from coach.sources.camera_feed import CameraFeed
from coach.sources.cameras import Capture, open_camera
from coach.sources.newest import Ended, Newest
from coach.sources.played import PlayedFile

_JOIN_S: Final = 2.0
"""How long closing waits for the thread; a camera pulled out can hold a read for ten seconds."""


class Webcam(Closing):
    """Newest pictures of a camera index, or of a file played in its place; a `Source`.

    It yields Frame, and Gap while the camera is lost or hangs: at least one of the two every
    `stall_s`, so that a window stays alive. A lost camera is opened again, tried every `retry_s`;
    after `give_up_s` without success SourceError is raised, as it is at once if the camera or file
    cannot be opened to begin with. The end of a played file ends the source.

    Capturing starts with the iteration; so does a camera's `t_s`, on a monotonic clock that goes on
    through a loss. A played file's `t_s` is the file's own.
    """

    def __init__(
        self,
        camera: int | Path | str,
        *,
        opener: Callable[[int], Capture] = open_camera,
        stall_s: float = 0.5,
        retry_s: float = 1.0,
        give_up_s: float = 60.0,
    ) -> None:
        self._feed: CameraFeed | PlayedFile = (
            CameraFeed(camera, opener, retry_s, give_up_s)
            if isinstance(camera, int)
            else PlayedFile(Path(camera))
        )
        self.width_px, self.height_px = self._feed.size_px
        self.fps: float | None = self._feed.fps
        self.duration_s: float | None = self._feed.duration_s
        self.frames: int | None = self._feed.frames
        self._stall_s = stall_s
        self._newest: Newest[Frame | Gap] = Newest()
        self._thread: Thread | None = None

    @property
    def warnings(self) -> tuple[str, ...]:
        """One line for each trouble met so far."""
        return self._feed.warnings

    def __iter__(self) -> Iterator[Frame | Gap]:
        """Yield the newest Frame each time, or a Gap while there is none."""
        if self._thread is not None:
            raise RuntimeError("a Webcam can be iterated once: open it again")
        self._thread = Thread(target=self._capture, name="capture", daemon=True)
        self._thread.start()
        last_s = -1.0
        while True:
            try:
                item = self._newest.take(self._stall_s) or self._stalled()
            except Ended:
                return
            # A frame caught just as the reader gave up waiting is older than the reader's Gap.
            if item is not None and item.t_s > last_s:
                last_s = item.t_s
                yield item

    def close(self) -> None:
        """Stop the thread and let go of the camera."""
        self._feed.stop.set()
        if self._thread is None:
            self._feed.close()
        else:
            self._thread.join(_JOIN_S)

    def _stalled(self) -> Gap | None:
        now_s = self._feed.now_s()
        return None if now_s is None else Gap(now_s, f"no picture from {self._feed.name}")

    def _capture(self) -> None:
        """Run in the capture thread: move items from the feed to the slot until either ends."""
        try:
            for item in self._feed:
                self._newest.put(item)
            self._newest.end()
        except BaseException as error:  # noqa: BLE001 - the reader raises it
            self._newest.end(error)
        finally:
            self._feed.close()
