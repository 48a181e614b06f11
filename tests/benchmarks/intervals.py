"""Arithmetic of spans of time. A span is (start_s, end_s); a list of them may overlap."""

from __future__ import annotations

from collections.abc import Iterable

Span = tuple[float, float]


def united(spans: Iterable[Span], gap_s: float = 0.0) -> list[Span]:
    """Return the spans in order, those that overlap or lie within `gap_s` of each other as one."""
    out: list[Span] = []
    for start, end in sorted(span for span in spans if span[1] >= span[0]):
        if out and start <= out[-1][1] + gap_s:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out


def total_s(spans: Iterable[Span]) -> float:
    """Return the seconds that any of the spans covers."""
    return sum(end - start for start, end in united(spans))


def common(one: Iterable[Span], other: Iterable[Span]) -> list[Span]:
    """Return the spans that lie in both."""
    pairs = [(a, b) for a in united(one) for b in united(other)]
    spans = ((max(a[0], b[0]), min(a[1], b[1])) for a, b in pairs)
    return [span for span in spans if span[1] > span[0]]


def without(spans: Iterable[Span], holes: Iterable[Span]) -> list[Span]:
    """Return the spans with the holes cut out."""
    out = united(spans)
    for start, end in united(holes):
        cut = [((a, min(b, start)), (max(a, end), b)) for a, b in out]
        out = [span for pair in cut for span in pair if span[1] > span[0]]
    return out


def overlap_s(one: Iterable[Span], other: Iterable[Span]) -> float:
    """Return the seconds that both cover."""
    return total_s(common(one, other))


def inside(t_s: float, spans: Iterable[Span]) -> bool:
    """Return whether a moment lies in one of the spans, their ends included."""
    return any(start <= t_s <= end for start, end in spans)
