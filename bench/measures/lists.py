"""The list of cases, first and last page, however many there are."""

from __future__ import annotations

from collections.abc import Iterator

from bench.copies import fill_cases
from bench.databases import gather_statistics
from bench.measures import Bench
from bench.targets import LIST, Figure
from bench.timing import served


def measure(bench: Bench, stored: int) -> Iterator[Figure]:
    """Fill the database up to so many cases, then ask for both ends of two orders."""
    fill_cases(stored, bench.records)
    gather_statistics()
    for page, path in (
        ("first page", "/cases/"),
        ("last page", "/cases/?last=1"),
        ("first page by name", "/cases/?order=name"),
        ("last page of one’s own", "/cases/?mine=1&last=1"),
    ):
        bench.browser.reconnect()
        spent = served(bench.server, lambda number: path, bench.browser.get)
        yield Figure.of(f"list of cases, {page}, {stored:,} stored", LIST, spent)
