"""Histories that never happened."""

from __future__ import annotations

import math
from datetime import datetime, timedelta, timezone

from coach.history import Row
from tests.shipped import LIBRARY

LUNGE, BRIDGE = LIBRARY.get("lunge"), LIBRARY.get("bridge")
FIRST = datetime(2026, 3, 7, 8, 5, tzinfo=timezone(timedelta(hours=1)))


def row(
    day: int,
    stretch: str = "lunge",
    side: str | None = "left",
    depth_deg: float = math.nan,
    discomfort: float = math.nan,
    *,
    pain: bool = False,
) -> Row:
    """A row of the session that was held `day` days after the first."""
    return Row(
        f"session-{day}", FIRST + timedelta(days=day), stretch, side, 31.0, 28.0,
        depth_deg, discomfort, pain,
    )  # fmt: skip


def lunges(left: list[float], right: list[float]) -> list[Row]:
    """One session a day with both sides; the depths are degrees, NaN = not measured."""
    both = zip(left, right, strict=True)
    return [
        row(day, "lunge", side, depth)
        for day, depths in enumerate(both)
        for side, depth in zip(("left", "right"), depths, strict=True)
    ]


def rated(*scores: float, stretch: str = "lunge") -> list[Row]:
    """One session a day with these answers; NaN = not answered."""
    return [row(day, stretch, discomfort=score) for day, score in enumerate(scores)]
