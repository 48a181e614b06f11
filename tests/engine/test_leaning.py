"""How fast somebody leans ahead: laws of the tilt of a trunk."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.body import Body, Landmark
from coach.engine.leaning import WINDOW_S, Leaning

STEP_S = 1 / 12


def sitting(faces_deg: float, lean_deg: float, way_deg: float | None = None) -> Body:
    """Return a trunk that faces one way (0 = to the right in the picture) and leans another."""
    world = np.zeros((33, 3), np.float32)
    faces, way = np.radians(faces_deg), np.radians(faces_deg if way_deg is None else way_deg)
    lean = math.radians(lean_deg)
    across = 0.15 * np.array([-math.sin(faces), 0.0, math.cos(faces)])
    over = math.sin(lean) * np.array([math.cos(way), 0.0, math.sin(way)])
    up = 0.5 * (over - (0.0, math.cos(lean), 0.0))
    for name, middle in (("SHOULDER", up), ("HIP", np.zeros(3))):
        world[Landmark[f"LEFT_{name}"]] = middle + across
        world[Landmark[f"RIGHT_{name}"]] = middle - across
    return Body(world[:, :2], world, np.ones(33, np.float32))


def fastest(bodies: list[Body]) -> float:
    """Return the fastest lean of bodies that follow each other, degrees a second."""
    leaning = Leaning()
    told = [leaning.update(frame * STEP_S, body) for frame, body in enumerate(bodies)]
    assert np.isnan(told[:2]).all()
    return max(told[2:])


@given(st.floats(-180, 180), st.floats(1.0, 8.0))
def test_a_lean_is_as_fast_whichever_way_somebody_faces(faces_deg: float, by_deg: float) -> None:
    bodies = [sitting(faces_deg, by_deg * frame) for frame in range(8)]
    assert fastest(bodies) == pytest.approx(by_deg / STEP_S, rel=1e-3)


@given(st.lists(st.floats(-40, 40), min_size=6, max_size=12))
def test_a_trunk_at_rest_leans_nowhere_wherever_it_is_guessed_to_face(guesses: list[float]) -> None:
    assert fastest([sitting(guess, 38.0, way_deg=10.0) for guess in guesses]) < 1e-3


def test_coming_up_and_leaning_back_are_no_lean_ahead() -> None:
    assert fastest([sitting(0.0, 60.0 - 8.0 * frame) for frame in range(14)]) == 0.0
    assert fastest([sitting(0.0, -60.0 + 8.0 * frame) for frame in range(8)]) == 0.0


def test_what_is_leaned_to_or_from_the_camera_is_guessed() -> None:
    for faces_deg, shown in ((0.0, 1.0), (60.0, 0.5), (90.0, 0.0)):
        leaning = Leaning()
        leaning.update(0.0, sitting(faces_deg, 20.0))
        assert leaning.shown == pytest.approx(shown, abs=1e-3)


def test_a_lean_of_long_ago_is_forgotten() -> None:
    leaning = Leaning()
    for frame in range(6):
        leaning.update(frame * STEP_S, sitting(0.0, 6.0 * frame))
    for frame in range(6, 7 + math.ceil(WINDOW_S / STEP_S)):
        told = leaning.update(frame * STEP_S, sitting(0.0, 30.0))
    assert told == pytest.approx(0.0, abs=1e-3)


def test_of_a_trunk_that_is_not_seen_nothing_is_told() -> None:
    leaning, unseen = Leaning(), sitting(0.0, 10.0)
    unseen.world_m[:] = np.nan
    told = [leaning.update(frame * STEP_S, unseen) for frame in range(4)]
    assert np.isnan(told).all()
