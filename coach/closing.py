"""The `with` half of whatever has to be closed."""

from __future__ import annotations

from types import TracebackType
from typing import TypeVar

ClosingT = TypeVar("ClosingT", bound="Closing")


class Closing:
    """Leaving a `with` block closes it, whatever happened inside."""

    def close(self) -> None:
        """Free what is held, here nothing; closing twice is fine."""

    def __enter__(self: ClosingT) -> ClosingT:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
