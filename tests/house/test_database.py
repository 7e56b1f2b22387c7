"""Transactions and times behave alike on both databases."""

import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.schema import CreateIndex

from app.accounts.models import SignIn, Team
from app.assessments.models import Revision
from app.audit import queries
from app.audit.chain import faults
from app.audit.operations import lock_chain, record
from app.database import db, inserted, undo, writing

pytestmark = pytest.mark.both_databases


def test_times_come_back_as_they_went_in(app, make_user, now):
    eastern = datetime(2026, 7, 1, 1, 30, 0, 123456, timezone(timedelta(hours=5)))
    with writing():
        event = record(chain="system", action="noted", actor=None, at=eastern, subject="system:1")
    db.session.expire(event)
    assert event.at == eastern
    assert event.at.tzinfo is UTC


def test_a_time_without_a_zone_is_refused(app):
    with pytest.raises((StatementError, ValueError)), writing():
        record(chain="system", action="x", actor=None, at=datetime(2026, 1, 1), subject="system:1")


def test_an_exception_undoes_everything(app):
    with pytest.raises(ZeroDivisionError), writing():
        db.session.add(Team(name="North", district="North"))
        db.session.flush()
        1 / 0
    assert db.session.scalars(select(Team)).all() == []


def test_a_refusal_undoes_everything_and_is_recorded_whoever_goes_on(app):
    """Even where whoever began the transaction catches what was raised inside it."""
    def keep():
        with writing():
            db.session.add(Team(name="Recorded", district="North"))

    with pytest.raises(RuntimeError, match="undoes all of it"), writing():
        db.session.add(Team(name="Undone", district="North"))
        with writing():
            undo(keep)
    assert db.session.scalars(select(Team.name)).all() == ["Recorded"]
    with writing():
        db.session.add(Team(name="Later", district="North"))
    assert len(db.session.scalars(select(Team.name)).all()) == 2


def test_changes_made_before_writing_began_are_refused(app, make_team):
    db.session.add(Team(name="North", district="North"))
    with pytest.raises(RuntimeError, match="outside writing"), writing():
        pass
    db.session.rollback()
    make_team().name = "Another"
    with pytest.raises(RuntimeError, match="outside writing"), writing():
        pass


def test_writing_sees_what_others_have_written_since(app, make_team):
    team = make_team(name="North")
    assert db.session.get(Team, team.id).name == "North"
    elsewhere(app, lambda: rename(team.id, "South"))
    with writing():
        assert team.name == "South"


def test_references_are_checked(app, now):
    with pytest.raises(IntegrityError), writing():
        db.session.add(SignIn(user_id=99, token_hash="x", began_at=now, seen_at=now))


def test_writers_to_one_chain_take_turns(app, now):
    """Many at once lose nothing and break nothing."""
    at_once, each = 4, 8

    def write():
        for _ in range(each):
            with writing():
                record(chain="case:1", action="saved", actor=None, at=now, subject="case:1")

    together(app, write, at_once)
    events = queries.trail("case:1", limit=100).events
    assert [event.sequence for event in reversed(events)] == list(range(1, at_once * each + 1))
    assert list(faults(queries.in_order(), {})) == []


def test_a_check_made_after_locking_still_holds_at_the_end(app, make_team):
    """Each adds one to what it read; without the lock some additions would be lost."""
    team = make_team(name="0")

    def add_one():
        with writing():
            lock_chain("case:1")
            kept = db.session.get(Team, team.id)
            kept.name = str(int(kept.name) + 1)

    together(app, add_one, 6)
    db.session.refresh(team)
    assert team.name == "6"


def rename(team_id, name):
    with writing():
        db.session.get(Team, team_id).name = name


def elsewhere(app, work):
    """Do something as another request would, at the same time as this one."""
    together(app, work, 1)


def together(app, work, times):
    """Do something in so many threads at once; raises what any of them raised."""
    db.session.rollback()
    raised = []

    def run():
        with app.app_context():
            try:
                work()
            except Exception as error:
                raised.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if raised:
        raise raised[0]


def test_a_row_that_was_inserted_is_as_one_that_was_loaded(app, make_team):
    with writing():
        team = inserted(Team(name="North", district="North"))
        assert team.id is not None and team in db.session
        team.name = "South"
    assert db.session.scalars(select(Team.name)).all() == ["South"]


def test_no_row_is_inserted_outside_a_transaction(app):
    with pytest.raises(RuntimeError, match="inside writing"):
        inserted(Team(name="North", district="North"))


def test_an_index_of_some_rows_says_of_which(app):
    """Also on PostgreSQL, which is told so when it is connected to."""
    index = next(one for one in Revision.__table__.indexes if one.name == "ix_revision_turning")
    with db.engine.connect() as connection:
        assert " WHERE kind IN (" in str(CreateIndex(index).compile(connection))
