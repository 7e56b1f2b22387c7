"""What the assessments of a case come to, now or as they stood at an earlier moment. Reads only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import select

from app.assessments.background import standing_harm
from app.assessments.models import (
    ActionCall,
    ActionCallWithdrawal,
    Assessment,
    Revision,
    RevisionSummary,
)
from app.assessments.queries import Submitted, is_over, review_due, submitted_assessments
from app.cases.operations import SummaryFacts
from app.clock import EVER
from app.database import db
from app.definitions.standards import over_time
from app.engine import RELEASE


def level_facts(case_id: int, until: datetime = EVER) -> SummaryFacts:
    """The level that holds, the highest ever and the review due, of what was recorded until then.

    The highest level of the newest submissions of each toolkit holds.
    """
    harm = _actual_harm(case_id, until)
    newest = newest_of_each(submitted_assessments(case_id, until))
    if not newest:
        return SummaryFacts(actual_harm=harm, engine_release=RELEASE)
    standing = max(newest, key=_weight)
    highest_title, highest_rank, highest_on = _highest(case_id, until)
    summary = standing.summary
    return SummaryFacts(
        level_id=summary.level_id, level_title=summary.level_title,
        level_rank=summary.level_rank, calculated=summary.calculated,
        highest_title=highest_title, highest_rank=highest_rank, highest_on=highest_on,
        as_at=standing.standing.assessed_on, review_due=_earliest_due(newest),
        actual_harm=harm, engine_release=RELEASE,
    )


def newest_of_each(done: Iterable[Submitted]) -> Sequence[Submitted]:
    """The newest submission of each toolkit; `done` are newest first."""
    newest: dict[str, Submitted] = {}
    for one in done:
        newest.setdefault(one.assessment.slug, one)
    return list(newest.values())


def standing_calls(case_id: int, until: datetime = EVER) -> Sequence[ActionCall]:
    """Answers of drafts that called for action and that nobody took back by then, oldest first."""
    withdrawn = ActionCall.withdrawal.has(ActionCallWithdrawal.at <= until)
    found = (
        select(ActionCall).join(ActionCall.assessment)
        .where(Assessment.case_id == case_id, ActionCall.at <= until, ~withdrawn,
               ~is_over(Assessment.id, until))
    )
    return db.session.scalars(found.order_by(ActionCall.id)).all()


def _actual_harm(case_id: int, until: datetime) -> bool:
    """Whether actual harm is on record, in a submission or in a draft that nobody took back."""
    return bool(standing_harm(case_id, until=until) or standing_calls(case_id, until))


def _highest(case_id: int, until: datetime) -> tuple[str | None, int | None, date | None]:
    """The highest level ever recorded, addenda and what they followed alike; since when."""
    found = (
        select(RevisionSummary.level_title, RevisionSummary.level_rank, Revision.assessed_on)
        .join(Revision, Revision.id == RevisionSummary.revision_id)
        .where(RevisionSummary.case_id == case_id, RevisionSummary.level_rank.is_not(None),
               Revision.at <= until)
        .order_by(RevisionSummary.level_rank.desc(), Revision.assessed_on, Revision.id)
    )
    row = db.session.execute(found.limit(1)).first()
    return (row[0], row[1], row[2]) if row else (None, None, None)


def _weight(one: Submitted) -> tuple[int, int]:
    """The higher level first, whichever toolkit it is of; then the newer submission."""
    rank = one.summary.level_rank
    return -1 if rank is None else rank, one.submission.id


def _earliest_due(newest: Iterable[Submitted]) -> date | None:
    standards = over_time()
    due = (review_due(one.submission, standards) for one in newest)
    return min((day for day in due if day), default=None)
