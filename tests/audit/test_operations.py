"""Recording events: in their transaction, in a chain, and never changed."""

from types import SimpleNamespace

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app.audit import queries
from app.audit.models import AuditEvent
from app.audit.operations import lock_chain, record, record_read
from app.database import db, writing

pytestmark = pytest.mark.both_databases

AMARA = SimpleNamespace(id=7, name="Amara Khan")


def note(now, chain="case:1", action="saved", **more):
    with writing():
        return record(chain=chain, action=action, actor=AMARA, at=now, subject=chain, **more)


def test_an_event_reads_like_a_sentence(app, now):
    event = note(now, action="viewed", details={"assessment": 3})
    assert event.sentence == "Amara Khan viewed case 1"
    assert (event.sequence, event.details, event.at) == (1, {"assessment": 3}, now)


def test_the_system_acts_under_its_own_name(app, now):
    with writing():
        event = record(chain="system", action="tidied", actor=None, at=now, subject="system:1")
    assert event.sentence == "The system tidied system 1"


def test_each_case_has_a_chain_of_its_own(app, now):
    first, other, second = note(now), note(now, chain="case:2"), note(now)
    assert [event.sequence for event in (first, other, second)] == [1, 1, 2]
    assert second.previous_hash == first.hash != other.previous_hash


def test_several_events_in_one_transaction_follow_on(app, now):
    with writing():
        first, second = note(now), note(now)
    assert second.previous_hash == first.hash


def test_an_event_goes_with_the_transaction_it_belongs_to(app, now):
    with pytest.raises(ZeroDivisionError), writing():
        note(now)
        1 / 0
    assert queries.trail("case:1").events == []


def test_an_event_outside_a_transaction_is_refused(app, now):
    with pytest.raises(RuntimeError, match="inside writing"):
        record(chain="system", action="saved", actor=None, at=now, subject="case:1")


def test_a_read_is_committed_at_once_and_keeps_what_was_loaded(app, now):
    seen = note(now)
    record_read(chain="case:1", action="viewed", actor=AMARA, at=now, subject="case:1")
    assert "action" in seen.__dict__
    db.session.rollback()
    assert [event.action for event in queries.trail("case:1").events] == ["viewed", "saved"]


def test_locking_a_chain_that_does_not_exist_begins_it(app, now):
    with writing():
        lock_chain("case:9")
        assert note(now, chain="case:9").sequence == 1


def test_details_that_cannot_be_hashed_are_refused(app, now):
    with pytest.raises(Exception, match="(?i)serializ|unsupported"):
        note(now, details={"at": now})


CHANGES = [
    "UPDATE audit_event SET action = 'nothing'",
    "DELETE FROM audit_event",
    "UPDATE audit_chain SET name = 'other'",
    "DELETE FROM audit_chain",
]
OVERWRITES = {
    "sqlite": [
        "INSERT OR REPLACE INTO audit_event SELECT * FROM audit_event",
        "REPLACE INTO audit_event SELECT id + 100, chain, sequence, reading, 'nothing', actor_id, "
        "actor_name, subject, details, at, previous_hash, hash FROM audit_event",
    ],
    "postgresql": [
        "TRUNCATE audit_event",
        "TRUNCATE audit_chain CASCADE",
        "INSERT INTO audit_event SELECT * FROM audit_event "
        "ON CONFLICT (id) DO UPDATE SET action = 'nothing'",
    ],
}


def test_the_database_itself_refuses_changes(app, now, database_kind):
    note(now)
    for statement in CHANGES + OVERWRITES[database_kind]:
        with pytest.raises(DBAPIError, match="append-only"), writing():
            db.session.execute(text(statement))
    assert db.session.scalars(select(AuditEvent.action)).all() == ["saved"]
