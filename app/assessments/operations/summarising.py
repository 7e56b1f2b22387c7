"""Keeping what lists show of a case: the level that holds, the highest ever, the review due."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import select

from app.accounts.models import User
from app.assessments.background import COMPLETE, harm_in, standing_harm
from app.assessments.computing import Computed, computed
from app.assessments.models import (
    ActionCall,
    Assessment,
    Revision,
    RevisionSummary,
)
from app.assessments.operations.basing import keep_basis
from app.assessments.queries import (
    Submitted,
    drafts_of,
    is_over,
    review_due,
    submitted_assessments,
)
from app.cases import operations as cases
from app.cases.models import Case
from app.database import db
from app.definitions.standards import over_time
from app.engine import RELEASE


def summarise_revision(found: Computed) -> RevisionSummary:
    """Put the level of a complete revision where lists read it."""
    result = found.result
    level, calculated = result.level, result.calculated
    summary = db.session.get(RevisionSummary, found.revision.id) or RevisionSummary(
        revision_id=found.revision.id, case_id=found.assessment.case_id)
    summary.level_id = level.id if level else None
    summary.level_title = level.title if level else None
    summary.level_rank = level.rank if level else None
    summary.level_status = level.status if level else None
    summary.calculated = calculated.words
    summary.calculated_rank = calculated.at_least.rank if calculated.at_least else None
    summary.reason = result.judged_reason
    summary.actual_harm = bool(harm_in(found.definition, found.effective) | set(result.held))
    summary.engine_release = RELEASE
    db.session.add(summary)
    db.session.flush()
    keep_basis(found)
    return summary


def summarise_case(case_id: int) -> None:
    """Put together what lists show of the case from what was submitted, and from its drafts."""
    done = submitted_assessments(case_id)
    cases.summarise(case_id=case_id, facts=_facts(case_id, done))


def summarise_draft(assessment: Assessment, actor: User, now: datetime) -> None:
    """Say who saved a draft of the case last."""
    cases.summarise_draft(case_id=assessment.case_id, saved_by=actor.name, saved_at=now)


def summarise_drafts(case_id: int) -> None:
    """Say who saved a draft of the case last, now that one of them is none any more."""
    heads = [draft.head for draft in drafts_of(case_id)]
    newest = max(heads, key=lambda head: head.at, default=None)
    cases.summarise_draft(
        case_id=case_id, saved_by=newest.author_name if newest else None,
        saved_at=newest.at if newest else None,
    )


def rebuild(case: Case, now: datetime) -> None:
    """Work out every summary of a case again; registered with the cases room."""
    found = (
        select(Revision).join(Revision.assessment)
        .where(Assessment.case_id == case.id, Revision.kind.in_(COMPLETE))
        .order_by(Revision.id)
    )
    for revision in db.session.scalars(found).all():
        summarise_revision(computed(revision.assessment, revision.number))
    summarise_case(case.id)
    summarise_drafts(case.id)


def _facts(case_id: int, done: Sequence[Submitted]) -> cases.SummaryFacts:
    harm = _actual_harm(case_id)
    newest = list(_newest_of_each(done))
    if not newest:
        return cases.SummaryFacts(actual_harm=harm, engine_release=RELEASE)
    standing = max(newest, key=_weight)
    highest_title, highest_rank, highest_on = _highest(case_id)
    summary = standing.summary
    return cases.SummaryFacts(
        level_id=summary.level_id, level_title=summary.level_title,
        level_rank=summary.level_rank, calculated=summary.calculated,
        highest_title=highest_title, highest_rank=highest_rank, highest_on=highest_on,
        as_at=standing.standing.assessed_on, review_due=_earliest_due(newest),
        actual_harm=harm, engine_release=RELEASE,
    )


def _highest(case_id: int) -> tuple[str | None, int | None, date | None]:
    """The highest level ever recorded, addenda and what they followed alike; since when."""
    found = (
        select(RevisionSummary.level_title, RevisionSummary.level_rank, Revision.assessed_on)
        .join(Revision, Revision.id == RevisionSummary.revision_id)
        .where(RevisionSummary.case_id == case_id, RevisionSummary.level_rank.is_not(None))
        .order_by(RevisionSummary.level_rank.desc(), Revision.assessed_on, Revision.id)
    )
    row = db.session.execute(found.limit(1)).first()
    return (row[0], row[1], row[2]) if row else (None, None, None)


def _newest_of_each(done: Iterable[Submitted]) -> Iterable[Submitted]:
    """The newest submission of each toolkit."""
    newest: dict[str, Submitted] = {}
    for one in done:
        newest.setdefault(one.assessment.slug, one)
    return newest.values()


def _weight(one: Submitted) -> tuple[int, int]:
    """The higher level first, whichever toolkit it is of; then the newer submission."""
    rank = one.summary.level_rank
    return -1 if rank is None else rank, one.submission.id


def _earliest_due(newest: Iterable[Submitted]) -> date | None:
    standards = over_time()
    due = (review_due(one.submission, standards) for one in newest)
    return min((day for day in due if day), default=None)


def _actual_harm(case_id: int) -> bool:
    """Whether actual harm is on record, in a submission or in a draft that nobody took back."""
    if standing_harm(case_id):
        return True
    called = (
        select(ActionCall.id).join(ActionCall.assessment)
        .where(
            Assessment.case_id == case_id, ~ActionCall.withdrawal.has(),
            ~is_over(Assessment.id),
        )
    )
    return db.session.scalars(called.limit(1)).first() is not None
