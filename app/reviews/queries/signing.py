"""Sign-offs: which two assessments are signed next, what was signed, and whether it still stands.

Whoever calls without naming an actor has authorised the case.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import joinedload, undefer

from app.accounts.models import User
from app.assessments.models import (
    ActionCall,
    Assessment,
    HarmRecord,
    Revision,
    RevisionKind,
)
from app.cases import queries as cases
from app.cases.listing import LARGEST_ID
from app.cases.models import CaseDocument, ImmediateDanger, Note
from app.clock import EVER
from app.database import db
from app.definitions.queries import definition_of
from app.engine.flagged import FlagExplained, explained
from app.engine.signed_document import withheld_parts
from app.engine.withholding import dated_by
from app.errors import NotFound
from app.reviews.models import ChangeRequest, RowComment, SignOff, SignOffSuperseded

_COMPLETE = (RevisionKind.SUBMISSION, RevisionKind.ADDENDUM)

# Written once: every page of a comparison asks them.
_NEWEST_OF_EACH = (
    select(Revision.assessment_id, func.max(Revision.id))
    .join(Assessment, Assessment.id == Revision.assessment_id)
    .where(Assessment.case_id == bindparam("case"), Assessment.slug == bindparam("slug"),
           Revision.kind.in_(_COMPLETE), Revision.at <= bindparam("until"))
    .group_by(Revision.assessment_id).order_by(Revision.assessment_id)
)
_STANDING = (
    select(SignOff)
    .where(SignOff.case_id == bindparam("case"), SignOff.slug == bindparam("slug"),
           ~SignOff.superseded.has())
    .order_by(SignOff.id.desc())
)
_SIGNED_ASSESSMENTS = (
    select(Revision.assessment_id)
    .select_from(SignOff).join(Revision, Revision.id == SignOff.later_id)
    .where(SignOff.case_id == bindparam("case"), SignOff.slug == bindparam("slug"),
           SignOff.at <= bindparam("until"),
           ~SignOff.superseded.has(SignOffSuperseded.at <= bindparam("until")))
    .order_by(SignOff.id.desc())
)
_OF_PAIR = (
    select(SignOff)
    .where(SignOff.earlier_id == bindparam("earlier"), SignOff.later_id == bindparam("later"))
    .order_by(SignOff.id.desc()).limit(1)
)
_WRITTEN_BY = select(Revision.id).where(
    Revision.assessment_id == bindparam("assessment"), Revision.author_id == bindparam("user"))
_DOCUMENT = select(SignOff.document).where(SignOff.id == bindparam("id"))
_EXPLAINING = (
    select(RowComment.key, RowComment.text)
    .where(RowComment.earlier_id == bindparam("earlier"),
           RowComment.later_id == bindparam("later"), RowComment.as_reviewer)
    .order_by(RowComment.id)
)
_ON_RECORD = select(
    *(select(func.coalesce(func.max(model.id), 0)).where(model.case_id == bindparam("case"))
      .scalar_subquery().label(name)
      for name, model in (("note", Note), ("document", CaseDocument), ("danger", ImmediateDanger),
                          ("harm", HarmRecord), ("change_request", ChangeRequest))),
    *(select(func.coalesce(func.max(model.id), 0)).join(
        Assessment, Assessment.id == model.assessment_id)
      .where(Assessment.case_id == bindparam("case"), *only).scalar_subquery().label(name)
      for name, model, only in (("action_call", ActionCall, ()),
                                ("revision", Revision, (Revision.kind.in_(_COMPLETE),)))),
)


def baseline(case_id: int, slug: str, until: datetime = EVER) -> tuple[int, int] | None:
    """The revision ids that may be signed next, earlier first; None before there are two.

    Of what was submitted and signed `until` then.

    Nobody chooses them. The later one is the newest of the last submitted assessment of the
    toolkit; the earlier one that of the assessment that was signed last before it, by a sign-off
    that stands, or else of the first one submitted.
    """
    asked = {"case": case_id, "slug": slug, "until": until}
    newest: dict[int, int] = {
        assessment: revision for assessment, revision in db.session.execute(_NEWEST_OF_EACH, asked)}
    if len(newest) < 2:
        return None
    first, last = min(newest), max(newest)
    signed = db.session.scalars(_SIGNED_ASSESSMENTS, asked)
    return newest[next((one for one in signed if one < last), first)], newest[last]


def had_a_hand(user: User, assessment: Assessment) -> bool:
    """Whether somebody wrote any revision of an assessment, so that another has to sign it."""
    asked = {"assessment": assessment.id, "user": user.id}
    return db.session.scalar(_WRITTEN_BY.limit(1), asked) is not None


def sign_offs(actor: User, case_id: int) -> Sequence[SignOff]:
    """Every sign-off in a case that the actor may see, the newest first."""
    cases.get_case(actor, case_id)
    found = select(SignOff).where(SignOff.case_id == case_id).options(
        joinedload(SignOff.earlier), joinedload(SignOff.later))
    return db.session.scalars(found.order_by(SignOff.id.desc())).all()


def get_sign_off(actor: User, sign_off_id: int) -> SignOff:
    """A sign-off with its sides; raises NotFound or NotAllowed as `get_case` does."""
    found = select(SignOff).where(SignOff.id == sign_off_id).options(
        joinedload(SignOff.earlier), joinedload(SignOff.later))
    one = db.session.scalar(found) if 0 < sign_off_id <= LARGEST_ID else None
    if one is None:
        raise NotFound("There is no sign-off here that you can open.",
                       subject=f"sign-off:{sign_off_id}")
    cases.get_case(actor, one.case_id)
    return one


def last_sign_off(case_id: int, slug: str) -> SignOff | None:
    """The newest sign-off of a toolkit in a case that is not superseded; it may be stale."""
    found = db.session.scalars(_STANDING.limit(1), {"case": case_id, "slug": slug})
    return found.first()


def sign_off_of(earlier_id: int, later_id: int) -> SignOff | None:
    """The newest sign-off over two revisions, superseded or not."""
    return db.session.scalars(_OF_PAIR, {"earlier": earlier_id, "later": later_id}).first()


def signed_parts(sign_off: SignOff) -> Mapping[str, Any]:
    """What was signed: the parts that engine.signed_document made, read and never worked out."""
    text = db.session.scalars(_DOCUMENT, {"id": sign_off.id}).one()
    parts: dict[str, Any] = orjson.loads(text)
    return parts


def parts_withheld(sign_off: SignOff, keys: frozenset[str]) -> frozenset[str]:
    """The names of the parts of what was signed from which the answers to these questions, of
    either version, could be told.

    A part is withheld whole, so a question that counts by dates which are withheld is withheld with
    them: its row says what time has done to it.
    """
    if not keys:
        return keys
    asked = (definition_of(side.version) for side in (sign_off.earlier, sign_off.later))
    return withheld_parts(
        signed_parts(sign_off), keys.union(*(dated_by(one, keys) for one in asked)))


def explained_flags(sign_off: SignOff) -> tuple[FlagExplained, ...]:
    """Every flag of what was signed, and whether a reviewer explained it: when it was signed, or
    in a comment to its row, then or since."""
    asked = {"earlier": sign_off.earlier_id, "later": sign_off.later_id}
    comments: dict[str, tuple[str, ...]] = {}
    for key, text in db.session.execute(_EXPLAINING, asked):
        comments[key] = (*comments.get(key, ()), text)
    return explained(signed_parts(sign_off), comments)


def on_record(case_id: int) -> dict[str, int]:
    """The last id of each kind of thing that makes a signature stale, of a case; 0 for none.

    All that is written to a case waits for its chain, so whatever comes later has a higher id.
    """
    found = db.session.execute(_ON_RECORD, {"case": case_id}).one()
    return dict(found._mapping)


def with_papers(sign_off: SignOff) -> SignOff:
    """The same sign-off with what is too large to be read each time."""
    whole = (undefer(SignOff.document), undefer(SignOff.page), undefer(SignOff.pdf))
    found = select(SignOff).where(SignOff.id == sign_off.id).options(*whole)
    return db.session.scalars(found, execution_options={"populate_existing": True}).one()
