"""The one command: measures everything, prints the table and puts it into docs/speed.md."""

from __future__ import annotations

import argparse
import gc
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from time import perf_counter

from app.clock import now
from bench import databases, machine, table
from bench.browser import Browser
from bench.measures import (
    Bench,
    desk,
    disk,
    editing,
    engine,
    exports,
    lists,
    pages,
    publishing,
    rendering,
    starting,
)
from bench.records import EMAIL, PASSWORD, record_all
from bench.server import serving
from bench.targets import Figure

DOCUMENT = Path(__file__).parents[1] / "docs" / "speed.md"


def main() -> None:
    """Measure on SQLite and, if asked to, on PostgreSQL."""
    asked = _arguments()
    _collect_as_served()
    kinds = databases.KINDS if asked.postgresql else databases.KINDS[:1]
    began, loads = perf_counter(), [machine.load()]
    parts = []
    for kind in kinds:
        parts.append(_part(kind))
        loads.append(machine.load())
    measured = "\n\n".join((_where(loads), *parts, _took(perf_counter() - began)))
    if asked.write:
        table.write(DOCUMENT, measured)


def _collect_as_served() -> None:
    """What is measured in this process looks for rubbish as seldom as the service does
    (gunicorn.conf.py)."""
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--postgresql", action="store_true", help="measure on PostgreSQL as well")
    parser.add_argument("--no-write", dest="write", action="store_false",
                        help="print the table and leave docs/speed.md as it is")
    return parser.parse_args()


def _part(kind: str) -> str:
    """Everything on one database, printed as soon as it is known."""
    with databases.database(kind) as url, databases.application(url) as app:
        title = databases.described()
        print(f"\n{title}\n")
        records = record_all(now())
        with serving(url) as server:
            bench = Bench(app, records, server, Browser(server.port))
            bench.browser.sign_in(EMAIL, PASSWORD)
            figures = list(_measured(bench, url))
    listed = table.lines(figures)
    print(table.for_screen(listed))
    return f"### {title}\n\n{table.for_document(listed)}"


def _measured(bench: Bench, url: str) -> Iterator[Figure]:
    return chain(
        disk.measure(), rendering.measure(bench), engine.measure(bench),
        starting.measure(url, bench.records), pages.measure(bench), editing.measure(bench),
        lists.measure(bench, 10_000),
        exports.csv(bench), exports.pdf(bench), publishing.comparing(bench),
        lists.measure(bench, 100_000), desk.measure(bench), publishing.impact(bench),
    )


def _where(loads: list[float]) -> str:
    said = ", ".join(f"{load:.1f}" for load in loads)
    place = (f"{machine.when()}. {machine.described()}. "
             f"Load average before and after: {said}. {machine.busy(loads)}".strip())
    print(f"\n{place}")
    return place


def _took(seconds: float) -> str:
    said = f"It took {seconds:.0f} seconds."
    print(said)
    return said


if __name__ == "__main__":
    main()
