"""How records are kept: transactions, times, names. Which records is the rooms' affair."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Any, TypeVar, cast

from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from sqlalchemy import (
    JSON,
    Connection,
    DateTime,
    Dialect,
    Engine,
    Enum,
    Index,
    Insert,
    MetaData,
    Table,
    TextClause,
    event,
    insert,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import (
    DeclarativeBase,
    attributes,
    declared_attr,
    make_transient_to_detached,
    registry,
)
from sqlalchemy.types import TypeDecorator

from app.append_only import append_only, append_only_triggers
from app.save_ids import SavedElsewhere

__all__ = [
    "Base",
    "UtcDateTime",
    "append_only",
    "append_only_triggers",
    "db",
    "engine_options",
    "id_of",
    "inserted",
    "named",
    "one_writer",
    "partial_index",
    "undo",
    "write_transaction",
    "writing",
]

_REFUSALS = "refusals"
BUSY_SECONDS = 10
"""How long a SQLite writer waits for another one before it gives up."""


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC time in and out, on a database that keeps zones and on one that does not."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        return dialect.type_descriptor(DateTime(timezone=dialect.name == "postgresql"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone; pass an aware time")
        value = value.astimezone(UTC)
        return value if dialect.name == "postgresql" else value.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


_BEFORE_A_WORD = re.compile("(?<!^)(?=[A-Z])")


class Base(DeclarativeBase):
    """What every model shares: names of tables and constraints, the column types of Python's types.

    Models are of this class and not of `db.Model`, whose annotations SQLAlchemy reads anew for each
    table: a hundredth of every start.
    """

    metadata = MetaData(naming_convention=NAMES)
    registry = registry(
        metadata=metadata,
        type_annotation_map={datetime: UtcDateTime, dict[str, Any]: JSON, list[Any]: JSON},
    )

    @declared_attr.directive
    def __tablename__(cls) -> str:
        """`SignOff` is kept in `sign_off`."""
        return _BEFORE_A_WORD.sub("_", cls.__name__).lower()


def named(kinds: type[StrEnum]) -> Enum:
    """The type of a column that holds one of these words."""
    return Enum(kinds, native_enum=False, length=20,
                values_callable=lambda members: [member.value for member in members])


Row = TypeVar("Row", bound=Base)


class OneDatabase(Session):
    """A session of the one database that there is: nothing is looked up to know which."""

    @cached_property
    def _engine(self) -> Engine:
        return self._db.engine

    def get_bind(self, *args: Any, bind: Engine | Connection | None = None, **given: Any) -> Any:
        return bind or self._engine


db = SQLAlchemy(
    model_class=Base, session_options={"class_": OneDatabase, "expire_on_commit": False})


_partial: list[tuple[Index, TextClause]] = []


def partial_index(name: str, *columns: str, where: TextClause) -> Index:
    """An index of those rows alone for which something is true.

    PostgreSQL is told of the condition when it is connected to: only to name it here loads
    everything that SQLAlchemy knows of it, 2 MB and 25 ms.
    """
    index = Index(name, *columns, sqlite_where=where)
    _partial.append((index, where))
    return index


# Transactions


@contextmanager
def writing() -> Iterator[None]:
    """One write transaction: committed at the end, rolled back on any exception.

    What the session had loaded is read again, so that a check of state inside sees what is true
    now and stays true: SQLite lets no other writer in; on PostgreSQL lock the case's chain first
    (`app.audit.operations.lock_chain`). Inside another `writing()` this joins the outer one.
    Raises RuntimeError when something was changed or added before it began, SavedElsewhere where
    another transaction uses the same save id meanwhile.
    """
    with write_transaction(reload=True):
        yield


@contextmanager
def write_transaction(*, reload: bool) -> Iterator[None]:
    """`writing()`, where `reload=False` keeps what was loaded, for a page about to be shown."""
    session = db.session()
    if session.info.get("writing"):
        yield
        return
    _check_unchanged()
    session.info["writing"] = True
    try:
        _begin_to_write()
        if reload:
            session.expire_all()
        yield
        if _REFUSALS in session.info:
            raise RuntimeError("What was refused inside a transaction undoes all of it")
        session.commit()
    except BaseException as error:
        session.rollback()
        session.info["writing"] = False
        for record in session.info.pop(_REFUSALS, ()):
            record()
        if _sent_twice(error):
            raise SavedElsewhere from error
        raise
    finally:
        session.info["writing"] = False


def undo(record: Callable[[], None]) -> None:
    """Undo the transaction that is going on, even if whoever began it would go on regardless.

    Then `record` is called, which may write in a transaction of its own: a refusal is a fact too.
    Raise the refusal next.
    """
    db.session.info.setdefault(_REFUSALS, []).append(record)


def _sent_twice(error: BaseException) -> bool:
    """Whether two transactions used one save id at the same moment, neither seeing the other."""
    if not isinstance(error, IntegrityError):
        return False
    said, _, _ = str(error.orig).partition("\n")
    return "save_id" in said


def _check_unchanged() -> None:
    session = db.session()
    if session.new or session.deleted or any(map(session.is_modified, session.dirty)):
        raise RuntimeError("Records were changed outside writing()")


def _begin_to_write() -> None:
    """Let go of the snapshot that the reads so far were taken from. On SQLite, shut others out."""
    if one_writer():
        # Said to the driver: every page does this, and for the session it is one transaction.
        _say(db.session.connection(), "COMMIT", "BEGIN IMMEDIATE")
    else:
        db.session.commit()


def one_writer() -> bool:
    """Whether only one transaction writes at a time, so that nothing need be locked: on SQLite."""
    return bool(db.session.get_bind().dialect.name == "sqlite")


def id_of(row: Base) -> int:
    """The id of a row that is in the database, which need not be read again to know it."""
    identity = attributes.instance_state(row).identity
    assert identity is not None
    found: int = identity[0]
    return found


def inserted(row: Row) -> Row:
    """Insert a new row at once, which then is as if it had been loaded.

    For what every page or every save adds: a flush takes four times as long. Raises RuntimeError
    outside `writing()`.
    """
    if not db.session.info.get("writing"):
        raise RuntimeError("A row is inserted inside writing()")
    table = cast(Table, row.__table__)
    statement, names = _insert(table)
    values = {name: value for name, value in vars(row).items() if name in names}
    result = db.session.connection().execute(statement, values)
    for column, value in zip(table.primary_key, result.inserted_primary_key or (), strict=True):
        setattr(row, column.name, value)
    make_transient_to_detached(row)
    db.session.add(row)
    return row


@lru_cache
def _insert(table: Table) -> tuple[Insert, frozenset[str]]:
    """The statement, and the names of the columns."""
    return insert(table), frozenset(table.columns.keys())


def engine_options(url: str) -> dict[str, Any]:
    """What create_engine is told for this address."""
    if url.startswith("sqlite"):
        return {"connect_args": {"timeout": BUSY_SECONDS}}
    return {"pool_pre_ping": True}


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, record: object) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    # The driver would begin transactions late and without saying IMMEDIATE: we say it ourselves.
    connection.isolation_level = None
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "recursive_triggers = ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "connect")
def _prepare_postgresql(connection: Any, record: object) -> None:
    if not isinstance(connection, sqlite3.Connection):
        for index, where in _partial:
            index.dialect_options["postgresql"]["where"] = where


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        _say(connection, "BEGIN")


def _say(connection: Connection, *statements: str) -> None:
    """Tell SQLite where a transaction begins or ends, by the shortest way."""
    driver = connection.connection.dbapi_connection
    assert isinstance(driver, sqlite3.Connection)
    for statement in statements:
        driver.execute(statement)
