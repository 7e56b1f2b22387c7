"""How migrations run: in one transaction, with the append-only triggers back at its end."""

from typing import Any

from alembic import context
from alembic.autogenerate.api import AutogenContext
from flask import current_app
from sqlalchemy import Connection

from app.append_only import install_append_only_triggers, remove_append_only_triggers
from app.database import UtcDateTime

database = current_app.extensions["migrate"].db


def render_item(kind: str, item: Any, autogen: AutogenContext) -> str | bool:
    """Write our column type by its short name, which every revision imports."""
    return "UtcDateTime()" if kind == "type" and isinstance(item, UtcDateTime) else False


def migrate(connection: Connection) -> None:
    """Run the revisions. Rebuilding a SQLite table drops its triggers, so all step aside."""
    context.configure(
        connection=connection,
        target_metadata=database.metadata,
        render_as_batch=True,
        render_item=render_item,
        compare_type=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        if is_up_to_date():
            context.run_migrations()
            return
        remove_append_only_triggers(connection, database.metadata)
        context.run_migrations()
        install_append_only_triggers(connection, database.metadata)
        check_references(connection)


def is_up_to_date() -> bool:
    """Whether nothing will change; a service in use is then not held up by locks on its tables."""
    try:
        goal = context.get_revision_argument()
    except KeyError:  # a command that only compares has none
        return True
    goals = {goal} if isinstance(goal, str) else set(goal or ())
    return goals == set(context.get_context().get_current_heads())


def check_references(connection: Connection) -> None:
    """Foreign keys are off while SQLite tables are rebuilt: nothing may dangle afterwards."""
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"Rows refer to rows that are gone: {broken[:5]}")


with database.engine.connect() as connection:
    sqlite = connection.dialect.name == "sqlite"
    driver = connection.connection.dbapi_connection
    if sqlite:
        driver.execute("PRAGMA foreign_keys = OFF")
    try:
        migrate(connection)
    finally:
        if sqlite:
            driver.execute("PRAGMA foreign_keys = ON")
