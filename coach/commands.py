"""What each command does, and what it prints.

Slow imports (OpenCV, MediaPipe) wait until a command needs them, so that `coach stretches` answers
at once. Results go to stdout, progress and trouble to stderr.
"""

from __future__ import annotations

import argparse
import io
import sys
import webbrowser
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TextIO

from coach import quiet, resources
from coach.engine import examples
from coach.engine.nouns import Step
from coach.engine.settings import Asked
from coach.errors import CoachError, UsageError
from coach.progress import Progress
from coach.settings import places
from coach.stretches import (
    Library,
    Routine,
    is_routine,
    load_library,
    load_routine,
    load_routines,
    load_stretch,
)


def demo(options: argparse.Namespace) -> int:
    """Run the whole path on a clip that ships: no camera needed, ends with a report."""
    clip = resources.demo_clip()
    if options.watch:
        options.camera, options.hold, options.side = clip, 8.0, None
        options.names, options.skip = ["bridge", "lunge"], []
        options.no_voice = options.no_window = False
        options.voice_to = None
        return practice(options)
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
    from coach.app.course import turns
    from coach.app.live import Practice, Wishes
    from coach.app.plan import Plan
    from coach.report import summary_lines

    library = _library()
    names, routines = _named(library, options.names, options.skip)
    course = turns(library, names, options.side, options.hold, skip=options.skip, routines=routines)
    plan = Plan(course)
    wishes = Wishes(
        options.camera,
        options.model,
        not options.no_window,
        not options.no_voice,
        options.voice_to,
    )
    outcome = Practice(library, plan, wishes, places(), _say).run()
    _say("\n".join(summary_lines(outcome.data)))
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

    with Progress(video.name) as progress:
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
    from coach.app.replay import replay
    from coach.report import html_text, summary_lines, write_whole
    from coach.store import Reader

    with Reader(places().sessions) as reader:
        session = reader.find(options.session) if options.session else reader.last()
        data = replay(session, _library())
    page = options.out or places().reports / f"{session.id}.html"
    write_whole({page: html_text(data)})
    print("\n".join(summary_lines(data)))
    print(f"The report: {page}")
    if options.open and not webbrowser.open(page.resolve().as_uri()):
        raise CoachError(f"no browser could be opened; open {page} yourself")
    return 0


def stretches(options: argparse.Namespace) -> int:
    """List what can be practised, or show one stretch or routine in full."""
    from coach.app.course import must_be_known
    from coach.app.listing import overview, routine_in_full, stretch_in_full

    library = _library()
    if options.name is None:
        lines = overview(library, _routines(library))
    elif options.name in library.stretches:
        lines = stretch_in_full(library.get(options.name))
    else:
        routines = _routines(library)
        must_be_known([options.name], library, routines)
        lines = routine_in_full(routines[options.name], library, routines)
    print("\n".join(lines))
    return 0


def check(options: argparse.Namespace) -> int:
    """Validate a stretch or routine file; run a stretch's examples."""
    if is_routine(options.file):
        from coach.app.listing import summary

        library = _library()
        routines = _routines(library)
        routine = load_routine(options.file, library.stretches, routines)
        print(f"{options.file}: {summary(routine, library, routines)}: all well")
        return 0
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


def _routines(library: Library) -> dict[str, Routine]:
    return load_routines(resources.poses_dir(), library.stretches)


def _named(
    library: Library, names: list[str], skip: list[str]
) -> tuple[list[str], dict[str, Routine]]:
    """Return the names as ids, and the routines if any name may be one; a file is a routine too."""
    if all(name in library.stretches for name in [*names, *skip]):
        return names, {}
    routines, ids = _routines(library), []
    for name in names:
        if name.endswith((".yaml", ".yml")):
            routine = load_routine(Path(name), library.stretches, routines)
            routines[routine.id] = routine
            ids.append(routine.id)
        else:
            ids.append(name)
    return ids, routines


def _asked(options: argparse.Namespace) -> Asked | None:
    if options.stretch is None:
        if options.side is not None:
            raise UsageError("--side needs --stretch: say which stretch it is the side of")
        return None
    stretch = _library().get(options.stretch)
    if options.side not in (None, *stretch.side_names):
        raise UsageError(
            f"--side {options.side}: the {stretch.name.lower()} has {_sides(stretch.side_names)}"
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


def _sides(sides: tuple[str, ...]) -> str:
    return " and ".join(sides) if len(sides) > 1 else "no sides; leave it out"
