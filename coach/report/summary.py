"""The plain-language summary at the top of the page: what was done, what slipped, what next."""

from __future__ import annotations

from collections import Counter

from coach.report.data import FaultRecord, ReportData, StretchEntry
from coach.report.words import duration, listed, rule_name, side_words, times
from coach.stretches import Rule

OTHER = frozenset({"setup.other-stretch", "setup.other-side"})
"""Said to somebody who does something else than they were asked for."""
LOST_MIN_S = 1.0
"""Being out of view for less than this in all is not worth a sentence."""


def summary(data: ReportData) -> tuple[str, ...]:
    """Return the sentences of the summary, the most important first; never empty."""
    if not data.stretches:
        return (_nothing(data),)
    told = [_told(entry) for entry in data.stretches]
    return tuple(filter(None, [*told, _out_of_view(data), _unjudged(data)]))


def next_time(data: ReportData) -> str | None:
    """Return the one correction to take along: of the rule that was broken longest."""
    lasted: Counter[str] = Counter()
    for entry in data.stretches:
        for fault in entry.faults:
            lasted[entry.stretch.rule(fault.rule).say[0]] += round(1e3 * _length_s(fault)) + 1
    return lasted.most_common(1)[0][0] if lasted else None


def summary_lines(data: ReportData) -> list[str]:
    """Return the summary for a terminal: its sentences, then what to take along."""
    tip = next_time(data)
    return [*summary(data), *([f"For next time: {tip}"] if tip else [])]


def _nothing(data: ReportData) -> str:
    if not data.frames_with_body:
        return "I did not see anybody, so there is nothing to tell."
    else_seen = [cue.text for cue in data.cues if cue.key in OTHER]
    if else_seen:
        return f"I did not see the stretch that we were on. What I said: {else_seen[-1]}"
    return "I saw you, but no stretch that I know. `coach stretches` shows what I can watch."


def _told(entry: StretchEntry) -> str:
    side = side_words(entry)
    what = f"the {entry.stretch.name.lower()}{f' with your {side}' if side else ''}"
    if not entry.holds:
        return f"You began {what}, but did not get as far as a hold."
    held = f"You held {what} for {duration(entry.held_s)}, {_in_form(entry)}."
    return f"{held} {_slips(entry)}".strip()


def _in_form(entry: StretchEntry) -> str:
    if entry.in_form_s >= entry.held_s - 0.5 and not entry.faults:
        so_far = " as far as I could see" if entry.not_judged else ""
        return f"all of it in good form{so_far}"
    if entry.in_form_s < 0.5:
        return "none of it in good form yet"
    return f"{duration(entry.in_form_s)} of it in good form"


def _slips(entry: StretchEntry) -> str:
    counts = Counter(fault.rule for fault in entry.faults)
    slips = [f"{_name(entry.stretch.rule(rule))} ({times(n)})" for rule, n in counts.items()]
    return f"What slipped: {listed(slips)}." if slips else ""


def _name(rule: Rule) -> str:
    return rule_name(rule).lower()


def _out_of_view(data: ReportData) -> str:
    lost_s = sum(end_s - start_s for start_s, end_s in data.lost)
    return f"You were out of my view for {duration(lost_s)}." if lost_s >= LOST_MIN_S else ""


def _unjudged(data: ReportData) -> str:
    rules = {
        (entry.stretch.id, n.rule)
        for entry in data.stretches
        for n in entry.not_judged
        if entry.holds
    }
    if not rules:
        return ""
    things = "one point" if len(rules) == 1 else f"{len(rules)} points"
    return f"I could not judge {things} of your form; the report says which and why."


def _length_s(fault: FaultRecord) -> float:
    return max(0.0, fault.end_s - fault.start_s)
