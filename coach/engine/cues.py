"""The arbiter: of all that could be said now, the one thing worth saying, or nothing.

Its rules, in order:

1. safety, then "I can't see you", then corrections, then counts, then praise;
2. a fault is spoken of at once, unless another may be opening: then it waits for 0.3 s to be
   weighed, but for those of safety; a fault that another open fault explains is recorded but not
   spoken of; nor is what is just being mended, or comes up on the way out of a hold; of several the
   surest comes first;
3. 4 s between corrections, 10 s before the same one again (4 s if it was mended in between, safety
   included), after three repeats silence until that fault is gone; but for safety only what is
   plain is repeated at all;
4. what could not be said in time is dropped, never queued;
5. one word of praise when a fault that was spoken of is fixed.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from coach.engine.moment import Moment
from coach.engine.nouns import PRIORITY, Cue, CueKind, Fault
from coach.engine.recogniser import Pose
from coach.engine.settings import CueSettings
from coach.stretches import Rule

LEFT_AT: Final[tuple[tuple[float, str], ...]] = (
    (10.0, "count.ten"),
    (3.0, "count.three"),
    (0.0, "count.done"),
)
"""In-form seconds still to go, and what is said then."""
STALE_S: Final = 1.0
"""What is older is not spoken of any more."""
ANEW_S: Final = 3.0
"""So long after the clock has gone back it may be said why."""
INSIST: Final = 1.5
"""A correction is repeated only if its fault is so many deviations beyond the bound: who is hardly
sure says it once. With this, as with 2.5, one false one of 120 rendered sessions is gone (one-off).
"""
BREATHE_AT_S: Final = 6.0
"""In-form seconds into a hold at which breathing is brought to mind."""


@dataclass(slots=True)
class _Spoken:
    last_s: float = -math.inf
    times: int = 0


@dataclass
class Arbiter:
    """Remembers what was said when."""

    words: dict[str, tuple[str, ...]]
    settings: CueSettings = field(default_factory=CueSettings)

    def __post_init__(self) -> None:
        """Start with nothing said."""
        self._spoken: dict[str, _Spoken] = {}
        self._last_cue_s = -math.inf
        self._last_correction_s = -math.inf
        self._opened_s: dict[str, float] = {}
        self._counted: set[str] = set()
        self._wrong_view_s = self._short_s = math.nan
        self._lost_told = self._legs_told = self._crowd_told = self._camera_told = False
        self._anew: tuple[float, str] | None = None

    def update(self, now: Moment) -> tuple[Cue, ...]:
        """Return the cue of this moment: one or none."""
        self._note(now)
        wanted = [
            *self._setup(now),
            *self._corrections(now),
            *self._counts(now),
            *self._praise(now),
        ]
        for cue in sorted(wanted, key=lambda cue: PRIORITY[cue.kind]):
            if self._may_say(cue):
                self._say(cue)
                return (cue,)
        return ()

    def heard(self, cue: Cue) -> None:
        """Remember that something was said just now, by whomever."""
        self._spoken.setdefault(cue.key, _Spoken()).last_s = cue.t_s
        self._last_cue_s = cue.t_s

    def _say(self, cue: Cue) -> None:
        self.heard(cue)
        self._spoken[cue.key].times += 1
        if cue.kind in ("safety", "correction"):
            self._last_correction_s = cue.t_s
        self._counted.add(cue.key)
        self._anew = None if cue.key == "count.anew" else self._anew
        self._lost_told = self._lost_told or cue.key == "setup.lost"
        self._legs_told = self._legs_told or cue.key == "setup.legs"
        self._crowd_told = self._crowd_told or cue.key == "setup.two-people"
        self._camera_told = self._camera_told or cue.key.endswith(".camera")

    def _note(self, now: Moment) -> None:
        """Keep up with what began and ended."""
        for event in now.events:
            if event.kind == "fault-opened" and event.fault:
                self._opened_s[event.fault.rule] = now.t_s
            elif event.kind == "hold-started":
                self._counted, self._anew = set(), None
            elif event.kind == "stretch-started":
                self._wrong_view_s, self._camera_told = math.nan, False
                self._counted = set()
        if now.anew:
            self._anew = (now.t_s, now.anew)
            self._counted -= {key for _, key in LEFT_AT}

    def _setup(self, now: Moment) -> list[Cue]:
        cues = []
        if now.unseen_s >= self.settings.lost_after_s and not self._lost_told:
            cues.append(self._from_words(now, "setup", "setup.lost"))
        if now.unseen_s == 0.0 and self._lost_told:
            self._lost_told = False
            cues.append(self._from_words(now, "setup", "setup.found"))
        if now.legs_unseen_s >= self.settings.legs_after_s and not self._legs_told:
            cues.append(self._from_words(now, "setup", "setup.legs"))
        if now.legs_unseen_s == 0.0:
            self._legs_told = False
        if now.people is not None and now.people > 1 and not self._crowd_told:
            cues.append(self._from_words(now, "setup", "setup.two-people"))
        return [*cues, *now.mistaken, *self._camera(now), *self._start(now)]

    def _camera(self, now: Moment) -> list[Cue]:
        """Say once a stretch where the camera belongs, if it has stood elsewhere for a while."""
        if now.pose is None or now.unseen_s or now.reading.view in now.pose.stretch.camera.views:
            self._wrong_view_s = math.nan
            return []
        if math.isnan(self._wrong_view_s):
            self._wrong_view_s = now.t_s
        long_enough = now.t_s - self._wrong_view_s >= self.settings.view_after_s
        if not long_enough or self._camera_told:
            return []
        stretch = now.pose.stretch
        return [Cue(now.t_s, "setup", f"{stretch.id}.camera", stretch.camera.say)]

    def _start(self, now: Moment) -> list[Cue]:
        """Say what a hold still lacks, to whoever cannot see from the mat why the clock stands."""
        if not now.short or now.pose is None:
            self._short_s = math.nan
            return []
        if math.isnan(self._short_s):
            self._short_s = now.t_s
        stretch = now.pose.stretch
        key = f"{stretch.id}.start"
        spoken = self._spoken.get(key, _Spoken())
        just_said = now.t_s - spoken.last_s < self.settings.same_again_s
        too_soon = now.t_s - self._short_s < self.settings.start_after_s
        if just_said or too_soon or spoken.times > self.settings.most_repeats:
            return []
        return [Cue(now.t_s, "setup", key, stretch.start)]

    def _corrections(self, now: Moment) -> list[Cue]:
        if now.pose is None:
            return []
        explained = {
            name for fault in now.faults for name in now.pose.stretch.rule(fault.rule).explains
        }
        rules = now.pose.stretch.rule
        missed = _already_over(now, rules)
        ripe = [
            f
            for f in (*now.faults, *missed)
            if f.rule not in explained and self._ripe(rules(f.rule), now)
        ]
        if now.leaving:
            ripe = [f for f in ripe if "release" in rules(f.rule).during]
        view = now.reading.view  # what does not show from there may be another fault, seen askew
        ripe.sort(key=lambda fault: (not rules(fault.rule).shows_from(view), -fault.surely))
        cues = [self._correction(now, now.pose, fault) for fault in ripe]
        return [cue for cue in cues if cue is not None]

    def _ripe(self, rule: Rule, now: Moment) -> bool:
        """Return whether a fault has been weighed, or need not be, and nobody is mending it yet.

        Nothing outweighs safety.
        """
        open_s = now.t_s - self._opened_s.get(rule.id, -math.inf)
        weighed = not now.suspected or open_s >= self.settings.weigh_s
        return rule.safety or (weighed and rule.id not in now.mending)

    def _correction(self, now: Moment, pose: Pose, fault: Fault) -> Cue | None:
        rule, key = pose.stretch.rule(fault.rule), f"{pose.stretch.id}.{fault.rule}"
        spoken = self._spoken.get(key, _Spoken())
        if spoken.times > self.settings.most_repeats:
            return None
        if spoken.times and not rule.safety and fault.surely < INSIST:
            return None
        settings = self.settings
        # of a fault that was mended and is there again nothing was said yet
        apart_s = settings.same_again_s if spoken.times else settings.between_corrections_s
        if now.t_s - spoken.last_s < apart_s:
            return None
        kind: CueKind = "safety" if rule.safety else "correction"
        return Cue(now.t_s, kind, key, rule.say[spoken.times % len(rule.say)], fault.rule)

    def _counts(self, now: Moment) -> list[Cue]:
        """Return what the clock says now; a count whose moment passed unsaid is not caught up."""
        if not now.holding or not now.clock.running:
            return []
        keys = []
        to_go_s = now.clock.goal_s - now.clock.counted_s
        for left_s, key in LEFT_AT:
            # A goal that was just met is worth saying a little late; "ten seconds" is not.
            late_s = 30.0 if left_s == 0.0 else 0.6
            if left_s - late_s <= to_go_s <= left_s and now.clock.goal_s > left_s:
                keys.append(key)
        # "Good" is said of good form only
        if now.clock.in_form_s < 3.0 and not now.unsettled and not now.faults:
            keys.append("count.start")
        if 0.0 <= now.clock.in_form_s - BREATHE_AT_S < 4.0 and to_go_s > 12.0:
            keys.append("count.breathe")
        fresh = [self._from_words(now, "count", key) for key in keys if key not in self._counted]
        return [*self._from_here(now), *fresh]

    def _from_here(self, now: Moment) -> list[Cue]:
        """Say why the clock has gone back, a little late if something else is being said."""
        if self._anew is None or now.t_s - self._anew[0] > ANEW_S:
            return []
        return [self._from_words(now, "count", "count.anew", self._anew[1])]

    def _praise(self, now: Moment) -> list[Cue]:
        cues = []
        for event in now.events:
            if event.kind == "fault-closed" and event.fault and now.pose and now.holding:
                key = f"{now.pose.stretch.id}.{event.fault.rule}"
                spoken = self._spoken.get(key, _Spoken())
                if spoken.times and not now.leaving:
                    text = now.pose.stretch.rule(event.fault.rule).fixed
                    cues.append(Cue(now.t_s, "praise", f"{key}.fixed", text, event.fault.rule))
                spoken.times = 0
        return cues

    def _from_words(self, now: Moment, kind: CueKind, key: str, rule: str | None = None) -> Cue:
        variants = self.words[key]
        times = self._spoken.get(key, _Spoken()).times
        return Cue(now.t_s, kind, key, variants[times % len(variants)], rule)

    def _may_say(self, cue: Cue) -> bool:
        if cue.kind == "safety":
            return True
        if cue.kind == "correction":
            return cue.t_s - self._last_correction_s >= self.settings.between_corrections_s
        if cue.kind in ("count", "praise"):
            return cue.t_s - self._last_cue_s >= self.settings.between_cues_s
        return True


def _already_over(now: Moment, rules: Callable[[str], Rule]) -> list[Fault]:
    """Return the faults of safety that were over before they were known for what they were.

    Nobody knew yet which stretch it was, or whether a movement was a fault. Of what was over more
    than `STALE_S` ago nothing is said any more, nor of a movement that might have been told so long
    ago.
    """
    begun = [e.fault for e in now.events if e.kind == "fault-opened" and e.fault]
    still = {fault.rule for fault in now.faults}
    over_s = {e.fault.rule: e.t_s for e in now.events if e.kind == "fault-closed" and e.fault}
    found = []
    for fault in (fault for fault in begun if fault.rule not in still):
        rule = rules(fault.rule)
        since_s = fault.start_s + rule.wait_s if rule.wait_s else over_s.get(rule.id, now.t_s)
        if rule.safety and now.t_s - since_s <= STALE_S:
            found.append(fault)
    return found
