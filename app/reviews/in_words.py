"""A comparison put into words, once, for the page and for what is taken away."""

from __future__ import annotations

from functools import cached_property
from itertools import groupby

from msgspec import Struct

from app.engine.comparison import Comparison
from app.engine.summary import summary
from app.engine.telling import warning_words
from app.reviews.lines import Line


class SectionLines(Struct, frozen=True):
    """The lines of one section."""

    key: str
    title: str
    lines: tuple[Line, ...]


class InWords(Struct, frozen=True, eq=False, dict=True):
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
    def lines(self) -> tuple[Line, ...]:
        """A line for every row."""
        return tuple(map(Line.of, self.comparison.rows))

    @cached_property
    def sections(self) -> list[SectionLines]:
        """The lines section by section."""
        grouped = groupby(self.lines, key=lambda line: (line.row.section_key, line.row.section))
        return [SectionLines(*section, tuple(lines)) for section, lines in grouped]
