from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from coach.body import Body
from coach.engine.nouns import HoldClock, Phase, Step
from coach.overlay import Agenda, Look, Seen, Shape, scene
from coach.overlay.scene import breath
from coach.overlay.shapes import Card, Disc, Ring, Veil

from . import people
from .people import LUNGE, SIZE, cue, step, words

LOOK = Look(SIZE)
LOW = np.array([0, 450], np.float32)
BODY = people.standing()


def drawn(step: Step, look: Look = LOOK) -> tuple[Shape, ...]:
    return scene(step, look, LUNGE)


class TestTheClock:
    @staticmethod
    def ring(shapes: tuple[Shape, ...]) -> Ring:
        """Return the part of the clock that fills: the last ring but for halos."""
        return [s for s in shapes if isinstance(s, Ring) and s.colour in ("sage", "sand")][-1]

    @pytest.mark.parametrize(
        ("in_form_s", "share"), [(0.0, 0.0), (7.5, 0.25), (30.0, 1.0), (45.0, 1.0)]
    )
    def test_it_fills_with_seconds_in_form_not_with_seconds_held(
        self, in_form_s: float, share: float
    ) -> None:
        clock = HoldClock(held_s=60.0, in_form_s=in_form_s, goal_s=30.0, running=True)
        assert self.ring(drawn(step(BODY, clock=clock))).share == pytest.approx(share)

    def test_it_does_not_show_a_second_that_is_not_over(self) -> None:
        shapes = drawn(step(BODY, clock=HoldClock(29.9, 29.9, 30.0, running=True)))
        assert "29\nof 30 s" in words(shapes)

    def test_when_it_stands_still_it_says_why_in_another_colour(self) -> None:
        clock = HoldClock(10.0, 7.0, 30.0, waiting_for="Hips a little higher")
        shapes = drawn(step(BODY, clock=clock))
        assert "Hips a little higher" in words(shapes)
        assert self.ring(shapes).colour == "sand"
        assert "breathe" not in words(shapes)

    def test_a_reason_that_the_caption_says_is_not_written_twice(self) -> None:
        clock = HoldClock(10.0, 7.0, 30.0, waiting_for="Hips higher.")
        shapes = drawn(step(BODY, clock=clock), replace(LOOK, caption=cue("Hips higher.")))
        assert words(shapes).count("Hips higher.") == 1

    def test_before_a_stretch_is_recognised_there_is_none(self) -> None:
        shapes = scene(step(BODY, phase=Phase("settling", 0.0)), LOOK, None)
        assert "of 30 s" not in words(shapes)
        assert "Ready when you are" in words(shapes)


class TestBreathing:
    def test_it_takes_four_seconds_in_and_six_out(self) -> None:
        assert [breath(t) for t in (0.0, 4.0, 10.0, 14.0)] == pytest.approx([0, 1, 0, 1])
        rising = [breath(t / 10) for t in range(41)]
        falling = [breath(4 + t / 10) for t in range(61)]
        assert rising == sorted(rising)
        assert falling == sorted(falling, reverse=True)

    @pytest.mark.parametrize(("t_s", "said"), [(11.0, "breathe in"), (15.0, "breathe out")])
    def test_a_hold_begins_with_a_breath_in(self, t_s: float, said: str) -> None:
        assert said in words(drawn(step(BODY, t_s=t_s)))

    def test_the_circle_grows_while_breathing_in(self) -> None:
        radii = []
        for t_s in (10.5, 12.0, 13.9):
            shapes = drawn(step(BODY, t_s=t_s))
            radii += [s.radius_px for s in shapes if isinstance(s, Disc) and s.colour == "sky"]
        assert len(radii) == 3
        assert radii == sorted(radii)

    @pytest.mark.parametrize("phase", ["settling", "moving-in", "release"])
    def test_outside_a_hold_everybody_breathes_as_they_like(self, phase: str) -> None:
        now = step(BODY, phase=Phase(phase, 1.0, "lunge", "left"))  # type: ignore[arg-type]
        assert not any(isinstance(s, Disc) and s.colour == "sky" for s in drawn(now))


class TestWords:
    def test_name_side_and_phase(self) -> None:
        assert "Kneeling lunge\nleft leg in front, hold" in words(drawn(step(BODY)))

    def test_while_settling_it_says_where_the_camera_belongs(self) -> None:
        settling = drawn(step(BODY, phase=Phase("settling", 0.0, "lunge", "left")))
        assert LUNGE.camera.place in words(settling)
        assert LUNGE.camera.place not in words(drawn(step(BODY)))

    def test_what_is_not_judged_is_told(self) -> None:
        shapes = drawn(step(BODY, unjudged={"back-rounded": "why", "front-knee-in": "why"}))
        assert "Not judged from here: back rounded, front knee in" in words(shapes)

    def test_lasting_troubles_and_a_silent_voice_are_told(self) -> None:
        look = replace(LOOK, muted=True, notes=("The camera is gone",))
        assert "The camera is gone\nVoice off (m)" in words(drawn(step(BODY), look))

    def test_a_warning_looks_unlike_a_correction(self) -> None:
        def plate(kind: str) -> str | None:
            look = replace(LOOK, caption=cue("Stop here.", kind))  # type: ignore[arg-type]
            (card,) = [
                s for s in drawn(step(BODY), look)
                if isinstance(s, Card) and s.texts[0].words == "Stop here."
            ]  # fmt: skip
            return card.plate

        assert plate("safety") != plate("correction")

    def test_pausing_is_told_and_hides_the_caption(self) -> None:
        shapes = drawn(step(BODY), replace(LOOK, paused=True, caption=cue("Hips higher.")))
        assert "Paused\nspace goes on" in words(shapes)
        assert "Hips higher." not in words(shapes)
        assert any(isinstance(shape, Veil) for shape in shapes)

    def test_h_shows_every_key(self) -> None:
        assert "pause, go on" not in words(drawn(step(BODY)))
        shown = words(drawn(step(BODY), replace(LOOK, keys=True)))
        for key in ("q\nfinish", "space\npause", "m\nvoice", "n\nnext", "p\nit hurts", "h\n"):
            assert key in shown


class TestTimedTurns:
    """Movements and rests are shown in the place of a stretch."""

    MARCH = Agenda("March on the spot", ("Stand tall.",), 40.0, 30.2, "Then: Bridge")

    def test_they_say_what_to_do_for_how_long_and_what_comes_then(self) -> None:
        settling = step(BODY, phase=Phase("settling", 0.0))
        shown = words(scene(settling, replace(LOOK, agenda=self.MARCH)))
        assert "March on the spot\nStand tall.\nThen: Bridge" in shown
        assert "31\ns left" in shown
        assert "Ready when you are" not in shown

    def test_the_ring_empties(self) -> None:
        def share(left_s: float) -> float:
            agenda = replace(self.MARCH, left_s=left_s)
            shapes = scene(step(BODY), replace(LOOK, agenda=agenda))
            return [s for s in shapes if isinstance(s, Ring) and s.colour == "sky"][-1].share

        assert [share(left_s) for left_s in (40.0, 30.0, 0.0)] == pytest.approx([1, 0.75, 0])

    def test_the_clock_of_a_hold_is_not_shown_in_a_rest(self) -> None:
        assert "of 30 s" not in words(drawn(step(BODY), replace(LOOK, agenda=self.MARCH)))

    def test_during_a_stretch_only_what_comes_then_is_added(self) -> None:
        shown = words(drawn(step(BODY), replace(LOOK, agenda=Agenda(ahead="Then: Bridge"))))
        assert "Kneeling lunge\nleft leg in front, hold\nThen: Bridge" in shown
        assert "of 30 s" in shown

    def test_when_all_is_done_no_seconds_are_left(self) -> None:
        shown = words(drawn(step(None), replace(LOOK, agenda=Agenda("Done"))))
        assert "Done" in shown
        assert not [text for text in shown if "left" in text]

    def test_one_who_is_lost_sees_it_in_a_rest_too(self) -> None:
        look = replace(LOOK, agenda=self.MARCH, seen=Seen().after(step(None, t_s=0.0)))
        assert "I can't see you" in words(drawn(step(None, t_s=3.0), look))


class TestWhereTheCaptionStands:
    @staticmethod
    def shown(*bodies: Body) -> tuple[str, float]:
        """Return whether the caption hangs down from its place or stands on it, and the place."""
        seen = Seen()
        for frame, body in enumerate(bodies):
            seen = seen.after(step(body, t_s=frame / 10))
        look = replace(LOOK, caption=cue("Hips higher."), seen=seen)
        shapes = drawn(step(bodies[-1], t_s=len(bodies) / 10), look)
        (card,) = [s for s in shapes if isinstance(s, Card) and s.texts[0].words == "Hips higher."]
        return ("hangs" if card.anchor[1] == 0 else "stands"), card.at.y_px

    @staticmethod
    def lying() -> Body:
        return people.seen_at(BODY.image_px * np.array([1, 0.3], np.float32) + LOW)

    def test_below_the_person_who_stands_or_kneels(self) -> None:
        assert self.shown(BODY)[0] == "stands"

    def test_above_the_person_who_lies_at_the_bottom_of_the_picture(self) -> None:
        how, y_px = self.shown(self.lying())
        assert how == "hangs"
        assert y_px < 0.5 * SIZE[1]

    def test_it_does_not_jump_with_every_movement(self) -> None:
        lying = self.lying()
        raised = people.seen_at(lying.image_px - np.array([0, 120], np.float32))
        assert self.shown(*[lying] * 20, raised, raised)[0] == "hangs"
        assert self.shown(*[lying] * 20, *[raised] * 50)[0] == "stands"

    def test_a_body_without_places_is_no_harm(self) -> None:
        nowhere = people.seen_at(np.full_like(BODY.image_px, np.nan))
        assert self.shown(self.lying(), nowhere)[0] == "hangs"
        assert self.shown(nowhere)[0] == "stands"


class TestWhoIsInView:
    @staticmethod
    def after(*steps: Step) -> Seen:
        seen = Seen()
        for one in steps:
            seen = seen.after(one)
        return seen

    def test_a_frame_without_anybody_is_no_reason_to_flicker(self) -> None:
        gone = step(None, t_s=1.1)
        look = replace(LOOK, seen=self.after(step(BODY, t_s=1.0), gone))
        assert "I can't see you" not in words(drawn(gone, look))

    def test_nobody_for_a_while_is_told(self) -> None:
        gone = step(None, t_s=3.0)
        for seen in (self.after(step(BODY, t_s=1.0), gone), self.after(step(None, t_s=0.0), gone)):
            assert "I can't see you" in words(drawn(gone, replace(LOOK, seen=seen)))

    def test_and_is_over_as_soon_as_somebody_is_back(self) -> None:
        back = step(BODY, t_s=3.1)
        look = replace(LOOK, seen=self.after(step(None, t_s=0.0), step(None, t_s=3.0), back))
        assert "I can't see you" not in words(drawn(back, look))

    def test_two_people_are_told_until_they_are_counted_again(self) -> None:
        counted = self.after(step(BODY, people=2), step(BODY, people=None))
        note = "I see two people, I follow one"
        assert note in words(drawn(step(BODY), replace(LOOK, seen=counted)))
        alone = counted.after(step(BODY, people=1))
        assert note not in words(drawn(step(BODY), replace(LOOK, seen=alone)))


class TestAQuestion:
    ASKED = replace(LOOK, asks=("How was that?", "press 0 to 9"))

    def test_it_is_shown_with_its_keys_over_a_darker_picture(self) -> None:
        shapes = drawn(step(BODY), self.ASKED)
        assert "How was that?\npress 0 to 9" in words(shapes)
        assert any(isinstance(shape, Veil) for shape in shapes)

    def test_it_stays_while_the_person_comes_to_the_keys(self) -> None:
        away = replace(self.ASKED, seen=Seen(last_s=5.0))
        shapes = drawn(step(None, t_s=12.0), away)
        assert "How was that?" in words(shapes)
        assert "I can't see you" not in words(shapes)
