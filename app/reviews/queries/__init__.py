"""Every read of this room, by name: what is compared, and levels over time."""

from app.reviews.queries.as_it_was import (
    AssessmentAsItWas,
    CaseAsItWas,
    assessment_as_it_was,
    case_as_it_was,
    since_compared,
)
from app.reviews.queries.comparing import (
    Compared,
    Completed,
    HighestEver,
    Recorded,
    compared,
    compared_as_it_was,
    complete_revisions,
    highest_ever,
    last_compared,
    latest_pair,
)
from app.reviews.queries.levels import level_points, level_titles

__all__ = [
    "AssessmentAsItWas",
    "CaseAsItWas",
    "Compared",
    "Completed",
    "HighestEver",
    "Recorded",
    "assessment_as_it_was",
    "case_as_it_was",
    "compared",
    "compared_as_it_was",
    "complete_revisions",
    "highest_ever",
    "last_compared",
    "latest_pair",
    "level_points",
    "level_titles",
    "since_compared",
]
