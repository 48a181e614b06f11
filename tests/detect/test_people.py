"""Who counts as someone else."""

from __future__ import annotations

import numpy as np
import pytest

from coach.body import Body, FloatArray
from coach.detect.people import is_someone_else, without


def body(left: float, top: float, width: float, height: float, *, visible: float = 0.9) -> Body:
    """A body whose landmarks fill the box."""
    parts = np.linspace((0, 0), (1, 1), 33, dtype=np.float32)
    image_px: FloatArray = (parts * (width, height) + (left, top)).astype(np.float32)
    return Body(image_px, np.zeros((33, 3), np.float32), np.full(33, visible, np.float32))


FOLLOWED = body(100, 100, 100, 200)

TABLE = {
    "far away": (body(400, 100, 100, 200), True),
    "a child far away": (body(400, 250, 30, 60), True),
    "beside, arms touching": (body(210, 100, 100, 200), True),
    "the same one": (FOLLOWED, False),
    "a foot that was not painted over": (body(180, 280, 30, 20), False),
    "a ghost around the same one": (body(50, 50, 200, 300), False),
    "a thing that looks a little like a person": (body(400, 100, 100, 200, visible=0.4), False),
}


@pytest.mark.parametrize("case", TABLE)
def test_is_someone_else(case: str) -> None:
    found, expected = TABLE[case]
    assert is_someone_else(found, FOLLOWED) is expected


def test_painting_over_leaves_the_picture_given_as_it_was() -> None:
    rgb = np.full((400, 500, 3), 9, np.uint8)
    painted = without(rgb, FOLLOWED)
    assert np.all(rgb == 9)
    assert np.all(painted[100:300, 100:200] == 127)
    assert np.all(painted[:, 300:] == 9)


def test_a_body_beyond_the_edge_of_the_frame_is_painted_as_far_as_it_shows() -> None:
    painted = without(np.full((200, 150, 3), 9, np.uint8), body(-50, 100, 100, 400))
    assert np.all(painted[150:, :40] == 127)
    assert np.all(painted[:, 140:] == 9)
