"""Pages of the case list, each one range of one index however many cases there are.

A page begins after (or ends before) a case, never at an offset, and is never counted. Which
cases the actor sees at all is decided in `access`.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from msgspec import Struct
from sqlalchemy import (
    ColumnElement, Select, and_, bindparam, false, select, true, tuple_, union,
)
from sqlalchemy.orm import aliased

from app.accounts.models import Role, User
from app.cases import access
from app.cases.models import Case, CaseSummary, YoungPerson
from app.database import db

PAGE = 25
LARGEST_ID = 2**31 - 1


def id_asked(number: int | None) -> int | None:
    """An id that an address gives, as near to it as a database can compare with."""
    return None if number is None else max(0, min(number, LARGEST_ID))


# Written once, and with one alias: to make it takes longer than to run it.
_WORKER = aliased(User)
_ROWS = (
    select(CaseSummary, YoungPerson, Case.title, _WORKER.name)
    .join(Case, Case.id == CaseSummary.case_id)
    .join(YoungPerson, YoungPerson.id == CaseSummary.young_person_id)
    .outerjoin(_WORKER, _WORKER.id == CaseSummary.worker_id)
    .where(CaseSummary.case_id.in_(bindparam("cases", expanding=True)))
)


class Order(StrEnum):
    """What a list is ordered by; the case's id decides between equals."""

    DUE = "due"
    NAME = "name"


class Filters(Struct, frozen=True):
    """Which of the visible cases a list shows; open ones unless `closed`.

    What is overdue is always ordered by when it was due.
    """

    mine: bool = False
    overdue: bool = False
    district: str = ""
    closed: bool = False


class CaseRow(NamedTuple):
    """One case in a list."""

    summary: CaseSummary
    person: YoungPerson
    title: str
    worker_name: str | None


class Page(NamedTuple):
    """One page of a list, and where the pages beside it begin; None where there is none."""

    rows: Sequence[CaseRow]
    previous: str | None
    next: str | None


class _Place(NamedTuple):
    """A place between two cases of a list."""

    position: Any
    case_id: int


def case_page(
    actor: User,
    *,
    today: date,
    filters: Filters = Filters(),
    order: Order = Order.DUE,
    after: str = "",
    before: str = "",
    last: bool = False,
    size: int = PAGE,
) -> Page:
    """A page of the cases the actor may see: overdue and soonest due first, or by name.

    `after` and `before` are what an earlier page gave as `next` and `previous`; a place that
    means nothing (any more) gives the first page. `last` gives the last one.
    """
    order = Order.DUE if filters.overdue else order
    backwards = last or bool(before)
    place = _read_place(actor, order, before or after) if before or after else None
    if place is None and not last:
        backwards = False
    found = _ids(actor, today, filters, order, place, backwards, size + 1)
    more, ids = len(found) > size, found[:size]
    if backwards and not more and not last:
        return case_page(actor, today=today, filters=filters, order=order, size=size)
    rows = rows_of(ids[::-1] if backwards else ids)
    has_previous = more if backwards else place is not None
    has_next = not last if backwards else more
    return Page(
        rows,
        _write_place(order, rows[0]) if rows and has_previous else None,
        _write_place(order, rows[-1]) if rows and has_next else None,
    )


def rows_of(case_ids: Sequence[int]) -> list[CaseRow]:
    """The rows of these cases, in this order. Whoever calls has scoped the ids."""
    found = db.session.execute(_ROWS, {"cases": case_ids})
    rows = {row[0].case_id: CaseRow(*row) for row in found}
    return [rows[case_id] for case_id in case_ids if case_id in rows]


def page_ids(
    actor: User,
    today: date,
    filters: Filters,
    order: Order,
    place: _Place | None,
    backwards: bool,
    limit: int,
) -> Select[int]:
    """The statement behind a page; backwards it counts from the end.

    Each of the actor's ranges is read in order up to the limit and the first ones of both are
    merged, because no index holds "of my team or mine" in one order.
    """
    column, key = _column(order), CaseSummary.case_id
    asked = and_(*_conditions(actor, today, filters), _beyond(order, place, backwards))
    ordering = (column.desc(), key.desc()) if backwards else (column, key)
    parts = [
        select(key, column.label("position"))
        .where(part, asked)
        .order_by(*ordering)
        .limit(limit)
        .subquery()
        for part in _parts(actor, filters)
    ]
    merged = union(*(select(part) for part in parts)).subquery()
    ends = (merged.c.position, merged.c.case_id)
    return (
        select(merged.c.case_id)
        .order_by(*(end.desc() if backwards else end for end in ends))
        .limit(limit)
    )


def _ids(actor: User, *asked: Any) -> list[int]:
    if not access.ranges(actor, CaseSummary):
        return []
    return list(db.session.scalars(page_ids(actor, *asked)))


def _parts(actor: User, filters: Filters) -> list[ColumnElement[bool]]:
    """The ranges to read; of one's own cases a single one."""
    if not filters.mine:
        return access.ranges(actor, CaseSummary)
    mine = CaseSummary.worker_id == actor.id
    of_team = CaseSummary.team_id == actor.team_id
    return [and_(mine, of_team) if actor.is_(Role.REVIEWER) else mine]


def _conditions(actor: User, today: date, filters: Filters) -> list[ColumnElement[bool]]:
    conditions = [
        CaseSummary.closed == (true() if filters.closed else false()),
        access.without_conflict(actor, CaseSummary),
    ]
    if filters.overdue:
        conditions.append(CaseSummary.due_order < today)
    if filters.district:
        conditions.append(CaseSummary.district == filters.district)
    return conditions


def _column(order: Order) -> Any:
    return CaseSummary.due_order if order is Order.DUE else CaseSummary.name_key


def _beyond(order: Order, place: _Place | None, backwards: bool) -> ColumnElement[bool]:
    if place is None:
        return true()
    row = tuple_(_column(order), CaseSummary.case_id)
    return row < tuple_(*place) if backwards else row > tuple_(*place)


def _write_place(order: Order, row: CaseRow) -> str:
    """A place as an address may hold it: a name never stands in an address."""
    summary = row.summary
    return f"{summary.due_order}_{summary.case_id}" if order is Order.DUE else str(summary.case_id)


def _read_place(actor: User, order: Order, written: str) -> _Place | None:
    """The place, or None where it is no place of this list or the actor may not see its case."""
    day, _, number = written.rpartition("_")
    if not number.isdecimal() or int(number) > LARGEST_ID or bool(day) == (order is Order.NAME):
        return None
    if order is Order.NAME:
        return _place_by_name(actor, int(number))
    try:
        return _Place(date.fromisoformat(day), int(number))
    except ValueError:
        return None


def _place_by_name(actor: User, case_id: int) -> _Place | None:
    found = select(CaseSummary.name_key).where(
        CaseSummary.case_id == case_id, access.visible(actor, CaseSummary)
    )
    name_key = db.session.scalar(found)
    return None if name_key is None else _Place(name_key, case_id)
