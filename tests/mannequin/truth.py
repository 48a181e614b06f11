"""What is known of a session: measures frame by frame, holds and faults; and the files that carry
it.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.mannequin import measures as m
from tests.mannequin.bounce import bounce_deg
from tests.mannequin.errors import MannequinError
from tests.mannequin.faults import SIDED, Rule, rules_of
from tests.mannequin.skeleton import JOINTS, SIDES, Skeleton, place, place_marks
from tests.mannequin.timeline import Placed, Timeline

FORMAT, VERSION = "mannequin-truth", 1
_CLEAR_S = 0.5  # a break shorter than this does not end a fault
Series = NDArray[np.float64]


@dataclass(frozen=True)
class Motion:
    """The body at every frame."""

    t_s: Series  # (T,)
    world: NDArray[np.float64]  # (T, 24, 3, 3)
    joints_m: NDArray[np.float64]  # (T, J, 3), order of skeleton.JOINTS


def move(skeleton: Skeleton, timeline: Timeline, t_s: Series) -> Motion:
    """Play a timeline at some times."""
    worlds, joints = [], []
    for t in t_s:
        posture = timeline.posture(skeleton, float(t))
        worlds.append(posture.world)
        joints.append(
            place_marks(skeleton, posture.world, place(skeleton, posture.world, posture.pelvis_m))
        )
    return Motion(np.asarray(t_s), np.stack(worlds), np.stack(joints))


def rear_side(stretch: str, side: str) -> str | None:
    """The side of the rear leg of a stretch that has one."""
    if stretch not in SIDED:
        return None
    return "right" if side == "left" else "left"


def session_measures(skeleton: Skeleton, timeline: Timeline, motion: Motion) -> dict[str, Series]:
    """All measures (T,) of a session; rear_thigh_line only within a stretch that has a rear leg."""
    out = m.all_measures(skeleton, motion.joints_m, motion.world)
    rear = out["rear_thigh_line_deg"]
    for placed in timeline.placed():
        if placed.stage.stretch and (side := rear_side(placed.stage.stretch, placed.stage.side)):
            own = (motion.t_s >= placed.start_s) & (motion.t_s <= placed.end_s)
            rear[own] = m.rear_thigh_line(motion.joints_m[own], side)
    return out


def angular_speed(directions: Series, t_s: Series) -> Series:
    """How fast unit directions (T, 3) turn (deg/s), over the two neighbouring frames."""
    before, after = (
        np.maximum(np.arange(len(t_s)) - 1, 0),
        np.minimum(np.arange(len(t_s)) + 1, len(t_s) - 1),
    )
    a, b = directions[before], directions[after]
    angle = np.degrees(np.arctan2(np.linalg.norm(np.cross(a, b), axis=-1), np.sum(a * b, axis=-1)))
    return np.asarray(angle / np.maximum(t_s[after] - t_s[before], 1e-6))


def _segment(joints: Series, upper: str, lower: str, side: str) -> Series:
    way = m.at(joints, f"{lower}_{side}") - m.at(joints, f"{upper}_{side}")
    return np.asarray(way / np.linalg.norm(way, axis=-1, keepdims=True))


def quantity(rule: Rule, side: str | None, measures: dict[str, Series], motion: Motion) -> Series:
    """The series (T,) that a rule compares with its bound; pelvis tilt and knee difference without
    sign.
    """
    joints, t = motion.joints_m, motion.t_s
    if rule.quantity == "knee_difference":
        return np.abs(m.thigh_elevation(joints, "left") - m.thigh_elevation(joints, "right"))
    if rule.quantity == "ankle_gap":
        return m.ankle_gap_share(joints)
    if rule.quantity == "bounce":
        raised = [m.thigh_elevation(joints, side) for side in SIDES]
        return bounce_deg(np.mean(raised, axis=0), t)
    if rule.quantity == "trunk_speed":
        return angular_speed(m.trunk_line(joints), t)
    if rule.quantity == "shank_speed":
        return angular_speed(_segment(joints, "knee", "ankle", str(side)), t)
    if rule.quantity == "leg_speed":
        pairs = [
            _segment(joints, u, w, s)
            for u, w in (("hip", "knee"), ("knee", "ankle"))
            for s in SIDES
        ]
        return np.asarray(np.max([angular_speed(p, t) for p in pairs], axis=0))
    name = (
        f"{rule.quantity}_{side}_deg"
        if f"{rule.quantity}_{side}_deg" in measures
        else f"{rule.quantity}_deg"
    )
    return np.abs(measures[name]) if rule.quantity == "pelvis_tilt" else measures[name]


def sides_of(rule: Rule, side: str) -> tuple[str | None, ...]:
    """The sides of the body at which a rule is judged, in a stretch of `side`."""
    rear = "right" if side == "left" else "left"
    return {"none": (None,), "each": SIDES, "front": (side,), "rear": (rear,), "held": (rear,)}[
        rule.whose
    ]


def broken(t_s: Series, values: Series, rule: Rule) -> list[tuple[float, float, float]]:
    """Intervals (start_s, end_s, peak) in which values lie beyond the bound; NaN ends one.

    Starts and ends are where the line between two frames crosses the bound. Gaps under 0.5 s are
    closed, what
    lasts less than the rule's dwell is dropped.
    """
    over = values - rule.bound if rule.above else rule.bound - values
    beyond = np.nan_to_num(over, nan=-1.0) > 0
    edges = np.flatnonzero(np.diff(np.concatenate([[0], beyond.astype(int), [0]])))
    raw = [
        (_crossing(t_s, over, a - 1, a), _crossing(t_s, over, b - 1, b))
        for a, b in edges.reshape(-1, 2)
    ]
    merged: list[tuple[float, float]] = []
    for start, end in raw:
        if merged and start - merged[-1][1] < _CLEAR_S:
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return [(a, b, _peak(t_s, values, rule, a, b)) for a, b in merged if b - a >= rule.dwell_s]


def _crossing(t_s: Series, over: Series, i: int, j: int) -> float:
    """Where `over` crosses zero between frames i and j; the frame inside the series where there is
    no other.
    """
    if i < 0 or j >= len(t_s) or not np.isfinite(over[[i, j]]).all():
        return float(
            t_s[
                max(i, 0)
                if j >= len(t_s)
                else j
                if not np.isfinite(over[max(i, 0)]) or i < 0
                else i
            ]
        )
    share = over[i] / (over[i] - over[j])
    return float(t_s[i] + share * (t_s[j] - t_s[i]))


def _peak(t_s: Series, values: Series, rule: Rule, start_s: float, end_s: float) -> float:
    own = values[(t_s >= start_s - 1e-9) & (t_s <= end_s + 1e-9)]
    return float(np.nanmax(own) if rule.above else np.nanmin(own))


def stretch_truth(
    placed: Placed, view: str, measures: dict[str, Series], motion: Motion
) -> dict[str, Any]:
    """One entry of "stretches"."""
    stage = placed.stage
    windows = {k: (placed.start_s + a, placed.start_s + b) for k, (a, b) in stage.windows.items()}
    faults: list[dict[str, Any]] = []
    for rule in rules_of(str(stage.stretch)):
        if rule.window not in windows:
            continue
        inside = (motion.t_s >= windows[rule.window][0]) & (motion.t_s <= windows[rule.window][1])
        for side in sides_of(rule, stage.side):
            values = quantity(rule, side, measures, motion)[inside]
            for start, end, peak in broken(motion.t_s[inside], values, rule):
                faults.append(
                    {
                        "rule": rule.rule,
                        "side": side or "both",
                        "start_s": start,
                        "end_s": end,
                        "peak": peak,
                        "bound": rule.bound,
                        "unit": rule.unit,
                        "meant": any(c.rule == rule.rule for c in stage.changes),
                    }
                )
    faults.sort(key=lambda f: (f["start_s"], f["rule"], f["side"]))
    holds = [_hold(windows["hold"], faults)] if "hold" in windows else []
    return {"stretch": stage.stretch, "side": stage.side, "view": view, "start_s": placed.start_s,
            "end_s": placed.end_s, "holds": holds, "faults": faults}  # fmt: skip


def _hold(hold: tuple[float, float], faults: list[dict[str, Any]]) -> dict[str, float]:
    """A hold with the seconds in which no rule is broken."""
    grid = np.arange(hold[0], hold[1], 0.01)
    out = np.zeros(len(grid), dtype=bool)
    for fault in faults:
        out |= (grid >= fault["start_s"]) & (grid <= fault["end_s"])
    return {"start_s": hold[0], "end_s": hold[1], "in_form_s": float((~out).sum() * 0.01)}


def view_of(azimuth_deg: float, stretch: str) -> str:
    """The word for a camera's azimuth about a person; "feet" only for one who lies."""
    off = abs((azimuth_deg + 180) % 360 - 180)
    if stretch == "bridge":
        return (
            "feet"
            if off < 60
            else "side"
            if off < 120
            else "head-oblique"
            if off < 165
            else "unknown"
        )
    return ("front" if off < 20 else "front-oblique" if off < 65 else "side" if off < 115
            else "back-oblique" if off < 160 else "unknown")  # fmt: skip


def rounded(value: Any, digits: int = 4) -> Any:
    """Numbers in JSON cut to `digits`; NaN becomes null."""
    if isinstance(value, dict):
        return {k: rounded(v, digits) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [rounded(v, digits) for v in value]
    if isinstance(value, (float, np.floating)):
        return None if not np.isfinite(value) else round(float(value), digits)
    return value


def write_truth(path: Path, truth: dict[str, Any]) -> None:
    """Write a truth's JSON; the same truth gives the same bytes."""
    text = json.dumps(
        rounded({"format": FORMAT, "version": VERSION, **truth}), indent=1, sort_keys=False
    )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise MannequinError(f"cannot write {path}: {error.strerror}") from error


def read_truth(path: Path) -> dict[str, Any]:
    """Read and check a truth's JSON; a file of another kind is refused."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, json.JSONDecodeError) as error:
        raise MannequinError(f"cannot read {path}: {error}") from error
    if not isinstance(raw, dict) or (raw.get("format"), raw.get("version")) != (FORMAT, VERSION):
        raise MannequinError(f"{path} is not a {FORMAT} of version {VERSION}")
    return raw


__all__ = ["JOINTS", "Motion", "move", "read_truth", "session_measures", "write_truth"]
