"""The demonstration: what `make run` and `make demo` leave behind, on a database of either kind."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from app.assessments.models import Assessment
from app.audit.models import AuditEvent
from app.cases.models import Case
from app.database import db
from app.demonstration.commands import OPEN_PASSWORD, demonstration
from app.demonstration.people import ACCOUNTS
from app.reviews.queries import level_points

JODIE = 1


def loaded(app: Any, *arguments: str) -> Any:
    return app.test_cli_runner().invoke(demonstration, arguments)


@pytest.mark.both_databases
@pytest.mark.requirement("S0.2", "S1.27")
def test_it_tells_three_cases_one_of_them_over_two_versions(app: Any) -> None:
    said = loaded(app, "--if-empty")
    assert said.exit_code == 0, said.output
    assert OPEN_PASSWORD in said.output
    assert all(account.email in said.output for account in ACCOUNTS)
    assert db.session.scalar(select(func.count(Case.id))) == 3
    points = level_points(JODIE)
    assert [point.version for point in points] == [1, 1, 2, 2]
    assert [point.title for point in points] == [
        "High", "Actual Abuse Taking Place", "High", "Standard"]


def test_toolkits_that_are_here_already_are_used_as_they_are(app: Any) -> None:
    runner = app.test_cli_runner()
    assert runner.invoke(args=["definitions", "install"]).exit_code == 0
    assert loaded(app).exit_code == 0
    assert [point.version for point in level_points(JODIE)] == [1, 1, 2, 2]
    assert runner.invoke(args=["definitions", "install"]).output == ""


def test_the_audit_trail_of_all_of_it_holds(app: Any) -> None:
    loaded(app)
    checked = app.test_cli_runner().invoke(args=["audit", "verify"])
    assert checked.exit_code == 0, checked.output
    assert db.session.scalar(select(func.count(AuditEvent.id))) > 30


def test_it_is_loaded_once_and_only_into_an_empty_database(app: Any) -> None:
    loaded(app, "--if-empty")
    again = loaded(app, "--if-empty")
    assert again.exit_code == 0 and OPEN_PASSWORD in again.output
    assert loaded(app).exit_code == 1
    assert db.session.scalar(select(func.count(Assessment.id))) == 5


def test_elsewhere_its_password_is_nobodys(app: Any) -> None:
    said = loaded(app)
    assert said.exit_code == 0
    assert OPEN_PASSWORD not in said.output


def test_accounts_of_others_are_left_alone(app: Any, practitioner: Any) -> None:
    said = loaded(app, "--if-empty")
    assert said.exit_code == 0
    assert said.output == ""
