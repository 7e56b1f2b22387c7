"""Reads of this room: which assessments stand beside each other, and levels over time.

The comparison itself is the engine's; both sides and the case are authorised here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select

from app.accounts.models import User
from app.assessments import queries as assessments
from app.assessments.models import Assessment, Revision, RevisionKind, RevisionSummary
from app.cases import queries as cases
from app.cases.models import Case
from app.database import db
from app.definitions import queries as definitions
from app.definitions.models import DefinitionVersion
from app.engine.comparison import Comparison
from app.engine.definition import Definition
from app.engine.standards import PracticeStandards, review_due
from app.errors import NotFound, Refused
from app.reviews.computing import comparison_of
from app.reviews.level_line import LevelPoint

_COMPLETE = (RevisionKind.SUBMISSION, RevisionKind.ADDENDUM)

# Written once: to make them takes longer than to run them.
_COMPLETE_OF_CASE = (
    select(Revision).join(Revision.assessment)
    .where(Assessment.case_id == bindparam("case"), Revision.kind.in_(_COMPLETE))
    .order_by(Revision.assessed_on.desc(), Revision.id.desc())
)
_HIGHEST = (
    select(RevisionSummary.level_id, RevisionSummary.level_title,
           RevisionSummary.level_rank, Revision.assessed_on)
    .join(Revision, Revision.id == RevisionSummary.revision_id)
    .where(RevisionSummary.case_id == bindparam("case"), RevisionSummary.level_rank.is_not(None))
    .order_by(RevisionSummary.level_rank.desc(), Revision.assessed_on, Revision.id)
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class HighestEver:
    """The highest level a case ever had, and when; `id` as its own toolkit calls it."""

    id: str
    title: str
    rank: int
    on: date


@dataclass(frozen=True, slots=True)
class Recorded:
    """One side of a comparison as it was recorded; what it comes to is in the comparison."""

    revision: Revision

    @property
    def assessment(self) -> Assessment:
        """What it is a revision of."""
        return self.revision.assessment

    @property
    def definition(self) -> Definition:
        """The version of the toolkit it was given under."""
        return definitions.load(self.revision.version_id)


@dataclass(frozen=True, slots=True)
class Compared:
    """Two revisions of a case with what changed between them."""

    case: Case
    earlier: Recorded
    later: Recorded
    comparison: Comparison
    highest: HighestEver | None


def compared(actor: User, case_id: int, earlier_id: int, later_id: int) -> Compared:
    """Two revisions of a case, compared; the case and both revisions must be the actor's to see.

    Raises NotFound for a revision of another case, Refused where the two are of different
    toolkits, which share no questions.
    """
    case = cases.get_case(actor, case_id)
    both = (_revision(actor, case, one) for one in (earlier_id, later_id))
    # Two of one day stand in the order in which they were recorded.
    earlier, later = sorted(both, key=lambda revision: (revision.assessed_on, revision.id))
    highest = highest_ever(case_id)
    comparison = comparison_of(earlier, later, highest.id if highest else None)
    return Compared(case, Recorded(earlier), Recorded(later), comparison, highest)


def latest_pair(case_id: int) -> tuple[int, int]:
    """The revision ids of the last two assessments submitted in a case, earlier first.

    Raises Refused where fewer than two are submitted.
    """
    found: dict[int, int] = {}
    for revision in complete_revisions(case_id):
        found.setdefault(revision.assessment_id, revision.id)
    if len(found) < 2:
        raise Refused("There is nothing to compare yet. Two submitted assessments are needed: "
                      "submit the review first.")
    later, earlier = list(found.values())[:2]
    return earlier, later


def complete_revisions(case_id: int) -> Sequence[Revision]:
    """Submissions and addenda of a case, newest first, without their answers."""
    return db.session.scalars(_COMPLETE_OF_CASE, {"case": case_id}).all()


def highest_ever(case_id: int) -> HighestEver | None:
    """The highest level ever recorded in a case; the earliest of equals."""
    row = db.session.execute(_HIGHEST, {"case": case_id}).first()
    if row is None or row.level_id is None or row.level_rank is None:
        return None
    return HighestEver(row.level_id, row.level_title or "", row.level_rank, row.assessed_on)


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
    points = {
        assessment.id: _point(summary, revision, assessment, number)
        for summary, revision, assessment, number in db.session.execute(found)
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
    summary: RevisionSummary, revision: Revision, assessment: Assessment, number: int
) -> LevelPoint:
    return LevelPoint(
        revision.assessed_on, summary.level_title or "No level", summary.level_rank,
        summary.calculated, summary.calculated_rank, assessment.slug, number, revision.id,
        assessment.id, review_due(revision.assessed_on, PracticeStandards()),
    )


def _revision(actor: User, case: Case, revision_id: int) -> Revision:
    revision = assessments.get_revision(actor, revision_id)
    if revision.assessment.case_id != case.id:
        raise NotFound("There is no such record in this case.", subject=f"revision:{revision_id}")
    return revision
