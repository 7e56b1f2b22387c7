"""Teams and users for tests, and signing them in without typing a password."""

from collections.abc import Callable
from functools import cache
from itertools import count
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient

from app import clock
from app.accounts.models import Role, SignIn, Team, User
from app.accounts.tokens import fingerprint, new_token
from app.database import db, writing
from tests.databases import SETTINGS

PASSWORD = "correct horse battery"


@pytest.fixture
def make_team(app: Flask) -> Callable[..., Team]:
    """make_team(name="North", district="Northside") -> Team"""
    numbers = count(1)

    def make(**given: Any) -> Team:
        number = next(numbers)
        return _keep(Team(**{"name": f"Team {number}", "district": f"District {number}", **given}))

    return make


@pytest.fixture
def make_user(app: Flask, make_team: Callable[..., Team]) -> Callable[..., User]:
    """make_user(role=Role.REVIEWER, team=team, name="Sam Reed") -> User, with PASSWORD"""
    numbers = count(1)
    teams: list[Team] = []

    def make(role: Role = Role.PRACTITIONER, team: Team | None = None, **given: Any) -> User:
        if team is None:
            teams[:] = teams or [make_team()]
            team = teams[0]
        number = next(numbers)
        defaults = {
            "name": f"{role.value.title()} {number}",
            "email": f"person{number}@example.org",
            "password_hash": hashed_password(),
            "role": role,
            "team_id": team.id,
        }
        return _keep(User(**{**defaults, **given}))

    return make


@pytest.fixture
def practitioner(make_user: Callable[..., User]) -> User:
    return make_user(Role.PRACTITIONER)


@pytest.fixture
def reviewer(make_user: Callable[..., User]) -> User:
    return make_user(Role.REVIEWER)


@pytest.fixture
def administrator(make_user: Callable[..., User]) -> User:
    return make_user(Role.ADMINISTRATOR)


@pytest.fixture
def sign_in(app: Flask) -> Callable[[FlaskClient, User], FlaskClient]:
    """sign_in(client, user) -> the client, as that user from its next request on"""

    def sign_in(client: FlaskClient, user: User) -> FlaskClient:
        token = begin_session(user)
        with client.session_transaction() as session:
            session["token"] = token
        return client

    return sign_in


@pytest.fixture
def signed_in(app: Flask, sign_in: Callable[..., FlaskClient]) -> Callable[[User], FlaskClient]:
    """signed_in(user) -> a browser of their own, signed in"""
    return lambda user: sign_in(app.test_client(), user)


def begin_session(user: User) -> str:
    """A session of this user; gives the token for the cookie."""
    token, now = new_token(), clock.now()
    _keep(SignIn(user_id=user.id, token_hash=fingerprint(token), began_at=now, seen_at=now))
    return token


@cache
def hashed_password() -> str:
    return PasswordHasher(**SETTINGS["PASSWORD_HASHING"]).hash(PASSWORD)


def _keep(thing: Any) -> Any:
    with writing():
        db.session.add(thing)
    return thing
