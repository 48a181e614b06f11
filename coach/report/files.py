"""The files of a review: `<stem>.json`, `<stem>.csv` and `<stem>.html`, whole or not at all."""

from __future__ import annotations

import contextlib
import csv
import errno
import io
import json
import math
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from coach.engine.nouns import Cue
from coach.errors import CoachError
from coach.measures import INDEX, PUBLIC
from coach.report.data import FaultRecord, Hold, ReadingTable, ReportData, Spread, StretchEntry
from coach.report.page import html_text

FORMAT: Final = "coach-review"
VERSION: Final = 1


def write_files(data: ReportData, folder: Path, stem: str) -> tuple[Path, Path, Path]:
    """Write the three files and return their paths: JSON, CSV, HTML.

    The folder is made if it is missing. All three are written beside their final names first and
    renamed only when all are whole. CoachError with one line if anything cannot be written.
    """
    texts = {"json": json_text(data), "csv": csv_text(data), "html": html_text(data)}
    paths = {folder / f"{stem}.{kind}": text for kind, text in texts.items()}
    write_whole(paths)
    json_path, csv_path, html_path = paths
    return json_path, csv_path, html_path


def check_folder(folder: Path) -> None:
    """Raise CoachError if nothing can be written there, before an hour of work shows it."""
    try:
        places = (folder, *folder.absolute().parents)
        there = next((place for place in places if place.exists()), folder)
        with tempfile.TemporaryFile(dir=there):
            pass
    except OSError as error:
        raise CoachError(_cannot(folder, error)) from None


def write_whole(texts: dict[Path, str]) -> None:
    """Write every text to its path as UTF-8, all or none; CoachError with one line if that fails.

    A character that UTF-8 cannot hold (a file name of unknown encoding) becomes `?`.
    """
    staged: list[tuple[Path, Path]] = []
    target = next(iter(texts))
    try:
        for path, text in texts.items():
            target = path.resolve()  # a link stays a link
            _spare(target)
            target.parent.mkdir(parents=True, exist_ok=True)
            part = target.parent / f".coach-{os.getpid()}-{len(staged)}.part"
            staged.append((part, target))
            _write_synced(part, text.encode("utf-8", "replace"))
        with contextlib.ExitStack() as undo:
            for part, target in staged:
                undo.callback(_copied(target, part.with_suffix(".old")))
                part.replace(target)
            undo.pop_all()
    except OSError as error:
        raise CoachError(_cannot(target, error)) from None
    finally:
        for part, _ in staged:
            for scrap in (part, part.with_suffix(".old")):
                with contextlib.suppress(OSError):
                    scrap.unlink(missing_ok=True)


def _spare(target: Path) -> None:
    """Raise OSError if a file would take the place of something else, such as a device."""
    if target.exists() and not target.is_file():
        raise OSError(errno.EEXIST, "there is something that is no file")


def _copied(target: Path, copy: Path) -> Callable[[], None]:
    """Copy what stands at a path; return what puts it back, or nothing where nothing stood."""
    if not target.exists():
        return lambda: target.unlink(missing_ok=True)
    shutil.copyfile(target, copy)

    def put_back() -> None:
        copy.replace(target)

    return put_back


def _write_synced(path: Path, content: bytes) -> None:
    # A full disk may show only when the bytes leave the cache, and must show before the rename.
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _cannot(path: Path, error: OSError) -> str:
    why = (error.strerror or str(error)).lower()
    return f"{path}: cannot be written: {why}; free some space or choose another folder"


def json_text(data: ReportData) -> str:
    """Return the session as strict JSON; what is not known is null."""
    tree = {
        "format": FORMAT,
        "version": VERSION,
        "source": _source(data),
        "software": _software(data),
        "stretches": [_entry(entry) for entry in data.stretches],
        "cues": [_cue(cue) for cue in data.cues],
        "warnings": list(data.warnings),
    }
    return json.dumps(tree, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _source(data: ReportData) -> dict[str, Any]:
    return {
        "path": data.source.path,
        "width_px": data.source.width_px,
        "height_px": data.source.height_px,
        "fps": _number(data.source.fps),
        "duration_s": _number(data.duration_s),
        "frames": data.frames,
        "frames_with_body": data.frames_with_body,
    }


def _software(data: ReportData) -> dict[str, Any]:
    return {
        "coach": data.software.coach,
        "mediapipe": data.software.mediapipe,
        "models": data.software.models,
        "stretches": data.stretch_sums,
    }


def _entry(entry: StretchEntry) -> dict[str, Any]:
    return {
        "stretch": entry.stretch.id,
        "side": entry.side,
        "view": entry.view,
        "start_s": _number(entry.start_s),
        "end_s": _number(entry.end_s),
        "holds": [_hold(hold) for hold in entry.holds],
        "faults": [_fault(fault) for fault in entry.faults],
        "not_judged": [{"rule": n.rule, "reason": n.reason} for n in entry.not_judged],
        "measures": {name: _spread(spread) for name, spread in entry.measures.items()},
    }


def _hold(hold: Hold) -> dict[str, Any]:
    return {
        "start_s": _number(hold.start_s),
        "end_s": _number(hold.end_s),
        "held_s": _number(hold.held_s),
        "in_form_s": _number(hold.in_form_s),
    }


def _fault(fault: FaultRecord) -> dict[str, Any]:
    return {
        "rule": fault.rule,
        "side": fault.side,
        "start_s": _number(fault.start_s),
        "end_s": _number(fault.end_s),
        "peak": _number(fault.peak, 2),
        "bound": _number(fault.bound, 2),
        "unit": fault.unit,
    }


def _spread(spread: Spread) -> dict[str, Any]:
    return {name: _number(getattr(spread, name), 2) for name in ("median", "min", "max", "sd")}


def _cue(cue: Cue) -> dict[str, Any]:
    return {
        "t_s": _number(cue.t_s),
        "kind": cue.kind,
        "key": cue.key,
        "text": cue.text,
        "rule": cue.rule,
    }


def _number(value: float | None, digits: int = 3) -> float | None:
    """Return the value rounded (times to the millisecond), None if it is not a finite number."""
    if value is None or not math.isfinite(value):
        return None
    return round(float(value), digits) + 0.0  # + 0.0: no "-0.0" in the file


def csv_text(data: ReportData) -> str:
    """Return the measures of every frame as CSV; an empty cell = not measured."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["t_s", *(column for name in PUBLIC for column in (name, f"{name}_sd"))])
    writer.writerows(_rows(data.table))
    return out.getvalue()


def _rows(table: ReadingTable) -> Iterator[list[str]]:
    order = [INDEX[name] for name in PUBLIC]
    values, sds = table.values[:, order].tolist(), table.sds[:, order].tolist()
    for t_s, means, deviations in zip(table.t_s.tolist(), values, sds, strict=True):
        cells = (cell for pair in zip(means, deviations, strict=True) for cell in pair)
        yield [f"{t_s:.3f}", *_cells(cells)]


def _cells(values: Iterable[float]) -> Iterator[str]:
    for value in values:
        yield f"{round(value, 2) + 0.0:.2f}" if math.isfinite(value) else ""
