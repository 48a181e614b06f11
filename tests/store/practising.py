"""A program that stores a session at 30 frames a second until it is killed.

It prints the time of each frame once the frame has been handed to the writer.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from coach.store import Writer

from . import nouns

if __name__ == "__main__":
    with Writer(Path(sys.argv[1]), nouns.opening()) as writer:
        began = time.monotonic()
        while True:
            t_s = time.monotonic() - began
            writer.add(nouns.step(t_s))
            print(t_s, flush=True)
            time.sleep(1 / 30)
