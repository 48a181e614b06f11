"""What each command does, and what it prints.

Slow imports (OpenCV, MediaPipe) wait until a command needs them, so that `coach stretches` answers
at once. Results go to stdout, progress and trouble to stderr.
"""

from __future__ import annotations

import argparse
import io
import sys
import time
import webbrowser
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TextIO

from coach import quiet, resources
from coach.engine import examples
from coach.engine.nouns import Step
from coach.engine.settings import Asked
from coach.errors import CoachError, UsageError
from coach.history import Row
from coach.settings import places
from coach.stretches import Library, Stretch, load_library, load_stretch


def demo(options: argparse.Namespace) -> int:
    """Run the whole path on a clip that ships: no camera needed, ends with a report."""
    clip = resources.demo_clip()
    if options.watch:
        options.camera, options.names, options.hold, options.side = clip, [], 8.0, None
        options.no_voice = options.no_window = False
        options.voice_to, options.no_questions = None, True
        from coach.app.plan import turns

        library = _library()
        return _practise(options, library, turns(library, [], None, options.hold), ())
    from coach.app.review import review as review_video
    from coach.app.stored import storing
    from coach.report import check_folder, summary_lines, write_files

    check_folder(options.out)
    _say("Watching a clip of a bridge and a kneeling lunge. What the coach says:\n")
    with storing(places().sessions, clip.name) as keep:
        done = review_video(clip, _library(), model=options.model, listener=_both(keep, _speak))
    pages = write_files(done.data, options.out, "demo")
    _say("\n" + "\n".join(summary_lines(done.data)))
    _say(f"\nThe report: {pages[2]}")
    _warn(clip.name, done.data.warnings)
    if done.stopped:
        return 1
    _say("Next: `coach doctor`, then `coach practice` in front of your camera.")
    return 0


def practice(options: argparse.Namespace) -> int:
    """Practise live: camera, window, voice, and a report at the end."""
    from coach.app.askers import who_answers
    from coach.app.first_use import last_screening, welcome
    from coach.app.past import recent_rows
    from coach.app.person import begin_with, first_sides
    from coach.app.plan import turns

    library, database = _library(), places().sessions
    wanted = turns(library, options.names, options.side, options.hold)
    before = last_screening(database)
    if before is None or not before.clear:
        window, asks = not options.no_window, not options.no_questions
        with who_answers(_say, window=window, questions=asks, seen=before is not None) as asker:
            welcome(database, asker)
    rows = recent_rows(database)
    return _practise(options, library, begin_with(wanted, first_sides(library, rows)), rows)


def _practise(
    options: argparse.Namespace, library: Library, wanted: Sequence[Asked], rows: Sequence[Row]
) -> int:
    from coach.app.live import Practice, Wishes
    from coach.app.plan import Plan
    from coach.report import summary_lines

    wishes = Wishes(
        options.camera,
        options.model,
        not options.no_window,
        not options.no_voice,
        options.voice_to,
        not options.no_questions,
    )
    outcome = Practice(library, Plan(wanted), wishes, places(), _say, rows=rows).run()
    _say("\n".join([*summary_lines(outcome.data), *outcome.advice]))
    if outcome.page:
        _say(f"The report: {outcome.page}")
    if outcome.trouble:
        raise CoachError(outcome.trouble)
    return 0


def review(options: argparse.Namespace) -> int:
    """Review recorded videos and write JSON, CSV and a report for each."""
    from coach.report import check_folder

    stems = [video.stem for video in options.videos]
    for stem in stems:
        if stems.count(stem) > 1:
            raise UsageError(f"two videos are called {stem!r} and would overwrite each other")
    library, asked = _library(), _asked(options)
    if options.out:
        check_folder(options.out)
    failed, texts = 0, []
    for video in options.videos:
        try:
            text, stopped = _review_one(video, library, asked, options)
        except CoachError as error:
            failed += 1
            print(f"coach: {error}", file=sys.stderr)
            continue
        texts.append(text)
        if stopped:
            failed += 1
            break
    if options.json and texts:
        _in_utf8(sys.stdout)
        print(texts[0] if len(options.videos) == 1 else f"[{','.join(texts)}]", end="")
    return 1 if failed else 0


def _review_one(
    video: Path, library: Library, asked: Asked | None, options: argparse.Namespace
) -> tuple[str, bool]:
    from coach.app.review import review as review_video
    from coach.report import json_text, summary_lines, write_files

    with _Progress(video.name) as progress:
        done = review_video(
            video, library, asked=asked, model=options.model, progress=progress.show
        )
    _warn(video.name, done.data.warnings)
    if options.out or not options.json:
        pages = write_files(done.data, options.out or Path(), video.stem)
        if not options.json:
            print("\n".join([f"{video.name}:", *summary_lines(done.data)]))
            print(f"The report: {pages[2]}")
    return json_text(done.data), done.stopped


def report(options: argparse.Namespace) -> int:
    """Write the last or a named session as one HTML page."""
    from coach.app.past import advice_for
    from coach.app.replay import replay
    from coach.report import html_text, summary_lines, write_whole
    from coach.store import Reader

    library = _library()

    with Reader(places().sessions) as reader:
        session = reader.find(options.session) if options.session else reader.last()
        data = replay(session, library)
    advice = advice_for(places().sessions, library, session.id)
    page = options.out or places().reports / f"{session.id}.html"
    write_whole({page: html_text(data, advice)})
    print("\n".join([*summary_lines(data), *advice]))
    print(f"The report: {page}")
    if options.open and not webbrowser.open(page.resolve().as_uri()):
        raise CoachError(f"no browser could be opened; open {page} yourself")
    return 0


def history(options: argparse.Namespace) -> int:
    """Show sessions, range of motion per side and discomfort over time."""
    from coach.app.past import all_rows
    from coach.report import history_json, history_lines, write_whole

    library = _library()
    with _Progress("history") as progress:
        rows = all_rows(places().sessions, library, progress.show)
    if options.json == "-":
        _in_utf8(sys.stdout)
        print(history_json(rows, library), end="")
    elif options.json:
        write_whole({Path(options.json): history_json(rows, library)})
        print(f"The history: {options.json}")
    else:
        none = ["No stretch of yours is stored yet; `coach practice` makes a history."]
        print("\n".join(history_lines(rows, library) or none))
    return 0


def remind(options: argparse.Namespace) -> int:
    """Remind you to stand up, with the desktop's own notifications, until Ctrl-C."""
    from coach.app import remind as desk

    for_s = options.every if options.once else options.length or desk.FOREVER_S
    desk.check(options.every, for_s)
    notifier = desk.find_notifier()
    try:
        _say(f"A reminder every {desk.in_words(options.every)}; Ctrl-C ends it.")
        desk.remind(notifier.show, options.every, for_s, time.sleep)
    except KeyboardInterrupt:
        _say("No more reminders.")
    return 0


def stretches(options: argparse.Namespace) -> int:
    """List what can be practised, or show one stretch in full."""
    library = _library()
    if options.stretch:
        print("\n".join(_in_full(library.get(options.stretch))))
        return 0
    for stretch in library.stretches.values():
        sides = "left and right" if stretch.sides == "left-right" else "both sides at once"
        print(f"{stretch.id:<12} {stretch.name}: {sides}, {stretch.hold_s:g} s")
    return 0


def _in_full(stretch: Stretch) -> list[str]:
    parts: list[tuple[str, tuple[str, ...]]] = [
        ("Camera", (stretch.camera.place, stretch.camera.why)),
        ("Set up", stretch.set_up),
        ("Do", stretch.steps),
        ("Also fine", stretch.accepted),
        ("Easier", stretch.easier),
        ("Deeper", stretch.deeper),
        ("Watched", tuple(f"{rule.id}: {rule.say[0]}" for rule in stretch.rules)),
    ]
    lines = [f"{stretch.name} ({stretch.id}), hold {stretch.hold_s:g} s"]
    for title, texts in parts:
        lines += [f"\n{title}:", *(f"  {text}" for text in texts)] if texts else []
    return lines


def check(options: argparse.Namespace) -> int:
    """Validate a stretch file and run its examples."""
    stretch = load_stretch(options.file)
    lines = examples.failures(stretch)
    for line in lines:
        print(f"coach: {options.file}: {line}", file=sys.stderr)
    if lines:
        return 1
    print(f"{options.file}: {len(stretch.rules)} rules, {len(stretch.examples)} examples: all well")
    return 0


def doctor(options: argparse.Namespace) -> int:
    """Say what works on this machine, what is missing and how to get it."""
    from coach.app.doctor import findings

    trouble = 0
    for finding in findings(options.model, places()):
        print(f"{'ok  ' if finding.ok else 'FIX '} {finding.what:<10} {finding.text}", flush=True)
        trouble += not finding.ok and finding.needed
    return 1 if trouble else 0


def _library() -> Library:
    return load_library(resources.poses_dir())


def _asked(options: argparse.Namespace) -> Asked | None:
    if options.stretch is None:
        if options.side is not None:
            raise UsageError("--side needs --stretch: say which stretch it is the side of")
        return None
    stretch = _library().get(options.stretch)
    if options.side not in (None, *stretch.side_names):
        raise UsageError(
            f"--side {options.side}: the {stretch.name.lower()} has {_named(stretch.side_names)}"
        )
    return Asked(stretch.id, options.side)


def _both(*listeners: Callable[[Step], object]) -> Callable[[Step], None]:
    def hear(step: Step) -> None:
        for listener in listeners:
            listener(step)

    return hear


def _speak(step: Step) -> None:
    for cue in step.cues:
        _say(f"  {cue.t_s:5.1f} s  {cue.text}")


def _say(line: str) -> None:
    """Print now; if nobody reads on (`| head -1`), the work is still to be finished."""
    try:
        print(line, flush=True)
    except BrokenPipeError:
        quiet.drop_stdout()


def _warn(name: str, warnings: Iterable[str]) -> None:
    for warning in warnings:
        print(f"coach: {name}: {warning}", file=sys.stderr)


def _in_utf8(stream: TextIO) -> None:
    """JSON is UTF-8, whatever else the terminal is set to."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8")


def _named(sides: tuple[str, ...]) -> str:
    return " and ".join(sides) if len(sides) > 1 else "no sides; leave it out"


class _Progress:
    """A line on stderr that says how far it is; silent unless stderr is a terminal."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._on = sys.stderr.isatty()
        self._shown = -1

    def __enter__(self) -> _Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._on:
            print("\r\033[K", end="", file=sys.stderr, flush=True)

    def show(self, share: float) -> None:
        """Show that `share` (0 to 1) is done."""
        percent = int(100 * share)
        if self._on and percent != self._shown:
            self._shown = percent
            filled = "█" * (percent // 5)
            print(
                f"\r{self._name} {filled:<20} {percent:3d} %", end="", file=sys.stderr, flush=True
            )
