import re
import shutil
import subprocess
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest

from coach.report import SourceInfo, html_text
from coach.report.outcomes import outcomes
from coach.report.words import rule_name

from .sessions import HIGH, LOW, NOT_FROM_HERE, Story, bridge_session

VOID = {"meta"}


class Page(HTMLParser):
    """Reads a page back: its text, its tags, and whether every tag is closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += data

    @property
    def words(self) -> str:
        return " ".join(self.text.split())


def lunge_session() -> Story:
    story = Story().starts("lunge", "left").happens("hold-started")
    story.frames(2.0, {"hip_flexion_right": -12}, unjudged={"back-rounded": "no landmark"})
    story.breaks("hips-back", -1.0, "right").frames(1.0, {"hip_flexion_right": -1})
    return story.mends("hips-back").ends().frames(1.0, phase="release")


def rows(html: str) -> dict[str, str]:
    found = re.findall(
        r'<tr class="([a-z-]+)">\s*<th scope="row">([^<]+)<.*?</tr>', html, flags=re.DOTALL
    )
    return {name: verdict for verdict, name in found}


def test_every_rule_appears_with_its_outcome() -> None:
    data = bridge_session().report()
    assert rows(html_text(data)) == {
        "Knees in": "not-judged",
        "Knees out": "not-judged",
        "Hips low": "broken",
        "Feet far": "kept",
        "Hips uneven": "kept",
        "Moving": "kept",
    }


def test_a_rule_that_was_not_judged_is_never_shown_as_kept() -> None:
    entry = bridge_session().report().stretches[0]
    missing = {n.rule for n in entry.not_judged}
    assert missing
    for outcome in outcomes(entry):
        if outcome.rule.id in missing:
            assert outcome.verdict == "not-judged"
            assert outcome.rule.not_judged.casefold() in outcome.detail.casefold()


def test_a_bare_reason_is_followed_by_where_the_camera_belongs() -> None:
    story = Story().starts("bridge", "both").happens("hold-started")
    entry = story.frames(1.0, unjudged={"knees-in": "too uncertain"}).report().stretches[0]
    (knees, *_) = outcomes(entry)
    assert knees.detail == (
        "Too uncertain. Knee tracking needs the camera beyond your head, to one side."
    )


def test_a_rule_broken_while_mostly_unseen_says_both() -> None:
    story = (
        Story().starts("bridge", "both").happens("hold-started").breaks("knees-in", 11.6, "left")
    )
    story.frames(1.0).mends("knees-in").frames(5.0, unjudged=NOT_FROM_HERE)
    (knees, *_) = outcomes(story.report().stretches[0])
    assert (knees.verdict, knees.headline) == ("broken", "Broken once")
    assert knees.detail.startswith(
        "Worst 12° on the left, limit 8°; 1.0 s in all. Most of the time"
    )


def test_a_rule_kept_but_not_always_seen_says_how_much() -> None:
    story = Story().starts("bridge", "both").happens("hold-started")
    story.frames(4.0, unjudged=NOT_FROM_HERE).frames(6.0)
    (knees, *_) = outcomes(story.report().stretches[0])
    assert (knees.verdict, knees.detail) == ("kept", "Judged in 60% of the time.")


@pytest.mark.parametrize("story", [bridge_session, lunge_session])
def test_the_page_is_whole_and_shows_what_happened(story: type[Story]) -> None:
    page = Page(html_text(story().report()))
    assert page.open == []
    assert "nan" not in page.words.lower().split()
    assert "None" not in page.words
    for tag, attributes in page.tags:
        if tag == "svg" and attributes.get("aria-hidden") != "true":
            assert attributes["role"] == "img"
            assert attributes["aria-label"]


def test_a_fault_is_drawn_with_its_value_and_what_was_said() -> None:
    html = html_text(bridge_session().report())
    page = Page(html)
    assert "27° at the worst moment; the limit is 18°." in page.words
    assert "I said: “Lift your hips a little higher.”" in page.words
    assert html.count('class="figure"') == 1
    assert html.count('class="ring"') == 2


@pytest.mark.parametrize(("after_s", "told"), [(4.0, True), (9.0, False)])
def test_what_was_said_once_a_fault_was_mended_stands_with_it(after_s: float, told: bool) -> None:
    story = Story().starts("bridge", "both").happens("hold-started")
    story.breaks("hips-low", 27.0).frames(2.0, LOW).mends("hips-low").frames(after_s, HIGH)
    story.says("Better. We count from here.", "hips-low", kind="count").frames(1.0, HIGH)
    words = Page(html_text(story.ends().report())).words
    assert ("I said: “Better. We count from here.”" in words) is told
    assert ("I recorded this without saying anything." in words) is not told


def test_the_sections_say_when_from_where_and_how_long() -> None:
    words = Page(html_text(bridge_session().report())).words
    assert "0:00–0:09 · seen from the side" in words
    assert "6 s in good form, 8 s in position, goal 30 s" in words
    assert "Where to put the camera:" in words


def test_the_side_of_a_lunge_is_named() -> None:
    words = Page(html_text(lunge_session().report())).words
    assert "Kneeling lunge, left leg in front" in words
    assert "−1° at the worst moment; the limit is −5°." in words


def test_many_faults_are_cut_to_the_worst_and_it_says_so() -> None:
    story = Story().starts("bridge", "both").happens("hold-started")
    for n in range(20):
        story.breaks("hips-low", 20.0 + n).frames(1.0, LOW).mends("hips-low").frames(0.5, HIGH)
    html = html_text(story.report())
    assert html.count('class="figure"') == 12
    assert "8 more are on the time line" in html
    assert "39°" in html


def test_the_date_and_the_file_are_in_the_heading() -> None:
    when = datetime(2026, 3, 7, 8, 5)
    html = html_text(
        bridge_session().report(source=SourceInfo("/home/me/a b.mp4", recorded_at=when))
    )
    assert "7 March 2026, 08:05" in html
    assert "a b.mp4" in html
    assert "/home/me" not in html


HOSTILE = "</script></style><b onload='x'>{{ 7*7 }}&\".mp4"


def test_hostile_text_is_escaped() -> None:
    story = bridge_session()
    story.says(HOSTILE, "hips-low").happens("note", text=HOSTILE).frames(1.0)
    html = html_text(story.report(source=SourceInfo(HOSTILE), warnings=[HOSTILE]))
    page = Page(html)
    assert page.open == []
    assert not {"b", "script"} & {tag for tag, _ in page.tags}
    assert "49" not in [word.strip("<>&;") for word in page.words.split()]
    assert page.words.count("{{ 7*7 }}") >= 3


def test_nothing_is_loaded_from_anywhere() -> None:
    html = html_text(bridge_session().report())
    assert not re.search(r"https?:|//\w|\bsrc=|\bhref=|url\(|@import", html)
    assert "<script" not in html
    assert "default-src 'none'" in html


def test_a_long_session_is_still_a_small_page() -> None:
    story = Story(fps=30).starts("bridge", "both").happens("hold-started")
    for n in range(40):
        story.frames(10.0, {"hip_flexion_left": n, "hip_flexion_right": n})
    assert len(html_text(story.report())) < 100_000


def contrast(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = (
            c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_every_text_colour_is_readable_in_light_dark_and_print() -> None:
    html = html_text(Story().report())
    palettes = re.findall(r":root \{(.*?)\}", html, flags=re.DOTALL)
    assert len(palettes) == 3
    for palette in palettes:
        colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", palette))
        for ink in ("ink", "muted", "good", "bad", "unsure", "said"):
            for paper in ("page", "card"):
                assert contrast(colours[ink], colours[paper]) >= 4.5, (ink, paper)


CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on PATH to render the page with")
def test_chromium_lays_the_page_out_without_sideways_scrolling(tmp_path: Path) -> None:
    assert CHROMIUM is not None
    page = tmp_path / "page.html"
    page.write_text(html_text(bridge_session().report()), "utf-8")
    frame = tmp_path / "frame.html"
    # Chromium's own window is never narrower than 500 px, a frame can be.
    frame.write_text(
        '<iframe id="f" src="page.html" width="360" height="900"></iframe><script>'
        "onload = () => { const d = f.contentDocument.documentElement;"
        "document.title = `${d.scrollWidth} ${d.clientWidth}`; }</script>"
    )
    flags = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --dump-dom"
    flags += " --disable-background-networking --disable-component-update --disable-sync"
    flags += " --allow-file-access-from-files"
    command = [CHROMIUM, *flags.split(), f"--user-data-dir={tmp_path / 'profile'}", frame.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    found = re.search(r"<title>(\d+) (\d+)</title>", done.stdout)
    assert found, done.stdout[:500]
    assert int(found[1]) <= int(found[2])


def test_rule_names_come_from_their_ids() -> None:
    rule = bridge_session().report().stretches[0].stretch.rule("knees-in")
    assert rule_name(rule) == "Knees in"
