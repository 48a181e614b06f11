"""Stories: cues at session times, sound pulled by hand; each clip is a level that can be told."""

from __future__ import annotations

import numpy as np

from coach.engine.nouns import Cue
from coach.voice import Mouth
from coach.voice.mouth import FADE_S, GAP_S

from .parts import cue, seconds, tone

CORRECTION, PRAISE, SAFETY = 2000, 1000, 3000


def said(mouth: Mouth) -> list[tuple[float, str]]:
    return [(round(t_s, 2), spoken.kind) for t_s, spoken in mouth.spoken]


def test_a_sentence_is_heard_once_and_then_there_is_silence() -> None:
    mouth = Mouth()
    assert mouth.say(cue("correction", 1.0), tone(CORRECTION, 0.5), 1.0)
    heard = mouth.pull(seconds(2.0))
    assert np.count_nonzero(heard) == seconds(0.5)
    assert not heard[seconds(0.5) :].any()
    assert mouth.speaking is None


def test_pulling_in_small_blocks_changes_nothing() -> None:
    whole, parts = Mouth(), Mouth()
    for mouth in (whole, parts):
        mouth.say(cue("correction", 0.0), tone(CORRECTION, 0.5), 0.0)
        mouth.say(cue("praise", 0.0), tone(PRAISE, 0.2), 0.0)
    blocks = [parts.pull(313) for _ in range(100)]
    assert np.array_equal(whole.pull(31_300), np.concatenate(blocks))


def test_safety_cuts_off_a_correction_without_a_click() -> None:
    mouth = Mouth()
    mouth.say(cue("correction", 0.0), tone(CORRECTION, 2.0), 0.0)
    mouth.pull(seconds(0.5))
    mouth.say(cue("safety", 0.5), tone(SAFETY, 1.0), 0.5)
    heard = mouth.pull(seconds(3.0))
    fade = heard[: int(FADE_S * 22_050)]
    assert fade[0] == CORRECTION
    assert (np.diff(fade.astype(int)) <= 0).all()
    assert not (heard[len(fade) :] == CORRECTION).any()
    assert np.count_nonzero(heard == SAFETY) == seconds(1.0)


def test_praise_waits_for_a_correction_to_end() -> None:
    mouth = Mouth()
    mouth.say(cue("correction", 0.0), tone(CORRECTION, 0.5), 0.0)
    mouth.pull(seconds(0.2))
    assert mouth.say(cue("praise", 0.2), tone(PRAISE, 0.3), 0.2)
    heard = mouth.pull(seconds(2.0))
    assert np.count_nonzero(heard == CORRECTION) == seconds(0.3)
    assert np.count_nonzero(heard == PRAISE) == seconds(0.3)
    assert said(mouth) == [(0.0, "correction"), (round(0.5 + GAP_S, 2), "praise")]


def test_a_cue_that_went_stale_while_it_waited_is_dropped() -> None:
    mouth = Mouth()
    mouth.say(cue("correction", 0.0), tone(CORRECTION, 2.0), 0.0)
    assert mouth.say(cue("praise", 0.0), tone(PRAISE, 0.3), 0.1)
    assert not (mouth.pull(seconds(4.0)) == PRAISE).any()
    assert said(mouth) == [(0.0, "correction")]


def test_a_cue_that_arrives_stale_is_dropped() -> None:
    mouth = Mouth()
    assert not mouth.say(cue("correction", 0.0), tone(CORRECTION, 0.5), 1.01)
    assert mouth.say(cue("correction", 0.0, stale_after_s=5.0), tone(CORRECTION, 0.5), 1.01)


def test_one_place_to_wait_goes_to_the_newest_of_at_least_equal_priority() -> None:
    mouth = Mouth()
    mouth.say(cue("correction", 0.0, "now"), tone(CORRECTION, 0.5), 0.0)
    for kind, text, waits in (
        ("praise", "first", True),
        ("count", "second", True),
        ("count", "third", True),
        ("praise", "fourth", False),
    ):
        waiting = Cue(0.0, kind, text, text)  # type: ignore[arg-type]
        assert mouth.say(waiting, tone(PRAISE, 0.1), 0.1) is waits
    mouth.pull(seconds(3.0))
    assert [spoken.text for _, spoken in mouth.spoken] == ["now", "third"]


def test_a_cue_of_equal_priority_does_not_cut_off() -> None:
    mouth = Mouth()
    mouth.say(cue("correction", 0.0), tone(CORRECTION, 0.5), 0.0)
    mouth.say(cue("correction", 0.1), tone(PRAISE, 0.5), 0.1)
    heard = mouth.pull(seconds(2.0))
    assert np.count_nonzero(heard == CORRECTION) == seconds(0.5)
    assert np.count_nonzero(heard == PRAISE) == seconds(0.5)


def test_what_waited_is_still_said_after_an_interruption_if_it_is_fresh() -> None:
    mouth = Mouth()
    mouth.say(cue("correction", 0.0), tone(CORRECTION, 1.0), 0.0)
    mouth.say(cue("praise", 0.1), tone(PRAISE, 0.2), 0.1)
    mouth.say(cue("safety", 0.2), tone(SAFETY, 0.3), 0.2)
    mouth.pull(seconds(2.0))
    assert [spoken.kind for _, spoken in mouth.spoken] == ["correction", "safety", "praise"]


def test_mute_stops_at_once_and_forgets_what_waited() -> None:
    mouth = Mouth()
    mouth.say(cue("correction", 0.0), tone(CORRECTION, 2.0), 0.0)
    mouth.say(cue("praise", 0.0), tone(PRAISE, 0.2), 0.0)
    mouth.pull(seconds(0.1))
    mouth.mute()
    heard = mouth.pull(seconds(3.0))
    assert np.count_nonzero(heard) <= FADE_S * 22_050
    assert not mouth.say(cue("safety", 1.0), tone(SAFETY, 0.2), 1.0)

    mouth.unmute()
    assert mouth.say(cue("safety", 2.0), tone(SAFETY, 0.2), 2.0)
    assert np.count_nonzero(mouth.pull(seconds(1.0))) == seconds(0.2)


def test_numbers_a_second_apart_are_all_said() -> None:
    mouth = Mouth()
    for t_s in (0.0, 1.0, 2.0):
        mouth.say(cue("count", t_s), tone(PRAISE, 0.4), t_s)
        mouth.pull(seconds(1.0))
    assert said(mouth) == [(0.0, "count"), (1.0, "count"), (2.0, "count")]
