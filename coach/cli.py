"""The command line: what may be typed, and the exit status.

Exit status: 0 done; 1 the work could not be done; 2 wrong usage. Each is told in one line.

Little is imported up here: Ctrl-C during an import would show a traceback.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from coach import __version__, quiet
from coach.errors import CoachError, UsageError


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    try:
        _ready_streams()
        _heed_signals()
        status = _run(argv)
        sys.stdout.flush()
    except UsageError as error:
        return _fail(error, 2)
    except CoachError as error:
        return _fail(error, 1)
    except KeyboardInterrupt:
        return _fail("stopped", 1)
    except BrokenPipeError:  # whoever read our output has enough of it
        quiet.drop_stdout()
        return 0
    except OSError as error:
        quiet.drop_stdout()
        return _fail(f"{error.filename or 'the output'}: {error.strerror}", 1)
    return status


def _run(argv: Sequence[str] | None) -> int:
    options = _parser().parse_args(argv)
    if options.verbose:
        return int(options.run(options))
    quiet.hush()
    with quiet.native_lines_to(_log_file()):
        return int(options.run(options))


def _ready_streams() -> None:
    """Make stdout and stderr take any text: a file name may hold what their encoding does not."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by whoever started us; `print` would take the other one
            setattr(sys, name, Path(os.devnull).open("w"))  # noqa: SIM115 - open until the end
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _heed_signals() -> None:
    """Let a polite end (`kill`, a closed terminal) do what Ctrl-C does: keep what was recorded."""
    if threading.current_thread() is not threading.main_thread():
        return
    for name in ("SIGTERM", "SIGHUP", "SIGBREAK"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, signal.default_int_handler)


def _fail(message: object, status: int) -> int:
    line = " ".join(str(message).splitlines())
    print(f"coach: {line}", file=sys.stderr)
    return status


def _log_file() -> Path | None:
    from coach.settings import places

    try:
        places().cache.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None  # a read-only home: the lines are dropped
    return places().log


class _Parser(argparse.ArgumentParser):
    """Wrong usage is one line too."""

    def error(self, message: str) -> NoReturn:
        raise SystemExit(_fail(f"{message}; see `{self.prog} --help`", 2))


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="coach", description="A stretching coach that watches your form.")
    parser.add_argument("--version", action="version", version=f"psoas {__version__}")
    parser.add_argument("--verbose", action="store_true", help="show what the libraries log")
    subparsers = parser.add_subparsers(
        title="commands", metavar="COMMAND", required=True, parser_class=_Parser
    )
    from coach import commands

    for name, add_options in COMMANDS.items():
        run = getattr(commands, name)
        help_text = (run.__doc__ or "").splitlines()[0]
        command = subparsers.add_parser(name, help=help_text, description=help_text)
        command.set_defaults(run=run)
        # Also after the command's name; a default here would undo one given before it.
        command.add_argument(
            "--verbose", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS
        )
        add_options(command)
    return parser


def _demo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, default=Path("psoas-demo"), help="folder to write to")
    parser.add_argument(
        "--watch", action="store_true", help="play it in a window, at its own speed, with voice"
    )
    _model(parser)


def _practice(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "names",
        nargs="*",
        metavar="ROUTINE|STRETCH|FILE",
        help="in order; a file is a routine of your own; every stretch if nothing is named",
    )
    parser.add_argument(
        "--camera",
        type=_camera,
        default=0,
        metavar="N|VIDEO",
        help="camera number, or a video in its place",
    )
    parser.add_argument("--hold", type=float, metavar="S", help="seconds to hold each stretch")
    parser.add_argument("--side", choices=["left", "right"], help="only this side")
    parser.add_argument(
        "--skip",
        action="append",
        default=[],
        metavar="ID",
        help="leave out this stretch or included routine; may be given several times",
    )
    parser.add_argument("--no-voice", action="store_true", help="captions only")
    parser.add_argument("--no-window", action="store_true", help="no window, only the voice")
    parser.add_argument(
        "--voice-to", type=Path, metavar="WAV", help="also write what was said here"
    )
    parser.add_argument(
        "--no-questions", action="store_true", help="ask nothing, for scripts: just practise"
    )
    _model(parser)


def _camera(text: str) -> int | Path:
    if re.fullmatch(r"\d{1,4}", text):
        return int(text)
    if not text or re.fullmatch(r"-\d+", text):
        raise argparse.ArgumentTypeError(f"{text!r} is neither a camera number nor a video file")
    return Path(text)


def _review(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("videos", nargs="+", type=Path, metavar="VIDEO")
    parser.add_argument("--out", type=Path, metavar="DIR", help="folder to write to; default: here")
    parser.add_argument("--stretch", metavar="ID", help="what it is, if you know; else recognised")
    parser.add_argument("--side", choices=["left", "right", "both"], help="the side, if you know")
    parser.add_argument(
        "--json", choices=["-"], metavar="-", help="pure JSON on stdout; files only with --out"
    )
    _model(parser)


def _report(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("session", nargs="?", help="a session's name; default: the last one")
    parser.add_argument("--out", type=Path, metavar="FILE", help="where to write the page")
    parser.add_argument("--open", action="store_true", help="open it in your browser")


def _history(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", metavar="-|FILE", help="pure JSON, on stdout or into a file")


def _remind(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--every",
        type=_length_s,
        default=2700.0,
        metavar="TIME",
        help="45m, 1h, 1h30m; default 45m",
    )
    ends = parser.add_mutually_exclusive_group()
    ends.add_argument("--once", action="store_true", help="remind once, then end")
    ends.add_argument(
        "--for",
        dest="length",
        type=_length_s,
        metavar="TIME",
        help="end after this; default: never",
    )


def _length_s(text: str) -> float:
    from coach.app.remind import seconds

    try:
        return seconds(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _stretches(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", metavar="ID", help="one stretch or routine in full")


def _check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")


def _doctor(parser: argparse.ArgumentParser) -> None:
    _model(parser)


def _model(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--model", type=Path, metavar="TASK", help="another landmark model")


COMMANDS: dict[str, Callable[[argparse.ArgumentParser], None]] = {
    "demo": _demo,
    "practice": _practice,
    "review": _review,
    "report": _report,
    "history": _history,
    "remind": _remind,
    "stretches": _stretches,
    "check": _check,
    "doctor": _doctor,
}
"""Each is a function of the same name in `commands`."""
