"""The first use of practice: one screen of what this is not, then a short look for warning signs.

Neither is a diagnosis. It is asked in a window, or else in the terminal; whoever cannot be asked
(no window and no terminal, `--no-questions`) or does not answer sees the note once, goes on, and is
asked the next time. A yes ends it: kindly, and with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final, Protocol

from coach.errors import CoachError
from coach.store import Reader, Screening, keep_screening

TITLE: Final = "Before you begin"
NOTE: Final = (
    "This is a coach, not a clinician: nothing it says is medical advice or a diagnosis.",
    "Talk with a doctor or a physiotherapist before you begin, above all after an injury or an "
    "operation, in pregnancy, or with pain that you do not know.",
    "Stretch warm muscles only: walk or march for a few minutes first, or stretch after exercise.",
    "A stretch may pull, it should never hurt. Move slowly, keep breathing, and stop at any pain.",
)
SIGNS: Final = {
    "snapping-swelling": "a snapping in the hip together with swelling",
    "worsening-pain": "a pain in hip, groin or back that is getting worse",
    "suspected-tear": "a sudden sharp pain after which you suspect a tear",
}
"""Warning signs: id -> words that follow on "do you have"."""

Answer = bool | None
"""True = yes or go on, False = no, None = no answer."""


class Asker(Protocol):
    """Whatever shows a page and takes an answer."""

    def read(self, title: str, lines: Sequence[str]) -> Answer:
        """Show a page and wait until it was read; None if nobody does."""

    def ask(self, title: str, lines: Sequence[str]) -> Answer:
        """Show a question and wait for yes or no; None if nobody answers."""

    def part(self, title: str, lines: Sequence[str]) -> None:
        """Show why this ends here, where the line in the terminal would not be seen."""


class Nobody:
    """Where nobody can be asked: the note is printed, and not answered."""

    def __init__(self, tell: Callable[[str], object], *, seen: bool) -> None:
        """`tell` prints a line; `seen`: the note was shown before, and once is enough."""
        self._tell, self._seen = tell, seen

    def read(self, title: str, lines: Sequence[str]) -> Answer:
        """Print the page."""
        for line in () if self._seen else (f"{title}:", *(f"  {line}" for line in lines)):
            self._tell(line)
        return None

    def ask(self, title: str, lines: Sequence[str]) -> Answer:
        """Ask nobody."""
        return None

    def part(self, title: str, lines: Sequence[str]) -> None:
        """Leave it to the line in the terminal."""


def last_screening(database: Path) -> Screening | None:
    """Return what was answered last; None if the note was never shown. CoachError if unreadable."""
    with Reader(database) as reader:
        return reader.screening()


def welcome(database: Path, asker: Asker, now: Callable[[], datetime] = datetime.now) -> None:
    """Show the note, look for warning signs, and store what was answered, with its date.

    CoachError, one kind line, if a sign is there, or was there when somebody last answered: then
    nothing should be practised today.
    """
    before = last_screening(database)
    told = _answers(asker)
    known = before.answers if before else {}
    # what was not answered this time stays as it was: half an answer takes no sign back
    answers = {sign: known.get(sign) if told[sign] is None else told[sign] for sign in SIGNS}
    if before is None or any(answer is not None for answer in told.values()):
        shown = now().astimezone().isoformat(timespec="seconds")
        keep_screening(database, Screening(shown, answers))
    found = [words for sign, words in SIGNS.items() if answers.get(sign)]
    if found:
        why = advice(found[0])
        asker.part("Not today", [why[:1].upper() + why[1:] + "."])
        raise CoachError(why)


def advice(sign: str) -> str:
    """Return why there is no practice with this sign (its words), and what to do instead."""
    return (
        f"let us not stretch today: you have {sign}, and that is for somebody who can examine you. "
        "Please see a doctor or a physiotherapist first, and come back when they say that you may "
        "stretch; `coach practice` then asks again. This is no diagnosis"
    )


def _answers(asker: Asker) -> dict[str, Answer]:
    """Ask for one sign after the other, until one is there or nobody answers."""
    answers: dict[str, Answer] = dict.fromkeys(SIGNS)
    if not asker.read(TITLE, NOTE):
        return answers
    for number, (sign, words) in enumerate(SIGNS.items(), start=1):
        title = f"A short look first ({number} of {len(SIGNS)})"
        answers[sign] = asker.ask(title, [f"Do you have {words}?"])
        if answers[sign] is not False:
            break
    return answers
