"""A slot between two threads that holds only the newest item."""

from __future__ import annotations

from threading import Condition
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Ended(Exception):  # noqa: N818 - it is the end of a stream, not an error
    """The writer has finished and everything was taken."""


class Newest(Generic[Item]):
    """One thread puts, another takes; what was not taken in time is replaced.

    A camera does not wait. Old pictures in a queue would make the coach speak of the past.
    """

    def __init__(self) -> None:
        self._changed = Condition()
        self._item: Item | None = None
        self._ended = False
        self._error: BaseException | None = None

    def put(self, item: Item) -> None:
        """Replace whatever is in the slot. Never waits."""
        with self._changed:
            self._item = item
            self._changed.notify()

    def end(self, error: BaseException | None = None) -> None:
        """Say that no more will come; `error` is raised in the reader after the last item."""
        with self._changed:
            self._ended, self._error = True, error
            self._changed.notify()

    def take(self, timeout_s: float) -> Item | None:
        """Return the newest item, waiting for it at most `timeout_s`; None if none came.

        Raises Ended after the last item, or the error that the writer ended with.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._item is not None or self._ended, timeout_s)
            item, self._item = self._item, None
            if item is None and self._ended:
                raise self._error or Ended
            return item
