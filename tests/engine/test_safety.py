"""What is said of movements: kicks, leans and letting go too fast, and when it is not."""

import pytest

from tests.engine.scripts import GOOD_BRIDGE, STANDING, hips, keys, said


def test_coming_out_of_a_stretch_is_not_moving_too_fast() -> None:
    rising = STANDING | {"leg_speed_deg_s": 120.0, "body_speed_deg_s": 60.0}
    cues = said((8.0, GOOD_BRIDGE), (9.0, rising), (14.0, STANDING))
    assert [cue.key for cue in cues if cue.kind == "safety"] == []


def test_a_kick_in_a_hold_is() -> None:
    kick = GOOD_BRIDGE | {"leg_speed_deg_s": 120.0}
    cues = said((8.0, GOOD_BRIDGE), (8.8, kick), (14.0, GOOD_BRIDGE))
    assert [cue.text for cue in cues if cue.kind == "safety"] == ["Ease off and stay in control."]


@pytest.mark.parametrize(("between_s", "heard"), [(2.0, 1), (5.0, 2)])
def test_a_kick_after_a_kick_is_not_spoken_of_at_once(between_s: float, heard: int) -> None:
    kick = GOOD_BRIDGE | {"leg_speed_deg_s": 120.0}
    story = (8.0, GOOD_BRIDGE), (8.3, kick), (8.3 + between_s, GOOD_BRIDGE)
    cues = said(*story, (8.6 + between_s, kick), (20.0, GOOD_BRIDGE))
    assert [cue.kind for cue in cues].count("safety") == heard


def test_a_movement_that_ends_the_hold_is_no_kick() -> None:
    kick = GOOD_BRIDGE | {"leg_speed_deg_s": 120.0}
    rising = STANDING | {"leg_speed_deg_s": 20.0, "body_speed_deg_s": 60.0}
    restless = kick | {"body_speed_deg_s": 60.0}
    for after in ((8.5, kick), (8.5, restless)):
        cues = said((8.0, GOOD_BRIDGE), after, (9.5, rising), (14.0, STANDING))
        assert [cue.key for cue in cues if cue.kind == "safety"] == []


def test_a_kick_that_bends_what_cannot_be_judged_is_no_change_of_form() -> None:
    """From the side knee tracking is not judged, but where it is plain; by rest it is as it was."""
    kick = GOOD_BRIDGE | {"leg_speed_deg_s": 120.0, "knee_tracking_left_deg": 14.0}
    for after_deg, heard in ((2.0, 1), (9.0, 0)):
        rest = GOOD_BRIDGE | {"knee_tracking_left_deg": after_deg}
        cues = said((8.0, GOOD_BRIDGE), (8.3, kick), (14.0, rest))
        assert [cue.kind for cue in cues].count("safety") == heard


def test_of_a_kick_that_could_not_be_spoken_of_in_time_nothing_is_said() -> None:
    kick = GOOD_BRIDGE | {"leg_speed_deg_s": 120.0}
    for restless_s, heard in ((0.6, 1), (3.0, 0)):
        restless = kick | {"body_speed_deg_s": 60.0}
        story = (8.0, GOOD_BRIDGE), (8.3, kick), (8.3 + restless_s, restless), (14.0, GOOD_BRIDGE)
        assert [cue.kind for cue in said(*story)].count("safety") == heard


def test_who_moves_to_mend_their_form_is_not_scolded_for_moving() -> None:
    low, quick = hips(30.0), {"leg_speed_deg_s": 120.0}
    cues = said((8.0, GOOD_BRIDGE), (12.0, low), (12.4, GOOD_BRIDGE | quick), (16.0, GOOD_BRIDGE))
    assert "bridge.hips-low" in keys(cues)
    assert [cue.key for cue in cues if cue.kind == "safety"] == []


SEATED = {
    "trunk_lean_deg": 40.0,
    "spine_flexion_deg": 5.0,
    "head_drop_deg": 3.0,
    "trunk_speed_deg_s": 2.0,
} | {
    f"{name}_{side}_deg": value
    for name, value in (
        ("hip_flexion", 149.0), ("knee_flexion", 99.0), ("knee_tracking", -44.0),
        ("shin_lean", -61.0), ("thigh_elevation", 14.0),
    )
    for side in ("left", "right")
}  # fmt: skip


def test_a_lean_that_was_over_before_the_stretch_was_known_is_corrected_all_the_same() -> None:
    leaning = SEATED | {"trunk_lean_deg": 25.0, "trunk_speed_deg_s": 90.0}
    cues = said((0.5, leaning), (8.0, SEATED))
    assert [cue.text for cue in cues if cue.kind == "safety"] == ["Lean in slowly."]
    assert not [cue for cue in said((8.0, SEATED)) if cue.kind == "safety"]


def test_of_a_lean_that_was_long_over_when_the_stretch_was_known_nothing_is_said() -> None:
    far = SEATED | {"hip_flexion_left_deg": 30.0, "hip_flexion_right_deg": 30.0}
    fast = far | {"trunk_speed_deg_s": 90.0}
    for known_s, heard in ((0.9, ["Lean in slowly."]), (1.4, [])):
        cues = said((0.6, far), (0.75, fast), (known_s, far), (8.0, SEATED))
        assert [cue.text for cue in cues if cue.kind == "safety"] == heard


def test_letting_go_too_fast_is_heard_though_the_hold_is_over() -> None:
    held = {
        "trunk_lean_deg": 8.0, "spine_flexion_deg": -10.0,
        "knee_flexion_left_deg": 116.0, "knee_flexion_right_deg": 116.0,
        "hip_flexion_left_deg": 72.0, "hip_flexion_right_deg": -62.0,
        "knee_tracking_left_deg": -57.0, "knee_tracking_right_deg": 0.0,
        "shin_lean_left_deg": -97.0, "shank_speed_right_deg_s": 1.0,
        "thigh_elevation_left_deg": -18.0, "thigh_elevation_right_deg": -19.0,
    }  # fmt: skip
    down = held | {"knee_flexion_right_deg": 20.0, "body_speed_deg_s": 80.0}
    for speed, safety in ((320.0, ["Let go slowly, no snapping."]), (110.0, [])):
        cues = said((6.0, held), (6.3, down | {"shank_speed_right_deg_s": speed}), (9.0, down))
        assert [cue.text for cue in cues if cue.kind == "safety"] == safety
