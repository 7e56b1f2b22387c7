"""Keeping what lists show of a case: the level that holds, the highest ever, the review due."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from app.accounts.models import User
from app.assessments.background import COMPLETE, harm_in
from app.assessments.case_level import level_facts
from app.assessments.computing import Computed, computed
from app.assessments.models import Assessment, Revision, RevisionSummary
from app.assessments.operations.basing import keep_basis
from app.assessments.queries import drafts_of
from app.cases import operations as cases
from app.cases.models import Case
from app.database import db
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
    cases.summarise(case_id=case_id, facts=level_facts(case_id))


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
