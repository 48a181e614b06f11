"""Live practice on a clip played as a camera, and on a camera that goes away."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from coach.app.course import turns
from coach.app.live import Practice, Wishes
from coach.app.minutes import Outcome
from coach.app.past import all_rows, recent_rows
from coach.app.plan import Plan
from coach.app.replay import replay
from coach.errors import SourceError
from coach.report import ReportData
from coach.settings import Places, places
from coach.sources import Webcam
from coach.store import Reader
from tests.shipped import LIBRARY

from .running import BRIDGE, Ran


def practise(
    where: Places,
    *names: str,
    camera: int | Path = BRIDGE,
    watch: Callable[[int | Path], Webcam] = Webcam,
    voice_to: Path | None = None,
) -> tuple[Outcome, list[str]]:
    told: list[str] = []
    plan = Plan(turns(LIBRARY, names, None, 30.0))
    wishes = Wishes(camera, window=False, voice=False, voice_to=voice_to)
    return Practice(LIBRARY, plan, wishes, where, told.append, watch).run(), told


def again(where: Places) -> ReportData:
    """What `coach report` makes of the last session."""
    with Reader(where.sessions) as reader:
        return replay(reader.last(), LIBRARY)


@pytest.fixture(scope="module")
def where(tmp_path_factory: pytest.TempPathFactory) -> Places:
    folder = tmp_path_factory.mktemp("practice")
    return Places(folder / "data", folder / "cache")


@pytest.fixture(scope="module")
def practised(where: Places) -> tuple[Outcome, list[str]]:
    return practise(where, "bridge")


def test_it_sees_the_stretch_tells_it_and_writes_a_page(
    practised: tuple[Outcome, list[str]],
) -> None:
    outcome, told = practised
    (entry,) = outcome.data.stretches
    assert entry.stretch.id == "bridge"
    assert len(entry.holds) == 1
    assert told[0].startswith("Bridge. ")
    assert "Lie on a mat" in told[0]
    assert outcome.trouble is None
    assert outcome.page
    assert "</html>" in outcome.page.read_text(encoding="utf-8")


def test_it_leaves_no_thread_behind(practised: tuple[Outcome, list[str]]) -> None:
    ours = {"capture", "session writer", "cue-bank", "sound-close"}
    assert not ours & {thread.name for thread in threading.enumerate()}


def test_the_stored_session_tells_the_same(
    practised: tuple[Outcome, list[str]], where: Places
) -> None:
    live, stored = practised[0].data, again(where)
    assert stored.frames == live.frames
    assert stored.cues == live.cues
    assert stored.warnings == live.warnings
    assert [(e.stretch.id, e.side, e.holds, e.faults) for e in stored.stretches] == [
        (e.stretch.id, e.side, e.holds, e.faults) for e in live.stretches
    ]
    np.testing.assert_array_equal(stored.table.values, live.table.values)


def test_it_is_history_and_an_older_session_becomes_so_by_a_replay(
    practised: tuple[Outcome, list[str]], where: Places
) -> None:
    (row,) = recent_rows(where.sessions)
    (entry,) = practised[0].data.stretches
    assert (row.stretch, row.side) == ("bridge", "both")
    assert (row.held_s, row.in_form_s) == (entry.held_s, entry.in_form_s)

    connection = sqlite3.connect(where.sessions)
    with connection:
        connection.execute("DELETE FROM done")
        connection.execute("UPDATE session SET worked_out = 0")
    connection.close()
    assert recent_rows(where.sessions) == ()
    (again,) = all_rows(where.sessions, LIBRARY)
    assert again.session == row.session
    assert again.held_s == pytest.approx(row.held_s)
    assert [one.held_s for one in recent_rows(where.sessions)] == [again.held_s]  # it is kept


class Pulled:
    """A camera that gives the frames of a clip and is pulled out after some, for a while."""

    def __init__(self, pictures: list[npt.NDArray[np.uint8]], comes_back: bool) -> None:
        self._pictures, self._comes_back = pictures, comes_back
        self._opened = 0

    def open(self, index: int) -> Pulled:
        self._opened += 1
        gone = self._opened > 1 and not (self._comes_back and self._pictures)
        if gone or self._opened == 2:
            raise SourceError(f"there is no camera {index}")
        return self

    def read(self) -> tuple[bool, npt.NDArray[np.uint8]]:
        left = 6 if self._opened == 1 else 0
        if len(self._pictures) <= left:
            return False, np.zeros((1, 1, 3), np.uint8)
        return True, self._pictures.pop(0)

    def get(self, propId: int, /) -> float:  # noqa: N803 - OpenCV's own name
        return 12.0

    def release(self) -> None:
        pass

    def webcam(self, camera: int | Path) -> Webcam:
        assert isinstance(camera, int)
        return Webcam(camera, opener=self.open, retry_s=0.05, give_up_s=1.0)


@pytest.fixture
def pictures() -> list[npt.NDArray[np.uint8]]:
    capture = cv2.VideoCapture(str(BRIDGE))
    found = [np.asarray(capture.read()[1], np.uint8) for _ in range(12)]
    capture.release()
    return found


@pytest.mark.parametrize("comes_back", [True, False])
def test_a_camera_that_goes_away_ends_nothing_that_was_recorded(
    pictures: list[npt.NDArray[np.uint8]], comes_back: bool
) -> None:
    pulled = Pulled(pictures, comes_back)
    outcome, told = practise(places(), "bridge", camera=0, watch=pulled.webcam)

    assert "camera 0 is lost; trying to open it again" in told
    assert outcome.trouble  # in the end there is no camera in either story
    assert outcome.trouble.startswith("camera 0 was lost for good")
    assert outcome.page
    assert outcome.data.frames > 0
    assert any(cue.key == "setup.camera-lost" for cue in outcome.data.cues)
    came_back = [line for line in outcome.data.warnings if "was lost from" in line]
    assert bool(came_back) is comes_back

    stored = again(places())
    assert stored.source.path == "camera 0"
    assert stored.frames == outcome.data.frames
    assert stored.cues == outcome.data.cues
    assert stored.warnings == outcome.data.warnings


def test_of_two_troubles_neither_hides_the_other(
    pictures: list[npt.NDArray[np.uint8]], tmp_path: Path
) -> None:
    pulled = Pulled(pictures, comes_back=False)
    outcome, _ = practise(places(), "bridge", camera=0, watch=pulled.webcam, voice_to=tmp_path)
    assert outcome.trouble
    assert outcome.trouble.startswith("camera 0 was lost for good")
    assert f"{tmp_path}: cannot be written" in outcome.trouble


def test_without_a_screen_it_says_so_and_goes_on(
    coach: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":4711")
    ran = coach("practice", "--no-voice", "--camera", BRIDGE.with_name("empty.mp4"))
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.count("No window: no screen answers at DISPLAY=:4711: use --no-window.") == 1
    assert coach("report").status == 0
