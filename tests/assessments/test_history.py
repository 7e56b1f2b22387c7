"""Revisions never change, stay small, and can be checked against their hash."""

import random

import pytest
from sqlalchemy import func, inspect, select, text
from sqlalchemy.exc import DBAPIError

from app.assessments import bodies, history, operations, queries
from app.assessments.models import Revision
from app.audit.models import AuditEvent
from app.database import db, writing
from app.definitions.queries import definition_of
from app.engine import merkle
from app.engine.answers import NO_ANSWERS, Answers, Mark
from tests.assessments.conftest import COMPLETE, answers_of, number_of

both = pytest.mark.both_databases
TABLES = ("assessment", "revision", "guidance_read", "kept_edit", "kept_edit_resolution",
          "kept_post", "kept_post_taken", "action_call", "action_call_withdrawal",
          "harm_record", "harm_ending")


@both
@pytest.mark.parametrize("statement", [
    "UPDATE revision SET body = '{}'",
    "UPDATE revision SET author_name = 'Somebody else'",
    "DELETE FROM revision",
    "UPDATE assessment SET version_id = version_id",
    "DELETE FROM guidance_read",
])
def test_the_database_refuses_to_change_what_was_recorded(worker, draft, statement):
    worker.save(draft, {"story": "As it was"})
    with pytest.raises(DBAPIError, match="append-only"), writing():
        db.session.execute(text(statement))
    assert answers_of(draft).values["story"] == "As it was"


def test_sqlite_refuses_to_write_over_a_revision(worker, draft):
    worker.save(draft, {"story": "As it was"})
    columns = ", ".join(c["name"] for c in inspect(db.engine).get_columns("revision"))
    for statement in ("INSERT OR REPLACE INTO", "REPLACE INTO"):
        with pytest.raises(DBAPIError, match="append-only"), writing():
            db.session.execute(text(
                f"{statement} revision ({columns}) SELECT {columns} FROM revision"))


def test_every_table_of_the_record_is_declared_append_only(app):
    from app.append_only import declared

    assert set(TABLES) <= set(declared(db.metadata))


@both
def test_ten_saves_of_one_answer_grow_by_little(worker, draft):
    worker.save(draft, {"story": "x" * 5000})
    before = stored()
    for number in range(10):
        worker.save(draft, {"older": ("present", "not_present")[number % 2]}, explicit=False)
    assert stored() - before < 1000


def stored():
    return db.session.scalar(select(func.sum(func.length(Revision.body))))


@both
def test_a_revision_verifies_against_its_root(worker, draft):
    worker.save(draft, {**COMPLETE, "story": "Once"}, marks={"older": Mark(rationale="Why")})
    worker.save(draft, {"story": None, "older": "present"}, explicit=False)
    worker.save(draft, {"older": "not_present"})
    worker.submit(draft)
    definition = definition_of(draft.version)
    for revision in queries.revisions_of(draft):
        assert history.verifies(revision, definition)
    db.session.expunge_all()
    revision = queries.revision(draft, 3)
    revision.body = revision.body.replace("present", "not_known")
    assert not history.verifies(revision, definition)
    db.session.expunge_all()


def test_saves_are_audited_with_the_hash_of_what_they_say(worker, draft):
    saved = worker.save(draft, {"story": "Once"})
    event = db.session.query(AuditEvent).filter_by(action="saved").one()
    assert event.details["root"] == saved.state.revision.root


def test_hashes_of_the_same_answers_differ(worker, draft):
    worker.save(draft, {"older": "present"})
    worker.save(draft, {"older": "not_present"})
    worker.save(draft, {"older": "present"})
    roots = [revision.root for revision in queries.revisions_of(draft)]
    assert len(set(roots)) == len(roots)


# Bodies


def random_answers(rng):
    keys = ["name", "story", "older", "level_reason"]
    rows = tuple(rng.sample(["a", "b", "c", "d"], rng.randrange(4)))
    values = {key: rng.choice(["x", "y", "Ünï\n"]) for key in keys if rng.random() < 0.6}
    values.update({f"people/{row}/who": rng.choice("pq") for row in rows})
    marks = {key: Mark(rationale=rng.choice("rs")) for key in keys if rng.random() < 0.3}
    unparsed = {"born": {"day": "31"}} if rng.random() < 0.3 else {}
    return Answers(values, {"people": rows} if rows else {}, marks, unparsed)


def test_any_chain_of_changes_is_replayed_to_where_it_ended(small):
    definition = definition_of(small)
    rng = random.Random(7)
    for _ in range(60):
        states = [random_answers(rng) for _ in range(6)]
        texts = [bodies.whole(definition, states[0])] + [
            bodies.written(bodies.changes(before, after))
            for before, after in zip(states, states[1:], strict=False)]
        assert bodies.replayed(definition, texts) == states[-1]


def test_no_change_is_no_body(small):
    answers = random_answers(random.Random(1))
    assert bodies.changes(answers, answers) == {}
    assert bodies.changes(NO_ANSWERS, Answers({}, {"people": ()}, {"story": Mark()})) == {}


def test_units_changed_are_questions_and_rows():
    before = Answers({"story": "a", "people/x/who": "Jo"}, {"people": ("x",)})
    after = Answers({"story": "a", "people/y/who": "Lee"}, {"people": ("y",)},
                    {"older": Mark(source="School")})
    assert bodies.units_changed(before, after) == {"people/x", "people/y", "older"}


# Withholding


def leaves():
    return merkle.salted(b"secret", {"older": "present", "story": "Words", "people/a": "Jo"})


def test_a_redacted_copy_verifies_and_gives_nothing_away():
    root = merkle.root(leaves())
    copy = merkle.redacted(leaves(), frozenset({"people/a", "older"}))
    assert merkle.verifies(copy, root)
    assert copy[0].keys() == copy[1].keys() == {"hash"}
    assert [part.get("name") for part in copy] == [None, None, "story"]


@pytest.mark.parametrize("spoil", [
    lambda copy: copy[2].update(content="Other words"),
    lambda copy: copy[2].update(name="older"),
    lambda copy: copy.pop(),
    lambda copy: copy.append(copy[-1]),
    lambda copy: copy.reverse(),
    lambda copy: copy[0].update(hash="00"),
    lambda copy: copy[0].update(hash="not hexadecimal"),
    lambda copy: copy[2].pop("salt"),
    lambda copy: copy.clear(),
])
def test_a_copy_that_was_changed_does_not_verify(spoil):
    root = merkle.root(leaves())
    copy = merkle.redacted(leaves(), frozenset({"older"}))
    spoil(copy)
    assert not merkle.verifies(copy, root)


def test_what_is_withheld_cannot_be_guessed():
    """The same answer under another secret has another hash, so trying answers out is no use."""
    first = merkle.salted(b"one", {"older": "present"})[0].hash
    second = merkle.salted(b"two", {"older": "present"})[0].hash
    assert first != second


@pytest.mark.parametrize("count", range(1, 10))
def test_every_size_of_record_verifies(count):
    made = merkle.salted(b"s", {f"k{number}": number for number in range(count)})
    assert merkle.verifies(merkle.redacted(made, frozenset()), merkle.root(made))


def test_number_follows_number(worker, colleague, draft):
    for person in (worker, colleague, worker):
        person.save(draft, {"story": f"By {person.user.name}"})
    assert [r.number for r in queries.revisions_of(draft)] == [4, 3, 2, 1]
    assert number_of(draft) == 4
    assert operations.Opened(4, "p").base_number == 4
