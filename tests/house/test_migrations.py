"""Migrations and models say the same, both ways and on both databases."""

import shutil
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from app.append_only import declared
from app.audit.operations import record
from app.database import db, writing
from tests.databases import build_app

MIGRATIONS = Path(__file__).parents[2] / "migrations"
REBUILD = """
from alembic import op
from sqlalchemy import Text, Column

revision, down_revision = "rebuild", "{head}"


def upgrade():
    with op.batch_alter_table("audit_event", recreate="always") as table:
        table.add_column(Column("remark", Text()))


def downgrade():
    with op.batch_alter_table("audit_event") as table:
        table.drop_column("remark")
"""

pytestmark = pytest.mark.both_databases


@pytest.fixture
def empty(empty_database):
    """The application on a database without tables."""
    app = build_app(empty_database)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def tables():
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


def differences():
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return compare_metadata(context, db.metadata)


def head():
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def test_models_and_migrations_agree(app):
    assert differences() == []


def test_every_migration_can_be_undone_and_done_again(empty):
    upgrade()
    whole = tables()
    downgrade(revision="base")
    assert tables() == set()
    upgrade()
    assert tables() == whole


def test_every_append_only_table_is_guarded(app):
    kept = {trigger.split("_no_")[0] for trigger in triggers()}
    assert kept == set(declared(db.metadata))


def test_a_rebuilt_table_is_guarded_again(app, now, tmp_path):
    with writing():
        record(chain="case:1", action="saved", actor=None, at=now, subject="case:1")
    before = triggers()
    directory = shutil.copytree(MIGRATIONS, tmp_path / "migrations")
    revision = directory / "versions" / "rebuild.py"
    revision.write_text(REBUILD.format(head=head()), encoding="utf-8")
    upgrade(directory=str(directory))
    assert triggers() == before
    with pytest.raises(DBAPIError, match="append-only"), writing():
        db.session.execute(text("UPDATE audit_event SET remark = 'changed'"))


def test_they_go_down_and_up_with_a_whole_history_in_the_tables(app, told):
    db.session.remove()
    downgrade(revision="base")
    assert tables() == set()
    upgrade()
    assert differences() == []


def test_a_migration_that_fails_leaves_nothing_behind(app, tmp_path):
    directory = shutil.copytree(MIGRATIONS, tmp_path / "migrations")
    revision = directory / "versions" / "rebuild.py"
    broken = REBUILD.format(head=head()).replace("def downgrade", "    1 / 0\n\n\ndef downgrade")
    revision.write_text(broken, encoding="utf-8")
    with pytest.raises(ZeroDivisionError):
        upgrade(directory=str(directory))
    columns = {column["name"] for column in inspect(db.engine).get_columns("audit_event")}
    assert "remark" not in columns
    assert triggers()


def triggers():
    sqlite = db.engine.dialect.name == "sqlite"
    names = "name FROM sqlite_master WHERE type = 'trigger'" if sqlite else "tgname FROM pg_trigger"
    found = db.session.scalars(text(f"SELECT {names}")).all()
    db.session.rollback()
    return {name for name in found if "_no_" in name}
