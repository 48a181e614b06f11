"""Sessions on disk: one SQLite file in the user's data folder, written as a session happens."""

from coach.store.person import keep_done, keep_screening
from coach.store.reader import Reader
from coach.store.session import Command, Discomfort, Opening, Screening, Session
from coach.store.writer import Writer

__all__ = [
    "Command",
    "Discomfort",
    "Opening",
    "Reader",
    "Screening",
    "Session",
    "Writer",
    "keep_done",
    "keep_screening",
]
