"""Toolkits are taken in as drafts, published once, and never changed."""

import pytest
from sqlalchemy import text as sql
from sqlalchemy.exc import DatabaseError, IntegrityError

from app.audit.queries import trail
from app.database import db
from app.definitions import queries
from app.definitions.models import DefinitionVersion, FormDefinition, Publication
from app.definitions.operations import import_document, publish
from app.engine.document import DefinitionRefused
from app.errors import NotAllowed, NotFound, Refused
from tests.definitions.conftest import written


@pytest.mark.both_databases
def test_a_document_is_kept_as_it_came_in(take_in, now):
    text = written("harm") + "\n \r\n\t"
    version = take_in(text, published=False)
    assert (version.slug, version.number, version.publication) == ("small", 1, None)
    assert queries.text_of(version) == text
    assert queries.live_version("small", now) is None


@pytest.mark.both_databases
def test_the_live_version_is_the_last_one_published(take_in, now):
    first = take_in(written("harm"))
    second = take_in(written("harm", title="Reworded", based_on=1), published=False)
    assert queries.live_version("small", now).id == first.id
    publish(version=second, actor=None, now=first.imported_at, note="Reworded")
    assert queries.live_version("small", now).id == second.id
    assert [v.id for v in queries.live_versions(now)] == [second.id]
    assert [v.number for v in queries.versions("small")] == [2, 1]
    assert second.publication.note == "Reworded"


def test_what_was_done_is_told_in_the_audit(take_in, administrator, now):
    version = import_document(text=written("harm"), actor=administrator, now=now)
    publish(version=version, actor=administrator, now=now, note="")
    told = [(e.action, e.subject, e.actor_id, e.details["version"])
            for e in trail("system").events if e.subject.startswith("toolkit")]
    assert told == [("published", "toolkit:small", administrator.id, 1),
                    ("imported", "toolkit:small", administrator.id, 1)]


def test_only_an_administrator_changes_toolkits(take_in, practitioner, reviewer, now):
    version = take_in(written("harm"), published=False)
    for actor in (practitioner, reviewer):
        with pytest.raises(NotAllowed):
            import_document(text=written("other"), actor=actor, now=now)
        with pytest.raises(NotAllowed):
            publish(version=version, actor=actor, now=now, note="")
    assert len(queries.versions("small")) == 1 and version.publication is None


def test_a_document_with_problems_leaves_nothing_behind(take_in):
    with pytest.raises(DefinitionRefused):
        take_in(written("harm", unheard_of=True))
    assert queries.toolkits() == []


def test_the_same_document_is_taken_in_once(take_in):
    take_in(written("harm", "name"))
    with pytest.raises(Refused, match="version 1"):
        take_in(written("harm", "name"))
    with pytest.raises(Refused, match="version 1"):
        take_in(written("name", "harm"))


def test_a_version_is_published_once(take_in, now):
    version = take_in(written("harm"))
    with pytest.raises(Refused, match="published already"):
        publish(version=version, actor=None, now=now, note="again")


def test_the_version_it_is_based_on_must_be_here(take_in):
    with pytest.raises(Refused, match="Import that version first"):
        take_in(written("harm", based_on=1))
    assert queries.toolkits() == []


UNDECLARED = {
    "a question that is gone": (written("harm", based_on=1), "name"),
    "a question that came": (written("harm", "name", "new", based_on=1), "new"),
    "an option that is gone": (written("harm", "name", options=("yes",), based_on=1), "harm: no"),
    "an option that came": (
        written("harm", "name", options=("yes", "no", "maybe"), based_on=1), "harm: maybe"),
}


@pytest.mark.parametrize("change", UNDECLARED)
def test_publishing_stops_until_the_lineage_says_what_became_of(change, take_in, now):
    take_in(written("harm", "name"))
    text, missing = UNDECLARED[change]
    draft = take_in(text, published=False)
    with pytest.raises(Refused, match=missing):
        publish(version=draft, actor=None, now=now, note="")
    assert queries.live_version("small", now).number == 1


def test_a_lineage_that_says_it_all_may_be_published(take_in):
    take_in(written("harm", "name"))
    lineage = [
        {"relation": "removed", "from": ["name"], "to": []},
        {"relation": "added", "from": [], "to": ["new"]},
        {"relation": "same", "from": ["harm"], "to": ["harm"],
         "options": [{"relation": "added", "from": [], "to": ["maybe"]}]},
    ]
    later = take_in(written(
        "harm", "new", options=("yes", "no", "maybe"), based_on=1, lineage=lineage))
    between = queries.lineage_between("small", 1, later.number)
    assert (between.question("name").relation, between.back("new").relation) == (
        "removed", "added")
    assert queries.lineage_between("small", 2, 1).question("new").relation == "removed"


def test_a_version_may_be_based_on_an_older_one(take_in):
    take_in(written("harm", title="One"))
    take_in(written("harm", title="Two", based_on=1))
    take_in(written("harm", title="Three", based_on=1), replaces=2)
    assert queries.lineage_between("small", 2, 3).question("harm").comparable


def test_a_definition_is_read_once_and_kept(take_in):
    version = take_in(written("harm"))
    assert queries.load(version.id) is queries.load(version.id)
    assert queries.load(version.id) is queries.definition_of(version)


def test_what_is_not_here_is_not_found(app, now):
    with pytest.raises(NotFound):
        queries.load(1)
    with pytest.raises(NotFound):
        queries.version("small", 1)
    assert (queries.live_version("small", now), queries.versions("small")) == (None, [])


CHANGES = {
    "rewrite": "UPDATE definition_version SET text = '{}'",
    "renumber": "UPDATE definition_version SET number = 9",
    "delete": "DELETE FROM definition_version",
    "rename": "UPDATE form_definition SET slug = 'other'",
    "backdate": "UPDATE publication SET at = '2020-01-01 00:00:00'",
    "unpublish": "DELETE FROM publication",
}


@pytest.mark.both_databases
@pytest.mark.parametrize("change", CHANGES)
def test_the_database_itself_refuses_changes(change, take_in, now):
    take_in(written("harm"))
    with pytest.raises(DatabaseError, match="append-only"):
        db.session.execute(sql(CHANGES[change]))
    db.session.rollback()
    assert queries.live_version("small", now).publication is not None


@pytest.mark.both_databases
@pytest.mark.parametrize("model", [FormDefinition, DefinitionVersion, Publication])
def test_no_row_is_put_in_the_place_of_another(model, take_in):
    take_in(written("harm"))
    row = db.session.scalars(db.select(model)).one()
    values = {c.name: getattr(row, c.name) for c in model.__table__.columns}
    db.session.rollback()
    with pytest.raises((IntegrityError, DatabaseError)):
        db.session.execute(db.insert(model).values(**values))
    db.session.rollback()
