"""`flask accounts` from the command line."""

import pytest

from app.accounts import queries
from app.accounts.models import Role
from app.accounts.passwords import is_password
from app.audit.queries import trail


@pytest.fixture
def accounts(app):
    def run(*arguments, typed="correct horse battery\n"):
        return app.test_cli_runner().invoke(args=["accounts", *arguments], input=typed)

    return run


def add(accounts, email="sam@example.org", **more):
    team = ["--team", "North", "--district", "Northside"]
    return accounts("add", email, "--name", "Sam Reed", "--role", "reviewer", *team, **more)


@pytest.mark.both_databases
def test_adding_an_account_and_its_team(accounts):
    result = add(accounts, "Sam@example.org")
    assert (result.exit_code, result.output) == (0, "Added sam@example.org as reviewer.\n")
    user = queries.user_by_email("sam@example.org")
    assert (user.role, user.team.name, user.team.district) == (Role.REVIEWER, "North", "Northside")
    assert is_password(user.password_hash, "correct horse battery")
    assert [event.subject for event in trail("system").events] == ["user:1", "team:1"]


def test_the_same_address_twice_is_refused(accounts):
    add(accounts)
    result = add(accounts)
    assert result.exit_code == 1
    assert "sam@example.org has an account already." in result.output


def test_a_short_password_adds_nothing(accounts):
    result = add(accounts, typed="short\n")
    assert "at least 12 characters" in result.output
    assert queries.users() == queries.teams() == []


def test_a_new_team_needs_its_district(accounts):
    result = accounts("add", "a@example.org", "--name", "A", "--role", "reviewer", "--team", "Hub")
    assert "say where it works" in result.output


def test_deactivating_and_listing(accounts):
    add(accounts)
    assert accounts("deactivate", "sam@example.org").exit_code == 0
    assert accounts("list").output == "sam@example.org  Sam Reed  reviewer  North (deactivated)\n"
    assert "deactivated already" in accounts("deactivate", "sam@example.org").output


def test_setting_a_password(accounts):
    add(accounts)
    accounts("set-password", "sam@example.org", typed="an entirely other one\n")
    user = queries.user_by_email("sam@example.org")
    assert is_password(user.password_hash, "an entirely other one")


def test_an_unknown_address_is_said_to_be_so(accounts):
    result = accounts("deactivate", "nobody@example.org")
    assert (result.exit_code, "no account for nobody@example.org" in result.output) == (1, True)


def test_only_a_reviewer_is_made_a_senior_and_it_is_taken_back(accounts):
    add(accounts)
    assert accounts("set-senior", "sam@example.org").output == "sam@example.org is a senior.\n"
    assert queries.user_by_email("sam@example.org").senior
    accounts("set-senior", "sam@example.org", "--no-longer")
    assert not queries.user_by_email("sam@example.org").senior
    accounts("add", "jo@example.org", "--name", "Jo", "--role", "practitioner", "--team", "North")
    refused = accounts("set-senior", "jo@example.org")
    assert refused.exit_code == 1 and "only a reviewer can be a senior" in refused.output
    told = {event.action for event in trail("system").events}
    assert {"made a senior of", "took being a senior from"} <= told


@pytest.mark.both_databases
def test_another_role_takes_being_a_senior_away(accounts):
    add(accounts)
    accounts("set-senior", "sam@example.org")
    result = accounts("set-role", "sam@example.org", "administrator")
    assert (result.exit_code, result.output) == (0, "sam@example.org is administrator now.\n")
    user = queries.user_by_email("sam@example.org")
    assert user.role is Role.ADMINISTRATOR and not user.senior
    assert "Invalid value" in accounts("set-role", "sam@example.org", "chief").output
