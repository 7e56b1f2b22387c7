"""Reads of this room: which assessments stand beside each other, and levels over time.

The comparison itself is the engine's; both sides and the case are authorised here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import contains_eager, lazyload, undefer

from app.accounts.models import User
from app.assessments import queries as assessments
from app.assessments.models import Assessment, Revision, RevisionKind, RevisionSummary
from app.cases import queries as cases
from app.cases.listing import LARGEST_ID
from app.cases.models import Case
from app.database import db
from app.definitions import queries as definitions
from app.definitions.models import DefinitionVersion
from app.definitions.standards import over_time
from app.engine.comparison import Comparison
from app.engine.definition import Definition
from app.errors import NotFound, Refused
from app.reviews.computing import comparison_of
from app.reviews.in_words import InWords
from app.reviews.level_line import LevelPoint

_COMPLETE = (RevisionKind.SUBMISSION, RevisionKind.ADDENDUM)

# Written once: to make them takes longer than to run them.
_COMPLETE_OF_CASE = (
    select(
        Revision.id, Revision.assessment_id, Assessment.slug, Revision.version_id,
        Revision.assessed_on, Revision.kind, Revision.author_name, RevisionSummary.level_id,
        RevisionSummary.level_title, RevisionSummary.level_rank)
    .join(Revision.assessment)
    .outerjoin(RevisionSummary, RevisionSummary.revision_id == Revision.id)
    .where(Assessment.case_id == bindparam("case"), Revision.kind.in_(_COMPLETE))
    .order_by(Revision.assessed_on.desc(), Revision.id.desc())
)
_OF_CASE = (
    select(Revision)
    .join(Revision.assessment).join(Revision.version)
    .where(Revision.id.in_(bindparam("ids", expanding=True)),
           Assessment.case_id == bindparam("case"))
    # Two of one day stand in the order in which they were recorded.
    .order_by(Revision.assessed_on, Revision.id)
    .options(
        undefer(Revision.body), undefer(Revision.known),
        contains_eager(Revision.assessment), contains_eager(Revision.version)
        .options(lazyload(DefinitionVersion.definition), lazyload(DefinitionVersion.publication)))
)


class Completed(NamedTuple):
    """A submission or an addendum, with the level it came to and without its answers."""

    id: int
    assessment_id: int
    slug: str
    version_id: int
    assessed_on: date
    kind: RevisionKind
    author_name: str
    level_id: str | None
    level_title: str | None
    level_rank: int | None


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
    """Two revisions of a case with what changed between them.

    `complete` are the submissions and addenda of the case, newest first.
    """

    case: Case
    earlier: Recorded
    later: Recorded
    in_words: InWords
    highest: HighestEver | None
    complete: Sequence[Completed]

    @property
    def comparison(self) -> Comparison:
        """What changed, as it was computed."""
        return self.in_words.comparison


def compared(actor: User, case_id: int, earlier_id: int, later_id: int) -> Compared:
    """Two revisions of a case, compared; the case and both revisions must be the actor's to see.

    Raises NotFound for a revision of another case, Refused where the two are of different
    toolkits, which share no questions.
    """
    case = cases.get_case(actor, case_id)
    earlier, later = _both(actor, case, earlier_id, later_id)
    complete = complete_revisions(case_id)
    highest = _highest(complete)
    in_words = comparison_of(
        earlier, later, _between(complete, earlier, later), highest.id if highest else None)
    return Compared(case, Recorded(earlier), Recorded(later), in_words, highest, complete)


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


def complete_revisions(case_id: int) -> Sequence[Completed]:
    """Submissions and addenda of a case, newest first."""
    found = db.session.execute(_COMPLETE_OF_CASE, {"case": case_id})
    return [Completed._make(row) for row in found]


def highest_ever(case_id: int) -> HighestEver | None:
    """The highest level ever recorded in a case; the earliest of equals."""
    return _highest(complete_revisions(case_id))


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


def _highest(complete: Sequence[Completed]) -> HighestEver | None:
    levels = [HighestEver(one.level_id, one.level_title or "", one.level_rank, one.assessed_on)
              for one in reversed(complete)
              if one.level_id is not None and one.level_rank is not None]
    return max(levels, key=lambda level: level.rank, default=None)


def _between(complete: Iterable[Completed], earlier: Revision, later: Revision) -> list[int]:
    """The ids of what was submitted of the toolkit after the one and before the other."""
    first, last = ((one.assessed_on, one.id) for one in (earlier, later))
    return [one.id for one in complete
            if one.slug == later.assessment.slug and first < (one.assessed_on, one.id) < last][::-1]


def _both(actor: User, case: Case, one: int, other: int) -> tuple[Revision, Revision]:
    """Two revisions of a case that the actor may see, the earlier one first."""
    possible = [id_ for id_ in (one, other) if 0 < id_ <= LARGEST_ID]
    found = db.session.scalars(_OF_CASE, {"ids": possible, "case": case.id}).all()
    ids = {revision.id for revision in found}
    for missing in (id_ for id_ in (one, other) if id_ not in ids):
        assessments.get_revision(actor, missing)
        raise NotFound("There is no such record in this case.", subject=f"revision:{missing}")
    return found[0], found[-1]
