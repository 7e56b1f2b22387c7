"""A case as it stood at an earlier moment: who had it, whether it was open, what was recorded.

Everything here takes a case that has been authorised. What the young person is called and when they
were born is kept as it is known now, so nothing here tells what it was.
"""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct
from sqlalchemy import func, select

from app.audit.queries import last_of
from app.cases import queries
from app.cases.access import chain_of
from app.cases.models import Allocation, Case, ImmediateDanger, Note
from app.cases.queries import Notes, notes_of
from app.database import db

_CLOSED, _REOPENED = "closed", "reopened"


class PastCase(Struct, frozen=True):
    """What stood then. `dangers` are those that nobody had withdrawn, newest first."""

    allocation: Allocation
    restricted: bool
    closed_at: datetime | None
    worker_has_conflict: bool
    dangers: Sequence[ImmediateDanger]
    notes: Notes


def past_case(case: Case, until: datetime, notes_before: int | None = None) -> PastCase:
    """The case as it stood; not before it was opened, for it was allocated when it was."""
    allocation = next(one for one in queries.allocations_of(case) if one.at <= until)
    return PastCase(
        allocation, _restricted(case, until), _closed_at(case, until),
        _has_conflict(case, allocation.worker_id, until), _dangers(case, until),
        notes_of(case, until=until, before=notes_before))


def notes_since(case: Case, until: datetime) -> int:
    """How many notes were written later, those that correct another among them."""
    found = select(func.count(Note.id)).where(Note.case_id == case.id, Note.at > until)
    return db.session.scalar(found) or 0


def _restricted(case: Case, until: datetime) -> bool:
    by_then = (one.restricted for one in queries.restrictions_of(case) if one.at <= until)
    return next(by_then, False)


def _closed_at(case: Case, until: datetime) -> datetime | None:
    """When it had been closed; a case keeps this no longer once it is reopened, the trail does."""
    place = chain_of(case.id)
    last = last_of(place, place, (_CLOSED, _REOPENED), until)
    return last.at if last and last.action == _CLOSED else None


def _has_conflict(case: Case, worker_id: int | None, until: datetime) -> bool:
    return any(one.user_id == worker_id and one.declared_at <= until
               for one in queries.conflicts_of(case))


def _dangers(case: Case, until: datetime) -> list[ImmediateDanger]:
    return [
        one for one in queries.danger_records(case)
        if one.at <= until and not (one.withdrawal and one.withdrawal.at <= until)
    ]
