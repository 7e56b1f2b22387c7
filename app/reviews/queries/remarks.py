"""What is said about comparisons: comments on their rows, and changes that reviewers ask for.

Everything here takes a case or a pair of revisions that has been authorised.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.assessments.models import Revision
from app.cases.access import withheld_from
from app.cases.listing import LARGEST_ID
from app.cases.models import Case
from app.cases.withholding import keys_withheld_across
from app.database import db
from app.engine.withheld_rows import hides
from app.errors import NotFound
from app.reviews.models import ChangeRequest, RowComment

Pair = tuple[int, int]
"""The ids of the revisions of a comparison, earlier first."""

# Written once: every page of a comparison asks it.
_COUNTS = (
    select(RowComment.key, func.count())
    .where(RowComment.earlier_id == bindparam("earlier"),
           RowComment.later_id == bindparam("later"))
    .group_by(RowComment.key).order_by(RowComment.key)
)
_OF_PAIR = (
    select(RowComment)
    .where(RowComment.earlier_id == bindparam("earlier"),
           RowComment.later_id == bindparam("later"))
    .order_by(RowComment.id)
)
_REQUESTS = (
    select(ChangeRequest).where(ChangeRequest.case_id == bindparam("case"))
    .options(joinedload(ChangeRequest.assessment)).order_by(ChangeRequest.id.desc())
)


def comments_of(pair: Pair) -> Mapping[str, int]:
    """How many comments each row of a comparison has, by its key; none where there is none."""
    asked = {"earlier": pair[0], "later": pair[1]}
    return {key: number for key, number in db.session.execute(_COUNTS, asked)}


def comments_on(pair: Pair, key: str | None = None) -> Sequence[RowComment]:
    """The comments on a comparison, or on one of its rows, oldest first."""
    found = _OF_PAIR if key is None else _OF_PAIR.where(RowComment.key == key)
    return db.session.scalars(found, {"earlier": pair[0], "later": pair[1]}).all()


def comments_elsewhere(
    actor: User, case: Case, pair: Pair, keys: frozenset[str]
) -> Sequence[RowComment]:
    """What was said of a question in other comparisons of the case, newest first; nothing that was
    said where a version marked it as withheld from the actor."""
    sensitivities = withheld_from(actor, case)
    found = (
        select(RowComment)
        .where(RowComment.case_id == case.id, RowComment.key.in_(sorted(keys)),
               (RowComment.earlier_id != pair[0]) | (RowComment.later_id != pair[1]))
        .order_by(RowComment.id.desc())
    )
    return [one for one in db.session.scalars(found).all()
            if not hides(_withheld(sensitivities, one), one.key)]


def _withheld(sensitivities: frozenset[str], comment: RowComment) -> frozenset[str]:
    earlier, later = (db.session.get_one(Revision, id_).version
                      for id_ in (comment.earlier_id, comment.later_id))
    return keys_withheld_across(sensitivities, earlier, later, but_urgent=True)


def change_requests(case_id: int) -> Sequence[ChangeRequest]:
    """Every time that changes were asked for in a case, newest first."""
    return db.session.scalars(_REQUESTS, {"case": case_id}).unique().all()


def open_requests(case_id: int, assessment_id: int | None = None) -> Sequence[ChangeRequest]:
    """Those to which something is still to be added, of one assessment where it is given."""
    return [request for request in change_requests(case_id)
            if request.open and assessment_id in (None, request.assessment_id)]


def get_change_request(case: Case, request_id: int) -> ChangeRequest:
    """One of a case; raises NotFound."""
    found = db.session.get(ChangeRequest, request_id) if 0 < request_id <= LARGEST_ID else None
    if found is None or found.case_id != case.id:
        raise NotFound("There is no such request for changes in this case.",
                       chain=f"case:{case.id}", subject=f"change-request:{request_id}")
    return found
