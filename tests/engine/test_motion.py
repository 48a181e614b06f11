"""The last moments of legs, and slopes and swings of angles."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.body import Body, Landmark, mirrored
from coach.engine.features import Features
from coach.engine.motion import SHOWN, Knees, LastMoments
from coach.engine.swing import Bounce, Slope

STEP_S = 1 / 15


def lying(kick_px_s: float = 0.0, rise_deg_s: float = 0.0) -> Body:
    """Return a body of no symmetry, both knees up; the left foot kicks, or the thighs rise."""
    image, world = np.zeros((33, 2)), np.zeros((33, 3))
    places = {"SHOULDER": (400, 300), "HIP": (300, 300), "KNEE": (220, 230), "ANKLE": (220, 320)}
    for name, place in places.items():
        for side, away in (("LEFT", 0), ("RIGHT", 9)):
            image[Landmark[f"{side}_{name}"]] = place[0] + away, place[1] - away / 2
    world[:, :2] = image / 300
    flow = np.zeros((33, 2))
    flow[Landmark.LEFT_ANKLE] = (kick_px_s, kick_px_s / 3)
    thigh_px = float(np.hypot(80, 70))
    flow[[Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE], 1] = (
        -math.radians(rise_deg_s) * SHOWN * thigh_px
    )
    outline = np.full((2, 16), np.nan)
    parts = (image, world, np.ones(33), outline, flow)
    return Body(*(part.astype(np.float32) for part in parts))


def seen(bodies: list[tuple[float, Body]]) -> Features | None:
    moments = LastMoments()
    return [moments.update(t_s, body) for t_s, body in bodies][-1]


def film(fps: float, end_s: float = 2.0) -> list[tuple[float, Body]]:
    """Return a second in which a kick begins and ends."""
    times = [end_s - frame / fps for frame in range(int(fps))][::-1]
    return [(t_s, lying(200.0 * (1.45 < t_s < 1.7))) for t_s in times]


def test_a_mirror_swaps_the_two_answers() -> None:
    here = seen(film(15))
    there = seen([(t_s, mirrored(body, 640)) for t_s, body in film(15)])
    assert here is not None
    assert there is not None
    assert not np.allclose(here[0], here[1])
    assert here == pytest.approx(there[::-1], abs=1e-4)


@pytest.mark.parametrize("fps", [12, 24, 36, 60])
def test_the_frame_rate_does_not_matter(fps: float) -> None:
    assert seen(film(fps)) == pytest.approx(seen(film(96)), abs=0.01)


def test_place_and_size_in_the_picture_do_not_matter() -> None:
    half = [
        (
            t,
            replace(
                body, image_px=body.image_px * 0.5 + 70, flow_px_s=body.flow_px_s * np.float32(0.5)
            ),
        )
        for t, body in film(15)
    ]
    assert seen(half) == pytest.approx(seen(film(15)), abs=1e-3)


def test_a_body_that_is_carried_along_does_not_kick() -> None:
    moved = [(t_s, replace(body, flow_px_s=body.flow_px_s + 80)) for t_s, body in film(15)]
    assert seen(moved) == pytest.approx(seen(film(15)), abs=1e-3)


def test_a_foot_outside_the_picture_rests() -> None:
    body = lying()
    flow = body.flow_px_s.copy()
    flow[Landmark.LEFT_ANKLE] = np.nan
    hidden = [(t_s, replace(body, flow_px_s=flow)) for t_s, _ in film(15)]
    assert seen(hidden) == pytest.approx(seen([(t_s, body) for t_s, _ in film(15)]))


def test_nothing_is_told_of_too_short_a_time_or_without_a_flow() -> None:
    assert seen(film(15)[-5:]) is None
    unknown = np.full((33, 2), np.nan, np.float32)
    lost = [(t_s, replace(body, flow_px_s=unknown)) for t_s, body in film(15)]
    assert seen(lost) is None
    assert seen(film(15)[:-1] + lost[-1:]) is None
    again = [(t_s + 1.0, body) for t_s, body in film(15)]
    assert seen(film(15)[:-1] + lost[-1:] + again[:3]) is None
    assert seen(film(15)[:-1] + lost[-1:] + again) is not None


def bounced(high_deg: float, hz: float = 1.3) -> float:
    """Return what is told of knees that swing so high, 4 s long."""
    knees, turn = Knees(), 2 * math.pi * hz
    for frame in range(60):
        speed_deg_s = high_deg / 2 * turn * math.cos(turn * frame * STEP_S)
        told = knees.update(frame * STEP_S, lying(rise_deg_s=speed_deg_s))
    return told


@pytest.mark.parametrize("high_deg", [8.0, 15.0, 25.0])
def test_knees_bounce_as_high_as_the_picture_rises_and_falls(high_deg: float) -> None:
    assert bounced(high_deg) == pytest.approx(high_deg, rel=0.3)


def test_a_kick_or_trembling_is_no_bounce() -> None:
    knees = Knees()
    told = [knees.update(t_s, body) for t_s, body in film(15)]
    assert max(value for value in told if not math.isnan(value)) == 0
    assert bounced(0.5) == 0


def test_one_knee_that_rises_and_falls_by_itself_is_no_bounce() -> None:
    knees = Knees()
    for frame in range(60):
        body = lying(rise_deg_s=90 * math.cos(8 * frame * STEP_S))
        body.flow_px_s[Landmark.RIGHT_KNEE] = 0
        told = knees.update(frame * STEP_S, body)
    assert told == 0


def test_without_a_flow_no_bounce_is_told() -> None:
    knees = Knees()
    blind = replace(lying(), flow_px_s=np.full((33, 2), np.nan, np.float32))
    assert all(math.isnan(knees.update(frame * STEP_S, blind)) for frame in range(40))


def swung(hz: float, high_deg: float, seconds: float = 4.0) -> float:
    bounce = Bounce()
    told = math.nan
    for frame in range(round(seconds / STEP_S)):
        t_s = frame * STEP_S
        told = bounce.update(t_s, high_deg / 2 * math.sin(2 * math.pi * hz * t_s))
    return told


@pytest.mark.parametrize("hz", [0.8, 1.0, 1.3, 2.0, 3.0])
def test_a_bounce_is_as_high_as_it_goes(hz: float) -> None:
    assert swung(hz, 12.0) == pytest.approx(12.0, rel=0.3)


def test_slow_movements_and_a_single_way_are_no_bounce() -> None:
    assert swung(0.15, 40.0) < 6
    bounce = Bounce()
    folded = [
        bounce.update(frame * STEP_S, min(40.0, max(0.0, (frame - 30) * 1.5)))
        for frame in range(90)
    ]
    assert not any(swing > 6 for swing in folded)


def test_a_bounce_is_known_in_its_second_wave_and_over_soon_after() -> None:
    bounce = Bounce()
    swayed = [*range(13, 8, -1), *(8 + frame / 10 for frame in range(19))]
    rest = [bounce.update(frame * STEP_S, angle_deg) for frame, angle_deg in enumerate(swayed)]
    waves, since_s = [], []
    for frame in range(24):
        angle_deg = 10.0 + 5 * (1 - math.cos(math.pi / 6 * frame))
        waves.append(bounce.update((24 + frame) * STEP_S, angle_deg))
        since_s.append(bounce.since_s)
    after = [bounce.update((48 + frame) * STEP_S, 10.0) for frame in range(24)]
    assert max(rest[12:]) == 0
    known = next(frame for frame, swing in enumerate(waves) if swing > 6)
    assert known * STEP_S < 1.5
    assert since_s[known] == pytest.approx(24 * STEP_S, abs=2 * STEP_S)
    assert after[-1] == 0


def test_trembling_after_a_kick_or_the_way_in_is_no_bounce() -> None:
    bounce = Bounce()
    angles = [*range(0, 40, 4), *(40 - 2.5 * (frame % 4 > 1) for frame in range(40))]
    assert not any(bounce.update(frame * STEP_S, a) > 6 for frame, a in enumerate(angles))


def test_nothing_is_told_before_there_is_enough_to_tell_from() -> None:
    assert math.isnan(Bounce().update(0.0, 1.0))
    assert math.isnan(Slope(0.35).update(0.0, 1.0))


@given(st.floats(-200, 200))
def test_a_slope_is_the_speed(speed: float) -> None:
    slope = Slope(0.35)
    for frame in range(12):
        told = slope.update(frame * STEP_S, speed * frame * STEP_S)
    assert told == pytest.approx(speed, abs=1e-6)
