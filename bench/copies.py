"""Many records at once: rows as the operations would have written them, without most events."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Column, Table, delete, func, insert, select

from app.assessments import queries
from app.assessments.models import Assessment, Revision, RevisionSummary
from app.assessments.queries import Submitted
from app.audit.operations import record
from app.cases.access import chain_of
from app.cases.models import Case, CaseSummary, YoungPerson
from app.database import db, writing
from app.reviews.models import DeskItem
from app.reviews.models.desk import Why
from app.reviews.operations import store_last
from bench.records import SLUG, Records

BATCH = 10_000
_WAITING = {
    Why.DRAFT_HARM: 2_000, Why.DANGER: 5_000, Why.HARM: 50, Why.SIGN_OFF: 3, Why.UNEVIDENCED: 7,
    Why.CONTRADICTS: 11, Why.NOTHING_AFFIRMED: 13, Why.STALE: 17, Why.SUPERSEDED: 29,
}
"""Of how many cases one waits for each reason."""
APART = 1_000_000


def fill_cases(up_to: int, like: Records) -> None:
    """Add copies of a case with invented names until there are so many."""
    with writing():
        pattern = db.session.get_one(Case, like.quarter)
        summary = db.session.get_one(CaseSummary, like.quarter)
        first = (db.session.scalar(select(func.max(Case.id))) or 0) + 1
        ids = range(first, up_to + 1)
        _copy(pattern.young_person, ids, lambda n: {
            "id": n, "name": _name(n), "name_key": _name(n).lower()})
        _copy(pattern, ids, lambda n: {"id": n, "young_person_id": n, "save_id": None})
        _copy(summary, ids, lambda n: {
            "case_id": n, "young_person_id": n, "name_key": _name(n).lower(),
            "due_order": summary.due_order + timedelta(days=n * 31 % 400 - 200)})


def fill_assessments(like: Records) -> None:
    """Add a submitted assessment, copied from one of 20 kB, to every case that has none."""
    with writing():
        found = queries.last_submitted(like.quarter, SLUG)
        assert found is not None
        none_yet = select(Case.id).where(Case.id.not_in(select(Assessment.case_id)))
        _copy_submitted(found, db.session.scalars(none_yet.order_by(Case.id)).all(), 0)


def fill_desk(like: Records) -> int:
    """Put on the desk what could wait of every case, some of each reason; gives how many rows.

    A third of the cases wait for a signature, which is far more than any team has.
    """
    with writing():
        case = db.session.get_one(Case, like.quarter)
        pattern = DeskItem(
            case_id=case.id, why=Why.SIGN_OFF.value, slug=SLUG, team_id=case.team_id,
            worker_id=case.worker_id, restricted=False, since=case.opened_at, number=3,
            before_title="High", before_rank=3, after_title="Medium", after_rank=2)
        ids = db.session.scalars(select(Case.id).order_by(Case.id)).all()
        db.session.execute(delete(DeskItem))
        for why, every in _WAITING.items():
            some = [n for n in ids if n % every == 0]
            _copy(pattern, some, lambda n, why=why: {  # type: ignore[misc]
                "case_id": n, "why": why.value,
                "since": case.opened_at + timedelta(minutes=n * 7919 % 100_003)})
        return db.session.scalar(select(func.count()).select_from(DeskItem)) or 0


def copies(like_case_id: int, number: int, *, stored: bool) -> list[tuple[int, int, int]]:
    """So many cases like one: the case’s id, and those of its two submitted revisions.

    `stored` says whether their comparison is, as after every submission.
    """
    with writing():
        case = db.session.get_one(Case, like_case_id)
        submitted = queries.submitted_assessments(case.id)[::-1]
        first = (db.session.scalar(select(func.max(Case.id))) or 0) + 1
        ids = range(first, first + number)
        _copy(case, ids, lambda n: {"id": n, "save_id": None})
        _copy(db.session.get_one(CaseSummary, case.id), ids, lambda n: {"case_id": n})
        for place, one in enumerate(submitted):
            _copy_submitted(one, ids, place)
        for name in map(chain_of, ids):
            # Nobody looks at a case before it is opened, which is the first event about it.
            record(chain=name, action="opened", actor=None, at=case.opened_at, subject=name)
        if stored:
            # As the application does itself when the second one is submitted.
            for n in ids:
                store_last(db.session.get_one(Revision, _apart(n, 1)), now=case.opened_at)
    return [(n, _apart(n, 0), _apart(n, 1)) for n in ids]


def _copy_submitted(one: Submitted, case_ids: Sequence[int], place: int) -> None:
    """An assessment for each case; one that is not the first follows the one before it."""
    _copy(one.assessment, case_ids, lambda n: {
        "id": _apart(n, place), "case_id": n,
        "previous_id": _apart(n, place - 1) if place else None})
    _copy(one.standing, case_ids, lambda n: {
        "id": _apart(n, place), "assessment_id": _apart(n, place), "number": 1,
        "base_number": None, "whole_number": 1,
        "background_id": _apart(n, place - 1) if place else None})
    _copy(one.summary, case_ids, lambda n: {"revision_id": _apart(n, place), "case_id": n})


def _apart(case_id: int, place: int) -> int:
    """The id of what is copied to a case: out of the way of what is made there."""
    return APART + 10 * case_id + place


def _name(number: int) -> str:
    return f"Person {number * 7919 % 1_000_003:07}"


def _copy(
    row: YoungPerson | Case | CaseSummary | Assessment | Revision | RevisionSummary | DeskItem,
    numbers: Sequence[int], changed: Callable[[int], dict[str, Any]],
) -> None:
    """Insert a row for each number like the one given, but for what changes."""
    table: Table = row.__table__
    columns: list[Column[Any]] = list(table.columns)
    alike = {column.name: getattr(row, column.name) for column in columns}
    for start in range(0, len(numbers), BATCH):
        part = numbers[start:start + BATCH]
        db.session.execute(insert(table), [{**alike, **changed(number)} for number in part])
