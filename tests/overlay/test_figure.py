from __future__ import annotations

import math

import pytest

from coach.body import Landmark
from coach.engine.nouns import Phase, Step
from coach.overlay import Look, Shape, scene
from coach.overlay.shapes import Arrow, Disc, Line, Point, Ring

from . import people
from .people import LUNGE, SIZE, fault, step

LOOK = Look(SIZE)
BODY = people.standing()


def drawn(step: Step) -> tuple[Shape, ...]:
    return scene(step, LOOK, LUNGE)


def place_of(landmark: Landmark) -> Point:
    x, y = BODY.image_px[landmark].tolist()
    return Point(SIZE[0] - x, y)


def has_line(shapes: tuple[Shape, ...], start: Landmark, end: Landmark, colour: str) -> bool:
    ends = (place_of(start), place_of(end))
    return any(
        isinstance(s, Line) and s.colour == colour and (s.start, s.end) == ends for s in shapes
    )


def foot_of(arrow: Arrow) -> Point:
    """Return the place a little before the start of an arrow."""
    share = 32 / math.dist(arrow.start, arrow.tip)
    x = arrow.start.x_px - share * (arrow.tip.x_px - arrow.start.x_px)
    return Point(x, arrow.start.y_px - share * (arrow.tip.y_px - arrow.start.y_px))


def arrows(shapes: tuple[Shape, ...]) -> list[Arrow]:
    return [shape for shape in shapes if isinstance(shape, Arrow)]


def marked_at(shapes: tuple[Shape, ...], kind: type[Arrow] | type[Ring]) -> set[str]:
    """Return the joints that arrows start from, or halos surround."""
    places = [
        foot_of(shape) if isinstance(shape, Arrow) else shape.centre
        for shape in shapes
        if isinstance(shape, kind) and shape.colour == "coral"
    ]
    joints = [Landmark(row) for row in range(11, 33)]
    return {min(joints, key=lambda j: math.dist(place_of(j), at)).name.lower() for at in places}


class TestThePerson:
    def test_the_left_hand_is_on_the_left_of_the_picture_as_in_a_mirror(self) -> None:
        wrist = place_of(Landmark.LEFT_WRIST)
        discs = [s.centre for s in drawn(step(BODY)) if isinstance(s, Disc)]
        assert wrist in discs
        assert wrist.x_px < SIZE[0] / 2

    def test_a_limb_that_is_only_guessed_is_dim_and_thin(self) -> None:
        shapes = drawn(step(people.hidden(BODY, Landmark.LEFT_KNEE)))
        assert has_line(shapes, Landmark.LEFT_HIP, Landmark.LEFT_KNEE, "mist")
        assert has_line(shapes, Landmark.RIGHT_HIP, Landmark.RIGHT_KNEE, "paper")

    def test_a_missing_landmark_is_not_drawn_and_the_others_are(self) -> None:
        shapes = drawn(step(people.without(BODY, Landmark.LEFT_ANKLE, Landmark.NOSE)))
        assert not has_line(shapes, Landmark.LEFT_KNEE, Landmark.LEFT_ANKLE, "paper")
        assert has_line(shapes, Landmark.RIGHT_KNEE, Landmark.RIGHT_ANKLE, "paper")

    @pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 1e30])
    def test_landmarks_from_nowhere_leave_only_finite_shapes(self, value: float) -> None:
        image_px = BODY.image_px.copy()
        image_px[::2] = value
        for shape in drawn(step(people.seen_at(image_px))):
            if isinstance(shape, Line):
                assert all(map(math.isfinite, (*shape.start, *shape.end)))


class TestFaults:
    def test_the_faulty_joint_is_marked_and_its_bones_are_coloured(self) -> None:
        shapes = drawn(step(BODY, faults=(fault("front-knee-in", "left"),)))
        assert marked_at(shapes, Arrow) == marked_at(shapes, Ring) == {"left_knee"}
        assert has_line(shapes, Landmark.LEFT_HIP, Landmark.LEFT_KNEE, "coral")
        assert has_line(shapes, Landmark.RIGHT_HIP, Landmark.RIGHT_KNEE, "paper")

    @pytest.mark.parametrize(("side", "joint"), [("left", "right_hip"), ("right", "left_hip")])
    def test_the_rear_leg_is_the_other_one(self, side: str, joint: str) -> None:
        other = {"left": "right", "right": "left"}[side]
        shapes = drawn(
            step(BODY, phase=Phase("hold", 1.0, "lunge", side), faults=(fault("hips-back", other),))
        )
        assert marked_at(shapes, Ring) == {joint}

    def test_of_two_knees_only_the_one_at_fault_is_marked(self) -> None:
        phase = Phase("hold", 1.0, "bridge", "both")
        for side in ("left", "right"):
            now = step(BODY, phase=phase, faults=(fault("knees-in", side),))
            assert marked_at(scene(now, LOOK, people.BRIDGE), Arrow) == {f"{side}_knee"}

    def test_a_fault_of_the_whole_body_marks_both_sides(self) -> None:
        shapes = drawn(step(BODY, faults=(fault("torso-leaning"),)))
        assert marked_at(shapes, Ring) == {"left_shoulder", "right_shoulder"}
        assert has_line(shapes, Landmark.LEFT_SHOULDER, Landmark.LEFT_ELBOW, "paper")

    def test_only_the_fault_to_speak_of_first_has_an_arrow(self) -> None:
        shapes = drawn(step(BODY, faults=(fault("front-knee-in", "left"), fault("back-rounded"))))
        assert marked_at(shapes, Arrow) == {"left_knee"}
        assert marked_at(shapes, Ring) == {"left_knee", "left_shoulder", "right_shoulder"}

    def test_the_arrow_shows_which_way_to_go(self) -> None:
        """The left knee is on the left of a mirror, so outward is further left."""
        (arrow,) = arrows(drawn(step(BODY, faults=(fault("front-knee-in", "left"),))))
        assert arrow.tip.x_px < arrow.start.x_px < place_of(Landmark.LEFT_KNEE).x_px
        assert arrow.tip.y_px == pytest.approx(arrow.start.y_px)

    def test_up_is_up(self) -> None:
        for arrow in arrows(drawn(step(BODY, faults=(fault("back-rounded"),)))):
            assert arrow.tip.y_px < arrow.start.y_px < place_of(Landmark.LEFT_SHOULDER).y_px

    def test_a_way_that_points_at_the_camera_has_no_arrow(self) -> None:
        assert not arrows(drawn(step(BODY, faults=(fault("front-knee-forward", "left"),))))

    def test_two_joints_in_one_place_have_one_halo(self) -> None:
        image_px = BODY.image_px.copy()
        image_px[Landmark.LEFT_HIP] = image_px[Landmark.RIGHT_HIP] + 3
        now = step(
            people.seen_at(image_px),
            phase=Phase("hold", 1.0, "bridge", "both"),
            faults=(fault("hips-low"),),
        )
        shapes = scene(now, LOOK, people.BRIDGE)
        assert sum(isinstance(shape, Arrow) for shape in shapes) == 1

    @pytest.mark.parametrize("faulty", ["moving", "a-rule-of-another-stretch"])
    def test_a_fault_without_a_place_points_nowhere(self, faulty: str) -> None:
        assert marked_at(drawn(step(BODY, faults=(fault(faulty),))), Arrow) == set()

    def test_a_joint_out_of_sight_is_not_marked_at(self) -> None:
        now = step(people.without(BODY, Landmark.LEFT_KNEE), faults=(fault("front-knee-in"),))
        assert marked_at(drawn(now), Arrow) == set()
