"""What every record of a multi-agency discussion shares: of what, by whom, from which day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from app.accounts.models import Role, User
from app.cases.access import chain_of, not_allowed
from app.cases.models import Case
from app.cases.operations.changing import changing
from app.clock import show_date, today_in_london
from app.database import Base, db
from app.engine.council_route import Act
from app.errors import NotFound, Refused
from app.pathway import queries
from app.pathway.models import DiscussionRequest
from app.reviews.operations import keep_desk


@contextmanager
def by_manager(actor: User, case_id: int) -> Iterator[Case]:
    """The transaction in which a manager of the team records something."""
    with changing(actor, case_id) as case:
        if not actor.is_(Role.REVIEWER):
            raise not_allowed(case, "Only a manager of the team can record this.")
        yield case


def standing(case: Case, act: Act) -> DiscussionRequest:
    """What is asked of a discussion now; raises NotFound where it is nothing."""
    request = queries.standing_requests(case.id).get(act)
    if request is None:
        raise NotFound(f"No discussion on {act.doing} is asked for in this case now.",
                       chain=chain_of(case.id), subject=chain_of(case.id))
    return request


def keep(record: Base, case: Case) -> None:
    """Keep a record, and on the desk what waits now."""
    db.session.add(record)
    db.session.flush()
    keep_desk(case)


def check_day(held_on: date | None, earliest: date, now: datetime) -> date:
    """The day on which it took place; raises Refused where it is none that can be."""
    if held_on is None:
        raise Refused("Enter the day on which it took place", field="held_on")
    if held_on > today_in_london(now):
        raise Refused("The day on which it took place must be today or in the past",
                      field="held_on")
    if held_on < earliest:
        raise Refused(
            f"The day on which it took place must be {show_date(earliest)}, when it was asked for, "
            "or later", field="held_on")
    return held_on
