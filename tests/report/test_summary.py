"""A session in a few sentences."""

from dataclasses import replace

from coach.engine.nouns import Cue
from coach.report import html_text, summary_lines
from coach.report.page import heading
from coach.report.summary import next_time, summary

from .sessions import HIGH, NOT_FROM_HERE, Story, bridge_session


def test_the_summary_says_it_in_plain_words() -> None:
    data = bridge_session().report()
    assert summary(data) == (
        "You held the bridge for 8 s, 6 s of it in good form. What slipped: hips low (once).",
        "I could not judge 2 points of your form; the report says which and why.",
    )
    assert next_time(data) == data.stretches[0].stretch.rule("hips-low").say[0]


def test_a_terminal_gets_the_summary_and_what_to_take_along() -> None:
    assert summary_lines(bridge_session().report())[-1] == (
        "For next time: Lift your hips a little higher."
    )
    assert len(summary_lines(Story().report())) == 1


def test_good_form_is_only_claimed_as_far_as_it_was_seen() -> None:
    story = Story().starts("bridge", "both").happens("hold-started")
    story.frames(6.0, HIGH, unjudged=NOT_FROM_HERE).ends().frames(1.0, phase="release")
    assert summary(story.report())[0] == (
        "You held the bridge for 6 s, all of it in good form as far as I could see."
    )


def test_a_stretch_without_a_hold_is_told_as_such() -> None:
    story = Story().starts("lunge", "right").frames(2.0, phase="moving-in")
    assert summary(story.report()) == (
        "You began the kneeling lunge with your right leg in front, "
        "but did not get as far as a hold.",
    )


def test_a_session_with_nothing_in_it_says_so() -> None:
    assert summary(Story().frames(1.0, seen=False).report()) == (
        "I did not see anybody, so there is nothing to tell.",
    )
    assert "no stretch that I know" in summary(Story().frames(1.0).report())[0]
    assert "No stretch recognised" in html_text(Story().report())


def test_a_session_of_something_else_than_was_asked_for_says_what_it_was() -> None:
    text = "That looks like the bridge; we are on the butterfly."
    said = Cue(1.0, "setup", "setup.other-stretch", text)
    data = replace(Story().frames(2.0).report(), cues=(said,))
    assert summary(data) == (f"I did not see the stretch that we were on. What I said: {text}",)
    assert heading(data) == "Not the stretch we were on"
