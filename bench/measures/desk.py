"""The reviewer's desk over a hundred thousand cases of one team, each with an assessment."""

from __future__ import annotations

from collections.abc import Iterator

from app.accounts import operations as accounts
from app.accounts.models import Role
from app.clock import now
from bench.browser import Browser
from bench.copies import fill_desk
from bench.databases import gather_statistics
from bench.measures import Bench
from bench.records import PASSWORD
from bench.targets import DESK, Figure
from bench.timing import served

EMAIL = "dana.cole@example.org"


def measure(bench: Bench) -> Iterator[Figure]:
    """The whole desk, and a page far down in its longest section."""
    waiting = fill_desk(bench.records)
    gather_statistics()
    accounts.add_user(
        name="Dana Cole", email=EMAIL, role=Role.REVIEWER, team=bench.records.worker.team,
        password=PASSWORD, actor=None, now=now())
    browser = Browser(bench.server.port)
    browser.sign_in(EMAIL, PASSWORD)
    spent = served(bench.server, lambda number: "/desk", browser.get)
    yield Figure.of(f"reviewer’s desk, {waiting:,} items of 100,000 cases", DESK, spent)
    place = "/desk/sign-off?after=20_2026-06-01T09:00:00%2B00:00_1_"
    yield Figure.of("a page of its longest section", DESK, served(
        bench.server, lambda number: place, browser.get))
    browser.close()
