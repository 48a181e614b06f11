"""The measuring model that ships: what it claims to be."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from coach.app.measuring import MEASURING_MODEL, measuring_network
from coach.errors import CoachError
from coach.measures import ALL, VIEWS
from coach.resources import checked_sha256, model_file, models_dir, shipped_checksums
from tests.mannequin.faults import SIDED, STRETCHES


def test_it_is_small_and_is_the_one_that_was_checked() -> None:
    path = model_file(MEASURING_MODEL)
    assert path.stat().st_size < 3_000_000
    assert checked_sha256(path) == shipped_checksums()[MEASURING_MODEL]


def test_it_tells_every_measure_and_every_pose() -> None:
    network = measuring_network(model_file(MEASURING_MODEL))
    assert set(network.quantities) <= set(ALL)
    assert set(network.views) == set(VIEWS)
    sides = {s: (f"{s}-left", f"{s}-right") if s in SIDED else (s,) for s in STRETCHES}
    assert set(network.poses) == {"none", *(name for names in sides.values() for name in names)}


def test_it_was_trained_on_as_many_pictures_as_its_card_says() -> None:
    network = measuring_network(model_file(MEASURING_MODEL))
    card = (models_dir() / "README.md").read_text(encoding="utf-8")
    assert f"{network.card['pictures']:,} pictures" in card


def test_a_file_that_is_no_such_model_is_refused_in_one_line(tmp_path: Path) -> None:
    other = tmp_path / "other.npz"
    np.savez(other, card=np.array('{"format": "something else"}'))
    text = tmp_path / "text.npz"
    text.write_text("no model", encoding="utf-8")
    for path in (other, text):
        with pytest.raises(CoachError, match=r"cannot be used as a measuring model") as caught:
            measuring_network(path)
        assert "\n" not in str(caught.value)
