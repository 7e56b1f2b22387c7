"""Cases for tests, and the people who work them."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from app.accounts.models import Role, Team, User
from app.audit.models import AuditEvent
from app.cases import operations
from app.cases.facts import PersonFacts
from app.cases.models import Case
from app.database import db


@pytest.fixture
def team(make_team: Callable[..., Team]) -> Team:
    return make_team(name="Harbour", district="Eastside")


@pytest.fixture
def other_team(make_team: Callable[..., Team]) -> Team:
    return make_team(name="Moor", district="Westside")


@pytest.fixture
def amara(make_user: Callable[..., User], team: Team) -> User:
    """A practitioner of the team, allocated the case."""
    return make_user(Role.PRACTITIONER, team, name="Amara Khan")


@pytest.fixture
def colleague(make_user: Callable[..., User], team: Team) -> User:
    """Another practitioner of the team."""
    return make_user(Role.PRACTITIONER, team, name="Jo Lane")


@pytest.fixture
def sam(make_user: Callable[..., User], team: Team) -> User:
    """The reviewer of the team."""
    return make_user(Role.REVIEWER, team, name="Sam Reed")


@pytest.fixture
def stranger(make_user: Callable[..., User], other_team: Team) -> User:
    """A practitioner of another team."""
    return make_user(Role.PRACTITIONER, other_team, name="Pat Wood")


@pytest.fixture
def make_case(now: datetime) -> Callable[..., Case]:
    """make_case(actor, name="Robin Vale", worker_id=…, title=…) -> Case, opened by the actor"""

    def make(actor: User, **given: Any) -> Case:
        names = set(PersonFacts.__struct_fields__)
        facts = {"name": "Robin Vale", "date_of_birth": date(2011, 5, 17)}
        facts.update({name: given.pop(name) for name in names & set(given)})
        return operations.add_person_and_case(
            **{
                "actor": actor,
                "now": now,
                "facts": PersonFacts(**facts),
                "title": "Child sexual exploitation",
                "worker_id": actor.id,
                "acknowledged": range(10_000),
                **given,
            }
        )

    return make


@pytest.fixture
def case(make_case: Callable[..., Case], amara: User, sam: User) -> Case:
    """Amara's case about Robin Vale, with Sam as its reviewer."""
    return make_case(amara, reviewer_id=sam.id, identifier="LCS-1001", district="Eastside")


@pytest.fixture
def actions() -> Callable[..., list[str]]:
    """actions("case:1") -> the sentences of a chain, oldest first"""

    def of(chain: str) -> list[str]:
        found = select(AuditEvent).where(AuditEvent.chain == chain).order_by(AuditEvent.sequence)
        return [event.sentence for event in db.session.scalars(found)]

    return of
