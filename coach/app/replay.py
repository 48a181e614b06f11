"""A stored session once more: the same engine over the stored sightings, for the report."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from coach.app.measuring import measured_with, model_meter
from coach.engine.engine import Engine
from coach.engine.nouns import Event
from coach.engine.settings import Asked, CueSettings
from coach.history import eased
from coach.report import Recorder, ReportData, Software, SourceInfo
from coach.sources import Replay
from coach.store import Command, Session
from coach.stretches import Library

ASK = "ask:"
"""A command of this form, `ask:lunge:left:30`, says what the person was to do from then on."""
REST = "rest"
"""The command that says that nothing was judged from then on."""
EASED = "eased"
"""Among a session's settings: the bounds that the person's own recent best eased."""


def ask_command(asked: Asked | None) -> str:
    """Return the stored form of what is asked."""
    if asked is None:
        return ASK
    return f"{ASK}{asked.stretch}:{asked.side or ''}:{asked.hold_s or ''}"


def read_ask(name: str) -> Asked | None:
    """Return what a stored command asks for; None = whatever is recognised."""
    stretch, side, hold_s = [*name.removeprefix(ASK).split(":"), "", ""][:3]
    return Asked(stretch, side or None, float(hold_s) if hold_s else None) if stretch else None


def replay(session: Session, library: Library) -> ReportData:
    """Return the report data of a stored session; CoachError if a stretch it names is gone.

    Readings are measured again from the stored landmarks; what is reported as said is what was
    said at the time, and bounds that were eased for the person are so again.
    """
    library = eased(library, session.settings.get(EASED, {}))
    engine, recorder = Engine(library, model_meter(), None, CueSettings()), Recorder(library)
    asks = [command for command in session.commands if command.name.startswith((ASK, REST))]
    pending: tuple[Event, ...] = ()
    width_px, height_px = session.size_px or (0, 0)
    for sighting in Replay(session.sightings, width_px=width_px, height_px=height_px):
        while asks and _is_due(asks[0], sighting.t_s):
            name = asks.pop(0).name
            pending += engine.rest() if name == REST else engine.ask(read_ask(name))
        recorder.hear(pending)
        pending = ()
        recorder.add(engine.step(sighting))
    recorder.hear(engine.finish())
    notes = [event.text for event in session.events if event.kind == "note"]
    software = _software(session)
    return recorder.finish(_source(session), software, cues=session.cues, warnings=notes)


def _is_due(ask: Command, t_s: float) -> bool:
    """Return whether `ask` came before the frame at `t_s`; at a frame's own time it came after."""
    return ask.t_s < t_s or ask.t_s == 0.0


def _source(session: Session) -> SourceInfo:
    width_px, height_px = session.size_px or (None, None)
    rate = session.frames / session.duration_s if session.duration_s else None
    started = datetime.fromisoformat(session.started)
    return SourceInfo(session.source, width_px, height_px, rate, session.duration_s, started)


def _software(session: Session) -> Software:
    stored: dict[str, Any] = dict(session.software)
    models = stored.get("models", {}) | measured_with()
    return Software(stored.get("coach", "?"), stored.get("mediapipe"), models)
