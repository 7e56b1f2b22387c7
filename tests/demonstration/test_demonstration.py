"""The demonstration: what `make run` and `make demo` leave behind, on a database of either kind."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from app.assessments.models import Assessment
from app.audit.models import AuditEvent
from app.cases.models import Case
from app.database import db
from app.demonstration import commands
from app.demonstration.commands import OPEN_PASSWORD, demonstration
from app.demonstration.people import ACCOUNTS
from app.pathway.queries import in_force
from app.reviews.models import SignOff
from app.reviews.queries.trajectory import reviewed

JODIE, KAI = 1, 4


def loaded(app: Any, *arguments: str) -> Any:
    return app.test_cli_runner().invoke(demonstration, arguments)


def versions(case_id: int) -> list[int]:
    """The versions of the toolkit that a case was assessed with, oldest first."""
    return [one.revision.version.number for one in reviewed(case_id)]


@pytest.mark.both_databases
@pytest.mark.requirement("S0.2", "S1.27")
def test_it_tells_four_cases_two_of_them_over_several_versions(app: Any) -> None:
    said = loaded(app, "--if-empty")
    assert said.exit_code == 0, said.output
    assert OPEN_PASSWORD in said.output
    assert all(account.email in said.output for account in ACCOUNTS)
    assert db.session.scalar(select(func.count(Case.id))) == 4
    assert versions(JODIE) == [1, 1, 2, 2]
    assert [one.summary.level_title for one in reviewed(JODIE)] == [
        "High", "Actual Abuse Taking Place", "High", "Standard"]
    assert versions(KAI) == [1, 1, 2, 3, 3]
    assert [one.summary.level_title for one in reviewed(KAI)] == [
        "Category 4", "Category 4", "Category 3", "Category 3", "Category 2"]
    assert db.session.scalar(select(func.count(SignOff.id))) == 3
    stands = in_force(KAI)
    assert stands is not None and (stands.level.title, stands.agreed) == ("Category 3", True)
    its_audit_trail_holds(app)
    it_is_loaded_once(app)


def its_audit_trail_holds(app: Any) -> None:
    checked = app.test_cli_runner().invoke(args=["audit", "verify"])
    assert checked.exit_code == 0, checked.output
    assert db.session.scalar(select(func.count(AuditEvent.id))) > 30


def it_is_loaded_once(app: Any) -> None:
    again = loaded(app, "--if-empty")
    assert again.exit_code == 0 and OPEN_PASSWORD in again.output
    assert loaded(app).exit_code == 1
    assert db.session.scalar(select(func.count(Assessment.id))) == 10


def test_toolkits_that_are_here_already_are_used_as_they_are(app: Any) -> None:
    runner = app.test_cli_runner()
    assert runner.invoke(args=["definitions", "install"]).exit_code == 0
    assert loaded(app).exit_code == 0
    assert versions(JODIE) == [1, 1, 2, 2]
    assert runner.invoke(args=["definitions", "install"]).output == ""


def test_elsewhere_its_password_is_nobodys(app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Any] = []
    monkeypatch.setattr(commands, "tell", lambda *given: told.append(given))
    said = loaded(app)
    assert said.exit_code == 0 and len(told) == 1
    assert OPEN_PASSWORD not in said.output


def test_accounts_of_others_are_left_alone(app: Any, practitioner: Any) -> None:
    said = loaded(app, "--if-empty")
    assert said.exit_code == 0
    assert said.output == ""
