"""Where things are kept."""

from pathlib import Path

import pytest

from coach.settings import HOME_VARIABLE, places


def test_sessions_are_kept_in_the_platforms_own_data_folder(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(HOME_VARIABLE, raising=False)
    assert places().sessions.name == "sessions.db"
    assert "psoas" in places().sessions.parts


def test_a_folder_of_ones_own_holds_everything(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    here = places()
    assert all(
        tmp_path in path.parents for path in (here.sessions, here.reports, here.cues, here.log)
    )
