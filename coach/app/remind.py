"""A desk reminder through the desktop's own notifications; nothing of it touches the network."""

from __future__ import annotations

import math
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from coach.errors import CoachError, UsageError

LEAST_S: Final = 60.0
MOST_S: Final = 24 * 3600.0
TITLE: Final = "Time to stand up"
TEXT: Final = "Three minutes for your hips: coach practice desk-break"
HELLO: Final = "I will remind you"
_FORM: Final = re.compile(r"(?:(\d{1,9})h)?(?:(\d{1,9})m)?(?:(\d{1,9})s)?")
_PATIENCE_S: Final = 30.0
"""A notifier that takes longer hangs."""

_APPLE_SCRIPT: Final = (
    "on run argv\ndisplay notification (item 2 of argv) with title (item 1 of argv)\nend run"
)
_POWER_SHELL: Final = (
    "Add-Type -AssemblyName System.Windows.Forms, System.Drawing;"
    "$n = New-Object System.Windows.Forms.NotifyIcon;"
    "$n.Icon = [System.Drawing.SystemIcons]::Information; $n.Visible = $true;"
    "$n.ShowBalloonTip(10000, '{title}', '{text}', 'None');"
    "Start-Sleep -Seconds 10; $n.Dispose()"
)


@dataclass(frozen=True, slots=True)
class Notifier:
    """The desktop's own program for notifications."""

    program: str
    platform: str = sys.platform

    def show(self, title: str, text: str) -> None:
        """Show a notification; CoachError with one line if the program cannot."""
        try:
            done = subprocess.run(
                self._command(title, text),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                errors="replace",
                timeout=_PATIENCE_S,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise CoachError(f"{self.program} cannot show notifications: {error}") from None
        if done.returncode:
            why = (done.stderr.strip().splitlines() or [f"status {done.returncode}"])[0]
            raise CoachError(f"{self.program} cannot show notifications here: {why}")

    def _command(self, title: str, text: str) -> list[str]:
        if self.platform == "darwin":
            return [self.program, "-e", _APPLE_SCRIPT, title, text]
        if self.platform == "win32":
            script = _POWER_SHELL.format(title=_quoted(title), text=_quoted(text))
            return [self.program, "-NoProfile", "-NonInteractive", "-Command", script]
        return [self.program, "--app-name=Psoas", title, text]


def find_notifier(platform: str = sys.platform) -> Notifier:
    """Return this desktop's notifier; CoachError with what to do if there is none."""
    names = {"darwin": "osascript", "win32": "powershell"}
    name = names.get(platform, "notify-send")
    program = shutil.which(name)
    if program is None:
        hint = "" if platform in names else "; install it (Debian: libnotify-bin)"
        raise CoachError(f"this desktop has no notifier: {name} is not on the PATH{hint}")
    return Notifier(program, platform)


def seconds(text: str) -> float:
    """Return the seconds of `45m`, `1h`, `90s` or `1h30m`; ValueError for anything else."""
    found = _FORM.fullmatch(text.strip().lower())
    if not found or not any(found.groups()):
        raise ValueError(f"write a time like 45m, 1h or 1h30m, not {text!r}")
    hours, minutes, secs = (int(part or 0) for part in found.groups())
    return 3600.0 * hours + 60.0 * minutes + secs


def check(every_s: float, for_s: float) -> None:
    """Raise UsageError if reminders that far apart, for that long, make no sense."""
    if not LEAST_S <= every_s <= MOST_S:
        raise UsageError("--every: from 1m to 24h, so that it helps and does not nag")
    if for_s < every_s:
        raise UsageError("--for is shorter than --every: no reminder would ever come")


def remind(
    notify: Callable[[str, str], object],
    every_s: float,
    for_s: float,
    wait: Callable[[float], object],
) -> int:
    """Remind again and again, `every_s` seconds apart, for `for_s` seconds; return how often.

    An infinite `for_s` ends with Ctrl-C. One more notification comes at once, to show that they do
    come; it is not counted.
    """
    notify(HELLO, f"every {in_words(every_s)}. {TEXT}")
    times = 0
    while (times + 1) * every_s <= for_s:
        wait(every_s)
        notify(TITLE, TEXT)
        times += 1
    return times


def in_words(length_s: float) -> str:
    """Return a length of time as it is typed: 5400 -> `1h30m`."""
    hours, rest = divmod(round(length_s), 3600)
    parts = ((hours, "h"), (rest // 60, "m"), (rest % 60, "s"))
    return "".join(f"{number}{unit}" for number, unit in parts if number)


def _quoted(text: str) -> str:
    return text.replace("'", "''")


FOREVER_S: Final = math.inf
