"""What a person is meant to read: one line that says what is wrong and what to do."""


class CoachError(Exception):
    """The work could not be done. `str(error)` is one line for the user; exit status 1."""


class SourceError(CoachError):
    """A camera or a file could not be opened or read."""


class UsageError(CoachError):
    """The command was used wrongly; exit status 2."""
