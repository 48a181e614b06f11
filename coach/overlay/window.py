"""A window on the screen: the one place that opens one."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from coach.errors import CoachError

TITLE: Final = "Psoas"
NO_KEY: Final = -1


class Window:
    """Shows pictures and hands over keys; use it in the main thread only."""

    def __init__(self, width_px: int, height_px: int) -> None:
        """Open the window; CoachError with one line if this machine has no screen."""
        why_not = no_screen()
        if why_not:
            raise CoachError(why_not)
        try:
            cv2.namedWindow(TITLE, cv2.WINDOW_NORMAL | cv2.WINDOW_KEEPRATIO | cv2.WINDOW_GUI_NORMAL)
            cv2.resizeWindow(TITLE, width_px, height_px)
        except cv2.error as error:
            raise CoachError(
                f"no window can be opened ({error.err}): keep `opencv-python` as the only OpenCV "
                "package, or use --no-window"
            ) from None

    def show(self, bgr: npt.NDArray[np.uint8]) -> None:
        """Show a picture, uint8 (H, W, 3), blue first."""
        cv2.imshow(TITLE, bgr)

    def key(self) -> str | None:
        """Return the key that was pressed, as a character, or None; lets the window breathe."""
        code = cv2.waitKeyEx(1)
        if code == NO_KEY:
            return "q" if self._closed_by_user() else None
        return character(code)

    def close(self) -> None:
        """Close the window; closing twice is fine."""
        cv2.destroyAllWindows()

    @staticmethod
    def _closed_by_user() -> bool:
        try:
            return cv2.getWindowProperty(TITLE, cv2.WND_PROP_VISIBLE) < 1
        except cv2.error:
            return True


def character(code: int) -> str | None:
    """Return the character of a key's code as OpenCV tells it; None for arrows and the like.

    Their lowest eight bits, which `waitKey` tells, are those of some letter: of 0xFF54, the arrow
    down, those of T.
    """
    plain = code & 0xFFFF  # above stand the keys held down with it, or, on Windows, those arrows
    return chr(plain) if 0 < plain < 0x100 else None


def no_screen() -> str | None:
    """Return why no window can be opened here, in one line; None if one can.

    On Linux the Qt inside OpenCV ends the whole process when it finds no display, so this is asked
    before.
    """
    if not sys.platform.startswith("linux"):
        return None
    display = os.environ.get("DISPLAY", "")  # OpenCV's Qt speaks X11 only, also under Wayland
    if not display:
        return "no screen here (DISPLAY is not set): use --no-window"
    host, _, number = display.rpartition(":")
    screen = number.split(".")[0]
    if screen.isdecimal() and (_is_here(screen) if host in ("", "unix") else _is_at(host, screen)):
        return None
    return f"no screen answers at DISPLAY={display}: use --no-window"


def _is_here(screen: str) -> bool:
    path = Path("/tmp/.X11-unix") / f"X{screen}"
    with socket.socket(socket.AF_UNIX) as probe:
        # Both names of a local display are tried: a file, and Linux's abstract one.
        return any(probe.connect_ex(name) == 0 for name in (str(path), f"\0{path}"))


def _is_at(host: str, screen: str) -> bool:
    """Return whether a forwarded display (ssh -X) answers."""
    try:
        socket.create_connection((host, 6000 + int(screen)), timeout=1.0).close()
    except (OSError, OverflowError):  # the latter for a screen beyond any port
        return False
    return True
