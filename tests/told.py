"""The case of the demonstration, told once more, for tests that need a whole history."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.models import User
from app.cases.models import Case, YoungPerson
from app.database import db
from app.demonstration import people
from app.demonstration.story import tell
from app.reviews import queries

DOCUMENTS = Path(__file__).parents[1] / "form_definitions"


@dataclass
class Told:
    """Jodie's case with four assessments over two versions, and who works it."""

    case: Case
    practitioner: User
    reviewer: User
    administrator: User
    revisions: list[int]
    """The submitted revisions, oldest first."""


@pytest.fixture
def told(app: Flask, now: datetime) -> Told:
    tell(now, DOCUMENTS, "look around waymark")
    found = select(Case).join(Case.young_person).where(YoungPerson.name == people.JODIE.name)
    case = db.session.scalars(found).one()
    accounts = (people.PRACTITIONER, people.REVIEWER, people.ADMINISTRATOR)
    users = [
        db.session.scalars(select(User).where(User.email == account.email)).one()
        for account in accounts
    ]
    revisions = [revision.id for revision in reversed(queries.complete_revisions(case.id))]
    return Told(case, *users, revisions)


@pytest.fixture
def reviewer_at(
    told: Told, signed_in: Callable[[User], FlaskClient]
) -> FlaskClient:
    """The reviewer's browser, signed in."""
    return signed_in(told.reviewer)
