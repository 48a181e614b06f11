"""Sessions in time: stages that a person passes through, with parameters that ramp up and down.

Times are seconds. A stage is one kind of posture with its shape; between two stages the body is
blended joint
by joint. Within a stage, `Change`s move the shape's parameters.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.mannequin.posture import Posture, blend, grounded
from tests.mannequin.rotations import rz
from tests.mannequin.skeleton import Skeleton
from tests.mannequin.stretches import POSTURES, SWAY

Interval = tuple[float, float]


@dataclass(frozen=True)
class Change:
    """A parameter goes to another value, stays and comes back; times from the stage's start."""

    field: str
    to: float
    start_s: float
    rise_s: float = 0.8
    stay_s: float = math.inf
    fall_s: float = 0.8
    wave_hz: float = (
        0.0  # above 0 the parameter swings between its value and `to` instead of staying there
    )
    rule: str = ""  # the rule that this is meant to break

    def share(self, t_s: float) -> float:
        """How far toward `to` at a time, 0 to 1."""
        since = t_s - self.start_s
        up = ease(since / self.rise_s)
        down = (
            ease((since - self.rise_s - self.stay_s) / self.fall_s)
            if math.isfinite(self.stay_s)
            else 0.0
        )
        wave = 0.5 - 0.5 * math.cos(2 * math.pi * self.wave_hz * since) if self.wave_hz else 1.0
        return (up - down) * wave


@dataclass(frozen=True)
class Stage:
    """One kind of posture for a while."""

    kind: str  # a name of stretches.POSTURES
    shape: Any  # its dataclass of parameters
    duration_s: float
    enter_s: float = 0.0  # the time of the blend from the stage before
    changes: tuple[Change, ...] = ()
    stretch: str | None = None  # the stretch that this is
    side: str = "both"
    windows: dict[str, Interval] = field(
        default_factory=dict
    )  # hold, lean, release: from the stage's start
    turn_deg: float = 0.0  # the whole body about the vertical, + to its left
    place_m: tuple[float, float] = (0.0, 0.0)  # shift along the floor


def ease(share: float) -> float:
    """0 to 1 with a soft start and end."""
    u = min(1.0, max(0.0, share))
    return u * u * (3 - 2 * u)


def wobble(seed: int) -> Callable[[float, int], float]:
    """A smooth random motion: (t_s, channel) to about -1..1, the same for the same seed."""
    rng = np.random.default_rng(seed)
    hz = rng.uniform(0.08, 0.7, (64, 3))
    phase = rng.uniform(0, 2 * math.pi, (64, 3))

    def at(t_s: float, channel: int) -> float:
        c = channel % 64
        return float(np.mean(np.sin(2 * math.pi * hz[c] * t_s + phase[c])) * 1.3)

    return at


@dataclass(frozen=True)
class Placed:
    """A stage with the times at which it begins and ends in the session."""

    stage: Stage
    start_s: float  # the blend into it is over
    end_s: float


@dataclass(frozen=True)
class Timeline:
    """A whole session of one person."""

    stages: tuple[Stage, ...]
    seed: int = 0
    sway: float = 1.0  # strength of the involuntary motion
    breath_hz: float = 0.25

    def placed(self) -> list[Placed]:
        """The stages with their times."""
        out, t = [], 0.0
        for stage in self.stages:
            t += stage.enter_s
            out.append(Placed(stage, t, t + stage.duration_s))
            t += stage.duration_s
        return out

    @property
    def duration_s(self) -> float:
        """From the first frame to the end of the last stage."""
        return self.placed()[-1].end_s

    def posture(self, skeleton: Skeleton, t_s: float) -> Posture:
        """The body at a time."""
        placed = self.placed()
        for i, here in enumerate(placed):
            if t_s < here.start_s and i > 0:
                before = placed[i - 1]
                share = ease((t_s - before.end_s) / here.stage.enter_s)
                a = self._staged(skeleton, before, before.end_s, t_s)
                b = self._staged(skeleton, here, here.start_s, t_s)
                return grounded(skeleton, blend(skeleton, a, b, share))
            if t_s <= here.end_s:
                return grounded(skeleton, self._staged(skeleton, here, t_s, t_s))
        return grounded(skeleton, self._staged(skeleton, placed[-1], placed[-1].end_s, t_s))

    def _staged(self, skeleton: Skeleton, placed: Placed, t_s: float, clock_s: float) -> Posture:
        """A stage's posture: its changes at `t_s`, involuntary motion at `clock_s`, in its
        place.
        """
        stage = placed.stage
        shape = changed(stage, max(t_s - placed.start_s, 0.0))
        shape = self._swayed(stage.kind, shape, clock_s)
        made = POSTURES[stage.kind](skeleton, shape)
        turn = rz(stage.turn_deg)
        shift = np.array([*stage.place_m, 0.0])
        return grounded(
            skeleton,
            Posture(turn @ made.pelvis_m + shift, np.einsum("ij,njk->nik", turn, made.world)),
        )

    def _swayed(self, kind: str, shape: Any, t_s: float) -> Any:
        """Sway and breath added to the parameters that SWAY lists (degrees)."""
        move = wobble(self.seed)
        breath = math.sin(2 * math.pi * self.breath_hz * t_s)
        added = {
            name: getattr(shape, name)
            + self.sway * (amount * move(t_s, i) + (0.5 * breath if name == "spine_deg" else 0.0))
            for i, (name, amount) in enumerate(SWAY[kind].items())
        }
        return replace(shape, **added)


def changed(stage: Stage, t_s: float) -> Any:
    """The stage's shape with its changes at a time from its start."""
    known = {f.name for f in fields(stage.shape)}
    values: dict[str, float] = {}
    for change in stage.changes:
        if change.field not in known:
            raise ValueError(f"{stage.kind} has no parameter {change.field!r}")
        now = values.get(change.field, getattr(stage.shape, change.field))
        values[change.field] = now + (change.to - now) * change.share(t_s)
    return replace(stage.shape, **values)


def frame_times(duration_s: float, fps: float) -> NDArray[np.float64]:
    """The times of the frames of a clip (s), the first at 0."""
    return np.arange(int(duration_s * fps + 0.5)) / fps
