"""The measuring model that ships, read once and checked."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np

from coach.engine.meter import ModelMeter
from coach.engine.network import Network
from coach.errors import CoachError
from coach.resources import checked_sha256, model_file, shipped_checksums

MEASURING_MODEL = "measuring.npz"


def model_meter() -> ModelMeter:
    """Return a fresh meter that asks the measuring model; CoachError if it cannot be used."""
    return ModelMeter(measuring_network(model_file(MEASURING_MODEL)))


def measured_with() -> dict[str, str]:
    """Return file name -> sha256 of the measuring model."""
    return {MEASURING_MODEL: shipped_checksums()[MEASURING_MODEL]}


@cache
def measuring_network(path: Path) -> Network:
    """Return the network in a model file; CoachError if it cannot be used."""
    checked_sha256(path)
    try:
        with np.load(path, allow_pickle=False) as arrays:
            return Network(dict(arrays))
    except (OSError, ValueError, KeyError) as error:
        raise CoachError(f"{path} cannot be used as a measuring model: {error}") from error
