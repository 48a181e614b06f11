"""Fitting: what is learned from samples whose law is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("torch", reason="fitting needs the `mannequin` group")

import torch

from coach.engine.features import COUNT
from coach.engine.motion import MOVING
from coach.engine.network import Angles, Network
from tests.training import calibrate, change, expert, moving
from tests.training.again import further
from tests.training.beside import Begun
from tests.training.data import POSES, Samples
from tests.training.draw import QUANTITIES
from tests.training.fit import Arrays, arrays, fitted
from tests.training.learn import SPAN, Recipe, train
from tests.training.moving import Moving
from tests.training.pairs import Pairs, pairs
from tests.training.told import Told, ask

NOISE_DEG = 4.0
RECIPE = Recipe(
    networks=1,
    see_hidden=(24,),
    any_hidden=(32,),
    tell_hidden=(48, 32),
    steps=900,
    batch=128,
    jitter=0.0,
    dropout=0.0,
)


def made_up(count: int, seed: int) -> Samples:
    """Return samples in which the left knee's angle follows one feature, with noise; its mirror
    image is the right knee's. Everything else is not known.
    """
    rng = np.random.default_rng(seed)
    features = np.zeros((count, 2, COUNT), np.float32)
    features[..., :2] = rng.normal(0, 1, (count, 2, 2))
    features[:, 1, 1] = features[:, 0, 1]
    truth = np.full((count, len(QUANTITIES)), np.nan, np.float32)
    for way, side in enumerate(("left", "right")):
        angle = 60 + 20 * features[:, way, 0] + rng.normal(0, NOISE_DEG, count)
        truth[:, QUANTITIES.index(f"knee_flexion_{side}_deg")] = angle
        features[:, 1 - way, 2] = features[:, way, 0]  # how the mirror shows the other leg
    pose = np.where(features[:, 0, 1] > 0, POSES.index("bridge"), 0)
    rows = np.arange(count)
    points, outline = np.zeros((count, 33, 3), np.float32), np.zeros((count, 2, 16), np.float32)
    return Samples(features, points[..., :2], points, points[..., 0], outline, truth, pose,
                   rows * 0, rows, rows * 0, rows * 0 + 3)  # fmt: skip


def made_up_moves(count: int, seed: int) -> Moving:
    """Return moments in which a leg's speed follows one feature, whichever way it is seen."""
    rng = np.random.default_rng(seed)
    features = np.zeros((count, 2, MOVING), np.float32)
    features[..., 0] = rng.uniform(0, 2, (count, 1))
    speed = features[:, 0, 0] + rng.normal(0, 0.1, count).astype(np.float32)
    return Moving(features, speed)


@pytest.fixture(scope="module")
def model() -> Arrays:
    samples = made_up(4000, 1)
    model = arrays(fitted(samples, [], RECIPE, workers=1), samples, RECIPE)
    model |= moving.fitted(made_up_moves(2000, 1), steps=600)
    model |= calibrate.deviations(model, made_up(800, 2))
    return model | calibrate.moving(model, made_up_moves(800, 2))


@pytest.fixture(scope="module")
def network(model: Arrays) -> Network:
    return Network(model)


@pytest.fixture(scope="module")
def told(network: Network) -> Told:
    return ask(network, made_up(800, 3))


def begun(people: int, seed: int) -> list[Begun]:
    """Return bridges whose left knee is told off by what is a person's own, and by half a change
    too little: by 10 degrees for each unit by which the feature has changed.
    """
    rng, out = np.random.default_rng(seed), []
    knee = QUANTITIES.index("knee_flexion_left_deg")
    for _ in range(people):
        features = np.zeros((2, 12, 2, COUNT), np.float32)
        features[0, :, 0, 0], features[1, :, 0, 0] = rng.uniform(-1, 0), rng.uniform(-1, 2, 12)
        features[:, :, 1, 2] = features[:, :, 0, 0]
        features[:, :, :, 1] = 1.0
        truth = np.full((12, len(QUANTITIES)), np.nan, np.float32)
        truth[:, knee] = 60 + 30 * features[1, :, 0, 0] - 10 * features[0, :, 0, 0]
        began = np.full_like(truth, np.nan)
        began[:, knee] = 60 + 20 * features[0, :, 0, 0]
        out.append(Begun("bridge", features[0], features[1], truth, began))
    return out


def test_beside_a_beginning_the_rest_of_a_change_is_told(model: Arrays) -> None:
    network = Network(model | change.fitted(Network(model), begun(150, 1), SPAN))
    rows = change.asked(network, begun(40, 2), "bridge")
    knee = QUANTITIES.index("knee_flexion_left_deg")
    nothing = np.zeros(len(QUANTITIES))
    told = [
        network.beside("bridge", Angles(nothing, nothing, a), Angles(v, nothing, b)).values
        for a, b, v in zip(rows.first, rows.now, rows.told, strict=True)
    ]
    off, alone = (np.abs(v - rows.truth)[:, knee].mean() for v in (np.stack(told), rows.told))
    assert off < 0.5 * alone


def test_a_moment_is_paired_with_first_moments_of_the_same_person() -> None:
    people = begun(3, 1)
    people[1] = replace(people[1], first=people[1].first[:5], began=people[1].began[:5])
    paired = pairs(people, SPAN)
    assert paired is not None
    torch.manual_seed(1)
    then, first = paired.drawn(400)
    own = [paired.first[first, 0, 0] == float(one.first[0, 0, 0]) for one in people]
    person = [
        torch.isin(paired.then[then, 0, 0], torch.from_numpy(one.then[:, 0, 0])) for one in people
    ]
    assert torch.equal(torch.stack(own), torch.stack(person))
    assert [len(first[mine].unique()) for mine in own] == [12, 5, 12]


def test_the_speed_of_a_leg_is_found_with_an_honest_deviation(network: Network) -> None:
    others = made_up_moves(400, 3)
    speed, sd = np.array([network.leg_speed(pair) for pair in others.features]).T / 60.0
    off = np.abs(speed - others.speed)
    assert np.median(off) < 0.12
    assert np.mean(off < sd) == pytest.approx(0.68, abs=0.08)


def test_the_law_is_found_to_within_the_noise(told: Told) -> None:
    off = told.off[:, [QUANTITIES.index(f"knee_flexion_{s}_deg") for s in ("left", "right")]]
    assert np.nanmean(off) < 1.4 * NOISE_DEG * np.sqrt(2 / np.pi)


def test_stated_deviations_cover_what_they_claim_on_others(told: Told) -> None:
    column = QUANTITIES.index("knee_flexion_left_deg")
    assert np.mean(told.off[:, column] < told.sds[:, column]) == pytest.approx(0.68, abs=0.05)
    assert told.sds[:, column].mean() == pytest.approx(NOISE_DEG, rel=0.25)


def test_the_pose_is_told(told: Told) -> None:
    assert told.right.mean() > 0.95
    assert told.poses.sum(axis=1) == pytest.approx(1.0)


@pytest.mark.parametrize("beside", [None, pairs(begun(20, 1), SPAN)], ids=["pictures", "pairs"])
def test_the_same_seed_gives_the_same_network(beside: Pairs | None) -> None:
    short = Recipe(tell_hidden=(16,), steps=20, batch=32)
    one, two = (train("bridge", made_up(200, 1), short, 5, beside) for _ in range(2))
    for here, there in zip(one.parameters(), two.parameters(), strict=True):
        assert np.array_equal(here.detach().numpy(), there.detach().numpy())


def test_what_sees_learns_further_and_nothing_else_changes(model: Arrays) -> None:
    samples = made_up(4000, 5)
    far = samples.features[:, 0, 1] > 1
    known = replace(samples, pose=np.where(far, POSES.index("butterfly"), samples.pose))
    after = further(model, known, RECIPE)
    same = {name for name in model if np.array_equal(model[name], after[name])}
    assert set(after) - same <= {"card", "see_w0", "see_w1", "see_m0", "see_m1", "see_b0", "see_b1"}
    butterfly, bridge = (POSES.index(name) for name in ("butterfly", "bridge"))
    seen = known.features[:, 0, 1]
    for wanted, rows in ((butterfly, seen > 1.2), (bridge, (seen > 0.2) & (seen < 0.8))):
        told = [int(Network(after).see(pair).poses.argmax()) for pair in known.features[rows][:200]]
        assert told.count(wanted) > 0.9 * len(told)


def test_an_expert_learns_further_and_nothing_else_changes(model: Arrays) -> None:
    samples = made_up(4000, 6)
    samples = samples[samples.pose == POSES.index("bridge")]
    bent = replace(samples, truth=samples.truth + 8.0)
    people = [replace(b, truth=b.truth + 8.0, began=b.began + 8.0) for b in begun(60, 3)]
    runs = ((1e-2, 300), (1e-2, 300), (1e-2, 300))
    after = expert.further(model, "bridge", bent, people, RECIPE, runs=runs)
    same = {name for name in model if np.array_equal(model[name], after[name])}
    changed = set(after) - same
    assert {name.split("_")[0] for name in changed} == {"bridge", "beside"}
    assert all(name.startswith("beside_bridge") for name in changed if "beside" in name)
    column = QUANTITIES.index("knee_flexion_left_deg")
    chances = np.array([float(name == "bridge") for name in POSES])
    before, now = (
        np.array([network.measure(pair, chances).values[column] for pair in bent.features[:200]])
        - bent.truth[:200, column]
        for network in (Network(model), Network(after))
    )
    assert before.mean() == pytest.approx(-8.0, abs=1.0)
    assert now.mean() == pytest.approx(0.0, abs=2.0)
