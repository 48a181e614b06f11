"""Keeps the log lines of native libraries off the user's terminal.

OpenCV and FFmpeg heed environment variables, if these are set before the libraries load. MediaPipe
heeds none: its C++ writes to file descriptor 2, past Python. So the descriptor itself is pointed at
a log file, and Python's `sys.stderr` is given a copy of the terminal to go on writing to.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TextIO

_STDERR_FD: Final = 2
_LOG_LEVELS: Final = {
    "OPENCV_LOG_LEVEL": "SILENT",
    "OPENCV_FFMPEG_LOGLEVEL": "-8",  # AV_LOG_QUIET
    "GLOG_minloglevel": "3",
    "TF_CPP_MIN_LOG_LEVEL": "3",
}


def hush() -> None:
    """Ask OpenCV and FFmpeg for silence. Call it before cv2 or mediapipe is imported.

    A variable that the user has set stays as it is.
    """
    for name, level in _LOG_LEVELS.items():
        os.environ.setdefault(name, level)


@contextmanager
def native_lines_to(log: Path | None) -> Iterator[None]:
    """Send what native code writes to descriptor 2 into `log` while the block runs.

    `log` is started anew; None, or a place that cannot be written, means the lines are dropped.
    Python's own `sys.stderr` still reaches the terminal; if it is not descriptor 2 (a test runner
    has replaced it, or there is none) it is left alone. The redirection holds for every thread and
    for child processes: enter it once, in the main thread, around everything. After Ctrl-C it
    stays: native code that was under way has more to say until the process has ended.
    """
    try:
        terminal_fd = os.dup(_STDERR_FD)
    except OSError:  # there is no descriptor 2, for instance in a windowed program
        yield
        return
    python_stderr = sys.stderr
    stand_in = _stand_in(python_stderr, terminal_fd)
    _flush(python_stderr)
    _point_stderr_at(log)
    sys.stderr = stand_in or python_stderr
    try:
        yield
    except KeyboardInterrupt:
        raise
    except BaseException:
        _restore(python_stderr, stand_in, terminal_fd)
        raise
    else:
        _restore(python_stderr, stand_in, terminal_fd)


def _restore(python_stderr: TextIO | None, stand_in: TextIO | None, terminal_fd: int) -> None:
    _flush(sys.stderr)
    if sys.stderr is stand_in:  # else someone replaced it meanwhile: theirs to restore
        sys.stderr = python_stderr
    os.dup2(terminal_fd, _STDERR_FD)
    if stand_in is not None:
        stand_in.close()
    os.close(terminal_fd)


def drop_stdout() -> None:
    """Send what is still to be printed nowhere: nobody can read it, and nobody is to be told."""
    nowhere_fd = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere_fd, sys.stdout.fileno())
    os.close(nowhere_fd)


def _stand_in(stream: TextIO | None, terminal_fd: int) -> TextIO | None:
    """Return a stream like `stream` that writes to `terminal_fd`; None if none is needed."""
    if stream is None or not _writes_to_stderr_fd(stream):
        return None
    return open(
        terminal_fd,
        "w",
        buffering=1,
        encoding=stream.encoding,
        errors=stream.errors,
        closefd=False,
    )


def _writes_to_stderr_fd(stream: TextIO) -> bool:
    try:
        return stream.fileno() == _STDERR_FD
    except (OSError, ValueError, AttributeError):  # not backed by a descriptor, or closed
        return False


def _point_stderr_at(log: Path | None) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND
    try:
        fd = os.open(os.devnull if log is None else log, flags, 0o600)
    except OSError:  # a read-only or full disk must not stop the session
        fd = os.open(os.devnull, os.O_WRONLY)
    os.dup2(fd, _STDERR_FD)
    os.close(fd)


def _flush(stream: TextIO | None) -> None:
    if stream is not None and not stream.closed:
        stream.flush()
