"""Who has a case, and to whom it is open."""

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError

from app.accounts.models import Role
from app.cases import operations, queries
from app.cases.models import Allocation, CaseSummary, ConflictOfInterest
from app.database import db, writing
from app.errors import Conflict, NotAllowed, NotFound, Refused
from tests.closing import close_case, reopen_case

pytestmark = pytest.mark.both_databases


def give(actor, case, now, **changes):
    return operations.allocate(
        **{
            "actor": actor,
            "now": now,
            "case_id": case.id,
            "team_id": case.team_id,
            "worker_id": case.worker_id,
            "reviewer_id": case.reviewer_id,
            "reason": "Leave cover",
            "version": case.version,
            **changes,
        }
    )


def test_the_history_says_who_had_it_and_why(app, case, sam, amara, colleague, now, actions):
    give(sam, case, now, worker_id=colleague.id)
    newest, first = queries.allocations_of(case)
    assert (newest.worker, newest.by, newest.reason) == (colleague, sam, "Leave cover")
    assert first.worker == amara
    assert db.session.get(CaseSummary, case.id).worker_id == colleague.id
    assert actions(f"case:{case.id}")[-1] == f"Sam Reed allocated case {case.id}"


def test_the_worker_may_hand_over_in_the_team_but_a_colleague_may_not(
    app, case, amara, colleague, other_team, now
):
    with pytest.raises(NotAllowed):
        give(colleague, case, now, worker_id=colleague.id)
    with pytest.raises(NotAllowed):
        give(amara, case, now, team_id=other_team.id, worker_id=None, reviewer_id=None)
    give(amara, case, now, worker_id=colleague.id)
    assert case.worker_id == colleague.id


def test_a_case_can_go_to_another_team(app, case, sam, stranger, other_team, now):
    give(sam, case, now, team_id=other_team.id, worker_id=None, reviewer_id=None)
    assert queries.get_case(stranger, case.id)
    with pytest.raises(NotFound):
        queries.get_case(sam, case.id)


def test_who_cannot_have_it_is_refused(app, case, sam, amara, administrator, make_user, now):
    gone = make_user(Role.PRACTITIONER, sam.team, active=False)
    elsewhere = make_user(Role.REVIEWER)
    with writing():
        db.session.add(ConflictOfInterest(user_id=amara.id, case_id=case.id, declared_at=now))
    give(sam, case, now, worker_id=None)
    for changes, field in (
        ({"worker_id": administrator.id}, "worker_id"),
        ({"worker_id": gone.id}, "worker_id"),
        ({"worker_id": elsewhere.id}, "worker_id"),
        ({"worker_id": 999}, "worker_id"),
        ({"worker_id": amara.id}, "worker_id"),
        ({"reviewer_id": amara.id}, "reviewer_id"),
        ({"team_id": 999}, "team_id"),
        ({}, "worker_id"),
        ({"worker_id": sam.id, "reason": " "}, "reason"),
    ):
        with pytest.raises(Refused) as refused:
            give(sam, case, now, **changes)
        assert refused.value.details["field"] == field


def test_nobody_overwrites_an_allocation_they_have_not_seen(app, case, sam, colleague, now):
    seen = case.version
    give(sam, case, now, worker_id=colleague.id)
    with pytest.raises(Conflict):
        give(sam, case, now, worker_id=None, version=seen)


def test_only_a_reviewer_restricts(app, case, sam, amara, colleague, now):
    facts = {"now": now, "case_id": case.id, "reason": "Family of a colleague"}
    with pytest.raises(NotAllowed):
        operations.restrict(actor=amara, restricted=True, version=1, **facts)
    operations.restrict(actor=sam, restricted=True, version=1, **facts)
    assert db.session.get(CaseSummary, case.id).restricted
    with pytest.raises(Refused):
        operations.restrict(actor=sam, restricted=True, version=2, **facts)
    operations.restrict(actor=sam, restricted=False, version=2, **facts)
    assert queries.get_case(colleague, case.id)
    assert [row.restricted for row in queries.restrictions_of(case)] == [False, True]


def test_a_closed_case_is_reopened_before_it_is_allocated(app, case, sam, colleague, now):
    close_case(actor=sam, now=now, case_id=case.id)
    assert db.session.get(CaseSummary, case.id).closed
    with pytest.raises(Refused):
        give(sam, case, now, worker_id=colleague.id)
    with pytest.raises(Refused):
        close_case(actor=sam, now=now, case_id=case.id)
    reopen_case(actor=sam, now=now, case_id=case.id)
    with pytest.raises(Refused):
        reopen_case(actor=sam, now=now, case_id=case.id)
    give(sam, case, now, worker_id=colleague.id)


@pytest.mark.parametrize("change", [delete(Allocation), update(Allocation).values(reason="")])
def test_the_database_keeps_the_history(app, case, change):
    with pytest.raises(DBAPIError), writing():
        db.session.execute(change)
    assert db.session.scalars(select(Allocation.reason)).all() == ["Case opened"]
