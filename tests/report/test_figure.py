import numpy as np

from coach.body import COUNT, Body, Landmark
from coach.report.figure import HEIGHT, WIDTH, figure

from .sessions import bridge_body


def points(polyline: str) -> np.ndarray:
    return np.array([[float(n) for n in pair.split(",")] for pair in polyline.split()])


def test_the_figure_fits_its_box() -> None:
    drawn = figure(bridge_body(), (Landmark.LEFT_HIP,))
    assert drawn is not None
    for stroke in drawn.strokes:
        assert (points(stroke.points) >= 0).all()
        assert (points(stroke.points) <= [WIDTH, HEIGHT]).all()
    assert {stroke.kind for stroke in drawn.strokes} == {"near", "far", "trunk"}
    assert len(drawn.marks) == 1
    assert drawn.head is not None


def test_the_nearer_side_is_drawn_last() -> None:
    body = bridge_body()
    body.world_m[Landmark.LEFT_HIP], body.world_m[Landmark.LEFT_SHOULDER] = (0, 0, 0.3), (0, 1, 0.3)
    body.world_m[Landmark.RIGHT_HIP], body.world_m[Landmark.RIGHT_SHOULDER] = (0, 0, 0), (0, 1, 0)
    drawn = figure(body)
    assert drawn is not None
    kinds = [stroke.kind for stroke in drawn.strokes]
    assert (kinds[0], kinds[-1]) == ("far", "near")


def test_world_landmarks_serve_where_the_image_has_none() -> None:
    seen = bridge_body()
    world = np.zeros((COUNT, 3), np.float32)
    world[:, :2] = seen.image_px / 500
    body = Body(np.full((COUNT, 2), np.nan, np.float32), world, seen.visibility)
    assert figure(body) is not None


def test_without_a_trunk_nothing_is_drawn() -> None:
    assert figure(None) is None
    body = bridge_body()
    body.image_px[Landmark.LEFT_HIP] = np.nan
    assert figure(body) is None


def test_a_missing_arm_or_head_is_left_out() -> None:
    body = bridge_body()
    whole = figure(body)
    body.image_px[[Landmark.LEFT_ELBOW, Landmark.LEFT_WRIST]] = np.nan
    body.image_px[[Landmark.NOSE, Landmark.LEFT_EAR, Landmark.RIGHT_EAR]] = np.nan
    drawn = figure(body)
    assert whole is not None
    assert drawn is not None
    assert len(drawn.strokes) == len(whole.strokes) - 2
    assert drawn.head is None
