"""Keep a session while it happens: what to write down at its opening, and a writer for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from coach.app.versions import software
from coach.detect import PoseModel
from coach.engine.nouns import Step
from coach.engine.settings import Asked
from coach.store import Opening, Writer


def opening(
    source: str,
    model: PoseModel,
    asked: Sequence[Asked] = (),
    size_px: tuple[int, int] | None = None,
    settings: Mapping[str, Any] | None = None,
) -> Opening:
    """Return the first page of a session that begins now."""
    return Opening(
        started=datetime.now().astimezone().isoformat(timespec="seconds"),
        source=source,
        size_px=size_px,
        software=asdict(software(model)),
        settings=settings or {},
        asked=tuple(turn.stretch for turn in asked),
    )


@contextmanager
def storing(
    database: Path, source: str, model: Path | None = None
) -> Iterator[Callable[[Step], None]]:
    """Store a session for as long as the block runs; yields what takes in each step.

    It begins with the first step: an empty session would hide the last one from `coach report`.
    """
    with ExitStack() as stack:
        opened: list[Writer] = []

        def keep(step: Step) -> None:
            if not opened:
                page = opening(source, PoseModel.load(model))
                opened.append(stack.enter_context(Writer(database, page)))
            opened[0].add(step)

        yield keep
