from __future__ import annotations

from coach.engine.nouns import Cue, CueKind
from coach.voice import Captions

from .parts import cue


def after(*cues: Cue) -> Captions:
    captions = Captions()
    for each in cues:
        captions = captions.after(each)
    return captions


def one(kind: CueKind, t_s: float) -> Cue:
    return cue(kind, t_s, kind)


def test_a_caption_stands_for_two_and_a_half_seconds() -> None:
    captions = after(cue("count", 1.0, "Ten seconds."))
    assert captions.text(1.0) == "Ten seconds."
    assert captions.text(3.49) == "Ten seconds."
    assert captions.text(3.5) is None


def test_a_longer_sentence_stands_longer() -> None:
    captions = after(cue("correction", 0.0, "Press your knees out over your toes now."))
    assert captions.text(3.9) is not None
    assert captions.text(4.0) is None


def test_nothing_is_shown_before_the_first_cue() -> None:
    assert Captions().text(0.0) is None


def test_a_higher_priority_replaces_at_once() -> None:
    assert after(one("praise", 0.0), one("safety", 0.1)).text(0.1) == "safety"


def test_three_two_one_are_all_seen() -> None:
    captions = Captions()
    for t_s, text in ((0.0, "Three."), (1.0, "Two."), (2.0, "One.")):
        captions = captions.after(cue("count", t_s, text))
        assert captions.text(t_s) == text


def test_a_lower_priority_waits_for_its_turn() -> None:
    captions = after(one("correction", 0.0), one("praise", 2.0))
    assert captions.text(2.4) == "correction"
    assert captions.text(2.5) == "praise"
    assert captions.text(4.9) == "praise"
    assert captions.text(5.0) is None


def test_a_lower_priority_that_would_come_too_late_is_dropped() -> None:
    captions = after(one("correction", 0.0), one("praise", 1.0))
    assert captions.text(2.4) == "correction"
    assert captions.text(2.6) is None


def test_of_two_that_wait_the_more_important_is_kept() -> None:
    captions = after(one("safety", 0.0), one("praise", 1.9), one("setup", 2.0), one("count", 2.1))
    assert captions.text(2.5) == "setup"


def test_after_its_protected_time_any_cue_may_replace_it() -> None:
    long = cue("correction", 0.0, "one two three four five six seven eight")
    assert after(long, one("praise", 3.0)).text(3.0) == "praise"


def test_asking_changes_nothing() -> None:
    captions = after(one("correction", 0.0), one("praise", 2.0))
    captions.text(10.0)
    assert captions.text(1.0) == "correction"
