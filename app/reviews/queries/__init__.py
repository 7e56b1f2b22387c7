"""Every read of this room, by name: what is compared, and levels over time."""

from app.reviews.queries.across import Across, across
from app.reviews.queries.answer_history import Said, answer_history
from app.reviews.queries.comparing import (
    Compared,
    Completed,
    HighestEver,
    Recorded,
    compared,
    complete_revisions,
    highest_ever,
    last_compared,
    latest_pair,
)
from app.reviews.queries.levels import level_points, level_titles

__all__ = [
    "Across",
    "Compared",
    "Completed",
    "HighestEver",
    "Recorded",
    "Said",
    "across",
    "answer_history",
    "compared",
    "complete_revisions",
    "highest_ever",
    "last_compared",
    "latest_pair",
    "level_points",
    "level_titles",
]
