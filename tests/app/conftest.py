from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from coach.cli import main

from .running import Ran, child, ended


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own for each test; no screen."""
    folder = tmp_path / "home"
    monkeypatch.setenv("PSOAS_HOME", str(folder))
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    return folder


@pytest.fixture
def coach(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Run a command in this process."""

    def run(*arguments: str | Path) -> Ran:
        try:
            status = main([*map(str, arguments)])
        except SystemExit as exited:
            status = int(exited.code or 0)
        said = capsys.readouterr()
        return Ran(status, said.out, said.err)

    return run


@dataclass(frozen=True)
class Demo:
    ran: Ran
    out: Path
    home: Path
    trace: str | None
    """What strace saw of the network; None without strace."""
    asked: str
    """The socket calls that Python made, a line each."""


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """`coach demo`, run once, with every network call of it and of its children written down."""
    folder = tmp_path_factory.mktemp("demo")
    spy = folder / "spy"
    spy.mkdir()
    (spy / "sitecustomize.py").write_text(SPY, encoding="utf-8")
    trace, asked = folder / "trace.txt", folder / "asked.txt"
    strace = shutil.which("strace")
    before: list[str | Path] = []
    if strace:
        before = [strace, "-f", "--seccomp-bpf", "-e", "trace=network", "-o", trace]
    ran = ended(
        child(
            *("demo", "--out", folder / "out"),
            before=before,
            PSOAS_HOME=str(folder / "home"),
            PYTHONPATH=str(spy),
            ASKED=str(asked),
        )
    )
    return Demo(
        ran,
        folder / "out",
        folder / "home",
        trace.read_text(encoding="utf-8", errors="replace") if strace else None,
        asked.read_text(encoding="utf-8"),
    )


SPY = """
import os, sys
def hook(event, arguments):
    if event.startswith("socket."):
        asked.write(f"{event} {arguments!r}\\n")
        asked.flush()
asked = open(os.environ["ASKED"], "a", encoding="utf-8")
asked.write("watching\\n")
asked.flush()
sys.addaudithook(hook)
"""
