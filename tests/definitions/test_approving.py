"""A version is approved, or turned down, by people who had no hand in it."""

import pytest

from app.accounts.models import Role
from app.definitions.models import Capacity
from app.definitions.operations import approve, import_document, publish
from app.definitions.states import State, state_of
from app.errors import NotAllowed, Refused
from tests.definitions.conftest import written


@pytest.fixture
def version(administrator, now):
    return import_document(text=written("harm"), actor=administrator, now=now)


@pytest.fixture
def second_administrator(make_user):
    return make_user(Role.ADMINISTRATOR, name="Priya Nair")


@pytest.fixture
def lead(make_user):
    return make_user(Role.REVIEWER, name="Owen Pryce", safeguarding_lead=True)


@pytest.mark.both_databases
def test_a_second_administrator_approves(version, second_administrator, now):
    approval = approve(version=version, capacity=Capacity.ADMINISTRATOR, approved=True, note="",
                       actor=second_administrator, now=now)
    assert [a.by_name for a in version.approvals] == [approval.by_name] == ["Priya Nair"]


def test_nobody_approves_their_own(version, administrator, now):
    with pytest.raises(NotAllowed, match="a hand in this version"):
        approve(version=version, capacity=Capacity.ADMINISTRATOR, approved=True, note="",
                actor=administrator, now=now)


def test_a_capacity_is_needed(version, practitioner, reviewer, second_administrator, now):
    for actor, capacity in (
        (practitioner, Capacity.ADMINISTRATOR), (reviewer, Capacity.SAFEGUARDING_LEAD),
        (second_administrator, Capacity.SAFEGUARDING_LEAD),
    ):
        with pytest.raises(NotAllowed, match="Only a"):
            approve(version=version, capacity=capacity, approved=True, note="", actor=actor,
                    now=now)


def test_one_person_does_not_give_both_approvals(version, make_user, now):
    both = make_user(Role.ADMINISTRATOR, name="Ada Quill", safeguarding_lead=True)
    approve(version=version, capacity=Capacity.ADMINISTRATOR, approved=True, note="", actor=both,
            now=now)
    with pytest.raises(NotAllowed, match="from somebody else"):
        approve(version=version, capacity=Capacity.SAFEGUARDING_LEAD, approved=True, note="",
                actor=both, now=now)


def test_what_is_turned_down_is_not_published(version, lead, now):
    with pytest.raises(Refused, match="Say why"):
        approve(version=version, capacity=Capacity.SAFEGUARDING_LEAD, approved=False, note=" ",
                actor=lead, now=now)
    approve(version=version, capacity=Capacity.SAFEGUARDING_LEAD, approved=False,
            note="The level is too low", actor=lead, now=now)
    assert state_of(version, now) is State.TURNED_DOWN
    with pytest.raises(Refused, match="turned down"):
        publish(version=version, actor=None, now=now, note="")


def test_a_capacity_decides_once(version, second_administrator, make_user, now):
    approve(version=version, capacity=Capacity.ADMINISTRATOR, approved=True, note="",
            actor=second_administrator, now=now)
    third = make_user(Role.ADMINISTRATOR, name="Una Field")
    with pytest.raises(Refused, match="already"):
        approve(version=version, capacity=Capacity.ADMINISTRATOR, approved=True, note="",
                actor=third, now=now)


def test_a_published_version_waits_for_nothing(version, second_administrator, now):
    publish(version=version, actor=None, now=now, note="")
    with pytest.raises(Refused, match="not waiting for approval: in use"):
        approve(version=version, capacity=Capacity.ADMINISTRATOR, approved=True, note="",
                actor=second_administrator, now=now)
