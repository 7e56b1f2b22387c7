"""Reading one assessment and its revisions: who may, which is the latest, what stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Exists, Select, and_, bindparam, exists, select
from sqlalchemy.orm import aliased, lazyload
from sqlalchemy.orm.attributes import set_committed_value

from app.accounts.models import User
from app.assessments import history
from app.assessments.background import COMPLETE
from app.assessments.models import Assessment, Revision, RevisionKind
from app.cases import access
from app.cases.listing import LARGEST_ID
from app.cases.models import Case, YoungPerson
from app.clock import EVER
from app.database import db, id_of
from app.definitions.models import DefinitionVersion
from app.errors import NotFound

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
ANY_OVER = (
    select(Revision.id)
    .where(Revision.assessment_id == bindparam("id"), Revision.kind.in_(_OVER)).limit(1)
)


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
    return db.session.scalar(ANY_OVER, {"id": assessment.id}) is None


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
