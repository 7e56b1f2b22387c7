"""How long a save takes, the disk's own waiting left out."""

from contextlib import closing
from statistics import median
from time import perf_counter

import pytest

from app.accounts.models import SignInAttempt
from app.audit.operations import record, record_read
from app.database import db, writing

pytestmark = [pytest.mark.benchmark, pytest.mark.both_databases]
TIMES = 500
LIMIT = 0.002
"""Seconds, on SQLite; a save crosses the network on PostgreSQL."""


@pytest.fixture
def without_waiting(app, database_kind):
    """SQLite that leaves it to the system when to write to the disk."""
    if database_kind == "sqlite":
        with closing(db.engine.raw_connection()) as connection:
            connection.cursor().execute("PRAGMA synchronous = OFF")


def measure(name, kind, work):
    """Print the median, and hold it to the limit."""
    spent = []
    for number in range(TIMES):
        began = perf_counter()
        work(number)
        spent.append(perf_counter() - began)
    print(f"\n{name} on {kind}: {median(spent) * 1000:.2f} ms")
    assert kind != "sqlite" or median(spent) < LIMIT


def test_a_save(without_waiting, practitioner, now, database_kind):
    """Four rows and an event in one transaction."""

    def save(number):
        with writing():
            rows = [SignInAttempt(email_hash="x", address=str(row), at=now) for row in range(4)]
            db.session.add_all(rows)
            chain = f"case:{number % 10}"
            record(chain=chain, action="saved", actor=practitioner, at=now, subject=chain)

    measure("a save", database_kind, save)


def test_a_read(without_waiting, practitioner, now, database_kind):
    def read(number):
        chain = f"case:{number % 10}"
        record_read(chain=chain, action="viewed", actor=practitioner, at=now, subject=chain)

    measure("recording a read", database_kind, read)


def test_a_page_of_somebody_signed_in(without_waiting, practitioner, signed_in, database_kind):
    """The whole way through the guards: finding the session, its user and their role."""
    client = signed_in(practitioner)
    measure("a redirect", database_kind, lambda number: client.get("/sign-in"))


def test_verifying(without_waiting, app, practitioner, now, database_kind):
    with writing():
        for number in range(2000):
            record(chain="case:1", action="saved", actor=None, at=now, subject=f"note:{number}")
    began = perf_counter()
    assert app.test_cli_runner().invoke(args=["audit", "verify"]).exit_code == 0
    print(f"\nverifying 2,000 events on {database_kind}: {perf_counter() - began:.2f} s")
