"""Reading the assessments of a case: which were submitted, which are drafts, which is due."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from app.assessments.models import Assessment, Purpose, Revision, RevisionSummary
from app.assessments.queries.of_assessment import is_over, submission_of
from app.clock import EVER
from app.database import db
from app.definitions.models import DefinitionVersion
from app.definitions.standards import StandardsOverTime, over_time
from app.engine import standards as standards_clock


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
