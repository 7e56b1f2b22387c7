"""What people take away: every answer as CSV, documents as PDF."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from pypdf import PdfReader

from app.reviews import queries as reviews
from bench.copies import fill_assessments
from bench.measures import Bench
from bench.records import SLUG
from bench.targets import CSV, CSV_MEMORY, PDF, Figure
from bench.timing import served

CSV_TIMES, PDF_TIMES = 3, 5
PAGES = 12
"""The length of document that the times of PDFs are brought to."""


def csv(bench: Bench) -> Iterator[Figure]:
    """An assessment in every case that is stored, each 20 kB."""
    fill_assessments(bench.records)
    path = f"/reports/answers.csv?toolkit={SLUG}"
    bench.browser.reconnect()
    size, lines = bench.browser.count(path)
    before = bench.server.memory()
    bench.server.forget_peak()
    spent = served(bench.server, lambda number: path, bench.browser.count, CSV_TIMES, 0)
    yield Figure.of(f"CSV of {lines - 1:,} assessments", CSV, spent, f"{size >> 20} MB")
    yield Figure("memory it takes at most, on top of what the worker holds", CSV_MEMORY,
                 bench.server.grown(before), note=f"{max(before.values()):.0f} MB before")


def pdf(bench: Bench) -> Iterator[Figure]:
    """An assessment and a comparison, their times brought to twelve pages."""
    bench.browser.reconnect()
    found = reviews.compared(bench.records.worker, bench.records.all,
                             *reviews.latest_pair(bench.records.all))
    for work, path in (
        ("assessment", f"/assessments/{found.later.assessment.id}.pdf"),
        ("comparison", f"/cases/{bench.records.all}/compare.pdf"),
        ("blank toolkit", f"/toolkits/{SLUG}/blank.pdf"),
    ):
        pages = len(PdfReader(BytesIO(bench.browser.get(path).content)).pages)
        spent = served(bench.server, lambda number: path, bench.browser.get, PDF_TIMES, 1)
        yield Figure.of(f"PDF of 12 pages, {work}", PDF, spent,
                        f"{pages} pages in {spent.median:.2f} s", PAGES / pages)
