"""A comparison put into words and drawn, once: a filter only chooses among its lines."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from markupsafe import Markup

from app.clock import show_short_date
from app.engine.comparison import Comparison, Row, Visibility
from app.engine.telling import Filter, flag_words, hidden_count, summary, warning_words
from app.reviews.drawing import cells
from app.reviews.lines import Line


@dataclass(frozen=True, slots=True)
class SectionLines:
    """The lines of one section: the number of each, the line, and whether the filter leaves it out
    on the screen."""

    title: str
    lines: tuple[tuple[int, Line, bool], ...]

    @property
    def shown(self) -> bool:
        """Whether the filter shows any of them."""
        return not all(filtered for _, _, filtered in self.lines)


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

    @cached_property
    def drawn(self) -> tuple[Markup, ...]:
        """The HTML of each line, by its number."""
        days = self.comparison.on_before, self.comparison.on_after
        before, after = map(show_short_date, days)
        return tuple(cells(line, before, after) for line in self.lines)

    def sections(self, shown: Filter) -> list[SectionLines]:
        """The lines section by section, under a filter."""
        numbered = groupby(enumerate(self.lines), key=lambda one: one[1].row.section)
        return [
            SectionLines(title, tuple(
                (number, line, not shown.shows(line.row)) for number, line in lines))
            for title, lines in numbered
        ]

    def hidden(self, shown: Filter) -> tuple[int, int]:
        """How many rows a filter hides, and how many of those are still present."""
        return hidden_count(self.comparison, shown)
