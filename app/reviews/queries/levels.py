"""Levels over time: the level of each assessment of a case. Two beside each other: `comparing`."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from app.assessments import queries as assessments
from app.assessments.models import Assessment, Revision, RevisionKind, RevisionSummary
from app.database import db
from app.definitions import queries as definitions
from app.definitions.models import DefinitionVersion
from app.definitions.standards import over_time
from app.reviews.level_line import LevelPoint
from app.reviews.queries.comparing import complete_revisions


def level_points(case_id: int) -> tuple[LevelPoint, ...]:
    """The level of each submitted assessment, oldest first; an addendum replaces its submission."""
    found = (
        select(RevisionSummary, Revision, Assessment, DefinitionVersion.number)
        .join(Revision, Revision.id == RevisionSummary.revision_id)
        .join(Assessment, Assessment.id == Revision.assessment_id)
        .join(DefinitionVersion, DefinitionVersion.id == Revision.version_id)
        .where(RevisionSummary.case_id == case_id)
        .order_by(Revision.assessed_on, Revision.id)
    )
    rows = db.session.execute(found).all()
    standards = over_time()
    due = {assessment.id: assessments.review_due(revision, standards)
           for _, revision, assessment, _ in rows if revision.kind is RevisionKind.SUBMISSION}
    points = {
        assessment.id: _point(summary, revision, assessment, number, due[assessment.id])
        for summary, revision, assessment, number in rows
    }
    return tuple(points.values())


def level_titles(case_id: int) -> tuple[tuple[int, str], ...]:
    """The ranks and words of the levels of the toolkit last submitted in a case."""
    revisions = complete_revisions(case_id)
    if not revisions:
        return ()
    definition = definitions.load(revisions[0].version_id)
    return tuple((level.rank, level.title) for level in definition.levels_by_rank)


def _point(
    summary: RevisionSummary, revision: Revision, assessment: Assessment, number: int,
    due: date | None,
) -> LevelPoint:
    return LevelPoint(
        revision.assessed_on, summary.level_title or "No level", summary.level_rank,
        summary.calculated, summary.calculated_rank, assessment.slug, number, revision.id,
        assessment.id, due,
    )
