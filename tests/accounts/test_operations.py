"""Who may change accounts."""

import pytest

from app.accounts import operations, queries
from app.accounts.models import Role
from app.errors import NotAllowed


def test_only_an_administrator_changes_accounts(app, practitioner, administrator, now):
    with pytest.raises(NotAllowed):
        operations.deactivate(user=administrator, actor=practitioner, now=now)
    operations.deactivate(user=practitioner, actor=administrator, now=now)
    assert queries.users() == [administrator]


def test_users_are_found_by_role_and_team(app, make_user, make_team):
    north, south = make_team(name="North"), make_team(name="South")
    first = make_user(Role.REVIEWER, north)
    make_user(Role.PRACTITIONER, north)
    second = make_user(Role.REVIEWER, south, active=False)
    assert queries.users(Role.REVIEWER) == [first]
    assert queries.users(Role.REVIEWER, team_id=south.id, active=None) == [second]
