"""The one error of the benchmarks: a sentence for whoever typed the command."""


class BenchmarkError(Exception):
    """Something that cannot be done, in one line; the command ends with status 1."""


class UsageError(BenchmarkError):
    """A seed, rule or folder that does not exist; the command ends with status 2."""
