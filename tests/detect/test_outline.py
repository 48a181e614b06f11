"""How far a body's edge is from its trunk: on masks drawn by hand, and on a rendered person."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from coach.body import COUNT, OUTLINE, FloatArray, Landmark
from coach.detect.outline import trunk_outline
from tests.detect.clips import sightings

HIP, SHOULDER = 0.0, 1.0
ALONG = np.linspace(-0.5, 1.4, OUTLINE)
ON_TRUNK = (ALONG > 0.05) & (ALONG < 0.95)


def upright(trunk_px: float = 60.0) -> FloatArray:
    """Landmarks of one who stands at (100, 200) seen from the side: arms and legs hang down."""
    image_px = np.full((COUNT, 2), (100.0, 200.0 + trunk_px), np.float32)
    image_px[[Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER]] = (100, 200 - trunk_px)
    image_px[[Landmark.LEFT_HIP, Landmark.RIGHT_HIP]] = (100, 200)
    return image_px


def drawn(left_px: int, right_px: int) -> FloatArray:
    """The mask of a post around that line, so far to its left and to its right."""
    mask = np.zeros((400, 300), np.float32)
    mask[50:350, 100 - left_px : 100 + right_px + 1] = 1.0
    return mask


def test_each_side_is_measured_from_the_trunk() -> None:
    outline = trunk_outline(drawn(20, 35), upright())
    assert outline.shape == (2, OUTLINE)
    assert outline[0][ON_TRUNK] == pytest.approx(20, abs=2)
    assert outline[1][ON_TRUNK] == pytest.approx(35, abs=2)


def test_a_turned_picture_has_the_same_outline() -> None:
    """Left is left of the way from the hips to the shoulders, however the body lies."""
    lying = np.ascontiguousarray(np.rot90(drawn(20, 35), -1))  # a quarter turn clockwise
    places = upright()
    turned = np.stack([399 - places[:, 1], places[:, 0]], axis=1)
    assert trunk_outline(lying, turned) == pytest.approx(
        trunk_outline(drawn(20, 35), places), abs=1.5
    )


def test_a_round_back_stands_out_in_the_middle() -> None:
    mask = drawn(20, 20)
    cv2.ellipse(mask, (80, 170), (14, 30), 0, 0, 360, 1.0, -1)
    left, right = trunk_outline(mask, upright())
    middle = np.argmin(np.abs(ALONG - 0.5))
    assert left[middle] == pytest.approx(34, abs=3)
    assert right[middle] == pytest.approx(20, abs=2)


def test_what_is_apart_from_the_body_does_not_count() -> None:
    mask = drawn(20, 20)
    mask[:, 140:160] = 1.0  # somebody else
    assert trunk_outline(mask, upright())[1][ON_TRUNK] == pytest.approx(20, abs=2)


def test_beyond_the_picture_there_is_no_body() -> None:
    mask = np.ones((400, 110), np.float32)
    assert trunk_outline(mask, upright())[1][ON_TRUNK] == pytest.approx(10, abs=2)


@pytest.mark.parametrize("trunk_px", [0.0, float("nan")])
def test_a_trunk_without_sides_has_no_outline(trunk_px: float) -> None:
    places = upright()
    places[[Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER]] = (100, 200 - trunk_px)
    assert np.isnan(trunk_outline(drawn(20, 20), places)).all()


def test_a_person_in_a_bridge_has_a_belly_and_a_back() -> None:
    """Seen from the side, a trunk is as thick as a hand is long or more, all along."""
    for sighting in sightings("good-bridge.mp4", 6):
        assert sighting.body is not None
        trunk_px = np.hypot(*(sighting.body.image_px[11] - sighting.body.image_px[23]))
        thick = sighting.body.outline_px.sum(axis=0)[ON_TRUNK] / trunk_px
        assert np.all((thick > 0.2) & (thick < 0.9))
