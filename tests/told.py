"""The case of the demonstration, told once more, for tests that need a whole history."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask, current_app
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.models import User
from app.cases.models import Case, YoungPerson
from app.database import db
from app.demonstration import people
from app.demonstration.story import tell
from app.reviews import queries
from tests.databases import NOW, on_database

PASSPHRASE = "look around waymark"
DOCUMENTS = Path(__file__).parents[1] / "form_definitions"


@dataclass
class Told:
    """A case with a history, and who works it; Jodie's, of four assessments over two versions."""

    case: Case
    practitioner: User
    reviewer: User
    administrator: User
    revisions: list[int]
    """The submitted revisions, oldest first."""


@pytest.fixture(scope="session")
def told_file(
    built_app: Flask, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A database in which the story is told, for tests to begin with a copy of it."""
    file = Path(shutil.copy(sqlite_template, tmp_path_factory.mktemp("told") / "told.sqlite"))
    with on_database(built_app, f"sqlite:///{file}"):
        tell(NOW, DOCUMENTS, PASSPHRASE)
    return file


@pytest.fixture
def told(app: Flask, now: datetime, request: pytest.FixtureRequest) -> Told:
    begun = db.session.scalar(select(User.id).limit(1)) is not None
    if db.engine.dialect.name == "sqlite" and now == NOW and not begun:
        put_in_place(request.getfixturevalue("told_file"))
    else:
        tell(now, DOCUMENTS, PASSPHRASE)
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
def kai(told: Told) -> Told:
    """Kai's case of the same story: five assessments over three versions, all signed but one."""
    found = select(Case).join(Case.young_person).where(YoungPerson.name == people.KAI.name)
    case = db.session.scalars(found).one()
    revisions = [revision.id for revision in reversed(queries.complete_revisions(case.id))]
    return replace(told, case=case, revisions=revisions)


def put_in_place(file: Path) -> None:
    """Let the test go on with a copy of this database."""
    db.session.remove()
    db.engine.dispose()
    shutil.copy(file, current_app.config["DATABASE_URL"].removeprefix("sqlite:///"))


@pytest.fixture
def reviewer_at(
    told: Told, signed_in: Callable[[User], FlaskClient]
) -> FlaskClient:
    """The reviewer's browser, signed in."""
    return signed_in(told.reviewer)
