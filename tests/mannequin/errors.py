"""The one error of this package: a sentence for the person who typed the command."""


class MannequinError(Exception):
    """Something that cannot be done, said in one line; the command ends with status 1."""


class UsageError(MannequinError):
    """A name, seed or number that does not exist; the command ends with status 2."""
