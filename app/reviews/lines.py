"""A comparison put into words, line by line, once: a filter only chooses among them. No HTML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from app.engine.comparison import AnswerChange, Comparison, Row, Visibility
from app.engine.row_items import ItemChange, RowItem
from app.engine.telling import (
    Filter, flag_words, hidden_count, question_words, summary, warning_words, what_happened,
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


@dataclass(slots=True)
class Line:
    """A row with what is said of it; `drawn` is the page’s HTML of it, once there is one.

    In words before the template asks: a call from a template takes longer than what it calls.
    """

    row: Row
    question: str
    happened: str
    tone: str
    flags: tuple[str, ...]
    items: tuple[ItemLine, ...]
    drawn: str = ""

    @classmethod
    def of(cls, row: Row) -> Line:
        """What is said of a row."""
        return cls(row, question_words(row), what_happened(row), _tone(row),
                   tuple(flag_words(flag) for flag in row.flags), _items(row))

    def keep(self, drawn: str) -> str:
        """Take what was drawn, and give it back."""
        self.drawn = drawn
        return drawn


@dataclass(frozen=True, slots=True)
class SectionLines:
    """The lines of one section, each with whether the filter leaves it out on the screen."""

    title: str
    lines: tuple[tuple[Line, bool], ...]

    @property
    def shown(self) -> bool:
        """Whether the filter shows any of them."""
        return not all(filtered for _, filtered in self.lines)


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter, and how many rows it shows."""

    filter: Filter
    count: int


@dataclass(frozen=True, eq=False)
class InWords:
    """A comparison and all that is said of it."""

    comparison: Comparison

    @cached_property
    def summary(self) -> tuple[str, ...]:
        """What changed, in sentences."""
        return summary(self.comparison)

    @cached_property
    def warnings(self) -> dict[str, str]:
        """What to beware of in the whole, by its name."""
        return {one.value: warning_words(one) for one in self.comparison.warnings}

    @cached_property
    def flags(self) -> list[tuple[Row, str]]:
        """What must not be overlooked, row by row."""
        return [(row, flag_words(flag)) for row in self.comparison.rows for flag in row.flags
                if row.visibility is Visibility.SHOWN]

    @cached_property
    def choices(self) -> list[Choice]:
        """The filters there are."""
        rows = self.comparison.rows
        return [Choice(one, sum(map(one.shows, rows))) for one in Filter]

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """A line for every row."""
        return tuple(map(Line.of, self.comparison.rows))

    def sections(self, shown: Filter) -> list[SectionLines]:
        """The lines section by section, under a filter."""
        return [
            SectionLines(title, tuple((line, not shown.shows(line.row)) for line in lines))
            for title, lines in groupby(self.lines, key=lambda line: line.row.section)
        ]

    def hidden(self, shown: Filter) -> tuple[int, int]:
        """How many rows a filter hides, and how many of those are still present."""
        return hidden_count(self.comparison, shown)


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
