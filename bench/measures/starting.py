"""From nothing to the first page: how long it takes, and what a worker then holds."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median
from time import perf_counter

from bench.browser import Browser
from bench.records import EMAIL, PASSWORD, Records
from bench.server import WORKERS, serving
from bench.targets import MEMORY, START, Figure, Spent

STARTS = 5


def measure(url: str, records: Records) -> Iterator[Figure]:
    """Start the service again and again, each time for somebody who is signed in already."""
    with serving(url) as server:
        browser = Browser(server.port)
        browser.sign_in(EMAIL, PASSWORD)
    for work, path in (
        ("the list of cases", "/cases/"),
        ("a section", f"/assessments/{records.review}/sections/actual"),
    ):
        found = [_first_page(url, path, browser.cookies) for _ in range(STARTS)]
        times, used, alone, shared = zip(*found, strict=True)
        yield Figure.of(f"start to first page, {work}", START, Spent(times, median(used)),
                        f"{STARTS} starts of {WORKERS} workers")
        yield Figure(f"memory a worker, after its first page, {work}", MEMORY, max(shared),
                     note=f"one alone has {max(alone):.1f} MB (RSS)")


def _first_page(url: str, path: str, cookies: dict[str, str]) -> tuple[float, ...]:
    """Seconds, seconds of processor time, MB that a worker has, and MB a worker of the whole.

    Memory is that after all workers have served the page. Who answers is chance, so they are asked
    again until each has taken half of the time that the first took.
    """
    began = perf_counter()
    with serving(url) as server:
        Browser(server.port, cookies).get(path)
        spent, used = perf_counter() - began, server.processor()
        takes = server.busiest() / 2
        while not server.all_served(takes):
            Browser(server.port, cookies).get(path)
        return spent, used, max(server.memory().values()), server.memory_a_worker()
