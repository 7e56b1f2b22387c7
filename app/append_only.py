"""Tables whose rows are added and never changed, and the triggers by which databases see to it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, MetaData, Table, inspect


def append_only(table: Any, *, deletable_when: str | None = None) -> None:
    """Declare that rows of a model or table are added and never changed.

    `deletable_when` is an SQL condition over OLD under which a row may be deleted, for disposal
    under the retention rules: "EXISTS (SELECT 1 FROM disposal WHERE case_id = OLD.case_id)".
    The triggers are put in place at the end of every migration.
    """
    marked: Table = getattr(table, "__table__", table)
    declared(marked.metadata)[marked.name] = deletable_when


def declared(metadata: MetaData) -> dict[str, str | None]:
    """The append-only tables by name, each with the condition under which rows may be deleted."""
    return metadata.info.setdefault("append_only", {})


def append_only_triggers(
    dialect_name: str,
    table_name: str,
    keys: Sequence[Sequence[str]] = (("id",),),
    deletable_when: str | None = None,
) -> list[str]:
    """The statements that make the database refuse changes to `table_name`; may be run again.

    `keys` are the primary and the unique keys, which SQLite needs: its INSERT OR REPLACE would
    otherwise overwrite a row without an UPDATE being seen.
    """
    if dialect_name == "sqlite":
        return _sqlite_triggers(table_name, keys, deletable_when)
    return _postgresql_triggers(table_name, deletable_when)


def drop_append_only_triggers(dialect_name: str, table_name: str) -> list[str]:
    """The statements that take them away, for a migration that rebuilds the table."""
    if dialect_name == "postgresql":
        return [f'DROP FUNCTION IF EXISTS "{table_name}_append_only" CASCADE']
    verbs = ("update", "delete", "replace")
    return [f'DROP TRIGGER IF EXISTS "{table_name}_no_{verb}"' for verb in verbs]


def install_append_only_triggers(connection: Connection, metadata: MetaData) -> None:
    """Protect every declared table that exists by now, whether it was protected before or not."""
    remove_append_only_triggers(connection, metadata)
    for name in _existing(connection, metadata):
        keys, condition = _keys(connection, name), declared(metadata)[name]
        _run(connection, append_only_triggers(connection.dialect.name, name, keys, condition))


def remove_append_only_triggers(connection: Connection, metadata: MetaData) -> None:
    """Step aside while a migration rebuilds tables; the same transaction installs them again."""
    for name in _existing(connection, metadata):
        _run(connection, drop_append_only_triggers(connection.dialect.name, name))


def _existing(connection: Connection, metadata: MetaData) -> list[str]:
    existing = set(inspect(connection).get_table_names())
    return [name for name in declared(metadata) if name in existing]


def _run(connection: Connection, statements: list[str]) -> None:
    for statement in statements:
        connection.exec_driver_sql(statement)


def _keys(connection: Connection, table_name: str) -> list[list[str]]:
    """Columns of the primary key, the unique constraints and the unique indexes."""
    inspector = inspect(connection)
    keys = [inspector.get_pk_constraint(table_name)["constrained_columns"]]
    keys += [key["column_names"] for key in inspector.get_unique_constraints(table_name)]
    for index in inspector.get_indexes(table_name):
        if index["unique"]:
            keys.append([name for name in index["column_names"] if name])
    return keys


def _sqlite_triggers(
    table: str, keys: Sequence[Sequence[str]], deletable_when: str | None
) -> list[str]:
    refuse = f"SELECT RAISE(ABORT, '{table} is append-only');"
    same = [" AND ".join(f'"{name}" = NEW."{name}"' for name in key) for key in keys]
    # One sub-select a key, so that each uses its own index.
    taken = " OR ".join(f'EXISTS (SELECT 1 FROM "{table}" WHERE {where})' for where in same)
    guards = {
        "update": "BEFORE UPDATE ON",
        "delete": "BEFORE DELETE ON",
        "replace": "BEFORE INSERT ON",
    }
    conditions = {
        "update": "",
        "delete": f"WHEN NOT ({deletable_when})" if deletable_when else "",
        "replace": f"WHEN {taken}",
    }
    return [
        f'CREATE TRIGGER "{table}_no_{verb}" {guards[verb]} "{table}" FOR EACH ROW '
        f"{conditions[verb]} BEGIN {refuse} END"
        for verb in guards
    ]


def _postgresql_triggers(table: str, deletable_when: str | None) -> list[str]:
    allowed = f"IF TG_OP = 'DELETE' AND ({deletable_when}) THEN RETURN OLD; END IF;"
    function = (
        f'CREATE OR REPLACE FUNCTION "{table}_append_only"() RETURNS trigger LANGUAGE plpgsql AS '
        f"$$ BEGIN {allowed if deletable_when else ''} "
        f"RAISE EXCEPTION '{table} is append-only' USING ERRCODE = 'restrict_violation'; END $$"
    )
    rows = [
        f'CREATE TRIGGER "{table}_no_{verb.lower()}" BEFORE {verb} ON "{table}" '
        f'FOR EACH {each} EXECUTE FUNCTION "{table}_append_only"()'
        for verb, each in (("UPDATE", "ROW"), ("DELETE", "ROW"), ("TRUNCATE", "STATEMENT"))
    ]
    return [function, *rows]
