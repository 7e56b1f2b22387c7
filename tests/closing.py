"""Closing a case for tests of other rooms, as a senior may where the gate is shut."""

from __future__ import annotations

from datetime import date, datetime
from itertools import count

from app.accounts.models import User
from app.database import writing
from app.pathway import operations
from app.pathway.operations import Said

_PAGES = count(1)


def close_case(*, actor: User, now: datetime, case_id: int) -> None:
    """Close a case by the exceptional route where the ordinary one is shut."""
    with writing():
        actor.senior = True
    operations.close(actor=actor, now=now, case_id=case_id, cited=None, exceptional=True,
                     said=_said("Moved away"))


def reopen_case(*, actor: User, now: datetime, case_id: int) -> None:
    """Open it again."""
    operations.reopen(actor=actor, now=now, case_id=case_id, said=_said("Came back"))


def _said(reason: str) -> Said:
    return Said(reason=reason, action="Tell the new team", owner="Ruth Okafor",
                due_on=date(2030, 1, 1), save_id=f"closing-{next(_PAGES)}")
