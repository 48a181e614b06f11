"""Which share of a change is told: found again in holds whose law is known."""

from __future__ import annotations

import numpy as np
import pytest

from coach.engine.network import mirror
from tests.training.data import POSES
from tests.training.draw import QUANTITIES
from tests.training.follow import LEAST, Followed, shares

MIRROR, _ = mirror(QUANTITIES, ())
UNIT = np.full(len(QUANTITIES), 10.0)
LEFT, RIGHT = (QUANTITIES.index(f"knee_flexion_{side}_deg") for side in ("left", "right"))
SPINE = QUANTITIES.index("spine_flexion_deg")


def hold(pose: str, column: int, share: float, seed: int, noise_deg: float = 0.5) -> Followed:
    """Return a hold in which one quantity goes up by 20 degrees and is told by this share."""
    rng = np.random.default_rng(seed)
    t_s = np.arange(0, 12, 1 / 12)
    truth = np.zeros((len(t_s), len(QUANTITIES)))
    truth[:, column] = 90 + 20 * (t_s > 5)
    told = truth + rng.normal(0, noise_deg, truth.shape)
    told[:, column] -= (1 - share) * 20 * (t_s > 5) + 7  # an offset of the person's own
    return Followed(pose, t_s < 1.5, told, np.full_like(told, 5.0), truth)


def found(*holds: Followed) -> dict[str, np.ndarray]:
    return dict(zip(POSES, shares(list(holds), MIRROR, UNIT), strict=True))


def test_the_share_is_found_whatever_the_offset() -> None:
    told = found(*(hold("bridge", SPINE, 0.6, seed) for seed in range(4)))
    assert told["bridge"][SPINE] == pytest.approx(0.6, abs=0.05)
    assert told["none"][SPINE] == told["lunge-left"][SPINE] == 1.0


def test_a_leg_counts_for_its_part_on_either_side() -> None:
    told = found(hold("lunge-left", LEFT, 0.5, 1), hold("lunge-right", RIGHT, 0.5, 2))
    assert told["lunge-left"][LEFT] == pytest.approx(0.5, abs=0.06)
    assert told["lunge-left"][LEFT] == pytest.approx(told["lunge-right"][RIGHT])
    assert told["lunge-left"][RIGHT] == told["lunge-right"][LEFT] == 1.0


def test_what_hardly_moved_or_was_told_at_random_is_left_as_it_is() -> None:
    assert found(hold("bridge", SPINE, 0.5, 1))["bridge"][SPINE] == 1.0  # one session alone
    wild = [hold("bridge", SPINE, 0.1, seed, noise_deg=30.0) for seed in range(4)]
    assert found(*wild)["bridge"][SPINE] == 1.0


def test_no_share_is_so_small_that_only_noise_is_left() -> None:
    told = found(*(hold("bridge", SPINE, 0.1, seed) for seed in range(4)))
    assert told["bridge"][SPINE] == pytest.approx(LEAST)
