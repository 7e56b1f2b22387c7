"""What the page of a comparison shows, gathered from the computed model. No reading, no HTML."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from app.engine.comparison import Comparison, Row, Visibility
from app.engine.delta import Cause
from app.engine.telling import (
    Filter, flag_words, hidden_count, question_words, summary, warning_words, what_happened,
)
from app.reviews.queries import Compared

CAUSES = (
    (Cause.ANSWERS.value, "What was answered"),
    (Cause.INFORMATION.value, "Information gained or lost"),
    (Cause.NOT_APPLICABLE.value, "No longer applicable or asked"),
    (Cause.TIME.value, "Passage of time"),
    (Cause.QUESTIONS.value, "Questions added or removed"),
    (Cause.RULES.value, "Rules of the toolkit"),
)


@dataclass(frozen=True, slots=True)
class SectionRows:
    """The rows of one section; `shown` where the filter shows any of them."""

    title: str
    rows: tuple[Row, ...]
    shown: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter, and how many rows it shows."""

    filter: Filter
    count: int


def page_of(compared: Compared, shown: Filter = Filter.EVERYTHING) -> dict[str, Any]:
    """The context of the page and of the PDF."""
    comparison = compared.comparison
    hidden, hidden_present = hidden_count(comparison, shown)
    return {
        "compared": compared, "person": compared.case.young_person, "shown": shown,
        "summary": summary(comparison), "sections": _sections(comparison, shown),
        "warnings": {w.value: warning_words(w) for w in comparison.warnings},
        "flags": [(row, flag_words(flag)) for row in comparison.rows for flag in row.flags
                  if row.visibility is Visibility.SHOWN],
        "choices": [Choice(f, sum(f.shows(row) for row in comparison.rows)) for f in Filter],
        "hidden": hidden, "hidden_present": hidden_present, "causes": CAUSES,
        "what_happened": what_happened, "question_words": question_words,
        "flag_words": flag_words,
    }


def _sections(comparison: Comparison, shown: Filter) -> list[SectionRows]:
    return [
        SectionRows(title, tuple(rows), any(shown.shows(row) for row in rows))
        for title, rows in ((t, list(g)) for t, g in groupby(
            comparison.rows, key=lambda row: row.section))
    ]
