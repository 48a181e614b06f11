"""Whether one rule is broken now: dwell, hysteresis and trust, all in seconds and degrees.

A rule goes through these states:

    clear ──beyond the bound──▶ suspect ──for_s──▶ broken ──inside by clear_by──▶ clearing
      ▲ │ inside                  │                  ▲  beyond the bound            │
      └─┴─────────────────────────┘                  └───────────────────────────────┤
      ▲                                                                    clear_s  │
      └──────────────────────────────────────────────────────────────────────────────┘

Only seconds in which the measure can be trusted and the body is at rest count toward opening and
closing, so that the way into a stretch and out of it is not judged as its form; and toward opening
only those in which the measure is beyond the bound by more than its own doubt, or has plainly moved
there since the person's first moments. Once a body has come to rest beyond a bound, the time it was
beyond it on the way there counts as well, and of a slow slip the time before that was told
(`coach.engine.halfway`). A fault starts when the bound was crossed and ends when the clearing
began; one whose measure can no longer be trusted, once that has most likely been inside the bound
for `FORGET_S`. Seen from where a fault would not show, a rule is broken where that is plain, and
never kept: it is not judged.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Literal

from coach.body import Sighting
from coach.engine.change import Before
from coach.engine.doubt import Doubt
from coach.engine.halfway import Halfway
from coach.engine.lasting import Lasting
from coach.engine.median import RunningMedian
from coach.engine.motion import is_still, legs_rest
from coach.engine.nouns import Fault
from coach.engine.recogniser import Pose
from coach.measures import QUICK, Reading
from coach.stretches import Rule, Value

FORGET_S = 1.5
"""A suspicion that could not be followed for this long is dropped, and so is a fault that for so
long has most likely been over, though nobody can be sure."""

LASTS_S: Final = 1.0
"""A fault is told at the worst median of so many seconds. The extreme of single frames, with
changes in full, was 6 degrees too far on rendered people (one-off)."""

SETTLED_S: Final = 0.25
"""So long a body has to rest beyond a bound that it passed on the way there."""

State = Literal["clear", "suspect", "broken", "clearing"]


class Watch:
    """One rule's state."""

    def __init__(self, rule: Rule, pose: Pose) -> None:
        self.rule = rule
        self.state: State = "clear"
        self.fault: Fault | None = None
        self.unjudged: str | None = None
        self._side = pose.side
        self._of_depth = pose.stretch.is_depth(rule)
        self._slips_slowly = not self._of_depth and rule.when.base not in QUICK
        self._beyond_s = self._lasted_s = 0.0
        self._unseen_s = 0.0
        self._inside = Lasting(FORGET_S)
        self._first: Fault | None = None
        self._clear_since_s = math.nan
        self._of_late = RunningMedian(LASTS_S)
        self._halfway = Halfway()
        self._leans = False
        self._told_s = -math.inf

    def update(
        self, sighting: Sighting, reading: Reading, dt_s: float, beginning: bool
    ) -> Fault | None:
        """Return the fault that has just opened or closed, if one has."""
        # a fault that opened at the beginning is judged as then until it is over
        self._leans = beginning or (self._leans and self.fault is not None)
        doubt = Doubt(self.rule, self._shows_from(reading.view), self._leans)
        known = doubt.told(self._known(reading))
        trusted = doubt.trusted(known)
        self.unjudged = None if trusted else self.rule.not_judged
        if not trusted:
            return self._wait(known, sighting.t_s, dt_s)
        self._unseen_s, self._inside.since_s = 0.0, math.nan
        rest_s = 0.0 if self._on_the_way(reading) else dt_s
        worst = max(trusted, key=doubt.surely)
        excess = self.rule.when.excess(worst.value)
        if self._slips_slowly:
            self._halfway.update(sighting.t_s, excess, doubt.began(worst), worst.sd)
        if self.state == "clear" and excess <= 0:
            self._of_late.forget()
            return None
        now = self._fault_at(sighting, reading, worst, trusted, self._lasting(sighting.t_s, worst))
        if self.state not in ("clear", "suspect"):
            return self._clearing(now, excess, rest_s)
        if self._of_depth and not legs_rest(reading):  # it may be the way out
            rest_s = 0.0
        if doubt.surely(worst) <= 0:
            dt_s = rest_s = 0.0
        return self._suspect(now, excess, dt_s, rest_s)

    def look_back(self, before: Before) -> Fault | None:
        """Return the fault that shows only beside the form it was mended to; None if it was told.

        It is one from where the form began to where the better one did, if that is its dwell.
        """
        if before.end_s - before.start_s < self.rule.for_s:
            return None
        told = self.fault is not None or self._told_s > before.start_s
        if told or self.rule.when.base in QUICK or not self.rule.shows_from(before.reading.view):
            return None
        doubt = Doubt(self.rule, shows=True)
        broken = [value for value in self._known(before.reading) if doubt.surely(value) > 0]
        if not broken:
            return None
        worst = max(broken, key=doubt.surely)
        fault = self._fault_at(before.sighting, before.reading, worst, broken, worst.estimate)
        return replace(fault, start_s=before.start_s, end_s=before.end_s)

    def _known(self, reading: Reading) -> list[Value]:
        values = self.rule.when.values(reading, self._side)
        return [value for value in values if not math.isnan(value.value)]

    def _shows_from(self, view: str) -> bool:
        """Return whether it may be said from there that the rule is kept.

        A fault that has shown may also be seen to end.
        """
        return self.rule.shows_from(view) or self.fault is not None

    def _on_the_way(self, reading: Reading) -> bool:
        """Return whether the body is moving, so that a form is only being passed through."""
        return self.rule.when.base not in QUICK and not is_still(reading)

    def close(self, t_s: float) -> Fault | None:
        """Forget everything; return the fault that was open, closed at `t_s` or when it cleared."""
        open_fault, self.fault = self.fault, None
        end_s = self._clear_since_s if self.state == "clearing" else t_s
        self.state, self._lasted_s, self._first, self.unjudged = "clear", 0.0, None, None
        self._halfway.forget()
        return replace(open_fault, end_s=max(end_s, open_fault.start_s)) if open_fault else None

    def _wait(self, known: Sequence[Value], t_s: float, dt_s: float) -> Fault | None:
        """Drop a suspicion for which nothing has spoken for long, and which nothing bears out.

        Return the fault that is over, if one has been, most likely, for so long.
        """
        self._unseen_s += dt_s
        inside = bool(known) and all(self.rule.when.excess(v.value) <= 0 for v in known)
        if self.state == "suspect" and (inside or self._unseen_s > FORGET_S):
            self.state, self._first = "clear", None
        over_s = self._inside.update(t_s, inside)
        return None if self.fault is None or math.isnan(over_s) else self.close(over_s)

    def _suspect(self, now: Fault, excess: float, dt_s: float, rest_s: float) -> Fault | None:
        if excess <= 0:
            self.state, self._first, self._lasted_s = "clear", None, 0.0
            return None
        if self.state == "clear" or self._first is None:
            before_s = self._halfway.slow_s(now.peak_sighting.t_s)
            self.state, self._first = "suspect", replace(now, start_s=now.start_s - before_s)
            self._beyond_s, self._lasted_s = before_s, 0.0
        else:
            # the latest: its peak is of more than a moment by the time this is a fault
            self._first = replace(now, side=self._first.side, start_s=self._first.start_s)
            self._beyond_s += dt_s
            self._lasted_s += rest_s
        if not self._has_lasted(resting=rest_s > 0):
            return None
        self.state, self.fault, self._first = "broken", self._first, None
        self._told_s = now.peak_sighting.t_s
        return self.fault

    def _has_lasted(self, *, resting: bool) -> bool:
        """Return whether a suspicion is old enough to be a fault.

        Whoever slips comes to rest beyond the bound, and was beyond it on the way there. Of depth
        only rest counts: a way out of the stretch, which is also one of depth, may pause.
        """
        if self._lasted_s >= self.rule.for_s:
            return True
        settled = self._beyond_s >= self.rule.for_s and self._lasted_s >= SETTLED_S
        return settled and resting and not self._of_depth

    def _clearing(self, now: Fault, excess: float, dt_s: float) -> Fault | None:
        assert self.fault is not None
        self.fault = self._worse(self.fault, now)
        if excess > -self.rule.clear_by:
            # Between the bound and the hysteresis a fault that is clearing goes on clearing.
            if self.state == "clearing" and excess <= 0:
                return self._clear_for(dt_s)
            self.state = "broken"
            return None
        if self.state == "broken":
            clear_since_s = now.peak_sighting.t_s
            self.state, self._clear_since_s, self._lasted_s = "clearing", clear_since_s, 0.0
        return self._clear_for(dt_s)

    def _clear_for(self, dt_s: float) -> Fault | None:
        self._lasted_s += dt_s
        return self.close(self._clear_since_s) if self._lasted_s >= self.rule.clear_s else None

    def _fault_at(
        self,
        sighting: Sighting,
        reading: Reading,
        worst: Value,
        values: Sequence[Value],
        peak: float,
    ) -> Fault:
        broken = [v.side for v in values if self.rule.when.excess(v.value) > 0]
        side = worst.side if len(set(broken)) < 2 else "both"
        when = self.rule.when
        surely = when.excess(worst.value) / max(worst.sd, 1e-6)
        return Fault(
            self.rule.id,
            side,
            reading.since_s.get(when.base, sighting.t_s),
            when.bound,
            when.unit,
            when.farther(peak, max(0.0, -when.excess(peak))),  # broken is broken
            sighting,
            surely=surely,
        )

    def _lasting(self, t_s: float, worst: Value) -> float:
        """Return what the worst leg has most likely been for a while; movements are over soon."""
        quick = self.rule.when.base in QUICK
        return worst.estimate if quick else self._of_late.update(t_s, worst.estimate)

    def _worse(self, old: Fault, now: Fault) -> Fault:
        """Return the old fault with the worse of the two peaks; the side stays, it is its name."""
        if self.rule.when.excess(now.peak) <= self.rule.when.excess(old.peak):
            return old
        return replace(old, peak=now.peak, peak_sighting=now.peak_sighting, surely=now.surely)
