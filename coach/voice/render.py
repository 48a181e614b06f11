"""The child process that speaks sentences into WAV files: `python -m coach.voice.render < order`.

The order is JSON on stdin: {"voice": name or null, "rate_wpm": n, "limit_s": s, "scratch": folder,
"jobs": [{"text", "wav"}]}. Each WAV is renamed into place when it is whole, so that whatever is
there when this process is killed can be used. Each line on stderr says what failed; exit status 1.

pyttsx3's run loop may hang for ever, hence the process. Its espeak driver speaks in a thread of its
own, and the first `runAndWait` returns before that thread is done (its end-of-loop command runs
first), so that the next sentence may be lost to the end of the first. A loop with nothing to say
comes first, therefore; the file is waited for, not the call; and a sentence that got lost is spoken
once more.
"""

from __future__ import annotations

import ctypes
import faulthandler
import json
import os
import sys
import time
from pathlib import Path
from typing import Any, Final, NoReturn

from coach.voice.clips import BadClipError, import_speech, is_complete, write_clip

FILE_WAIT_S: Final = 2.0
"""How long a sentence may take to reach the disk after the run loop has ended."""


class RenderError(Exception):
    """Nothing more can be rendered; one line."""


def load_bundled_espeak() -> None:
    """Make pyttsx3 find the libespeak-ng of the `espeakng-loader` wheel: no system package needed.

    pyttsx3 asks the linker for `libespeak-ng.so.1`, which is answered by a library of that name
    that is already in the process. Without the wheel an installed espeak-ng is used.
    """
    try:
        import espeakng_loader
    except ImportError:
        return
    ctypes.CDLL(espeakng_loader.get_library_path(), mode=ctypes.RTLD_GLOBAL)
    os.environ["ESPEAK_DATA_PATH"] = espeakng_loader.get_data_path()


def open_engine(voice: str | None, rate_wpm: int) -> Any:
    """Start pyttsx3 with the platform's driver; raises RenderError for an unknown voice."""
    if sys.platform.startswith("linux"):
        load_bundled_espeak()
    import pyttsx3  # after the library above

    engine = pyttsx3.init()
    if voice is not None:
        engine.setProperty("voice", _voice_id(engine, voice))
    engine.setProperty("rate", rate_wpm)
    engine.runAndWait()  # see above
    return engine


def _voice_id(engine: Any, wanted: str) -> str:
    voices = engine.getProperty("voices")
    for voice in voices:
        if wanted.lower() in (str(voice.id).lower(), str(voice.name).lower()):
            return str(voice.id)
    known = ", ".join(sorted(str(voice.name) for voice in voices)[:5])
    raise RenderError(f"no voice is named {wanted!r}; there are {known} and others")


def speak_to(engine: Any, text: str, raw: Path, wav: Path) -> None:
    """Render one sentence and rename it into place; raises RenderError or BadClipError."""
    for _ in range(2):
        engine.save_to_file(text, str(raw))
        engine.runAndWait()
        if _arrives(raw):
            clean = raw.with_suffix(".clean")
            write_clip(clean, import_speech(raw))
            clean.replace(wav)
            return
    # A late end would be written under the next sentence's name, so there is no next one.
    raise RenderError("the speech engine wrote no file")


def _arrives(raw: Path) -> bool:
    give_up_s = time.monotonic() + FILE_WAIT_S
    while not is_complete(raw):
        if time.monotonic() > give_up_s:
            return False
        time.sleep(0.002)
    return True


def render(order: dict[str, Any]) -> list[str]:
    """Render every job; returns a line for each sentence that came out wrong."""
    engine = open_engine(order["voice"], order["rate_wpm"])
    # macOS writes AIFF and refuses to write under some other names.
    suffix = ".aiff" if sys.platform == "darwin" else ".wav"
    wrong = []
    for number, job in enumerate(order["jobs"]):
        try:
            raw = Path(order["scratch"], f"{number}{suffix}")
            speak_to(engine, job["text"], raw, Path(job["wav"]))
        except BadClipError as error:  # noqa: PERF203 - one bad sentence must not stop the rest
            wrong.append(f"{job['text']!r}: {error}")
    return wrong


def main() -> NoReturn:
    """Render the order on stdin and end the process."""
    order = json.load(sys.stdin)
    with Path(os.devnull).open("w") as nowhere:
        # If the parent dies, nobody else ends a run loop that hangs.
        faulthandler.dump_traceback_later(order["limit_s"], exit=True, file=nowhere)
        try:
            wrong = render(order)
        except Exception as error:  # noqa: BLE001 - drivers raise whatever their platform raises
            wrong = [(str(error) or type(error).__name__).replace("\n", " ")]
        faulthandler.cancel_dump_traceback_later()
    sys.stderr.write("".join(f"{line}\n" for line in wrong))
    sys.stdout.flush()
    sys.stderr.flush()
    # Speech drivers keep threads and run loops that can hold up a normal exit.
    os._exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
