"""`python -m tests.mannequin`: make the clips of the repository."""

import argparse
import sys

from tests.mannequin.errors import MannequinError, UsageError


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.mannequin", description="Rendered people with known angles.")
    commands = parser.add_subparsers(dest="command", required=True)
    clips = commands.add_parser("clips", help="render the clips kept in the repository")
    clips.add_argument("names", nargs="*", metavar="NAME", help="which ones; all where none is named")
    return parser


def _clips(names: list[str]) -> None:
    from tests.mannequin.clips import MAKERS, make_clip

    unknown = [n for n in names if n not in MAKERS]
    if unknown:
        raise UsageError(f"no clip {unknown[0]!r}; there are: {', '.join(MAKERS)}")
    for name in names or list(MAKERS):
        path = make_clip(name)
        print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB", flush=True)


def main() -> int:
    """Run a command; 0 done, 1 it could not be done, 2 wrong usage."""
    args = _parser().parse_args()
    try:
        _clips(args.names)
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
