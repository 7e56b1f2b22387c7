"""Reading what stands beside a draft: edits and posts kept for it, calls for action, guidance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Row, bindparam, exists, select

from app.accounts.models import User
from app.assessments.models import (
    ActionCall,
    ActionCallWithdrawal,
    Assessment,
    GuidanceRead,
    KeptEdit,
    KeptEditResolution,
    KeptPost,
    KeptPostTaken,
    Revision,
)
from app.assessments.queries.of_assessment import ANY_OVER
from app.cases.listing import LARGEST_ID
from app.cases.models import CaseDocument, Note
from app.database import db
from app.errors import NotFound

_READ = select(GuidanceRead.id).where(
    GuidanceRead.user_id == bindparam("user"), GuidanceRead.version_id == bindparam("version"))
_UNRESOLVED = (
    select(KeptEdit)
    .where(KeptEdit.assessment_id == bindparam("id"),
           ~exists().where(KeptEditResolution.kept_edit_id == KeptEdit.id))
    .order_by(KeptEdit.id)
)
_CALLS = (
    select(ActionCall)
    .where(ActionCall.assessment_id == bindparam("id"), ~ActionCall.withdrawal.has())
    .order_by(ActionCall.id)
)
# Of the tables themselves, for a save by hand: to read these with records takes twice as long.
_CALL, _WITHDRAWN, _GIVEN = (
    table.__table__.c for table in (ActionCall, ActionCallWithdrawal, Revision))
_CALLED = (
    select(_CALL.question_key, _GIVEN.version_id).join_from(
        ActionCall.__table__, Revision.__table__, _GIVEN.id == _CALL.revision_id)
    .where(_CALL.assessment_id == bindparam("id"), ~exists().where(_WITHDRAWN.call_id == _CALL.id))
    .order_by(_CALL.id)
)
_KEPT_POSTS = (
    select(KeptPost)
    .where(KeptPost.user_id == bindparam("user"), KeptPost.assessment_id == bindparam("id"),
           ~exists().where(KeptPostTaken.kept_post_id == KeptPost.id))
    .order_by(KeptPost.id.desc())
)
_DOCUMENTS = select(CaseDocument.id).where(
    CaseDocument.case_id == bindparam("case"), CaseDocument.about_question != "")
_NOTES = select(Note.id).where(
    Note.case_id == bindparam("case"), Note.about_question.is_not(None))
_BESIDE = select(
    ANY_OVER.exists().label("over"), _READ.exists().label("guidance_read"),
    _UNRESOLVED.exists().label("edits"), _KEPT_POSTS.exists().label("posts"),
    _DOCUMENTS.exists().label("documents"), _NOTES.exists().label("notes"),
)


class Beside(NamedTuple):
    """What stands beside a draft: whether it is over; of one person, whether they acknowledged the
    guidance; whether there are `unresolved_edits`, and `kept_posts` of theirs; and whether the case
    has `documents` and `notes` about questions, of whatever toolkit.
    """

    over: bool
    guidance_read: bool
    edits: bool
    posts: bool
    documents: bool
    notes: bool


def beside(user: User, assessment: Assessment) -> Beside:
    """What the pages of a draft ask each time, in one statement."""
    asked = {"id": assessment.id, "user": user.id, "version": assessment.version_id,
             "case": assessment.case_id}
    return Beside(*db.session.execute(_BESIDE, asked).one())


def has_read_guidance(user: User, version_id: int) -> bool:
    """Whether somebody has acknowledged the guidance of a version (S1.1)."""
    return db.session.scalar(_READ, {"user": user.id, "version": version_id}) is not None


def unresolved_edits(assessment: Assessment) -> Sequence[KeptEdit]:
    """Answers kept aside because somebody else answered differently, oldest first."""
    return db.session.scalars(_UNRESOLVED, {"id": assessment.id}).all()


def action_calls(assessment: Assessment) -> Sequence[ActionCall]:
    """Answers that called for action and were not withdrawn, oldest first (S4.33)."""
    return db.session.scalars(_CALLS, {"id": assessment.id}).all()


def get_action_call(assessment: Assessment, call_id: int) -> ActionCall:
    """One of an assessment, withdrawn or not; raises NotFound."""
    found = db.session.get(ActionCall, call_id) if 0 < call_id <= LARGEST_ID else None
    if found is None or found.assessment_id != assessment.id:
        raise NotFound("There is no such call for action here.")
    return found


def called_for_action(assessment: Assessment) -> Sequence[Row[str, int]]:
    """Of each of these the key of the question, and the version that asked it."""
    return db.session.connection().execute(_CALLED, {"id": assessment.id}).all()


def kept_posts(user: User, assessment: Assessment) -> Sequence[KeptPost]:
    """What the user sent after their session ran out and has not decided on, newest first."""
    return db.session.scalars(_KEPT_POSTS, {"user": user.id, "id": assessment.id}).all()


def get_kept_post(user: User, assessment: Assessment, kept_post_id: int) -> KeptPost:
    """One of these; raises NotFound, also for what somebody else typed."""
    for kept in kept_posts(user, assessment):
        if kept.id == kept_post_id:
            return kept
    raise NotFound("What you typed is not kept here any more.")
