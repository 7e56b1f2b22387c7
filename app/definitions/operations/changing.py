"""What every change of a toolkit shares: who may make it, one at a time, and its audit event."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from app.accounts.models import Role, User
from app.audit.models import SYSTEM
from app.audit.operations import lock_chain, record
from app.database import writing
from app.definitions.models import DefinitionDraft, DefinitionVersion
from app.errors import NotAllowed

THE_SYSTEM = "The system"


@contextmanager
def changing(actor: User | None) -> Iterator[None]:
    """A write by an administrator, or by the system where `actor` is None; one at a time.

    Raises NotAllowed for anybody else.
    """
    if actor is not None and not actor.is_(Role.ADMINISTRATOR):
        raise NotAllowed("Only an administrator can change toolkits.")
    with writing():
        lock_chain(SYSTEM)
        yield


def by(actor: User | None) -> dict[str, object]:
    """The two columns that say who did it."""
    return {"by_id": actor.id if actor else None, "by_name": actor.name if actor else THE_SYSTEM}


def audit_version(
    action: str, version: DefinitionVersion, actor: User | None, now: datetime, **details: object
) -> None:
    """Leave the audit event of something done to a version."""
    record(
        chain=SYSTEM, action=action, actor=actor, at=now, subject=f"toolkit:{version.slug}",
        details={"version": version.number, "sha256": version.sha256, **details},
    )


def audit_draft(
    action: str, draft: DefinitionDraft, actor: User | None, now: datetime, **details: object
) -> None:
    """Leave the audit event of something done to a draft."""
    record(
        chain=SYSTEM, action=action, actor=actor, at=now, subject=f"toolkit:{draft.slug}",
        details={"draft": draft.id, **details},
    )
