"""What each command does, and what it prints.

Slow imports (OpenCV, MediaPipe) wait until a command needs them, so that `coach stretches` answers
at once. Results go to stdout, progress and trouble to stderr.
"""

from __future__ import annotations

import argparse
import sys
import time
import webbrowser
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from coach import resources
from coach.app.turns import Turn
from coach.engine import examples
from coach.engine.nouns import Step
from coach.engine.settings import Asked
from coach.errors import CoachError, UsageError
from coach.history import Row
from coach.printing import in_utf8, say, speak, warn
from coach.progress import Progress
from coach.settings import places
from coach.stretches import (
    WORDS_FILE,
    Library,
    is_routine,
    load_library,
    load_routine,
    load_stretch,
    load_words,
    wrong_in,
)


def demo(options: argparse.Namespace) -> int:
    """Run the whole path on a clip that ships: no camera needed, ends with a report."""
    clip = resources.demo_clip()
    if options.watch:
        options.camera, options.no_voice, options.no_window = clip, False, False
        options.voice_to, options.no_questions = None, True
        from coach.app.choice import chosen

        plan = chosen(_library(), ["bridge", "lunge"], None, 8.0)
        return _practise(options, _library(), plan, ())
    from coach.app.review import review as review_video
    from coach.app.stored import storing
    from coach.report import check_folder, summary_lines, write_files

    check_folder(options.out)
    say("Watching a clip of a bridge and a kneeling lunge. What the coach says:\n")
    with storing(places().sessions, clip.name, options.model) as keep:
        done = review_video(clip, _library(), model=options.model, listener=_both(keep, speak))
    pages = write_files(done.data, options.out, "demo")
    say("\n" + "\n".join(summary_lines(done.data)))
    say(f"\nThe report: {pages[2]}")
    warn(clip.name, done.data.warnings)
    if done.stopped:
        return 1
    say("Next: `coach doctor`, then `coach practice` in front of your camera.")
    return 0


def practice(options: argparse.Namespace) -> int:
    """Practise live: camera, window, voice, and a report at the end."""
    from coach.app.askers import first_use
    from coach.app.choice import chosen
    from coach.app.past import recent_rows
    from coach.app.person import first_sides

    library, database = _library(), places().sessions
    rows = recent_rows(database)
    course = chosen(
        library, options.names, options.side, options.hold,
        skip=options.skip, first=first_sides(library, rows),
    )  # fmt: skip
    window, questions = not options.no_window, not options.no_questions
    first_use(database, say, window=window, questions=questions)
    return _practise(options, library, course, rows)


def _practise(
    options: argparse.Namespace, library: Library, course: Sequence[Turn], rows: Sequence[Row]
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
    outcome = Practice(library, Plan(course), wishes, places(), say, rows=rows).run()
    say("\n".join([*summary_lines(outcome.data), *outcome.advice]))
    if outcome.page:
        say(f"The report: {outcome.page}")
    if outcome.trouble:
        raise CoachError(outcome.trouble)
    return 0


def review(options: argparse.Namespace) -> int:
    """Review recorded videos and write JSON, CSV and a report for each."""
    from coach.app.choice import wished
    from coach.report import check_folder

    stems = [video.stem.casefold() for video in options.videos]  # to some disks case is nothing
    for video in options.videos:
        if stems.count(video.stem.casefold()) > 1:
            raise UsageError(f"two videos are called {video.stem!r} and would overwrite each other")
    library = _library()
    asked = wished(library, options.stretch, options.side)
    if options.out or not options.json:
        check_folder(options.out or Path())
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
        in_utf8(sys.stdout)
        print(texts[0] if len(options.videos) == 1 else f"[{','.join(texts)}]", end="")
    return 1 if failed else 0


def _review_one(
    video: Path, library: Library, asked: Asked | None, options: argparse.Namespace
) -> tuple[str, bool]:
    from coach.app.review import review as review_video
    from coach.report import json_text, summary_lines, write_files

    with Progress(video.name) as progress:
        done = review_video(
            video, library, asked=asked, model=options.model, progress=progress.show
        )
    warn(video.name, done.data.warnings)
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
    with Progress("history") as progress:
        rows = all_rows(places().sessions, library, progress.show)
    if options.json == "-":
        in_utf8(sys.stdout)
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

    for_s = desk.FOREVER_S if options.length is None else options.length
    for_s = options.every if options.once else for_s
    desk.check(options.every, for_s)
    notifier = desk.find_notifier()
    try:
        say(f"A reminder every {desk.in_words(options.every)}; Ctrl-C ends it.")
        desk.remind(notifier.show, options.every, for_s, time.sleep)
    except KeyboardInterrupt:
        say("No more reminders.")
    return 0


def stretches(options: argparse.Namespace) -> int:
    """List what can be practised, or show one stretch or routine in full."""
    from coach.app.choice import shipped_routines
    from coach.app.course import must_be_known
    from coach.app.listing import overview, routine_in_full, stretch_in_full

    library = _library()
    if options.name is None:
        lines = overview(library, shipped_routines(library))
    elif options.name in library.stretches:
        lines = stretch_in_full(library.get(options.name))
    else:
        routines = shipped_routines(library)
        must_be_known([options.name], library, routines)
        lines = routine_in_full(routines[options.name], library, routines)
    print("\n".join(lines))
    return 0


def check(options: argparse.Namespace) -> int:
    """Validate a file of a stretch, a routine or words; run a stretch's examples."""
    if options.file.name == WORDS_FILE:
        print(f"{options.file}: {len(load_words(options.file))} sentences: all well")
        return 0
    if is_routine(options.file):
        from coach.app.choice import shipped_routines
        from coach.app.listing import summary

        library = _library()
        routines = shipped_routines(library)
        routine = load_routine(options.file, library.stretches, routines)
        print(f"{options.file}: {summary(routine, library, routines)}: all well")
        return 0
    stretch = load_stretch(options.file)
    failures = examples.failures(stretch)
    for place, told in failures:
        print(f"coach: {wrong_in(options.file, place, told)}", file=sys.stderr)
    if failures:
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


@cache  # reading it takes longer than most of what is done with it
def _library() -> Library:
    return load_library(resources.poses_dir())


def _both(*listeners: Callable[[Step], object]) -> Callable[[Step], None]:
    def hear(step: Step) -> None:
        for listener in listeners:
            listener(step)

    return hear
