"""`python -m tests.benchmarks.speed`: what the coach costs in time and memory, from one run."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from pathlib import Path
from typing import Any

from coach import quiet, resources
from coach.errors import CoachError
from tests.benchmarks.errors import BenchmarkError, UsageError
from tests.benchmarks.figures import Figure, as_tree, figures_table, write_json

quiet.hush()  # before cv2 and mediapipe are imported

from tests.benchmarks import costs, memory, pace, startup  # noqa: E402

MEGA = 1e6
FLAT_BYTES = 64.0
"""Growth a frame, beyond the table of measures, that still counts as flat: 1 MB in 20 minutes."""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.speed", description="Time and memory, from one run."
    )
    parser.add_argument("--clip", type=Path, help="a video; default: the demo clip, 1280x720")
    parser.add_argument("--frames", type=int, metavar="N", help="only its first N frames")
    parser.add_argument("--minutes", type=int, default=20, help="length of the replay for memory")
    parser.add_argument("--no-startup", action="store_true", help="leave `coach practice` out")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures here")
    return parser


def pace_figures(found: pace.Pace) -> list[Figure]:
    """Return what review costs beside bare detection."""
    turns = f"median of {len(found.full_s)} turns in alternation, {found.frames} frames, wall time"
    return [
        Figure("bare decode + detect", 1000 * sum(found.bare_s) / found.frames, "ms/frame"),
        Figure("coach review", 1000 * sum(found.full_s) / found.frames, "ms/frame"),
        Figure("review / bare", found.ratio, "ratio", 1.15, turns),
        Figure("review / bare, all turns", found.total_ratio, "ratio", None, "sums of wall time"),
        Figure("review / bare, processor", found.cpu_ratio, "ratio", None, "sums, all threads"),
    ]


def cost_figures(found: costs.Costs) -> list[Figure]:
    """Return what the coach's own parts cost."""
    how = f"processor time, median of {costs.ROUNDS} rounds"
    slowest = "99th percentile of single frames"
    return [
        Figure("engine + scene", found.engine_and_scene_ms, "ms/frame", 1.0, how),
        Figure("  engine", found.engine_ms, "ms/frame"),
        Figure("  scene", found.scene_ms, "ms/frame"),
        Figure("  slowest frames", found.slowest_ms, "ms/frame", None, slowest),
        Figure("recorder", found.recorder_ms, "ms/frame"),
        Figure("paint", found.paint_ms, "ms/frame", None, "processor time; live practice only"),
        Figure("mirror", found.mirror_ms, "ms/frame", None, "live practice only"),
    ]


def memory_figures(found: memory.Memory) -> list[Figure]:
    """Return what a long session keeps."""
    readings = found.minutes_bytes
    minutes = len(readings)
    how = f"replay of {minutes} min at {found.frames_a_minute / 60:.0f} frames/s, its own process"
    late = f"slope over the last {minutes - minutes // 2} min"
    a_minute = found.growth_bytes * found.frames_a_minute / MEGA
    beyond = found.beyond_table_bytes
    table = f"without the table of measures, {memory.TABLE_BYTES} bytes/frame"
    return [
        Figure("resident, start", found.start_bytes / MEGA, "MB", None, how),
        Figure("resident, after 1 min", readings[0] / MEGA, "MB"),
        Figure("resident, middle", readings[(minutes - 1) // 2] / MEGA, "MB"),
        Figure("resident, end", readings[-1] / MEGA, "MB"),
        Figure("growth", a_minute, "MB/min", None, late),
        Figure("growth", found.growth_bytes, "bytes/frame"),
        Figure("growth beyond the table", beyond, "bytes/frame", FLAT_BYTES, table),
    ]


def startup_figures(found: startup.StartUp) -> list[Figure]:
    """Return how soon the first picture is on the screen."""
    how = (
        found.why_not or f"`coach practice --camera CLIP` under Xvfb, median of {len(found.warm_s)}"
    )
    least = "libraries, model, one detection, and Python's end; in turns with the runs"
    return [
        Figure("first picture, warm cache", found.median_s, "s", 3.0, how),
        Figure("first picture, empty cache", found.cold_s, "s"),
        Figure("least possible", found.median_least_s, "s", None, least),
    ]


def run(options: argparse.Namespace) -> list[Figure]:
    """Measure everything; BenchmarkError or CoachError in one line if something cannot be."""
    if options.frames is not None and options.frames <= pace.WARM_UP:
        raise UsageError(f"--frames must be more than the {pace.WARM_UP} frames of the warm-up")
    if options.minutes < 1:
        raise UsageError("--minutes must be 1 or more")
    clip = options.clip or resources.demo_clip()
    found = pace.measure(clip, options.frames)
    figures = pace_figures(found)
    figures += cost_figures(costs.measure(clip, found.sightings, found.size_px))
    figures += memory_figures(memory.measure(found.sightings, options.minutes))
    if not options.no_startup:
        figures += startup_figures(startup.measure(clip))
    width_px, height_px = found.size_px
    print(f"{clip.name}, {width_px}x{height_px}, {len(found.sightings)} frames, {machine()}\n")
    return figures


def machine() -> str:
    """Return the machine in a few words, and how busy it is."""
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    python = f"Python {platform.python_version()}"
    return f"{os.cpu_count()} cores{load}, {platform.system()}, {python}"


def as_json(figures: list[Figure]) -> dict[str, Any]:
    """Return what `--json` writes."""
    return {
        "format": "psoas-speed",
        "version": 1,
        "machine": machine(),
        "figures": as_tree(figures),
    }


def main(argv: list[str] | None = None) -> int:
    """Run the command; 0 done, 1 it could not be done, 2 wrong usage. A missed bar is a figure."""
    options = _parser().parse_args(argv)
    try:
        with quiet.native_lines_to(None):
            figures = run(options)
            print(figures_table(figures))
            if options.json:
                write_json(options.json, as_json(figures))
    except UsageError as error:
        print(f"benchmarks: {error}", file=sys.stderr)
        return 2
    except (BenchmarkError, CoachError) as error:
        print(f"benchmarks: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("benchmarks: stopped", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
