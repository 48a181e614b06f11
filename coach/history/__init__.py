"""What a person's sessions tell together: pure functions over rows. No diagnosis, only a view."""

from coach.history.depth import best_deg, deeper, reached_deg, tighter_side
from coach.history.discomfort import advice
from coach.history.easing import Easings, eased, easings
from coach.history.rows import Done, Row

__all__ = [
    "Done",
    "Easings",
    "Row",
    "advice",
    "best_deg",
    "deeper",
    "eased",
    "easings",
    "reached_deg",
    "tighter_side",
]
