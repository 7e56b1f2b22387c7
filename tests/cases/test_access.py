"""Who may see a case: one rule, said in SQL and in Python."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.accounts.models import Role, User
from app.cases import access, operations
from app.cases.models import Case, CaseSummary, ConflictOfInterest
from app.cases.queries import get_case
from app.database import db, writing
from app.errors import NotAllowed, NotFound

pytestmark = pytest.mark.both_databases


@pytest.fixture
def every_case(make_user, make_case, team, other_team, now):
    """A case of every kind: team, restriction, worker, conflict; and somebody of every role."""
    people = [make_user(role, home) for role, home in product(Role, (team, other_team))]
    openers = [user for user in people if user.is_(*access.CASEWORKERS)]
    for opener in openers:
        for worker, restricted in product((None, *openers), (False, True)):
            case = make_case(opener, worker_id=None)
            with writing():
                case.worker_id = worker.id if worker else None
                case.restricted = restricted
                db.session.flush()
                operations.summarising.repeat_in_summary(case)
    return people


@pytest.mark.requirement("S4.18")
def test_lists_and_single_cases_agree_on_who_may_see(app, every_case, now):
    cases = db.session.scalars(select(Case).order_by(Case.id)).all()

    @given(st.sets(st.tuples(st.sampled_from(every_case), st.sampled_from(cases)), max_size=8))
    def agree(conflicts):
        with writing():
            db.session.query(ConflictOfInterest)
        for actor, case in conflicts - agree.declared:
            with writing():
                db.session.add(
                    ConflictOfInterest(user_id=actor.id, case_id=case.id, declared_at=now)
                )
            agree.declared.add((actor, case))
        for actor in every_case:
            seen = {case.id for case in cases if access.may_see(actor, case)}
            assert set(db.session.scalars(access.visible_case_ids(actor))) == seen
            for rows in (Case, CaseSummary):
                key = Case.id if rows is Case else CaseSummary.case_id
                assert set(db.session.scalars(select(key).where(access.visible(actor, rows)))) == seen
                unseen = set(db.session.scalars(select(key).where(access.hidden(actor, rows))))
                assert unseen == {case.id for case in cases} - seen

    agree.declared = set()
    agree()
