"""Reading assessments and their revisions. What is computed from them is in `computing`.

Everything here that takes an assessment or a case takes one that has been authorised.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Exists, Row, Select, and_, bindparam, exists, func, select
from sqlalchemy.orm import aliased, lazyload
from sqlalchemy.orm.attributes import set_committed_value

from app.accounts.models import User
from app.assessments import history
from app.assessments.background import COMPLETE
from app.assessments.computing import Computed, computed, computed_for
from app.assessments.models import (
    ActionCall,
    ActionCallWithdrawal,
    Assessment,
    GuidanceRead,
    KeptEdit,
    KeptEditResolution,
    KeptPost,
    KeptPostTaken,
    Purpose,
    Revision,
    RevisionKind,
    RevisionSummary,
)
from app.cases import access
from app.cases.listing import LARGEST_ID
from app.cases.models import Case, CaseDocument, YoungPerson
from app.clock import EVER
from app.database import db, id_of
from app.definitions.models import DefinitionVersion
from app.definitions.standards import StandardsOverTime, over_time
from app.engine import standards as standards_clock
from app.errors import NotFound

__all__ = ["Computed", "computed", "computed_for"]

_OVER = (*COMPLETE, RevisionKind.SET_ASIDE)

_FOLLOWED = Revision.__table__.alias("followed")

# What every page asks is made once, since making a statement costs more than running it.
# Side by side, since what is joined as a part of something else takes twice as long to read.
# Whoever asks is read along: inside `writing()` what was known of them is to be read again.
_ONE = (
    select(Assessment, Case, YoungPerson, DefinitionVersion, access.DECLARED, User,
           _FOLLOWED.c.id, _FOLLOWED.c.root)
    .join(Case, Case.id == Assessment.case_id)
    .join(YoungPerson, YoungPerson.id == Case.young_person_id)
    .join(DefinitionVersion, DefinitionVersion.id == Assessment.version_id)
    .join(User, User.id == bindparam("user"))
    .outerjoin(_FOLLOWED, and_(_FOLLOWED.c.assessment_id == Assessment.previous_id,
                               _FOLLOWED.c.number == Assessment.previous_number))
    .where(Assessment.id == bindparam("id")).options(lazyload("*"))
)
_ANY_OVER = (
    select(Revision.id)
    .where(Revision.assessment_id == bindparam("id"), Revision.kind.in_(_OVER)).limit(1)
)
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
_BESIDE = select(
    _ANY_OVER.exists().label("over"), _READ.exists().label("guidance_read"),
    _UNRESOLVED.exists().label("edits"), _KEPT_POSTS.exists().label("posts"),
    _DOCUMENTS.exists().label("documents"),
)


class Submitted(NamedTuple):
    """A submitted assessment: when it was submitted, what stands since, and the level of that.

    `standing` is the submission, or the last addendum to it.
    """

    assessment: Assessment
    submission: Revision
    standing: Revision
    summary: RevisionSummary


class Draft(NamedTuple):
    """An assessment that is not submitted, and its latest revision."""

    assessment: Assessment
    head: Revision


class Beside(NamedTuple):
    """What stands beside a draft: whether it is over; of one person, whether they acknowledged the
    guidance; whether there are `unresolved_edits`, and `kept_posts` of theirs; and whether the case
    has `documents` about questions, of whatever toolkit.
    """

    over: bool
    guidance_read: bool
    edits: bool
    posts: bool
    documents: bool


# One assessment


def get_assessment(actor: User, assessment_id: int) -> Assessment:
    """The assessment, if the actor may see its case.

    Raises NotFound or NotAllowed as `cases.access.check` says; both are recorded.
    """
    found = None
    if 0 < assessment_id <= LARGEST_ID:
        found = db.session.execute(_ONE, {"id": assessment_id, "user": id_of(actor)}).first()
    if found is None:
        raise NotFound(
            "There is no assessment here that you can open.", subject=f"assessment:{assessment_id}"
        )
    assessment, case, person, version, conflict, _, followed, root = found
    access.check(actor, case, case.id, conflict)
    set_committed_value(assessment, "case", case)
    assessment.read_with(version)
    assessment.follows = (followed, root) if root else None
    set_committed_value(case, "young_person", person)
    return assessment


def at_hand(assessment_id: int) -> Assessment:
    """The assessment of the operation that is going on, which has authorised and read it."""
    return db.session.get_one(Assessment, assessment_id)


def get_revision(actor: User, revision_id: int) -> Revision:
    """A revision by its id, with its assessment; raises as `get_assessment`."""
    found = select(Revision).where(Revision.id == revision_id)
    revision = db.session.scalar(found) if 0 < revision_id <= LARGEST_ID else None
    if revision is None:
        raise NotFound("There is no revision here that you can open.",
                       subject=f"revision:{revision_id}")
    get_assessment(actor, revision.assessment_id)
    return revision


def is_submitted(assessment: Assessment) -> bool:
    """Whether it is finished; a draft otherwise."""
    return submission_of(assessment) is not None


def is_draft(assessment: Assessment) -> bool:
    """Whether it can still be worked on: neither submitted nor set aside."""
    return db.session.scalar(_ANY_OVER, {"id": assessment.id}) is None


def submission_of(assessment: Assessment) -> Revision | None:
    """The revision that was submitted, or None for a draft."""
    return _first(_complete_of(assessment).order_by(Revision.number))


def standing_of(assessment: Assessment) -> Revision | None:
    """What stands of a submitted assessment: the submission, or the last addendum to it."""
    return _first(_complete_of(assessment).order_by(Revision.number.desc()))


def head_of(assessment: Assessment) -> Revision:
    """The latest revision."""
    return history.head(assessment.id)


def versions_of(assessment: Assessment) -> Sequence[DefinitionVersion]:
    """Every version that it was on, the first one first."""
    found = (
        select(DefinitionVersion)
        .where(DefinitionVersion.id.in_(
            select(Revision.version_id).where(Revision.assessment_id == assessment.id)))
        .order_by(DefinitionVersion.id)
    )
    return db.session.scalars(found).unique().all()


def standing_upgrade(assessment: Assessment) -> Revision | None:
    """The revision by which it was last moved to another version, and not moved back since."""
    found = select(Revision).where(
        Revision.assessment_id == assessment.id,
        Revision.kind.in_((RevisionKind.UPGRADE, RevisionKind.UPGRADE_UNDONE)))
    standing: list[Revision] = []
    for one in db.session.scalars(found.order_by(Revision.number)):
        if one.kind is RevisionKind.UPGRADE:
            standing.append(one)
        elif standing:
            standing.pop()
    return standing[-1] if standing else None


def revision(assessment: Assessment, number: int) -> Revision:
    """One revision by its number; raises NotFound."""
    found = select(Revision).where(
        Revision.assessment_id == assessment.id, Revision.number == number
    )
    one = db.session.scalar(found) if number <= LARGEST_ID else None
    if one is None:
        raise NotFound("There is no such revision.")
    return one


def revisions_of(assessment: Assessment) -> Sequence[Revision]:
    """Every revision, newest first, without what was answered."""
    found = select(Revision).where(Revision.assessment_id == assessment.id)
    return db.session.scalars(found.order_by(Revision.number.desc())).all()


# The assessments of a case


def submitted_assessments(case_id: int, until: datetime = EVER) -> list[Submitted]:
    """The submitted assessments of a case, as they stood then, the newest submission first."""
    found = (
        select(Assessment, Revision, RevisionSummary, DefinitionVersion)
        .join(Revision, Revision.assessment_id == Assessment.id)
        .join(RevisionSummary, RevisionSummary.revision_id == Revision.id)
        .join(DefinitionVersion, DefinitionVersion.id == Revision.version_id)
        .where(RevisionSummary.case_id == case_id, Revision.at <= until)
        .order_by(Revision.id)
    )
    made: dict[int, Submitted] = {}
    for assessment, one, summary, version in db.session.execute(found).all():
        assessment.read_with(version)
        first = made[assessment.id].submission if assessment.id in made else one
        made[assessment.id] = Submitted(assessment, first, one, summary)
    return sorted(made.values(), key=lambda submitted: submitted.submission.id, reverse=True)


def last_submitted(case_id: int, slug: str) -> Submitted | None:
    """The newest submission of one toolkit in a case."""
    ones = submitted_assessments(case_id)
    return next((one for one in ones if one.assessment.slug == slug), None)


def review_due(submission: Revision, found: StandardsOverTime | None = None) -> date | None:
    """When a submitted assessment is to be reviewed; never, where it is used once (S1.27).

    By the practice standards in force when it was submitted (decision 9); `found` are the
    standards, where they were read already.
    """
    if submission.assessment.purpose is Purpose.SINGLE:
        return None
    standards = (found or over_time()).at(submission.at)
    return standards_clock.review_due(submission.assessed_on, standards)


def review_due_of(assessment: Assessment) -> date | None:
    """The same, of an assessment; None for a draft."""
    submission = submission_of(assessment)
    return review_due(submission) if submission else None


def drafts_of(case_id: int, until: datetime = EVER) -> list[Draft]:
    """The assessments of a case that were being worked on then, the last begun first."""
    head = aliased(Revision)
    newest = (
        select(func.max(Revision.number))
        .where(Revision.assessment_id == Assessment.id, Revision.at <= until)
        .correlate(Assessment)
        .scalar_subquery()
    )
    found = (
        select(Assessment, head, DefinitionVersion)
        .join(head, head.assessment_id == Assessment.id)
        .join(DefinitionVersion, DefinitionVersion.id == head.version_id)
        .where(
            Assessment.case_id == case_id, head.number == newest,
            ~is_over(Assessment.id, until),
        )
        .order_by(Assessment.id.desc())
    )
    drafts: list[Draft] = []
    for assessment, latest, version in db.session.execute(found):
        assessment.read_with(version)
        drafts.append(Draft(assessment, latest))
    return drafts


def draft_of(case_id: int, slug: str) -> Assessment | None:
    """The draft of a toolkit in a case, or None."""
    found = select(Assessment).where(
        Assessment.case_id == case_id, Assessment.slug == slug, ~is_over(Assessment.id)
    )
    return db.session.scalars(found.order_by(Assessment.id).limit(1)).first()


# What is kept beside


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


def is_over(assessment_id: object, until: datetime = EVER) -> Exists:
    """That the assessment of this id, a column, was submitted or set aside until then."""
    last = aliased(Revision)
    return exists().where(
        last.assessment_id == assessment_id,
        last.kind.in_(_OVER),
        last.at <= until,
    )


def _complete_of(assessment: Assessment) -> Select[Revision]:
    return select(Revision).where(
        Revision.assessment_id == assessment.id, Revision.kind.in_(COMPLETE)
    )


def _first(found: Select[Any]) -> Revision | None:
    return db.session.scalars(found.limit(1)).first()
