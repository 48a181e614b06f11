"""The measuring model: small networks that read anatomical angles off landmark features.

One part sees what is being done: how likely each stretch on each side is, and each camera place.
Then an expert for that stretch measures, or one who knows all of them where it is none or not sure:
for each quantity an angle and its variance. Each is a few networks, asked about the body and its
mirror image, whose answers are mirrored back, so that left and right are treated alike by
construction.
The mean of the answers is the estimate; its variance is the mean variance plus the spread of the
means (Lakshminarayanan et al. 2017, "Simple and scalable predictive uncertainty estimation using
deep ensembles"), stretched by what the tune split taught.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from coach.engine.features import COUNT, Features

Array = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.float64]
FORMAT: Final = "psoas-measuring-model-6"
SURE: Final = 0.6
"""A pose that is less likely than this is not told, and no expert is asked."""
MOVING_UNIT: Final = 60.0
"""Degrees a second that the part that tells of movement calls 1."""
ANY: Final = "any"
"""Who knows all stretches, and what is none."""


@dataclass(frozen=True, eq=False, slots=True)
class Sight:
    """What is being done, and where the camera stands; each adds up to 1."""

    poses: Numbers
    """(poses,) probabilities in the order of `Network.poses`."""
    views: Numbers
    """(views,) probabilities in the order of `Network.views`."""


@dataclass(frozen=True, eq=False, slots=True)
class Angles:
    """Every quantity with its deviation, in the order of `Network.quantities`."""

    values: Numbers
    """(quantities,) degrees, or a ratio."""
    sds: Numbers
    """(quantities,) one calibrated standard deviation each."""
    traits: Array
    """(2, traits) what the last layers of the one who was asked made of the body, and its mirror
    image: what tells of changes (`Network.beside`)."""


class Network:
    """The networks' weights, stacked, and the names of what they tell."""

    def __init__(self, arrays: Mapping[str, npt.NDArray[Any]]) -> None:
        """Take the arrays of a model file; ValueError if they are not those of this format."""
        card = json.loads(str(arrays["card"]))
        if card.get("format") != FORMAT:
            raise ValueError(f"not a measuring model of this version: {card.get('format')!r}")
        self.card: dict[str, Any] = card
        self.quantities: tuple[str, ...] = tuple(card["quantities"])
        self.poses: tuple[str, ...] = tuple(card["poses"])
        self.views: tuple[str, ...] = tuple(card["views"])
        self._centre, self._scale = _f32(arrays["centre"]), _f32(arrays["scale"])
        self._see = layers_of(arrays, "see")
        if self._see[0][0].shape[1] != COUNT:
            raise ValueError("the model was made for other features")
        self._experts = {
            name: (layers_of(arrays, name), arrays[f"{name}_sds"].astype(np.float64))
            for name in card["experts"]
        }
        self._unit = _f32(arrays["unit"])
        self._order, self._sign = mirror(self.quantities, card["flipped"])
        self._poses_order = mirror(self.poses, ())[0]
        self._shares = arrays["shares"].astype(np.float64)
        self._beside = {
            pose: (layers_of(arrays, f"beside_{pose}"), arrays[f"beside_{pose}_sds"])
            for pose in self.poses
            if f"beside_{pose}_w0" in arrays
        }
        self._moving = layers_of(arrays, "moving")
        self._moving_centre, self._moving_scale, self._moving_sd = (
            _f32(arrays[f"moving_{name}"]) for name in ("centre", "scale", "sd")
        )

    def see(self, pair: Features) -> Sight:
        """Return what is being done, from one frame's features, (2, COUNT): see `both_ways`."""
        out = _run(self._see, self._standard(pair))  # (networks, 2, outputs)
        poses = _softmax(out[..., : len(self.poses)])
        poses[:, 1] = poses[:, 1, self._poses_order]
        views = _softmax(out[..., len(self.poses) :])
        return Sight(_mean(poses), _mean(views))

    def measure(self, pair: Features, poses: Numbers) -> Angles:
        """Return the angles of one frame, (2, COUNT), given how likely each pose is."""
        told = np.where(poses >= SURE, np.float32(1), np.float32(0))
        both = np.stack([told, told[self._poses_order]])
        told_pair = np.concatenate([self._standard(pair), both], axis=1)
        layers, sds = self._experts[self.expert(poses)]
        hidden = _hidden(layers, told_pair)
        out = _run(layers[-1:], hidden)
        n = len(self.quantities)
        means, variances = out[..., :n], np.exp(np.clip(out[..., n:], -7, 5))
        means[:, 1] = means[:, 1, self._order] * self._sign
        variances[:, 1] = variances[:, 1, self._order]
        means, variances = _together(means * self._unit), variances * self._unit**2
        mean = _mean(means)
        variance = _mean(variances) + _mean((means - mean) ** 2)
        return Angles(mean, _stretched(np.sqrt(variance), sds), _side_by_side(hidden))

    def expert(self, poses: Numbers) -> str:
        """Return whose word is final when each pose is so likely: a stretch id, or `any`."""
        likeliest = int(poses.argmax())
        name = self.poses[likeliest].removesuffix("-left").removesuffix("-right")
        return name if poses[likeliest] >= SURE and name in self._experts else ANY

    def leg_speed(self, pair: Features) -> tuple[float, float]:
        """Return how fast the fastest leg segment turned, and one standard deviation, degrees/s.

        `pair`, (2, MOVING), is of the last moments: see `coach.engine.motion`.
        """
        out = _run(self._moving, (pair - self._moving_centre) / self._moving_scale)
        means, log_variances = out.reshape(-1, 2).astype(np.float64).T.tolist()
        mean = sum(means) / len(means)
        variances = [math.exp(min(max(one, -7.0), 5.0)) for one in log_variances]
        apart = [(one - mean) ** 2 for one in means]
        sd = math.sqrt((sum(variances) + sum(apart)) / len(means))
        times, power = self._moving_sd.tolist()
        return max(0.0, mean) * MOVING_UNIT, times * sd**power * MOVING_UNIT

    def beside(self, pose: str, first: Angles, now: Angles) -> Angles:
        """Return the angles of now as they are told beside those of somebody's first moments.

        Much of what a picture shows is a person's own, or their clothes' or the camera's, and is
        there in both. To the angles is added what a small network makes of the traits of then and
        of how they have changed since. Both must be an expert's for `pose`; unchanged if that one
        has none.
        """
        if pose not in self._beside:
            return now
        here, sds = self._beside[pose]
        there, _ = self._beside[self.poses[self._poses_order[self.poses.index(pose)]]]
        traits = np.concatenate([now.traits - first.traits, first.traits], axis=1)
        added, mirrored = (
            _run(layers, row)[0, 0] * self._unit
            for layers, row in ((here, traits[:1]), (there, traits[1:]))
        )
        values = now.values + (added + mirrored[self._order] * self._sign) / 2
        return Angles(values, _stretched(now.sds, sds), now.traits)

    def shares(self, poses: Numbers) -> Numbers:
        """Return which share of a change within a hold is told, (quantities,), above 0 to 1."""
        likeliest = int(poses.argmax())
        if poses[likeliest] < SURE:
            return np.ones(len(self.quantities))
        own: Numbers = self._shares[likeliest]
        return own

    def _standard(self, pair: Features) -> Array:
        standard: Array = (pair - self._centre) / self._scale
        return standard


Layers = list[tuple[Array, Array]]


def layers_of(arrays: Mapping[str, npt.NDArray[Any]], part: str) -> Layers:
    """Return each layer's weights (networks, in, out) and biases (networks, 1, out).

    Weights are stored as whole numbers of -127 to 127, and for each output what 127 stands for.
    """
    out: Layers = []
    while f"{part}_w{len(out)}" in arrays:
        weights, most, biases = (_f32(arrays[f"{part}_{kind}{len(out)}"]) for kind in "wmb")
        weights *= most[:, None, :] / np.float32(127)
        out.append((weights, biases[:, None, :]))
    return out


def _run(layers: Layers, x: Array) -> Array:
    """Return the raw outputs of every network, (networks, rows, outputs).

    `x` is (rows, inputs), or (networks, rows, inputs) where each has its own.
    """
    w_out, b_out = layers[-1]
    out: Array = _hidden(layers, x) @ w_out + b_out
    return out


def _hidden(layers: Layers, x: Array) -> Array:
    """Return what the last layer is given, (networks, rows, inputs)."""
    h: Array = x if x.ndim == 3 else x[None]
    for w, b in layers[:-1]:
        h = h @ w
        h += b
        np.maximum(h, 0.0, out=h)
    return h


def _side_by_side(hidden: Array) -> Array:
    """Return (rows, traits) of what every network's last layer is given."""
    traits: Array = np.concatenate(list(hidden), axis=1)
    return traits


def _stretched(sds: npt.NDArray[Any], by: npt.NDArray[Any]) -> Numbers:
    """Return deviations stretched as the tune split taught: (2, quantities) factors and powers."""
    stretched: Numbers = sds ** by[1] * by[0]
    return stretched


def _together(angles: Array) -> Array:
    """Return angles, (networks, rows, quantities), turned by whole circles to lie side by side.

    179 and -179 degrees are near each other. It is the same whichever of them comes first.
    Ratios are too small to be turned.
    """
    turned = np.radians(angles)
    across, along = np.sin(turned).sum(axis=(0, 1)), np.cos(turned).sum(axis=(0, 1))
    middle = np.degrees(np.arctan2(across, along))
    side_by_side: Array = middle + np.remainder(angles - middle + 180, 360, dtype=np.float32) - 180
    return side_by_side


def _mean(answers: npt.NDArray[Any]) -> Numbers:
    """Return the mean over networks and mirror images, (networks, 2, ..); quicker than numpy's."""
    mean: Numbers = answers.sum(axis=(0, 1), dtype=np.float64)
    mean /= answers.shape[0] * answers.shape[1]
    return mean


def _f32(array: npt.NDArray[Any]) -> Array:
    return array.astype(np.float32)


def _softmax(logits: Array) -> Array:
    raised = np.exp(logits - logits.max(axis=-1, keepdims=True))
    chances: Array = raised / raised.sum(axis=-1, keepdims=True)
    return chances


def mirror(names: Sequence[str], flipped: Sequence[str]) -> tuple[npt.NDArray[np.intp], Array]:
    """Return for each name the place of its mirror image, and the sign that goes with it."""
    order = np.array([names.index(_other_side(name)) for name in names])
    return order, np.array([-1.0 if name in flipped else 1.0 for name in names], np.float32)


def _other_side(name: str) -> str:
    if "left" in name:
        return name.replace("left", "right")
    return name.replace("right", "left")
