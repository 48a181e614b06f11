"""Notices that somebody who was asked for one stretch is doing another, or the other side."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from coach.engine.nouns import Cue
from coach.engine.recogniser import Pose, Recogniser
from coach.engine.settings import Asked
from coach.measures import Reading
from coach.stretches import Library

SURE_S: Final = 3.0
"""So long something else must have been done: whoever only passes through it hears nothing."""
AGAIN_S: Final = 15.0
MOST: Final = 2
"""Said so often of one thing, it is known; who goes on has a reason."""


class Mistaken:
    """Watches for all that was not asked for; one for each thing asked."""

    def __init__(self, library: Library, asked: Asked, before: Pose | None = None) -> None:
        """`before` is what was being done: whoever is still in it comes out of it, not mistaken."""
        self._library, self._asked = library, asked
        self._recogniser = Recogniser(list(library.stretches.values()))
        self._before = None if before is None else before.name
        self._said: list[tuple[str, float]] = []
        """Which sentence was said, and when."""

    def update(self, reading: Reading, doing: Pose | None) -> tuple[Cue, ...]:
        """Return what to say at this reading, if anything (readings in order of time).

        Whoever is `doing` what was asked is never mistaken.
        """
        seen = self._recogniser.update(reading)
        for_s = reading.t_s - seen.since_s
        self._leave(seen.pose, for_s)
        pose = seen.pose
        if doing or pose is None or pose.name == self._before or self._is_asked(pose):
            return ()
        key, text = notice(self._library, self._asked, pose)
        said_s = [t_s for said, t_s in self._said if said == text]
        just_said = said_s and reading.t_s - said_s[-1] < AGAIN_S
        if for_s < SURE_S or just_said or len(said_s) == MOST:
            return ()
        self._said.append((text, reading.t_s))
        return (Cue(reading.t_s, "setup", key, text),)

    def _leave(self, pose: Pose | None, for_s: float) -> None:
        """Forget what was being done once it has given way to something else, or to nothing."""
        if (pose is None and for_s >= SURE_S) or (pose is not None and pose.name != self._before):
            self._before = None

    def _is_asked(self, pose: Pose) -> bool:
        same = pose.stretch.id == self._asked.stretch
        return same and self._asked.side in (None, pose.side)


def notice(library: Library, asked: Asked, seen: Pose) -> tuple[str, str]:
    """Return the key and the words about `seen` being done in place of what was asked."""
    if seen.stretch.id == asked.stretch:
        key, names = "setup.other-side", {"asked": asked.side or ""}
    else:
        key = "setup.other-stretch"
        names = {"seen": seen.stretch.name, "asked": library.get(asked.stretch).name}
    return key, library.words[key][0].format(**{n: text.lower() for n, text in names.items()})


def notices(library: Library, asked: Asked) -> Iterator[str]:
    """Yield all that may be said to somebody who was asked for this."""
    for stretch in library.stretches.values():
        for side in stretch.side_names:
            pose = Pose(stretch, side)
            if stretch.id != asked.stretch or asked.side not in (None, side):
                yield notice(library, asked, pose)[1]
