"""Every read of this room, by name: what is compared, and levels over time."""

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
from app.reviews.queries.trajectory import OverTime, Reviewed, of_toolkit, over_time_of

__all__ = [
    "Compared",
    "Completed",
    "HighestEver",
    "OverTime",
    "Recorded",
    "Reviewed",
    "Said",
    "answer_history",
    "compared",
    "complete_revisions",
    "highest_ever",
    "last_compared",
    "latest_pair",
    "of_toolkit",
    "over_time_of",
]
