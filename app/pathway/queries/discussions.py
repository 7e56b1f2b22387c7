"""Reading what was asked of a multi-agency discussion and what it decided.

Whoever calls without naming an actor has authorised the case.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, exists, or_, select, true
from sqlalchemy.orm import contains_eager, joinedload

from app.accounts.models import User
from app.cases.access import visible
from app.cases.models import Case, CaseDocument, ImmediateDanger, Note
from app.clock import today_in_london
from app.database import db
from app.definitions.standards import end_of
from app.engine.council_route import Act, Asked, Basis, Discussed
from app.engine.grounds import Rung
from app.pathway.models import (
    CopyRead,
    Decision,
    Discussion,
    DiscussionRequest,
    DiscussionRequestWithdrawal,
    ManagersDiscussion,
    Result,
)

# Written once: the front page of a case asks it.
_REQUESTS = (
    select(DiscussionRequest).where(DiscussionRequest.case_id == bindparam("case"))
    .order_by(DiscussionRequest.id.desc())
)
_STANDING = _REQUESTS.where(
    ~exists().where(DiscussionRequestWithdrawal.request_id == DiscussionRequest.id),
    ~exists().where(Decision.request_id == DiscussionRequest.id),
    ~exists().where(Discussion.request_id == DiscussionRequest.id,
                    ManagersDiscussion.discussion_id == Discussion.id,
                    ManagersDiscussion.result == Result.STAYS))
_ADDED: Mapping[Any, ColumnElement[bool]] = {
    Note: Note.tells_of.is_(None), CaseDocument: true(),
    ImmediateDanger: ImmediateDanger.about_id.is_(None)}
_ADDED_SINCE = select(or_(*(
    exists().where(model.case_id == bindparam("case"), model.at > bindparam("since"), only)
    for model, only in _ADDED.items())))


def discussion_requests(case: Case) -> Sequence[DiscussionRequest]:
    """Everything that was asked of a discussion in a case, the newest first."""
    return db.session.scalars(_REQUESTS, {"case": case.id}).all()


def standing_requests(case_id: int) -> Mapping[Act, DiscussionRequest]:
    """What is asked for now: neither withdrawn nor decided on, nor ended by the two managers."""
    found = db.session.scalars(_STANDING, {"case": case_id}).all()
    return {one.act: one for one in reversed(found)}


def asked(request: DiscussionRequest | None) -> Asked | None:
    """What was asked for and decided on it, as the gate reads it."""
    if request is None:
        return None
    last = request.last
    return Asked(today_in_london(request.at), _discussed(last) if last else None)


def level_seen(discussion: Discussion) -> Rung | None:
    """The level at which a discussion saw the risk."""
    if discussion.level_id is None or discussion.level_rank is None:
        return None
    return Rung(discussion.level_id, discussion.level_title or "", discussion.level_rank)


def copies_for(actor: User) -> Sequence[Discussion]:
    """The agreements to what the actor recommended whose note they have not read, oldest first."""
    found = (
        select(Discussion).join(Discussion.request).join(DiscussionRequest.case)
        .where(DiscussionRequest.recommended_by_id == actor.id, Discussion.note_id.is_not(None),
               ~exists().where(CopyRead.discussion_id == Discussion.id), visible(actor, Case))
        .options(contains_eager(Discussion.request).contains_eager(DiscussionRequest.case)
                 .joinedload(Case.young_person))
        .order_by(Discussion.id)
    )
    return db.session.scalars(found).all()


def discussion_of(case: Case, discussion_id: int) -> Discussion | None:
    """A discussion of a case; None where there is no such one."""
    found = (
        select(Discussion).join(Discussion.request)
        .where(Discussion.id == discussion_id, DiscussionRequest.case_id == case.id)
        .options(joinedload(Discussion.request))
    )
    return db.session.scalars(found).first()


def _added_since(case_id: int, moment: datetime) -> bool:
    """Whether the case holds what makes a signature stale, from after a moment; the note of a
    discussion does not."""
    return bool(db.session.scalar(_ADDED_SINCE, {"case": case_id, "since": moment}))


def _discussed(one: Discussion) -> Discussed:
    again = one.managers is not None and one.managers.result is Result.AGAIN
    return Discussed(
        held_on=one.held_on, agreed=one.agreed, level=level_seen(one),
        basis=Basis(one.sign_off_id, one.revision_id),
        newer=_added_since(one.case_id, min(one.at, end_of(one.held_on))),
        again_on=one.managers.held_on if again and one.managers else None)
