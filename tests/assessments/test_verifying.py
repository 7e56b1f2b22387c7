"""`flask assessments verify` finds what was changed behind the back of the service."""

import pytest
from sqlalchemy import inspect, text, update

from app.append_only import remove_append_only_triggers
from app.assessments import history, queries
from app.assessments.models import Revision
from app.database import db, writing
from app.definitions.queries import definition_of
from app.engine.answers import Mark
from tests.assessments.conftest import COMPLETE
from tests.assessments.test_submitting import add

pytestmark = pytest.mark.both_databases


@pytest.fixture
def verify(app):
    return lambda: app.test_cli_runner().invoke(args=["assessments", "verify"])


@pytest.fixture
def recorded(worker, case, draft):
    """An assessment of six revisions and a review of two; their guard has been taken away."""
    worker.save(draft, {**COMPLETE, "story": "Once"}, marks={"older": Mark(rationale="Why")})
    worker.save(draft, {"older": "present"}, explicit=False)
    worker.save(draft, {"older": "not_present"})
    worker.submit(draft)
    add(worker, draft, {"story": "Twice"})
    worker.save(worker.review(case, "small"), {"story": "Thrice"})
    with writing():
        remove_append_only_triggers(db.session.connection(), db.metadata)
    return draft


def tamper(*statements):
    with writing():
        for statement in statements:
            db.session.execute(text(statement))


def test_nothing_recorded_is_sound(verify):
    assert verify().output == "0 revisions of 0 assessments are as they were recorded.\n"


def test_what_is_as_it_was_recorded_verifies(recorded, verify):
    result = verify()
    assert (result.exit_code, result.output) == (
        0, "8 revisions of 2 assessments are as they were recorded.\n")


@pytest.mark.requirement("S1.33")
@pytest.mark.parametrize("statement, number", [
    ("UPDATE revision SET body = replace(body, 'Once', 'Never') WHERE number = 2", 2),
    ("UPDATE revision SET body = replace(body, 'present', 'not_known') WHERE number = 3", 3),
    ("UPDATE revision SET body = '{' WHERE number = 4", 4),
    ("UPDATE revision SET body = replace(body, '\"not_asked\":[]', '\"not_asked\":[\"older\"]')"
     " WHERE number = 5", 5),
    ("UPDATE revision SET known = '{\"values\":{},\"rows\":{}}' WHERE number = 5", 5),
    ("UPDATE revision SET held = '[\"harm\"]' WHERE number = 5", 5),
    ("UPDATE revision SET facts = '{}' WHERE number = 5", 5),
    ("UPDATE revision SET author_name = 'Somebody else' WHERE number = 6", 6),
    ("UPDATE revision SET assessed_on = '2026-01-01' WHERE number = 6", 6),
    ("UPDATE revision SET reason = 'Another' WHERE number = 6", 6),
    ("UPDATE revision SET kind = 'save' WHERE number = 6", 6),
    ("UPDATE revision SET kind = 'nothing' WHERE number = 6", 6),
    ("UPDATE revision SET whole_number = 2 WHERE number = 3", 3),
])
def test_a_revision_that_was_changed_is_named(recorded, verify, statement, number):
    tamper(f"{statement} AND assessment_id = {recorded.id}")
    result = verify()
    assert result.exit_code == 1
    assert result.stderr == (
        f"assessment {recorded.id}: revision {number} does not say what it said\n"
        "8 revisions of 2 assessments were looked at. Not as they were recorded: 1.\n")


def test_a_revision_that_was_taken_out_is_missed(recorded, verify):
    tamper("DELETE FROM revision WHERE number = 3 AND kind = 'autosave'")
    assert f"assessment {recorded.id}: revision 4 follows where 3 is missing" in verify().stderr


def test_so_is_the_last_one_where_the_audit_trail_names_it(recorded, verify):
    tamper("DELETE FROM revision_summary", "DELETE FROM level_basis",
           "DELETE FROM revision WHERE kind = 'addendum'")
    result = verify()
    assert result.exit_code == 1
    assert f"assessment {recorded.id}: it had a revision, kept as" in result.stderr
    assert "that is no longer there" in result.stderr


def test_a_revision_does_not_verify_in_another_assessment(recorded, verify):
    one, other = recorded.id, recorded.id + 1
    second = "WHERE number = 2 AND assessment_id ="
    tamper(f"UPDATE revision SET number = 90 {second} {one}",
           f"UPDATE revision SET assessment_id = {one} {second} {other}",
           f"UPDATE revision SET number = 2, assessment_id = {other} WHERE number = 90")
    stderr = verify().stderr
    assert f"assessment {one}: revision 2 does not say what it said" in stderr
    assert "Not as they were recorded: 2." in stderr


def test_who_writes_the_hash_anew_as_well_is_found_out_by_the_audit_trail(recorded, verify):
    """Whoever can write to the database has the secret too; the trail is anchored elsewhere."""
    revision = queries.revision(recorded, 2)
    body = revision.body.replace("Once", "Never")
    db.session.rollback()
    made = Revision(**{column.key: getattr(revision, column.key)
                       for column in inspect(Revision).column_attrs} | {"body": body})
    root = history._root(made, definition_of(recorded.version))
    with writing():
        db.session.execute(update(Revision).where(Revision.id == revision.id).values(
            body=body, root=root))
    assert verify().stderr.startswith(
        f"assessment {recorded.id}: revision 2 is not the one that the audit trail names\n")


@pytest.fixture
def recorded_earlier(monkeypatch, worker, draft):
    """What the first release recorded, with a leaf for each answer."""
    with monkeypatch.context() as earlier:
        earlier.setattr(history.bodies, "leaves", lambda secret, answers, about, asked: (
            history.bodies.leaves_by_row(secret, answers, about)))
        worker.save(draft, {**COMPLETE, "story": "Once"}, marks={"older": Mark(rationale="Why")})
        worker.submit(draft)
    with writing():
        remove_append_only_triggers(db.session.connection(), db.metadata)
    return draft


def test_what_the_first_release_recorded_verifies_and_what_was_changed_since_does_not(
    recorded_earlier, verify
):
    assert verify().exit_code == 0
    tamper("UPDATE revision SET body = replace(body, 'Once', 'Never') WHERE kind = 'submission'")
    assert verify().exit_code == 1
