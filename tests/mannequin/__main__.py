"""`python -m tests.mannequin`: make the clips of the repository, generated sessions, or a sheet of
stills.
"""

import argparse
import sys
import time
from pathlib import Path

from tests.mannequin.errors import MannequinError, UsageError


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.mannequin", description="Rendered people with known angles."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    clips = commands.add_parser("clips", help="render the clips kept in the repository")
    clips.add_argument(
        "names", nargs="*", metavar="NAME", help="which ones; all where none is named"
    )
    made = commands.add_parser("sessions", help="render generated sessions into the cache")
    made.add_argument("split", help="train, tune or test")
    made.add_argument("count", type=int)
    made.add_argument("--first", type=int, default=0, help="the first session's number")
    made.add_argument("--workers", type=int, default=2)
    sheet = commands.add_parser("sheet", help="write a PNG with many stills to look at")
    sheet.add_argument("split")
    sheet.add_argument("out", help="the PNG")
    sheet.add_argument("--first", type=int, default=0)
    sheet.add_argument("--count", type=int, default=48)
    sheet.add_argument("--stretch", help="only of this stretch")
    routine = commands.add_parser("routine", help="film a whole daily routine, with its truth")
    routine.add_argument("out", type=Path, help="the MP4; NAME.truth.json comes beside it")
    return parser


def _clips(names: list[str]) -> None:
    from tests.mannequin.clips import MAKERS, make_clip

    unknown = [n for n in names if n not in MAKERS]
    if unknown:
        raise UsageError(f"no clip {unknown[0]!r}; there are: {', '.join(MAKERS)}")
    for name in names or list(MAKERS):
        path = make_clip(name)
        print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB", flush=True)


def _sessions(split: str, first: int, count: int, workers: int) -> None:
    from tests.mannequin.produce import render_all
    from tests.mannequin.sessions import check_split

    check_split(split, first)
    begun = time.monotonic()
    for done, out in enumerate(render_all(split, range(first, first + count), workers=workers), 1):
        print(f"{done}/{count} {time.monotonic() - begun:.0f} s {out.clip}", flush=True)


def _run(args: argparse.Namespace) -> None:
    if args.command == "clips":
        _clips(args.names)
    elif args.command == "sessions":
        _sessions(args.split, args.first, args.count, args.workers)
    elif args.command == "routine":
        from tests.mannequin.routine import make_routine

        make_routine(args.out)
    else:
        from tests.mannequin.sheets import write_sheet

        write_sheet(args.split, args.out, args.first, args.count, args.stretch)


def main() -> int:
    """Run a command; 0 done, 1 it could not be done, 2 wrong usage."""
    args = _parser().parse_args()
    try:
        _run(args)
    except UsageError as error:
        print(error, file=sys.stderr)
        return 2
    except MannequinError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("interrupted; what was finished is kept", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
