"""The reviewer's desk: how many wait and which, of the cases the actor may see.

A page begins after an item, never at an offset, and is one range of one index however many there
are. What is overdue follows from the day alone, so the list of cases is asked for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, false, func, select, true, tuple_, union_all

from app.accounts.models import User
from app.assessments.models import Revision
from app.cases import access
from app.cases.listing import LARGEST_ID, CaseRow, Filters, case_page, rows_of
from app.cases.models import Case, CaseSummary
from app.database import db
from app.reviews.models import DeskItem
from app.reviews.models.desk import Section, Why
from app.reviews.queries.comparing import Compared, Recorded, complete_revisions
from app.reviews.queries.signing import baseline

_KEY = (DeskItem.why, DeskItem.since, DeskItem.case_id, DeskItem.slug)


class DeskRow(NamedTuple):
    """An item of the desk and the case that it is of; no item of what is overdue."""

    item: DeskItem | None
    case: CaseRow


class DeskPage(NamedTuple):
    """A part of a section, the longest waiting first, and where the next part begins."""

    rows: Sequence[DeskRow]
    next: str | None


class DeskCounts(NamedTuple):
    """How many wait for each reason, and how many reviews are overdue."""

    reasons: Mapping[Why, int]
    overdue: int

    def of(self, section: Section) -> int:
        """How many wait in a section."""
        if section is Section.OVERDUE:
            return self.overdue
        return sum(number for why, number in self.reasons.items() if why.section is section)


def desk_counts(actor: User, today: date) -> DeskCounts:
    """How many wait, counted in each of the actor's ranges, which for a reviewer do not overlap."""
    reasons: Counter[Why] = Counter()
    for seen in _ranges(actor, DeskItem):
        found = select(DeskItem.why, func.count()).where(seen).group_by(DeskItem.why)
        for why, number in db.session.execute(found):
            reasons[Why(why)] += number
    late = and_(CaseSummary.closed == false(), CaseSummary.due_order < today)
    counted = (select(func.count(CaseSummary.case_id)).where(seen, late)
               for seen in _ranges(actor, CaseSummary))
    return DeskCounts(reasons, sum(db.session.scalar(found) or 0 for found in counted))


def desk_page(
    actor: User, section: Section, *, today: date, after: str = "", size: int
) -> DeskPage:
    """A page of a section; `after` is what the page before it gave as `next`, and a place that
    means nothing gives the first page."""
    if section is Section.OVERDUE:
        page = case_page(actor, today=today, filters=Filters(overdue=True), after=after, size=size)
        return DeskPage([DeskRow(None, row) for row in page.rows], page.next)
    items = db.session.scalars(page_of_items(actor, section, _place(after), size + 1)).all()
    cases = {row.summary.case_id: row for row in rows_of([one.case_id for one in items])}
    shown = items[:size]
    rows = [DeskRow(one, cases[one.case_id]) for one in shown if one.case_id in cases]
    return DeskPage(rows, _written(shown[-1]) if len(items) > size else None)


def page_of_items(
    actor: User, section: Section, place: tuple[Any, ...] | None, limit: int
) -> Select[DeskItem]:
    """The statement behind a page: each of the actor's ranges up to the limit, merged."""
    reasons = [why for why in Why if why.section is section]
    beyond = tuple_(*_KEY) > tuple_(*place) if place else true()
    asked = and_(DeskItem.why.between(reasons[0], reasons[-1]), beyond,
                 access.without_conflict(actor, DeskItem))
    parts = [
        select(*_KEY).where(part, asked).order_by(*_KEY).limit(limit).subquery()
        for part in access.ranges(actor, DeskItem)
    ]
    if not parts:
        return select(DeskItem).where(false())
    merged = union_all(*(select(part) for part in parts)).subquery()
    return (
        select(DeskItem)
        .join(merged, and_(DeskItem.case_id == merged.c.case_id, DeskItem.why == merged.c.why,
                           DeskItem.slug == merged.c.slug))
        .order_by(*_KEY).limit(limit)
    )


def baselines(case: Case) -> Iterator[Compared]:
    """The two assessments of each toolkit that are signed next, beside each other. For this room
    itself: nobody is asked whether they may see them."""
    complete = complete_revisions(case.id)
    for slug in dict.fromkeys(one.slug for one in complete):
        ids = baseline(case.id, slug)
        if ids is not None:
            earlier, later = (db.session.get_one(Revision, id_) for id_ in ids)
            yield Compared(case, Recorded(earlier), Recorded(later), complete)


def _ranges(actor: User, rows: access.Rows) -> Iterator[ColumnElement[bool]]:
    for part in access.ranges(actor, rows):
        yield and_(part, ~access.in_conflict(actor, rows))


def _place(written: str) -> tuple[int, datetime, int, str] | None:
    """The place, or None where it is no place of a section."""
    why, since, case_id, slug = [*written.split("_", 3), "", "", "", ""][:4]
    if not (why.isdecimal() and case_id.isdecimal() and slug.isprintable()):
        return None
    try:
        at = datetime.fromisoformat(since)
    except ValueError:
        return None
    if at.tzinfo is None or max(int(why), int(case_id)) > LARGEST_ID or len(slug) > 200:
        return None
    return int(why), at, int(case_id), slug


def _written(item: DeskItem) -> str:
    return f"{item.why}_{item.since.isoformat()}_{item.case_id}_{item.slug}"
