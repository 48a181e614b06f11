"""Which key was pressed; the codes are those that OpenCV's Qt window told under Xvfb."""

from __future__ import annotations

import pytest

from coach.overlay.window import character


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (0x61, "a"),
        (0x33, "3"),
        (0x20, " "),
        (0x1B, "\x1b"),
        (0x0D, "\r"),
        (0x50, "P"),
        pytest.param(0x100000 + 0x70, "p", id="GTK, with Num Lock"),
        pytest.param(0xFF51, None, id="left"),
        pytest.param(0xFF54, None, id="down"),
        pytest.param(0xFF67, None, id="menu"),
        pytest.param(0xFFE5, None, id="Caps Lock"),
        pytest.param(0x280000, None, id="down, on Windows"),
    ],
)
def test_only_keys_that_write_something_are_told(code: int, expected: str | None) -> None:
    assert character(code) == expected
