"""The invented people of the demonstration, and the accounts to look around with."""

from __future__ import annotations

from datetime import date, datetime

from msgspec import Struct

from app.accounts import operations as accounts
from app.accounts.models import Role, User
from app.cases import operations as cases
from app.cases.facts import PersonFacts
from app.cases.models import Case

TEAM, DISTRICT = "Northfield exploitation team", "Northfield"


class Account(Struct, frozen=True):
    """Somebody to sign in as."""

    name: str
    email: str
    role: Role
    what_for: str


PRACTITIONER = Account("Amira Khan", "amira.khan@example.org", Role.PRACTITIONER,
                       "social worker: completes toolkits and reviews")
REVIEWER = Account("Sam Reed", "sam.reed@example.org", Role.REVIEWER,
                   "team manager: reads them side by side")
ADMINISTRATOR = Account("Dana Wells", "dana.wells@example.org", Role.ADMINISTRATOR,
                        "administrator: looks after the toolkits, sees no case")
APPROVER = Account("Ruth Hale", "ruth.hale@example.org", Role.ADMINISTRATOR,
                   "administrator too: approves what Dana changes")
SENIOR = Account("Nadia Okafor", "nadia.okafor@example.org", Role.REVIEWER,
                 "service manager, a senior and safeguarding lead: decides where reduced risk is "
                 "not shown, and approves what changes who is urgent")
ACCOUNTS = (PRACTITIONER, REVIEWER, SENIOR, ADMINISTRATOR, APPROVER)


def add_accounts(password: str, now: datetime) -> dict[str, User]:
    """The team and its accounts, by e-mail address."""
    team = accounts.add_team(name=TEAM, district=DISTRICT, actor=None, now=now)
    return {
        account.email: accounts.add_user(
            name=account.name, email=account.email, role=account.role, team=team,
            password=password, actor=None, now=now, contact="Northfield, extension 101",
            manager_name=REVIEWER.name, senior=account is SENIOR,
            safeguarding_lead=account is SENIOR,
        )
        for account in ACCOUNTS
    }


def _person(name: str, born: date, identifier: str, school: str, gender: str) -> PersonFacts:
    return PersonFacts(
        name=name, date_of_birth=born, identifier=identifier, school=school, gender=gender,
        district=DISTRICT, local_authority="Northfield Council", looked_after="no",
    )


JODIE = _person("Jodie Marsh", date(2011, 5, 14), "NF-20418", "Alder Park School", "Female")
TYLER = _person("Tyler Obi", date(2010, 11, 2), "NF-20977", "Northfield Academy", "Male")
KAI = _person("Kai Brennan", date(2010, 3, 22), "NF-19862", "Northfield Academy", "Male")
PRIYA = _person("Priya Nair", date(2012, 8, 30), "NF-21350", "Alder Park School", "Female")


def open_case(facts: PersonFacts, worker: User, manager: User, now: datetime) -> Case:
    """A case of the demonstration, allocated to its worker."""
    return cases.add_person_and_case(
        actor=worker, now=now, facts=facts, title="Child sexual exploitation",
        worker_id=worker.id, reviewer_id=manager.id,
    )
