"""Recording events. Reading them is in queries, hashing and checking in chain."""

from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Row, bindparam, select
from sqlalchemy.exc import IntegrityError

from app.audit.chain import BEGINNING, event_hash
from app.audit.models import AuditChain, AuditEvent
from app.database import db, inserted, one_writer, write_transaction


# Written once, of the tables themselves: every page and every save runs them.
_CHAINS, _EVENTS = AuditChain.__table__.c, AuditEvent.__table__.c
HOLD = select(_CHAINS.name).where(_CHAINS.name == bindparam("chain")).with_for_update()
LAST = (
    select(_EVENTS.sequence, _EVENTS.hash)
    .where(_EVENTS.chain == bindparam("chain"))
    .order_by(_EVENTS.sequence.desc())
    .limit(1)
)


class Actor(Protocol):
    """Whoever acts: a user, in practice."""

    @property
    def id(self) -> int: ...

    @property
    def name(self) -> str: ...


def record(
    *,
    chain: str,
    action: str,
    actor: Actor | None,
    at: datetime,
    subject: str,
    details: dict[str, Any] | None = None,
) -> AuditEvent:
    """Add what was done to a chain, in the transaction of what it records.

    `action` is a verb in the past ("submitted"), `subject` a kind and an id ("assessment:7"),
    `details` ids only, never a personal value; `actor` None is the system itself.
    Raises RuntimeError outside `writing()`.
    """
    return _append(False, chain, action, actor, at, subject, details)


def record_read(
    *,
    chain: str,
    action: str,
    actor: Actor | None,
    at: datetime,
    subject: str,
    details: dict[str, Any] | None = None,
) -> AuditEvent:
    """Add what was looked at, and commit, so that it is recorded before any byte leaves.

    What the page has loaded stays loaded.
    """
    with write_transaction(reload=False):
        return _append(True, chain, action, actor, at, subject, details)


def lock_chain(chain: str) -> None:
    """Hold a chain until the transaction ends, so that nobody else writes about its case.

    The first line of an operation whose checks must still be true when it commits.
    """
    if db.session.scalar(HOLD, {"chain": chain}) is None:
        _begin_chain(chain)
        db.session.scalar(HOLD, {"chain": chain})


def _append(
    reading: bool,
    chain: str,
    action: str,
    actor: Actor | None,
    at: datetime,
    subject: str,
    details: dict[str, Any] | None,
) -> AuditEvent:
    if not db.session.info.get("writing"):
        raise RuntimeError("An event is recorded inside writing(), with what it records")
    sequence, previous = _held(chain)
    event = AuditEvent(
        chain=chain,
        sequence=sequence + 1,
        reading=reading,
        action=action,
        actor_id=actor.id if actor else None,
        actor_name=actor.name if actor else "The system",
        subject=subject,
        details=details or {},
        at=at,
        previous_hash=previous,
    )
    event.hash = event_hash(event)
    return inserted(event)


def _held(chain: str) -> tuple[int, str]:
    """The sequence and hash of a chain's last event, read once nobody else can add another."""
    found = _last(chain) if one_writer() else None
    if found is None:
        lock_chain(chain)
        found = _last(chain)
    return (found.sequence, found.hash) if found else (0, BEGINNING)


def _last(chain: str) -> Row[*tuple[Any, ...]] | None:
    return db.session.connection().execute(LAST, {"chain": chain}).first()


def _begin_chain(chain: str) -> None:
    """Add the chain's row, unless somebody else did so at this moment."""
    try:
        with db.session.begin_nested():
            db.session.add(AuditChain(name=chain))
    except IntegrityError:
        return
