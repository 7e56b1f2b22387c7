"""Every read of this room, by name: what is compared, signed and said, and levels over time."""

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
from app.reviews.queries.signing import (
    baseline,
    explained_flags,
    get_sign_off,
    last_sign_off,
    on_record,
    sign_off_of,
    sign_offs,
    signed_parts,
    with_papers,
)
from app.reviews.queries.standing import Reason, Standing, Stands, standing

__all__ = [
    "AssessmentAsItWas",
    "CaseAsItWas",
    "Compared",
    "Completed",
    "HighestEver",
    "Reason",
    "Recorded",
    "Standing",
    "Stands",
    "assessment_as_it_was",
    "baseline",
    "case_as_it_was",
    "compared",
    "compared_as_it_was",
    "complete_revisions",
    "explained_flags",
    "get_sign_off",
    "highest_ever",
    "last_compared",
    "last_sign_off",
    "latest_pair",
    "level_points",
    "level_titles",
    "on_record",
    "sign_off_of",
    "sign_offs",
    "signed_parts",
    "since_compared",
    "standing",
    "with_papers",
]
