"""Angles: tables of arithmetic, and the laws they obey."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from coach.body import Body, Landmark, Sighting, mirrored
from coach.engine.geometry import angle_deg, azimuth_deg, body_axes, hip_flexion_deg, turn_deg
from coach.engine.meter import GeometryMeter
from coach.engine.view import ViewTracker, view_word
from coach.measures import INDEX

RIGHT, UP, AWAY = np.array([1.0, 0, 0]), np.array([0, -1.0, 0]), np.array([0, 0, 1.0])


@pytest.mark.parametrize(
    ("a", "b", "angle"),
    [(RIGHT, RIGHT, 0), (RIGHT, UP, 90), (RIGHT, -RIGHT, 180), (RIGHT, RIGHT + UP, 45)],
)
def test_angle(a: np.ndarray, b: np.ndarray, angle: float) -> None:
    assert angle_deg(a, b) == pytest.approx(angle)


def test_a_vector_of_no_length_has_no_angle() -> None:
    assert math.isnan(angle_deg(np.zeros(3), RIGHT))


@pytest.mark.parametrize(
    ("a", "b", "turn"),
    [((1, 0), (0, 1), 90), ((1, 0), (0, -1), -90), ((0, -1), (1, 0), 90), ((1, 0), (-1, 0), 180)],
)
def test_turn_is_positive_as_a_clock_turns(
    a: tuple[float, float], b: tuple[float, float], turn: float
) -> None:
    assert turn_deg(np.array(a, float), np.array(b, float)) == pytest.approx(turn)


@pytest.mark.parametrize(
    ("thigh", "flexion"),
    [
        (-UP, 0),  # straight down: standing
        (RIGHT, 90),  # straight ahead: sitting
        (-UP - RIGHT, -45),  # behind: extension
        (RIGHT + UP, 135),  # toward the chest
    ],
)
def test_hip_flexion_is_positive_forward(thigh: np.ndarray, flexion: float) -> None:
    """The person faces right in the picture, so the left side points away from the camera."""
    assert hip_flexion_deg(UP, thigh, AWAY) == pytest.approx(flexion)


def test_a_thigh_straight_sideways_has_no_hip_flexion() -> None:
    assert math.isnan(hip_flexion_deg(UP, AWAY - 0.1 * UP, AWAY))


@pytest.mark.parametrize(
    ("azimuth", "lying", "word"),
    [
        (0, False, "front"),
        (-40, False, "front-oblique"),
        (90, False, "side"),
        (-95, False, "side"),
        (140, False, "back-oblique"),
        (179, False, "unknown"),
        (10, True, "feet"),
        (-90, True, "side"),
        (135, True, "head-oblique"),
        (175, True, "unknown"),
        (math.nan, False, "unknown"),
    ],
)
def test_view_words(azimuth: float, lying: bool, word: str) -> None:
    assert view_word(azimuth, lying) == word


def figure(*, faces_right: bool = True, knee_deg: float = 0.0, lean_deg: float = 0.0) -> Body:
    """Draw a standing figure from the side, with this bend in both knees and lean of the trunk."""
    ahead = 1.0 if faces_right else -1.0
    lean, bend = math.radians(lean_deg), math.radians(knee_deg)
    # Both legs: hip at the origin, thigh straight down, shank bent backward.
    places = {
        "SHOULDER": (ahead * 0.5 * math.sin(lean), -0.5 * math.cos(lean)),
        "HIP": (0.0, 0.0),
        "KNEE": (0.0, 0.4),
        "ANKLE": (-ahead * 0.4 * math.sin(bend), 0.4 + 0.4 * math.cos(bend)),
    }
    world = np.zeros((33, 3), np.float32)
    for name, (x, y) in places.items():
        for side, z in (("LEFT", 0.15 * ahead), ("RIGHT", -0.15 * ahead)):
            world[Landmark[f"{side}_{name}"]] = (x, y, z)
    image = (world[:, :2] * 300 + 400).astype(np.float32)
    return Body(image, world, np.ones(33, np.float32))


def measured(body: Body) -> dict[str, float]:
    values = GeometryMeter().measure(Sighting(0.0, body)).values
    return {name: float(values[row]) for name, row in INDEX.items()}


@pytest.mark.parametrize("faces_right", [True, False])
@pytest.mark.parametrize(("knee_deg", "lean_deg"), [(0, 0), (90, 0), (40, 30), (120, -10)])
def test_a_figure_seen_from_the_side_is_measured_as_it_was_drawn(
    faces_right: bool, knee_deg: float, lean_deg: float
) -> None:
    found = measured(figure(faces_right=faces_right, knee_deg=knee_deg, lean_deg=lean_deg))
    for side in ("left", "right"):
        assert found[f"knee_flexion_{side}_deg"] == pytest.approx(knee_deg, abs=0.1)
        assert found[f"hip_flexion_{side}_deg"] == pytest.approx(lean_deg, abs=0.1)
        assert found[f"shin_lean_{side}_deg"] == pytest.approx(knee_deg, abs=0.1)
    assert found["trunk_lean_deg"] == pytest.approx(abs(lean_deg), abs=0.1)


def test_what_no_landmark_shows_is_not_measured() -> None:
    found = measured(figure())
    for name in ("spine_flexion_deg", "knee_tracking_left_deg", "rear_thigh_line_deg"):
        assert math.isnan(found[name])


angles = st.floats(-60, 60)


@given(st.floats(5, 130), angles, st.floats(-40, 40))
def test_a_mirrored_person_has_left_and_right_exchanged(
    knee_deg: float, lean_deg: float, turned_deg: float
) -> None:
    body = turned(figure(knee_deg=knee_deg, lean_deg=lean_deg), turned_deg)
    here, there = measured(body), measured(mirrored(body, 800))
    for name, value in here.items():
        other = name.replace("left", "?").replace("right", "left").replace("?", "right")
        assert there[other] == pytest.approx(value, abs=0.01, nan_ok=True)


def turned(body: Body, degrees: float) -> Body:
    """Return the body with its world landmarks turned about the vertical."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    turn = np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]], np.float32)
    return Body(body.image_px, body.world_m @ turn.T, body.visibility)


@given(st.floats(-170, 170))
def test_the_azimuth_follows_the_camera_about_the_body(degrees: float) -> None:
    assume(abs(degrees) > 1)
    start = azimuth_deg(body_axes(figure()))
    now = azimuth_deg(body_axes(turned(figure(), degrees)))
    assert (now - start - degrees + 180) % 360 - 180 == pytest.approx(0, abs=0.1)


def test_hidden_joints_are_not_measured() -> None:
    body = figure(knee_deg=30)
    seen = body.visibility.copy()
    seen[Landmark.LEFT_KNEE] = 0.05
    found = measured(Body(body.image_px, body.world_m, seen))
    assert math.isnan(found["knee_flexion_left_deg"])
    assert found["knee_flexion_right_deg"] == pytest.approx(30, abs=0.1)


def seen_from(tracker: ViewTracker, *azimuths: float) -> list[str]:
    """Show a figure from each azimuth for five seconds; return the word at the end of each."""
    words, t_s = [], 0.0
    for azimuth in azimuths:
        axes = body_axes(turned(figure(), azimuth - azimuth_deg(body_axes(figure()))))
        for _ in range(50):
            t_s += 0.1
            word = tracker.update(t_s, axes)
        words.append(word)
    return words


def test_the_camera_place_does_not_flicker_at_a_bound() -> None:
    """The word changes at 62 degrees, but one that was said is kept for some degrees more."""
    assert seen_from(ViewTracker(), 70, 60, 64, 50) == ["side", "side", "side", "front-oblique"]
    assert seen_from(ViewTracker(), 50, 64, 70) == ["front-oblique", "front-oblique", "side"]


def test_one_frame_from_elsewhere_does_not_change_the_camera_place() -> None:
    tracker = ViewTracker()
    seen_from(tracker, 90)
    assert tracker.update(5.03, body_axes(turned(figure(), 150))) == "side"
