"""Stretches the deviations that networks state over the errors that they make on the tune split.

Its bodies, rooms and cameras were not trained on.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import numpy.typing as npt

from coach.engine.change import turned
from coach.engine.network import MOVING_UNIT, Network, mirror
from tests.training.data import POSES, Samples, stretch_of
from tests.training.follow import Followed
from tests.training.moving import Moving
from tests.training.told import ask

Arrays = dict[str, npt.NDArray[Any]]


def deviations(model: Arrays, tune: Samples) -> Arrays:
    """Return what each expert's deviations are stretched by, for each quantity.

    Stated deviations s become a s^b: b as the errors grow with s, a so that 68.3 % lie within.
    Left and right are taken together, so that a mirror changes nothing.
    """
    network = Network(model)
    told = ask(network, tune)
    who = np.array([network.expert(poses) for poses in told.poses])
    order, _ = mirror(network.quantities, ())
    pairs = [sorted({here, there}) for here, there in enumerate(order.tolist())]
    scales = {}
    for part in json.loads(str(model["card"]))["experts"]:
        off, sds = told.off[who == part], told.sds[who == part]
        scale = [_stretch(off[:, pair].ravel(), sds[:, pair].ravel()) for pair in pairs]
        scales[f"{part}_sds"] = np.array(scale, np.float32).T
    return scales


def beside(model: Arrays, holds: list[Followed]) -> Arrays:
    """Return what the deviations of angles beside first moments are stretched by, for each pose.

    `holds` are followed with deviations as the experts state them.
    """
    network = Network(model)
    order, _ = mirror(network.quantities, ())
    pairs = [sorted({here, there}) for here, there in enumerate(order.tolist())]
    scales: Arrays = {}
    for stretch in sorted({hold.stretch for hold in holds}):
        own = [hold for hold in holds if hold.stretch == stretch]
        off = np.concatenate([np.abs(turned(hold.told - hold.truth)) for hold in own])
        sds = np.concatenate([hold.sds for hold in own])
        scale = [_stretch(off[:, pair].ravel(), sds[:, pair].ravel()) for pair in pairs]
        poses = [pose for pose in POSES if stretch_of(POSES.index(pose)) == stretch]
        scales |= {f"beside_{pose}_sds": np.array(scale, np.float32).T for pose in poses}
    return scales


def moving(model: Arrays, tune: Moving) -> Arrays:
    """Return what the deviation of a leg's speed is stretched by."""
    network = Network(model)
    told, sds = np.array([network.leg_speed(pair) for pair in tune.features]).T / MOVING_UNIT
    return {"moving_sd": np.array(_stretch(np.abs(told - tune.speed), sds), np.float32)}


def _stretch(gaps: npt.NDArray[np.float64], sds: npt.NDArray[np.float64]) -> tuple[float, float]:
    known = np.isfinite(gaps)
    gaps, sds = gaps[known], sds[known]
    if len(gaps) < 60:
        return 1.0, 1.0  # too few to tell: as the networks state them
    parts = np.array_split(np.argsort(sds), 12)
    middle = np.log([np.median(sds[part]) for part in parts])
    needed = np.log([np.quantile(gaps[part], 0.683) for part in parts])
    power = float(np.clip(np.polyfit(middle, needed, 1)[0], 0.5, 1.5))
    return float(np.quantile(gaps / sds**power, 0.683)), power
