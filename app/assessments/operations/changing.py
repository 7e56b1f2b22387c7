"""How every change of an assessment begins and what it leaves in the audit trail."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from msgspec import Struct
from sqlalchemy import select

from app.accounts.models import User
from app.assessments import history
from app.assessments.history import State
from app.assessments.models import Assessment, Revision, RevisionKind
from app.assessments.queries import get_assessment
from app.audit.operations import lock_chain, record
from app.cases.access import chain_of
from app.database import db, writing
from app.definitions.queries import definition_of
from app.engine.definition import Definition
from app.errors import Conflict, Refused
from app.save_ids import check_save_id


class AlreadySubmitted(Refused):
    """Somebody submitted the assessment; only an addendum adds to it now."""


class Changing(Struct, frozen=True):
    """An assessment that nobody else is writing to, and what it says."""

    assessment: Assessment
    definition: Definition
    state: State


@contextmanager
def changing(actor: User, assessment_id: int, *, audited: bool = True) -> Iterator[Changing]:
    """A write transaction on an assessment that the actor may see.

    Raises NotFound or NotAllowed as `get_assessment`. What is audited takes its place in the
    chain of the case first, so that nobody else writes about that case.
    """
    with writing():
        assessment = get_assessment(actor, assessment_id)
        _lock(assessment, audited)
        definition = definition_of(assessment.version)
        yield Changing(assessment, definition, history.latest(assessment, definition))


def same_again(found: Changing, save_id: str, actor: User) -> Revision | None:
    """What the same save made before. Raises Refused for an id that no page of ours would send."""
    check_save_id(save_id)
    again = history.saved_before(found.assessment, save_id)
    if again is not None and again.author_id != actor.id:
        raise Conflict("This page was saved by somebody else. Load it again.")
    return again


def check_draft(found: Changing) -> None:
    """Raises AlreadySubmitted, with whose revision it was; Refused where it is set aside."""
    head = found.state.revision
    if head is not None and head.kind is RevisionKind.SET_ASIDE:
        raise Refused(f"{head.author_name} set this draft aside. It can only be read now.")
    if head is not None and head.complete:
        raise AlreadySubmitted(
            f"{head.author_name} submitted this assessment. It can only be added to now.",
            submitted_by=head.author_name, submitted_at=head.at.isoformat(),
        )


def audit(
    assessment: Assessment, action: str, actor: User, now: datetime, **details: object
) -> None:
    """One event about the assessment in the chain of its case."""
    record(
        chain=chain_of(assessment.case_id), action=action, actor=actor, at=now,
        subject=f"assessment:{assessment.id}", details=details,
    )


def _lock(assessment: Assessment, audited: bool) -> None:
    """Give out the numbers of revisions one at a time; SQLite has one writer as it is."""
    if db.session.get_bind().dialect.name == "sqlite":
        return
    if audited:
        lock_chain(chain_of(assessment.case_id))
    held = select(Assessment.id).where(Assessment.id == assessment.id)
    db.session.execute(held.with_for_update())
