"""Reading the trail: of a chain; and whole, for verifying."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, func, select

from app.audit.chain import Head
from app.audit.models import AuditEvent
from app.database import db

PAGE = 50


class Trail(NamedTuple):
    """One page of events, newest first, and where the next page begins."""

    events: Sequence[AuditEvent]
    next_before: int | None
    """Pass it as `before` for older events; None when there are none."""


def trail(chain: str, *, before: int | None = None, limit: int = PAGE) -> Trail:
    """The events of a chain, newest first; `before` is a sequence of the page above."""
    found = select(AuditEvent).where(AuditEvent.chain == chain)
    return _page(found, before, limit)


def who_has_viewed(chain: str, *, before: int | None = None, limit: int = PAGE) -> Trail:
    """Who looked at the case of a chain, and at what, newest first."""
    found = select(AuditEvent).where(AuditEvent.chain == chain, AuditEvent.reading)
    return _page(found, before, limit)


def last_of(
    chain: str, subject: str, actions: Iterable[str], until: datetime
) -> AuditEvent | None:
    """The last time by then that one of these was done to a subject."""
    found = select(AuditEvent).where(
        AuditEvent.chain == chain, AuditEvent.subject == subject,
        AuditEvent.action.in_(actions), AuditEvent.at <= until)
    return db.session.scalars(found.order_by(AuditEvent.sequence.desc()).limit(1)).first()


def heads() -> list[Head]:
    """Where every chain ends now, by chain."""
    last = (
        select(AuditEvent.chain, func.max(AuditEvent.sequence).label("sequence"))
        .group_by(AuditEvent.chain)
        .subquery()
    )
    ends = select(AuditEvent.chain, AuditEvent.sequence, AuditEvent.hash).join(
        last, (AuditEvent.chain == last.c.chain) & (AuditEvent.sequence == last.c.sequence)
    )
    return [Head(*row) for row in db.session.execute(ends.order_by(AuditEvent.chain))]


def in_order() -> Iterable[AuditEvent]:
    """Every event by chain and sequence, streamed."""
    ordered = select(AuditEvent).order_by(AuditEvent.chain, AuditEvent.sequence)
    return db.session.scalars(ordered.execution_options(yield_per=1000))


def _page(found: Select[AuditEvent], before: int | None, limit: int) -> Trail:
    if before is not None:
        found = found.where(AuditEvent.sequence < before)
    newest = found.order_by(AuditEvent.sequence.desc()).limit(limit + 1)
    events = db.session.scalars(newest).all()
    more = len(events) > limit
    events = events[:limit]
    return Trail(events, events[-1].sequence if more else None)
