"""Every read of this room, by name. What is computed from what is read is in `computing`.

What takes an assessment or a case takes one that has been authorised.
"""

from app.assessments.computing import Computed, computed, computed_for
from app.assessments.queries.of_assessment import (
    at_hand,
    get_assessment,
    get_revision,
    head_of,
    is_draft,
    is_over,
    is_submitted,
    revision,
    revisions_of,
    standing_of,
    standing_upgrade,
    submission_of,
    versions_of,
)
from app.assessments.queries.of_case import (
    Draft,
    Submitted,
    draft_of,
    drafts_of,
    last_submitted,
    review_due,
    review_due_of,
    submitted_assessments,
)
from app.assessments.queries.of_draft import (
    Beside,
    action_calls,
    beside,
    called_for_action,
    get_action_call,
    get_kept_post,
    has_read_guidance,
    kept_posts,
    unresolved_edits,
)

__all__ = [
    "Beside",
    "Computed",
    "Draft",
    "Submitted",
    "action_calls",
    "at_hand",
    "beside",
    "called_for_action",
    "computed",
    "computed_for",
    "draft_of",
    "drafts_of",
    "get_action_call",
    "get_assessment",
    "get_kept_post",
    "get_revision",
    "has_read_guidance",
    "head_of",
    "is_draft",
    "is_over",
    "is_submitted",
    "kept_posts",
    "last_submitted",
    "review_due",
    "review_due_of",
    "revision",
    "revisions_of",
    "standing_of",
    "standing_upgrade",
    "submission_of",
    "submitted_assessments",
    "unresolved_edits",
    "versions_of",
]
