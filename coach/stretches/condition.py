"""The one-line conditions of a stretch file, such as `rear hip_flexion > -5`.

    [role] measure (> | < | beyond) number

`role` says which leg a measure that exists for both legs is taken from:

- `front`, `rear`: the leg that names the side of the stretch, and the other one;
- `mean`: both legs together, each weighted by how well it is known;
- none: each leg by itself.

`beyond 8` means more than 8 to either side of zero.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, get_args

from coach.measures import BASES, OF_REAR, SIDED, Reading, full_name, unit_of
from coach.stretches.files import hint

Operator = Literal[">", "<", "beyond"]
Role = Literal["front", "rear", "mean"]

ROLES: Final[tuple[str, ...]] = get_args(Role)
_FORM: Final = re.compile(
    r"^(?:(?P<role>[a-z]+)\s+)?(?P<base>[a-z_]+)\s*(?P<op>>|<|\bbeyond\b)\s*(?P<bound>[-+]?[\d.]+)$"
)
_OTHER: Final = {"left": "right", "right": "left"}


@dataclass(frozen=True, slots=True)
class Value:
    """A number that a condition looks at."""

    side: str
    """The leg it belongs to: `left` or `right`, or `both` for the whole body."""
    value: float
    """Degrees or degrees a second; NaN = not measured."""
    sd: float
    """One standard deviation; NaN where the value is."""
    estimate: float
    """What it most likely is, if `value` tells changes in full for the judge; else the same."""
    moved: float = math.nan
    """How far it has moved since somebody's first moments; NaN before those are known."""


_NOTHING: Final = Value("both", math.nan, math.nan, math.nan)


@dataclass(frozen=True, slots=True)
class Condition:
    """A comparison of one measure with a bound."""

    base: str
    op: Operator
    bound: float
    role: Role | None = None

    @classmethod
    def parse(cls, text: str) -> Condition:
        """Return the condition that `text` writes; ValueError with a hint if it writes none."""
        found = _FORM.match(text.strip())
        if not found:
            raise ValueError(f"cannot read {text!r}; write it like 'mean hip_flexion > 18'")
        role, base = found["role"], found["base"]
        if role is not None and role not in ROLES:
            raise ValueError(f"unknown role {role!r}{hint(role, ROLES)}")
        if base not in BASES:
            raise ValueError(f"unknown measure {base!r}{hint(base, BASES)}")
        if role is not None and base not in SIDED:
            raise ValueError(f"{base!r} is one for the whole body and takes no {role!r}")
        return cls(base, found["op"], _number(found["bound"]), role)  # type: ignore[arg-type]

    @property
    def unit(self) -> str:
        """The unit of the bound: `deg`, `deg/s` or `ratio`."""
        return unit_of(self.base)

    def values(self, reading: Reading, side: str | None) -> tuple[Value, ...]:
        """Return the numbers it looks at; `side` is the side of the stretch (the front leg)."""
        if self.base not in SIDED:
            whose = _OTHER.get(side or "", "both") if self.base in OF_REAR else "both"
            return (_value(reading, whose, full_name(self.base)),)
        if self.role == "mean":
            return (_mean([self._leg(reading, leg) for leg in ("left", "right")]),)
        if self.role is None:
            return tuple(self._leg(reading, leg) for leg in ("left", "right"))
        if side not in _OTHER:
            return (_NOTHING,)
        return (self._leg(reading, side if self.role == "front" else _OTHER[side]),)

    def excess(self, value: float) -> float:
        """Return how far beyond the bound a value is; negative inside it, NaN for NaN."""
        if self.op == ">":
            return value - self.bound
        return self.bound - value if self.op == "<" else abs(value) - self.bound

    def farther(self, value: float, by: float) -> float:
        """Return a value that much farther beyond the bound, or nearer to it."""
        if self.op == ">":
            return value + by
        return value - by if self.op == "<" else math.copysign(abs(value) + by, value)

    def holds(self, reading: Reading, side: str | None, by: float = 0.0) -> bool | None:
        """Return whether every leg it looks at satisfies it, by so much; None if none is known."""
        known = [v.value for v in self.values(reading, side) if not math.isnan(v.value)]
        return all(self.excess(value) > by for value in known) if known else None

    def _leg(self, reading: Reading, leg: str) -> Value:
        return _value(reading, leg, full_name(self.base, leg))


def _value(reading: Reading, side: str, name: str) -> Value:
    measure = reading[name]
    return Value(side, measure.value, measure.sd, reading.estimate(name), reading.moved_by(name))


def _mean(legs: list[Value]) -> Value:
    """Return the mean of the legs that are known, weighted by 1 / variance.

    The deviation is that of the weighted mean with fully correlated errors: two legs seen by one
    model err together, so the mean is not claimed to be better than its parts.
    """
    known = [leg for leg in legs if not math.isnan(leg.value)]
    if not known:
        return _NOTHING
    weights = [1.0 / max(leg.sd, 0.1) ** 2 for leg in known]

    def mean(numbers: Iterable[float]) -> float:
        return sum(weight * n for weight, n in zip(weights, numbers, strict=True)) / sum(weights)

    return Value(
        "both",
        mean(leg.value for leg in known),
        mean(leg.sd for leg in known),
        mean(leg.estimate for leg in known),
        mean(leg.moved for leg in known),
    )


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a number") from None
