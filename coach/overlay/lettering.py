"""Where the letters of a card go. Pure: `paint` says how wide words are.

Rules:
- A card lies in the picture, whatever its text and wherever it was put; if not even its first
  letters have room, it is empty.
- Words are first wrapped, into lines of about one length, then made smaller all together, and only
  at the smallest size cut short.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from coach.overlay.shapes import Card, Colour, Text

Measure = Callable[[str], float]
"""The width of words whose capital letters are one pixel high, pixels."""

SMALLEST: Final = 6.0
"""Capital letters are not made smaller than so many pixels, unless they were meant to be."""
PITCH: Final = 1.8
"""From line to line, in heights of a capital letter."""
_GAP: Final = 0.3
"""Further room after the last line of a text, in heights of its capital letters."""
_DESCENT: Final = 0.4
"""How far g and y reach below the line, in heights of a capital letter."""
_STEP: Final = 0.9
_SIGNS: Final = {
    "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-",
    "\u2212": "-", "\u2026": "...", "\u00b0": " deg", "\u00b7": "-", "\u2022": "-", "\u00df": "ss",
    "\u00e6": "ae", "\u00c6": "Ae", "\u00f8": "o", "\u00d8": "O", "\u0142": "l", "\u0141": "L",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One line of letters."""

    words: str
    x_px: float
    """Where it begins."""
    y_px: float
    """Its base line."""
    cap_px: float
    colour: Colour


@dataclass(frozen=True, slots=True)
class Placed:
    """A card in its place."""

    left_px: float
    top_px: float
    width_px: float
    height_px: float
    rows: tuple[Row, ...]
    """Empty = there was no room for it."""


def ascii_of(words: str) -> str:
    """Return the words in the signs that the drawn letters have: ASCII, `?` for what is unknown."""
    known = "".join(_SIGNS.get(sign, sign) for sign in words)
    flat = unicodedata.normalize("NFKD", known)
    plain = "".join(sign for sign in flat if not unicodedata.combining(sign))
    parts = plain.encode("ascii", "replace").decode().split()
    return " ".join("".join(sign for sign in part if sign.isprintable()) for part in parts)


def place(card: Card, size_px: tuple[int, int], measure: Measure) -> Placed:
    """Return where the letters go in a picture of `size_px` (width, height)."""
    room = min(card.width_px, size_px[0]), min(card.height_px, size_px[1])
    for texts in _smaller(card.texts):
        rows = _wrapped(texts, room[0], measure)
        if rows is not None and _extent(rows, texts, measure)[1] <= room[1]:
            return _put(card, rows, texts, size_px, measure)
    rows = _cut(texts, room, measure)
    return _put(card, rows, texts, size_px, measure)


Rows = list[tuple[str, Text]]


def _smaller(texts: tuple[Text, ...]) -> Iterator[tuple[Text, ...]]:
    """Yield the texts as wanted, then smaller and smaller."""
    plain = tuple(Text(ascii_of(t.words), t.cap_px, t.colour, t.lines) for t in texts)
    scale, tallest = 1.0, max(text.cap_px for text in texts)
    while True:
        yield tuple(
            Text(t.words, max(t.cap_px * scale, min(t.cap_px, SMALLEST)), t.colour, t.lines)
            for t in plain
        )
        if tallest * scale <= SMALLEST:
            return
        scale *= _STEP


def pad_px(texts: tuple[Text, ...]) -> float:
    """Return the margin around the texts: the first one leads."""
    return 0.65 * max(text.cap_px for text in texts)


def _wrapped(texts: tuple[Text, ...], width_px: float, measure: Measure) -> Rows | None:
    """Return the lines; None if a word is too wide or a text takes more lines than it may."""
    inner_px = width_px - 2 * pad_px(texts)
    rows: Rows = []
    for text in texts:
        lines = _lines(text, inner_px, measure)
        if len(lines) > text.lines or any(_width(x, text, measure) > inner_px for x in lines):
            return None
        rows += [(line, text) for line in lines]
    return rows


def _lines(text: Text, inner_px: float, measure: Measure) -> list[str]:
    """Return as few lines as will do, of about one length: a last word alone looks forgotten."""
    lines = _filled(text, inner_px, measure)
    for tried in range(1, 7 if len(lines) > 1 else 1):
        again = _filled(text, inner_px * _STEP**tried, measure)
        if len(again) > len(lines):
            break
        lines = again
    return lines


def _filled(text: Text, inner_px: float, measure: Measure) -> list[str]:
    """Return lines that each hold as many words as there is room for, at least one."""
    lines: list[str] = []
    for word in text.words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _width(longer, text, measure) <= inner_px:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _width(words: str, text: Text, measure: Measure) -> float:
    return measure(words) * text.cap_px


def _cut(texts: tuple[Text, ...], room: tuple[float, float], measure: Measure) -> Rows:
    """Return as many lines as there is room for, each as long as there is room for."""
    inner_px = room[0] - 2 * pad_px(texts)
    rows: Rows = []
    for text in texts:
        lines = _lines(text, inner_px, measure)
        lines[text.lines - 1 :] = [" ".join(lines[text.lines - 1 :])] if lines else []
        rows += [(_short(line, text, inner_px, measure), text) for line in lines]
    while rows and _extent(rows, texts, measure)[1] > room[1]:
        rows.pop()
    return [(line, text) for line, text in rows if line]


def _short(line: str, text: Text, inner_px: float, measure: Measure) -> str:
    if _width(line, text, measure) <= inner_px:
        return line
    while line and _width(f"{line}...", text, measure) > inner_px:
        line = line[:-1]
    return f"{line}..." if line else ""


def _extent(rows: Rows, texts: tuple[Text, ...], measure: Measure) -> tuple[float, float]:
    """Return width and height of the card, with its margins."""
    pad = pad_px(texts)
    width = max((_width(line, text, measure) for line, text in rows), default=0.0)
    height = sum(_advances(rows)[:-1])
    if rows:  # below the last line its g and y reach into the margin
        height += rows[-1][1].cap_px * (1 + _DESCENT / 2)
    return width + 2 * pad, height + 2 * pad


def _advances(rows: Rows) -> list[float]:
    """Return how far below each line's top the next line's top is."""
    ends = [text is not after for (_, text), (_, after) in pairwise(rows)] + [True]
    return [text.cap_px * (PITCH + _GAP * end) for (_, text), end in zip(rows, ends, strict=False)]


def _put(
    card: Card, rows: Rows, texts: tuple[Text, ...], size_px: tuple[int, int], measure: Measure
) -> Placed:
    width, height = _extent(rows, texts, measure)
    if not rows or width > size_px[0] or height > size_px[1]:
        return Placed(0.0, 0.0, 0.0, 0.0, ())
    left = _within(card.at.x_px - card.anchor[0] * width, size_px[0] - width)
    top = _within(card.at.y_px - card.anchor[1] * height, size_px[1] - height)
    y, pad = top + pad_px(texts), pad_px(texts)
    placed: list[Row] = []
    for (line, text), advance in zip(rows, _advances(rows), strict=True):
        spare = width - 2 * pad - _width(line, text, measure)
        x = left + pad + (spare / 2 if card.align == "centre" else 0.0)
        placed.append(Row(line, x, y + text.cap_px, text.cap_px, text.colour))
        y += advance
    return Placed(left, top, width, height, tuple(placed))


def _within(value: float, most: float) -> float:
    return min(max(value, 0.0), most)
