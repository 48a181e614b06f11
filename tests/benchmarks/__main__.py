"""`python -m tests.benchmarks`: the yardstick. How true is what the coach says of known people?"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from coach import quiet, resources
from coach.errors import CoachError
from tests.benchmarks.errors import BenchmarkError, UsageError
from tests.benchmarks.figures import Figure, as_tree, figures_table, write_json

quiet.hush()  # before cv2 and mediapipe are imported

from tests.benchmarks import clips, known, page, play, recoded, report, speed  # noqa: E402
from tests.benchmarks.clips import Clip  # noqa: E402
from tests.benchmarks.scores import Scores  # noqa: E402
from tests.mannequin import faults  # noqa: E402
from tests.mannequin.errors import MannequinError  # noqa: E402
from tests.mannequin.errors import UsageError as MannequinUsageError  # noqa: E402

NO_FIGURES = (
    "A quick run, on a handful of clips: it shows that the benchmark works.\n"
    "Its numbers are not figures; quote none of them."
)
QUICK_SESSIONS = 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks", description="What the coach says, against the truth."
    )
    parser.add_argument("--quick", action="store_true", help="two minutes, for its working only")
    parser.add_argument(
        "--sessions", type=int, default=60, metavar="N", help="how many of a set; default 60"
    )
    parser.add_argument(
        "--seed", type=int, nargs="+", default=[0], metavar="S", help="other sets, taken together"
    )
    parser.add_argument("--badly", action="store_true", help="who is at fault as the hold begins")
    parser.add_argument("--width", type=int, metavar="PX", help="the same clips, coded so wide")
    parser.add_argument("--rule", metavar="STRETCH.RULE", help="only clips in which it is broken")
    parser.add_argument("--cache", type=Path, metavar="DIR", help="where clips and landmarks are")
    parser.add_argument("--fresh", action="store_true", help="detect landmarks anew")
    parser.add_argument("--photos", type=Path, metavar="DIR", help="a folder with labels.csv")
    parser.add_argument("--no-speed", action="store_true", help="leave speed and memory out")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write everything here")
    parser.add_argument("--write-readme", action="store_true", help="put the tables on the page")
    return parser


def _say(line: str) -> None:
    """Tell how far it is, apart from the results."""
    print(line, file=sys.stderr, flush=True)


def chosen(options: argparse.Namespace, tell: Callable[[str], object]) -> list[Clip]:
    """Return the clips to judge, rendered where need be."""
    wanted = clips.numbers(options.sessions, options.seed, options.badly)
    if options.quick:
        made = clips.generated(wanted[:QUICK_SESSIONS], tell) if clips.can_render() else []
        return [*clips.committed(), *made]
    return clips.generated(wanted, tell)


def named(rule: str | None) -> faults.Rule | None:
    """Return the rule of a name (`bridge.hips-low`); UsageError if there is none."""
    stretch, _, name = (rule or "").partition(".")
    return faults.rule(stretch, name) if rule else None


def only(found: Sequence[Clip], wanted: faults.Rule | None) -> list[Clip]:
    """Return the clips in which a rule is broken; all of them for None."""
    if wanted is None:
        return list(found)
    return [
        clip
        for clip in found
        if any(
            (f.stretch, f.rule) == (wanted.stretch, wanted.rule)
            for f in known.load(clip.truth).faults
        )
    ]


def score(found: Sequence[Clip], cache: Path, fresh: bool, tell: Callable[[str], object]) -> Scores:
    """Review the clips and compare with their truth."""
    from coach.stretches import load_library

    stretches = load_library(resources.poses_dir()).stretches
    views = {(name, rule.id): rule.views for name, one in stretches.items() for rule in one.rules}
    scores = Scores(frozenset(stretches), views)
    played = play.play_all([clip.video for clip in found], cache, fresh=fresh)
    for done, (clip, made) in enumerate(zip(found, played, strict=True), 1):
        scores.add(known.load(clip.truth, clip.arrays), made)
        tell(f"reviewed {done} of {len(found)}: {clip.video.name}")
    return scores


def speeds(quick: bool) -> list[Figure]:
    """Return speed and memory on the demo clip."""
    from tests.benchmarks import costs, memory, pace

    clip = resources.demo_clip()
    paced = pace.measure(clip, pace.WARM_UP + pace.TURN * (2 if quick else 6))
    figures = speed.pace_figures(paced)
    figures += speed.cost_figures(costs.measure(clip, paced.sightings, paced.size_px))
    return figures + speed.memory_figures(memory.measure(paced.sightings, 2 if quick else 20))


def run(options: argparse.Namespace) -> tuple[str, dict[str, Any]]:
    """Do all of it; return the text and the tree of JSON."""
    recoded.check(options.width)
    cache, wanted = clips.cache_dir(options.cache), named(options.rule)
    found = only(chosen(options, _say), wanted)
    if options.width is not None:
        found = recoded.copies(found, options.width, cache, _say)
    scores = score(found, cache, options.fresh, _say)
    head = page.head(scores, options.quick, options.seed, options.badly, options.width)
    parts = [("", head), *report.sections(scores)]
    tree = {
        "format": "psoas-benchmark",
        "version": 1,
        "quick": options.quick,
        **report.tree(scores),
    }
    if not options.no_speed:
        figures = speeds(options.quick)
        parts.append(("Speed and memory, on the demo clip", figures_table(figures)))
        tree["speed"] = as_tree(figures)
    if options.photos:
        parts.append(("Photographs", _photos(options.photos, tree)))
    text = page.joined(parts)
    return (f"{NO_FIGURES}\n\n{text}" if options.quick else text), tree


def _photos(folder: Path, tree: dict[str, Any]) -> str:
    from tests.benchmarks import photos

    judged = photos.judge(folder)
    tree["photographs"] = [photos.as_tree(one) for one in judged]
    return photos.text(judged)


def main(argv: list[str] | None = None) -> int:
    """Run the command; 0 done, 1 it could not be done, 2 wrong usage."""
    options = _parser().parse_args(argv)
    if options.write_readme and (options.quick or options.badly or options.width):
        return _fail("the page has the usual figures: no --quick, no --badly, no --width", 2)
    try:
        with quiet.native_lines_to(None):
            text, tree = run(options)
            print(text)
            if options.json:
                write_json(options.json, tree)
            if options.write_readme:
                page.write(text)
    except (UsageError, MannequinUsageError) as error:
        return _fail(str(error), 2)
    except (BenchmarkError, CoachError, MannequinError) as error:
        return _fail(str(error), 1)
    except OSError as error:
        return _fail(f"{error.filename or 'a file'}: {error.strerror}", 1)
    except KeyboardInterrupt:
        return _fail("stopped; what was finished is kept, run again to go on", 1)
    return 0


def _fail(message: str, status: int) -> int:
    print(f"benchmarks: {message}", file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
