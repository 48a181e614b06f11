"""`python -m tests.training.gather SPLIT SESSIONS --out DIR`: render samples, keep their landmarks.

At run time landmarks come from VIDEO mode: the person is cropped by where they were before, and
smoothed. After a cut to another person that takes seconds to recover. So a blank picture makes it
forget, and each held shape, and each beginning of a clip, is shown four times; the first answer,
which is that of a single image, and the fourth are kept. The frames of a clip then follow each
other as in a recording.

Sessions are gathered in shards of 50; a shard is written whole and renamed, so that an
interrupted run goes on with the next one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from coach.body import Body
from coach.detect import MediaPipeDetector
from tests.training import shards
from tests.training.draw import FRAME_S, Picture, Sample, samples
from tests.training.shards import Row

SESSIONS: Final = 50
"""A shard's size."""
SHOWN: Final = 4
"""How often a picture is shown until crop and smoothing have settled."""
SIZES: Final = ((640, 360), (480, 270), (480, 270))
"""Pictures' (width, height) in pixels, session by session in turn."""


class Eyes:
    """A landmark model in VIDEO mode that can be made to forget."""

    def __init__(self, model: Path | None, step_s: float = FRAME_S) -> None:
        """Load a landmark model; `step_s` seconds pass between two pictures."""
        self._video = MediaPipeDetector(model, count_people=False)
        self._blank = np.full((270, 480, 3), 128, np.uint8)
        self._step_s, self._t_s = step_s, 0.0

    def see(self, rgb: Picture) -> Body | None:
        """Return the body in the next frame."""
        self._t_s += self._step_s
        return self._video.detect(rgb, self._t_s).body

    def forget(self) -> None:
        """See nothing, so that the next picture is looked at as if it were the first."""
        self.see(self._blank)


def rows(split: str, sessions: Sequence[int], model: Path | None) -> Iterator[Row]:
    """Yield what is seen of the samples of sessions."""
    eyes = Eyes(model)
    for index in sessions:
        picture = 0
        for shots in samples(split, index, SIZES[index % len(SIZES)]):
            for place, shown, body in _seen(shots, eyes):
                if body is not None:
                    yield _row(index, picture + place, shots[place], shown, body)
            picture += len(shots)


def _seen(shots: list[Sample], eyes: Eyes) -> Iterator[tuple[int, int, Body | None]]:
    """Yield the place in `shots`, how many pictures were shown, and the body, of each row."""
    eyes.forget()
    bodies = [eyes.see(shots[0].rgb) for _ in range(SHOWN)]
    yield 0, 1, bodies[0]
    yield 0, SHOWN, bodies[-1]
    for place, sample in enumerate(shots[1:], 1):
        yield place, SHOWN + place, eyes.see(sample.rgb)


def _row(index: int, picture: int, sample: Sample, shown: int, body: Body) -> Row:
    return {
        "session": index,
        "picture": picture,
        "shown": shown,
        "truth": sample.truth,
        "pose": sample.pose,
        "view": sample.view,
    } | seen(body)


def seen(body: Body) -> Row:
    """Return the columns of what the detector saw."""
    return {
        "image_px": body.image_px,
        "world_m": body.world_m,
        "visibility": body.visibility,
        "outline_px": body.outline_px,
    }


if __name__ == "__main__":
    shards.main("python -m tests.training.gather", __doc__, rows, "", SESSIONS, {})
