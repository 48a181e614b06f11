from __future__ import annotations

from pathlib import Path

import pytest

from coach.voice import CueBank

from .parts import SENTENCES


@pytest.fixture(scope="session")
def bank(tmp_path_factory: pytest.TempPathFactory) -> CueBank:
    """The real thing: pyttsx3 in its child has spoken `SENTENCES` into a cache."""
    bank = CueBank(tmp_path_factory.mktemp("cues"))
    assert bank.prepare(SENTENCES).reason is None
    return bank


@pytest.fixture
def hangs(tmp_path: Path) -> tuple[str, ...]:
    """A child that reads its order and never ends."""
    import sys

    return (sys.executable, "-c", "import sys, time; sys.stdin.read(); time.sleep(60)")
