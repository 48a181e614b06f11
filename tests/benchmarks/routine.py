"""`python -m tests.benchmarks.routine FILM`: a whole routine practised unattended.

    python -m tests.mannequin routine /tmp/daily.mp4
    python -m tests.benchmarks.routine /tmp/daily.mp4

The film stands in for the camera, at its own speed; the command, its guide, its store and its
report are the real ones, in an empty home folder. What is printed: what the command said, each true
stretch beside what the report makes of it, and every word that was spoken.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from coach import resources
from coach.app.replay import replay
from coach.report.files import json_text
from coach.settings import HOME_VARIABLE
from coach.store import Reader
from coach.stretches import load_library
from tests.benchmarks import known
from tests.benchmarks.holding import Recognised, recognised
from tests.benchmarks.tables import table

_COACH = (sys.executable, "-c", "import sys; from coach.cli import main; sys.exit(main())")
HEAD = ("stretch", "side", "told", "held s", "told s", "in form s", "told s", "slip", "corrected")


def practised(film: Path, routine: str, home: Path) -> tuple[int, str, dict[str, Any]]:
    """Return the command's exit status, what it printed, and its session as a review's JSON."""
    ran = subprocess.run(
        [*_COACH, "practice", routine, "--camera", str(film), "--no-window", "--no-questions"],
        env={**os.environ, HOME_VARIABLE: str(home)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    with Reader(home / "data" / "sessions.db") as reader:
        data = replay(reader.last(), load_library(resources.poses_dir()))
    return ran.returncode, ran.stdout + ran.stderr, json.loads(json_text(data))


def rows(true: known.Known, tree: dict[str, Any]) -> list[tuple[str, ...]]:
    """Return a line for each true stretch: what the report makes of it."""
    pairs = zip(true.stretches, recognised(true, tree), strict=True)
    return [_row(stretch, told, tree["cues"]) for stretch, told in pairs]


def _row(
    stretch: known.TrueStretch, told: Recognised, cues: Sequence[dict[str, Any]]
) -> tuple[str, ...]:
    meant = [fault for fault in stretch.faults if fault.meant]
    start_s, end_s = stretch.span
    said = [c["rule"] for c in cues if c["kind"] == "correction" and start_s < c["t_s"] < end_s]
    return (
        stretch.stretch,
        stretch.side,
        f"{told.told_stretch} {told.told_side}",
        f"{told.held_s:.1f}",
        f"{told.told_held_s:.1f}",
        f"{told.in_form_s:.1f}",
        f"{told.told_in_form_s:.1f}",
        ", ".join(fault.rule for fault in meant) or "-",
        ", ".join(said) or "-",
    )


def main() -> int:
    """Practise, then print the table; 0 = it ran to its end."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.routine", description=__doc__)
    parser.add_argument("film", type=Path)
    parser.add_argument("--routine", default="daily")
    args = parser.parse_args()
    true = known.load(args.film.with_suffix(".truth.json"))
    with tempfile.TemporaryDirectory() as home:
        status, printed, tree = practised(args.film, args.routine, Path(home))
    print(printed)
    print(table(HEAD, rows(true, tree)))
    for cue in tree["cues"]:
        print(f"{cue['t_s']:7.1f}  {cue['kind']:10} {cue['text']}")
    return status


if __name__ == "__main__":
    sys.exit(main())
