"""`python -m tests.training.errors --data DIR [--write-card]`: how good is the measuring model?

It is asked about the test split's pictures, whose bodies, rooms and cameras were used neither to
train nor to calibrate. Beside it stand the angles of the bare landmarks on the same pictures.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from coach.app.measuring import measuring_network
from coach.body import Body
from coach.engine.features import both_ways
from coach.engine.network import Network
from coach.measures import VIEWS
from coach.resources import model_file
from tests.benchmarks.bars import CURVED
from tests.benchmarks.figures import Figure, figures_table, number
from tests.benchmarks.page import between
from tests.benchmarks.tables import table
from tests.mannequin.faults import STRETCHES
from tests.training.data import Samples, load
from tests.training.draw import QUANTITIES
from tests.training.plot import calibration_svg
from tests.training.told import Rows, Told, ask

CARD: Final = Path("models/README.md")
BEGIN: Final = "<!-- figures: written by `python -m tests.training.errors --write-card` -->"
PLOT: Final = Path("models/calibration.svg")


def figures(told: Told) -> Iterator[Figure]:
    """Yield every figure that has a bar; `told` is of settled rows."""
    held = told.samples.pose > 0
    for base in ("knee_flexion", "hip_flexion"):
        for stretch in STRETCHES:
            rows = told.well_placed & (told.stretch == stretch)
            yield _error(f"{base}, {stretch}", told, base, rows, 5.0)
    for stretch in CURVED:
        rows = told.well_placed & (told.stretch == stretch)
        yield _error(f"spine_flexion, {stretch}", told, "spine_flexion", rows, 5.0)
    for stretch, view in (("bridge", "head-oblique"), ("lunge", "front")):
        rows = held & (told.stretch == stretch) & (told.view == view)
        yield _error(f"knee_tracking, {stretch}, {view}", told, "knee_tracking", rows, 3.0)
    yield _error("trunk_lean, everywhere", told, "trunk_lean", held | ~held, 3.0)
    for times, honest in ((1.0, 68.0), (2.0, 95.0)):
        for name in QUANTITIES:
            place = QUANTITIES.index(name)
            inside = _share(told.off[:, place] <= times * told.sds[:, place], told.off[:, place])
            note = f"{inside:.0f} % within {times:g} stated deviations, {honest:g} would be honest"
            yield Figure(f"deviation of {name}", abs(inside - honest), "points", 5.0, note)
    yield Figure("stretch or side wrong", 100 - 100 * float(told.right[held].mean()), "%", 2.0)
    placed = told.views.argmax(axis=1) == told.samples.view
    yield Figure("camera place wrong", 100 - 100 * float(placed[held].mean()), "%")
    none = told.samples.pose == 0
    yield Figure("no stretch, taken for one", 100 - 100 * float(told.right[none].mean()), "%", 5.0)


def _error(name: str, told: Told, base: str, rows: Rows, most: float) -> Figure:
    columns = [QUANTITIES.index(q) for q in QUANTITIES if q.startswith(base)]
    off, off_raw = told.off[rows][:, columns], told.off_raw[rows][:, columns]
    by_raw = number(float(np.nanmean(off_raw)), 2) if np.isfinite(off_raw).any() else "-"
    note = f"{np.isfinite(off).any(axis=1).sum()} pictures; bare landmarks {by_raw}"
    return Figure(name, float(np.nanmean(off)), "deg", most, note)


def _share(yes: Rows, known: np.ndarray) -> float:
    told = np.isfinite(known)
    return 100 * float(yes[told].mean())


def by_view(told: Told) -> str:
    """Return the table of mean errors of each stretch from each place, in degrees."""
    bases = tuple(dict.fromkeys(q.replace("_left", "").replace("_right", "") for q in QUANTITIES))
    lines = []
    for stretch in STRETCHES:
        for view in VIEWS:
            rows = (told.stretch == stretch) & (told.view == view)
            if rows.sum() >= 10:
                own = told[rows]
                wrong = f"{100 - 100 * own.right.mean():.0f} %"
                lines.append(
                    [stretch, view, str(rows.sum()), wrong, *(_mean(own, b) for b in bases)]
                )
    short = [b.removesuffix("_deg").removesuffix("_ratio").replace("_", " ") for b in bases]
    return table(["stretch", "view", "pictures", "wrong", *short], lines)


def _mean(told: Told, base: str) -> str:
    stem = base.removesuffix("_deg").removesuffix("_ratio")
    off = told.off[:, [i for i, q in enumerate(QUANTITIES) if q.startswith(stem)]]
    return number(float(np.nanmean(off)), 2) if np.isfinite(off).any() else "-"


def modes(network: Network, samples: Samples) -> str:
    """Return what tracking changes: errors on the same pictures, seen in IMAGE and VIDEO mode."""
    image, settled = samples.first_seen(), samples.settled()
    one = ask(network, image[np.isin(_number(image), _number(settled))])
    two = ask(network, settled[np.isin(_number(settled), _number(image))])
    lines = [
        [name, *(number(float(np.nanmean(told.off[:, place]))) for told in (one, two))]
        for place, name in enumerate(QUANTITIES)
    ]
    return table(["measure", "IMAGE mode", "VIDEO mode, settled"], lines)


def _number(samples: Samples) -> npt.NDArray[np.int64]:
    return samples.session * 1000 + samples.picture


def asking_ms(network: Network, samples: Samples) -> float:
    """Return the time of one question, milliseconds, median of many."""
    took = []
    columns = (samples.image_px, samples.world_m, samples.visibility, samples.outline_px)
    for landmarks in zip(*(column[:500] for column in columns), strict=True):
        body = Body(*landmarks)
        begun = time.perf_counter()
        pair = both_ways(body)
        network.measure(pair, network.see(pair).poses)
        took.append(time.perf_counter() - begun)
    return 1000 * float(np.median(took))


def main() -> None:
    """Print the tables; put them into the model's card if asked to."""
    parser = argparse.ArgumentParser(prog="python -m tests.training.errors", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    parser.add_argument("--split", default="test")
    parser.add_argument("--model", type=Path, default=None)
    parser.add_argument("--write-card", action="store_true")
    args = parser.parse_args()
    network = measuring_network(args.model or model_file("measuring.npz"))
    samples = load(args.data, args.split)
    told = ask(network, samples.settled())
    found = [*figures(told), Figure("a question", asking_ms(network, samples), "ms", 0.3)]
    people = f"{told.samples.pictures} pictures, {len(np.unique(told.samples.session))} sessions"
    parts = [f"{people} of the {args.split} split.", figures_table(found), by_view(told)]
    parts.append(modes(network, samples))
    text = "\n\n".join(parts)
    print(text)
    if args.write_card:
        card = between(CARD.read_text(encoding="utf-8"), text, BEGIN)
        CARD.write_text(card, encoding="utf-8")
        PLOT.write_text(calibration_svg(told.off, told.sds), encoding="utf-8")


if __name__ == "__main__":
    main()
