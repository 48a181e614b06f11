"""From a Step to a list of shapes: what the person sees over their mirrored picture. Pure.

    name, side, phase                              hold clock, or what is left of a rest
    what is not judged                             why it waits, or the breath
    what comes next, notes
                          the person
                                                          keys
                      what is being said

Lengths are in units of a 720th of the picture's shorter side, so that every picture looks alike.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

from coach.engine.nouns import Cue, Fault, Step
from coach.overlay import dial
from coach.overlay.figure import arrows, halos, shown, skeleton
from coach.overlay.look import MARGIN, Agenda, Look
from coach.overlay.shapes import Card, Colour, Disc, Panel, Point, Shape, Text, Veil
from coach.stretches import Stretch, Toward

BREATH_IN_S: Final = 4.0
BREATH_OUT_S: Final = 6.0
KEYS: Final = (
    ("space", "pause, go on"),
    ("n", "next, skip this"),
    ("p", "it hurts"),
    ("m", "voice on, off"),
    ("h", "these keys"),
    ("q", "finish"),
)
_PHASES: Final = {
    "settling": "get ready",
    "moving-in": "move in",
    "hold": "hold",
    "release": "come out",
}


def scene(step: Step, look: Look, stretch: Stretch | None = None) -> tuple[Shape, ...]:
    """Return the shapes, the hindmost first; `stretch` is the definition of the step's stretch."""
    lost = look.seen.lost(step.t_s)
    shapes = _person(step, look, stretch)
    if lost or look.paused or look.keys or look.asks:
        shapes.append(Veil(0.45))
    shapes += [_header(step, look, stretch), *_clock(step, look, quiet=lost or look.paused)]
    if look.paused:
        shapes.append(_middle(look, "Paused", "space goes on"))
    elif look.asks:  # also while the person is out of view, on the way to the keys
        shapes.append(_middle(look, *look.asks))
    elif lost:
        shapes.append(_middle(look, "I can't see you", "step back into view"))
    elif look.caption is not None:
        shapes.append(_caption(look, look.caption))
    return (*shapes, *(_keys(look) if look.keys else _hint(look)))


def _person(step: Step, look: Look, stretch: Stretch | None) -> list[Shape]:
    body = step.sighting.body
    if body is None:
        return []
    points = shown(body, look.size_px)
    marks = [_marks(fault, step, stretch) for fault in step.faults]
    faulty = {row for rows in marks for row in rows}
    shapes = skeleton(body, points, faulty, look.unit)
    for rows in marks:
        shapes += halos(rows, points, look.unit)
    # Of several faults only the first has an arrow: one thing at a time is enough.
    toward = _toward(step, stretch)
    return [*shapes, *(arrows(marks[0], points, look.unit, body, toward) if toward else [])]


def _marks(fault: Fault, step: Step, stretch: Stretch | None) -> list[int]:
    """Return the landmarks that a fault is shown at; none of a stretch that is over."""
    rule = next((one for one in stretch.rules if one.id == fault.rule), None) if stretch else None
    return [int(mark) for mark in rule.marked(step.phase.side, fault.side)] if rule else []


def _toward(step: Step, stretch: Stretch | None) -> Toward | None:
    known = {rule.id: rule.toward for rule in stretch.rules} if stretch else {}
    return known.get(step.faults[0].rule) if step.faults else None


def _header(step: Step, look: Look, stretch: Stretch | None) -> Card:
    unit = look.unit
    texts = _agenda(look.agenda, unit) if look.agenda.title else _stretch(step, stretch, unit)
    if look.agenda.ahead:
        texts.append(Text(look.agenda.ahead, 14 * unit, "mist", lines=2))
    texts += [Text(words, 14 * unit, "sand", lines=3) for words in _notes(look)]
    at = Point(MARGIN * unit, MARGIN * unit)
    return Card(at, (0, 0), _header_width(look), 0.45 * look.size_px[1], tuple(texts))


def _agenda(agenda: Agenda, unit: float) -> list[Text]:
    """Return what a rest or a movement is, and how it is done: large, it is read from the mat."""
    how = [Text(words, 16 * unit, "sage", lines=4) for words in agenda.how]
    return [Text(agenda.title, 30 * unit, lines=2), *how]


def _stretch(step: Step, stretch: Stretch | None, unit: float) -> list[Text]:
    texts = [Text(stretch.name if stretch else "Ready when you are", 30 * unit, lines=2)]
    texts.append(Text(_state(step), 20 * unit, "sage", lines=2))
    if stretch and step.phase.name == "settling":
        texts.append(Text(f"Camera: {stretch.camera.place}", 12 * unit, "mist", lines=5))
    if step.unjudged:
        texts.append(Text(_not_judged(step.unjudged), 12 * unit, "mist", lines=3))
    return texts


def _header_width(look: Look) -> float:
    """Return the room to the left of the clock, pixels."""
    return min(look.size_px[0] - (2 * dial.RADIUS + 4.5 * MARGIN) * look.unit, 520 * look.unit)


def _state(step: Step) -> str:
    side = step.phase.side
    if step.phase.stretch is None:
        return "take up your stretch"
    phase = _PHASES[step.phase.name]
    return f"{side} leg in front, {phase}" if side in ("left", "right") else phase


def _not_judged(unjudged: dict[str, str]) -> str:
    """Return which rules are not judged.

    The reasons stand in the report: here they would clutter, and nobody moves a camera in mid-hold.
    """
    return f"Not judged from here: {', '.join(rule.replace('-', ' ') for rule in unjudged)}"


def _notes(look: Look) -> list[str]:
    notes = [*look.notes]
    if look.seen.people > 1:
        people = "two people" if look.seen.people == 2 else f"{look.seen.people} people"
        notes.append(f"I see {people}, I follow one")
    if look.muted:
        notes.append("Voice off (m)")
    return notes


def _clock(step: Step, look: Look, *, quiet: bool) -> list[Shape]:
    """Return the ring, the seconds in it, and under it why it waits or how to breathe.

    `quiet`: the middle of the screen says already why it waits. So may the caption.
    """
    if look.agenda.title:
        return _left(look) if look.agenda.for_s else []
    if step.phase.stretch is None:
        return []
    unit, clock = look.unit, step.clock
    radius, centre = dial.RADIUS * unit, dial.centre(look)
    share = min(max(clock.counted_s / clock.goal_s, 0.0), 1.0) if clock.goal_s > 0 else 1.0
    colour: Colour = "sage" if clock.running or share == 1.0 else "sand"
    reason = clock.waiting_for or ""
    told = quiet or (look.caption is not None and look.caption.text == reason)
    under = "" if told else reason
    shapes: list[Shape] = [dial.face(look)]
    if step.phase.name == "hold" and not quiet:
        since_s = step.t_s - step.phase.since_s
        shapes.append(Disc(centre, radius * (0.3 + 0.52 * breath(since_s)), "sky", 0.4))
        if not reason:
            under = "breathe in" if _inhaling(since_s) else "breathe out"
    shapes += dial.rim(look, share, colour)
    shapes += dial.number(look, int(clock.counted_s), f"of {clock.goal_s:.0f} s")
    if under:
        at = Point(look.size_px[0] - MARGIN * unit, centre.y_px + radius + 24 * unit)
        words = Text(under, 20 * unit, "sand" if reason else "paper", lines=4)
        width = min(look.size_px[0] - _header_width(look) - 2.5 * MARGIN * unit, 400 * unit)
        shapes.append(Card(at, (1, 0), width, 0.3 * look.size_px[1], (words,), "centre"))
    return shapes


def _left(look: Look) -> list[Shape]:
    """Return the ring of a rest or a movement: it empties, and says how many seconds are left."""
    agenda = look.agenda
    share = min(max(agenda.left_s / agenda.for_s, 0.0), 1.0) if agenda.for_s > 0 else 0.0
    seconds = dial.number(look, math.ceil(agenda.left_s), "s left")
    return [dial.face(look), *dial.rim(look, share, "sky"), *seconds]


def breath(since_s: float) -> float:
    """Return how full the lungs are, 0 to 1, so many seconds after the first breath began."""
    at_s = since_s % (BREATH_IN_S + BREATH_OUT_S)
    if at_s < BREATH_IN_S:
        return (1 - math.cos(math.pi * at_s / BREATH_IN_S)) / 2
    return (1 + math.cos(math.pi * (at_s - BREATH_IN_S) / BREATH_OUT_S)) / 2


def _inhaling(since_s: float) -> bool:
    return since_s % (BREATH_IN_S + BREATH_OUT_S) < BREATH_IN_S


def _caption(look: Look, cue: Cue) -> Card:
    """Return what is being said, to be read from three metres away.

    It stands at the bottom, or, if someone lies there, above them.
    """
    width, height = look.size_px
    top, bottom = look.seen.extent_px or (0.0, 0.0)
    lying = top > 0.55 * height and bottom > 0.8 * height
    y, anchor = (0.42 * height, 0) if lying else (height - MARGIN * look.unit, 1)
    colour: Colour = "sage" if cue.kind == "praise" else "paper"
    words = Text(cue.text, 40 * look.unit, colour, lines=3)
    card = Card(
        Point(width / 2, y), (0.5, anchor), width - 2 * MARGIN * look.unit,
        0.34 * height, (words,), "centre",
    )  # fmt: skip
    if cue.kind != "safety":
        return card
    return replace(card, texts=(replace(words, colour="ink"),), plate="coral", opacity=0.92)


def _middle(look: Look, title: str, words: str) -> Card:
    width, height = look.size_px
    texts = (Text(title, 46 * look.unit, lines=2), Text(words, 22 * look.unit, "mist", lines=2))
    at = Point(width / 2, height * 0.55)
    return Card(at, (0.5, 0.5), 0.9 * width, 0.4 * height, texts, "centre", opacity=0.85)


def _hint(look: Look) -> list[Shape]:
    """Return a small reminder of how to get help, where no caption stands."""
    if look.caption is not None:
        return []
    width, height = look.size_px
    at = Point(width - MARGIN * look.unit, height - MARGIN * look.unit)
    return [Card(at, (1, 1), 0.3 * width, 0.1 * height, (Text("h  keys", 12 * look.unit, "mist"),))]


def _keys(look: Look) -> list[Shape]:
    """Return the help: the keys in one column, what they do in another."""
    unit, (width, height) = look.unit, look.size_px
    row, across = 52 * unit, min(480 * unit, width)
    left, top = (width - across) / 2, (height - row * (len(KEYS) + 1)) / 2
    shapes: list[Shape] = [
        Panel(Point(left, top), across, row * (len(KEYS) + 1), 28 * unit, "ink", 0.92)
    ]
    for number, (key, what) in enumerate(KEYS, start=1):
        y = top + row * number
        for x, words, colour in ((40, key, "sage"), (170, what, "paper")):
            at, room = Point(left + x * unit, y), across - (x + 20) * unit
            text = Text(words, 22 * unit, colour)  # type: ignore[arg-type]
            shapes.append(Card(at, (0, 0.5), room, row, (text,), plate=None))
    return shapes
