"""Every read of this room, by name: what is compared, signed and said, and levels over time."""

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
from app.reviews.queries.deciding import newest_sign_off, sees_all, whole_comparison
from app.reviews.queries.levels import level_points, level_titles
from app.reviews.queries.remarks import (
    change_requests,
    comments_elsewhere,
    comments_of,
    comments_on,
    get_change_request,
    open_requests,
)
from app.reviews.queries.signing import (
    baseline,
    explained_flags,
    get_sign_off,
    had_a_hand,
    last_sign_off,
    on_record,
    sign_off_of,
    sign_offs,
    signed_parts,
    with_papers,
)
from app.reviews.queries.standing import Reason, Standing, Stands, standing

__all__ = [
    "Across",
    "Compared",
    "Completed",
    "HighestEver",
    "Reason",
    "Recorded",
    "Said",
    "Standing",
    "Stands",
    "across",
    "answer_history",
    "baseline",
    "change_requests",
    "comments_elsewhere",
    "comments_of",
    "comments_on",
    "compared",
    "complete_revisions",
    "explained_flags",
    "get_change_request",
    "get_sign_off",
    "had_a_hand",
    "highest_ever",
    "last_compared",
    "last_sign_off",
    "latest_pair",
    "level_points",
    "level_titles",
    "newest_sign_off",
    "on_record",
    "open_requests",
    "sees_all",
    "sign_off_of",
    "sign_offs",
    "signed_parts",
    "standing",
    "whole_comparison",
    "with_papers",
]
