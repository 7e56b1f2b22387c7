"""How every change of a case begins and what it leaves in the audit trail."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Protocol, TypeVar

from sqlalchemy import select

from app.accounts.models import User
from app.audit.operations import lock_chain, record
from app.cases.access import chain_of
from app.cases.models import Case
from app.cases.queries import get_case
from app.cases.text_rules import problem_of_text
from app.database import db, writing
from app.errors import Conflict, Refused
from app.save_ids import SavedElsewhere


class FromAPage(Protocol):
    """A record of a case that says which page it came from, and who sent that."""

    save_id: str
    by_id: int

    @property
    def case_id(self) -> int:
        """The id of the case that it is about."""


Sent = TypeVar("Sent", bound=FromAPage)


@contextmanager
def changing(actor: User, case_id: int, version: int | None = None) -> Iterator[Case]:
    """A write transaction on a case the actor may see, with nobody else writing about it.

    Raises NotFound or NotAllowed as `get_case` does, and Conflict where `version` is given and
    the case has been changed since it was read.
    """
    with writing():
        get_case(actor, case_id)
        lock_chain(chain_of(case_id))
        case = get_case(actor, case_id, fresh=True)
        if version is not None and case.version != version:
            raise Conflict(
                "Somebody else changed this case while you had it open. "
                "Nothing of yours has been saved. Look at it again, then decide."
            )
        yield case


def check_open(case: Case) -> None:
    """Raises Refused where the case is closed."""
    if case.is_closed:
        raise Refused("This case is closed. It has to be reopened first.")


def sent_before(model: type[Sent], save_id: str, case: Case, actor: User) -> Sent | None:
    """What the same page recorded before; raises SavedElsewhere where somebody else sent it, or
    about another case."""
    found = db.session.scalars(select(model).filter_by(save_id=save_id)).first()
    if found is not None and (found.case_id, found.by_id) != (case.id, actor.id):
        raise SavedElsewhere
    return found


def record_change(
    case_id: int, action: str, subject: str, actor: User, now: datetime, **details: object
) -> None:
    """One event in the chain of the case."""
    record(
        chain=chain_of(case_id),
        action=action,
        actor=actor,
        at=now,
        subject=subject,
        details=details,
    )


def needed(text: str, message: str, field: str = "reason") -> str:
    """The text; raises Refused where it is empty or cannot be kept."""
    if not text.strip():
        raise Refused(message, field=field)
    problem = problem_of_text(text)
    if problem:
        raise Refused(f"{field.replace('_', ' ').capitalize()} {problem}", field=field)
    return text
