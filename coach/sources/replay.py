"""A stored session, sighting by sighting."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sized

from coach.body import Sighting
from coach.closing import Closing
from coach.errors import SourceError


class Replay(Closing):
    """Stored sightings as they are; a `Source` of Sighting.

    `width_px`, `height_px` and `fps` are those of the source that was stored. `sightings` may be
    lazy: then it is read as it is asked for, and `frames` is not known. Raises SourceError while
    iterating if a sighting is not later than the one before: a stored session never is like that.
    """

    warnings: tuple[str, ...] = ()

    def __init__(
        self,
        sightings: Iterable[Sighting],
        *,
        width_px: int,
        height_px: int,
        fps: float | None = None,
        duration_s: float | None = None,
    ) -> None:
        self.width_px, self.height_px, self.fps = width_px, height_px, fps
        self.frames = len(sightings) if isinstance(sightings, Sized) else None
        self.duration_s = duration_s
        self._sightings = sightings
        self._iterated = False

    def __iter__(self) -> Iterator[Sighting]:
        """Yield each sighting."""
        if self._iterated:
            raise RuntimeError("a Replay can be iterated once: make another")
        self._iterated = True
        last_s = -math.inf
        for number, sighting in enumerate(self._sightings):
            if not sighting.t_s > last_s:
                raise SourceError(
                    f"the stored session is damaged: sighting {number} at {sighting.t_s:.3f} s "
                    f"is not later than the one before"
                )
            last_s = sighting.t_s
            yield sighting
