"""Every write of this room, by name: who may, the change and its record, in one transaction."""

from app.assessments.operations.adding import add_addendum
from app.assessments.operations.calling import withdraw_action_call
from app.assessments.operations.changing import AlreadySubmitted
from app.assessments.operations.completing import (
    Incomplete,
    findings_of,
    needs_why_carried,
    stale_evidence,
)
from app.assessments.operations.ending_harm import end_harm
from app.assessments.operations.joining import Edit, MovedOn, Opened
from app.assessments.operations.keeping import (
    discard_kept_post,
    keep_post,
    put_back_kept_post,
)
from app.assessments.operations.resolving import resolve_conflict
from app.assessments.operations.saving import Saved, save
from app.assessments.operations.starting import (
    DraftExists,
    acknowledge_guidance,
    start,
    start_review,
)
from app.assessments.operations.submitting import (
    set_aside,
    share_unfinished,
    GraceOver,
    submit,
)
from app.assessments.operations.upgrading import undo_upgrade, upgrade

__all__ = [
    "AlreadySubmitted",
    "DraftExists",
    "Edit",
    "GraceOver",
    "Incomplete",
    "MovedOn",
    "Opened",
    "Saved",
    "acknowledge_guidance",
    "add_addendum",
    "discard_kept_post",
    "end_harm",
    "findings_of",
    "keep_post",
    "needs_why_carried",
    "put_back_kept_post",
    "resolve_conflict",
    "save",
    "set_aside",
    "share_unfinished",
    "stale_evidence",
    "start",
    "start_review",
    "submit",
    "undo_upgrade",
    "upgrade",
    "withdraw_action_call",
]
