"""What the page of a comparison shows, gathered from the computed model. No reading, no HTML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from app.engine.comparison import AnswerChange, Comparison, Row, Visibility
from app.engine.delta import Cause
from app.engine.row_items import ItemChange, RowItem
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
class CellLine:
    """A cell of a changed row of an answer: what it is called, said and says now."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ItemLine:
    """A row of an answer that is not what it was, and which of its cells say something else."""

    item: RowItem
    cells: tuple[CellLine, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A row with what is said of it; `filtered` where the filter leaves it out on the screen.

    In words before the template asks: a call from a template takes longer than what it calls.
    """

    row: Row
    filtered: bool
    question: str
    happened: str
    tone: str
    flags: tuple[str, ...]
    items: tuple[ItemLine, ...]

    @classmethod
    def of(cls, row: Row, shown: Filter) -> Line:
        """A row under a filter."""
        return cls(row, not shown.shows(row), question_words(row), what_happened(row), _tone(row),
                   tuple(flag_words(flag) for flag in row.flags), _items(row))


@dataclass(frozen=True, slots=True)
class SectionLines:
    """The lines of one section; `shown` where the filter shows any of them."""

    title: str
    lines: tuple[Line, ...]
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
    }


def _sections(comparison: Comparison, shown: Filter) -> list[SectionLines]:
    return [
        SectionLines(title, lines, not all(line.filtered for line in lines))
        for title, lines in (
            (title, tuple(Line.of(row, shown) for row in rows))
            for title, rows in groupby(comparison.rows, key=lambda row: row.section))
    ]


def _items(row: Row) -> tuple[ItemLine, ...]:
    if row.answer is not AnswerChange.CHANGED:
        return ()
    return tuple(ItemLine(item, tuple(_cells(item))) for item in row.items
                 if item.change is not ItemChange.SAME)


def _cells(item: RowItem) -> Iterator[CellLine]:
    if item.before is None or item.after is None:
        return
    before = {cell.key: cell.text for cell in item.before.cells}
    for cell in item.after.cells:
        if cell.text != before.get(cell.key, ""):
            yield CellLine(cell.label, before.get(cell.key, ""), cell.text)


def _tone(row: Row) -> str:
    """How the direction of a row is coloured."""
    if row.answer in (AnswerChange.NOT_COMPARABLE, AnswerChange.CARRIED):
        return row.answer.value.replace("_", "-")
    return row.direction.value.replace("_", "-")
