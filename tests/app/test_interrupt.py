"""Ctrl-C and kill, at any moment: status 1, one line, nothing lost, nothing half-written."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from coach.settings import places
from coach.store import Reader

from .conftest import Demo
from .running import BRIDGE, Ran, child, ended

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")

PRACTICE = ("practice", "--no-window", "--no-voice", "--camera", BRIDGE)
MOMENTS = [
    (("demo",), "Watching a clip", signal.SIGINT, "stopped"),  # while the model loads
    (("demo",), " s  ", signal.SIGTERM, "the review was stopped"),  # after the first sentence
    (PRACTICE, "Hold it there", signal.SIGINT, "stopped; what was recorded is kept"),
]


@pytest.mark.parametrize(("arguments", "line", "number", "told"), MOMENTS)
def test_stopped_when_it_has_said_this(
    arguments: tuple[str, ...], line: str, number: int, told: str, tmp_path: Path
) -> None:
    out = ("--out", str(tmp_path / "out")) if arguments[0] == "demo" else ()
    process = child(*arguments, *out)
    assert process.stdout
    while line not in process.stdout.readline():
        pass
    process.send_signal(number)
    ran = ended(process)

    assert ran.status == 1
    assert ran.err.startswith("coach: ")
    assert told in ran.err
    assert "Traceback" not in ran.err
    assert ran.err.count("\n") == 1
    assert not list(tmp_path.rglob("*.part"))
    if told != "stopped":
        with Reader(places().sessions) as reader:
            assert reader.last().duration_s > 1


@pytest.fixture
def alarm() -> Iterator[Callable[[float], None]]:
    """Press Ctrl-C after so many seconds."""
    before = signal.signal(signal.SIGALRM, signal.default_int_handler)
    yield lambda after_s: signal.setitimer(signal.ITIMER_REAL, after_s) and None
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


# An interrupt that comes while Python runs the callback of a weak reference is dropped by Python.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_report_is_whole_or_not_there_whenever_it_is_stopped(
    demo: Demo,
    alarm: Callable[[float], None],
    coach: Callable[..., Ran],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("PSOAS_HOME", str(demo.home))
    page = tmp_path / "page.html"
    seen = set()
    for number in range(1, 12):
        page.unlink(missing_ok=True)
        alarm(0.06 * number)
        try:
            ran = coach("report", "--out", page)
        except KeyboardInterrupt:
            assert page.exists()  # it came just after the command had ended
            continue
        finally:
            alarm(0.0)
        seen.add(ran.status)
        assert (ran.status, ran.err) in [(1, "coach: stopped\n"), (0, "")]
        assert not page.exists() or page.read_text(encoding="utf-8").rstrip().endswith("</html>")
        assert not list(tmp_path.glob(".coach-*"))
        assert ran.status == 1 or page.exists()
    assert 1 in seen


def test_importing_the_command_line_is_short() -> None:
    # Ctrl-C before `main` is entered would show a traceback: nothing slow may be imported there.
    code = "import sys, coach.cli; print({'numpy', 'cv2', 'pydantic'} & {*sys.modules})"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "set()"
