"""The one reading model: answers in words, that screen, print, PDF, CSV and API share. No HTML.

What there are hundreds of on a page are tuples with names: they are made in a third of the time.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from msgspec import Struct

from app.engine.absence import Absence
from app.engine.answers import NO_MARK, Mark, Standing, row_ids
from app.engine.definition import Definition, Question, Section
from app.engine.effective import Effective
from app.engine.old_evidence import EvidenceHolds
from app.engine.question_types.dates import date_in_words
from app.engine.withheld_rows import NOTICE
from app.engine.wording import visible

WITHHELD = "Withheld"
"""What stands in the place of an answer that the reader may not see."""


class Cell(NamedTuple):
    """One cell of a row: its value, and in words."""

    key: str
    label: str
    text: str
    value: Any = None


class RowReading(NamedTuple):
    """One row: its id, what it is called, and its cells in order."""

    id: str
    title: str
    cells: tuple[Cell, ...]

    @property
    def text(self) -> str:
        """The row in one line."""
        return "; ".join(f"{cell.label}: {cell.text}" for cell in self.cells if cell.text)


class Entry(NamedTuple):
    """One question read: what was asked, what was answered or why not, and what was said for it.

    `in_part` says that it is a list of which rows may be withheld from whoever reads."""

    key: str
    label: str
    text: str
    absence: Absence | None
    mark: Mark
    evidence_label: str
    rows: tuple[RowReading, ...] = ()
    typed: str = ""
    in_part: bool = False

    @property
    def words(self) -> str:
        """The answer, or why there is none; never blank."""
        if self.in_part and self.absence in (None, Absence.BLANK):
            return NOTICE
        if self.absence is None or self.text.strip():
            return self.text
        reason = f": {self.mark.reason}" if self.mark.reason else ""
        return f"{self.absence.words}{reason}"

    @property
    def evidence(self) -> tuple[tuple[str, str], ...]:
        """What was said for the answer: label and words, only what is there."""
        named = (
            (self.evidence_label or "Rationale", self.mark.rationale),
            ("Source", self.mark.source),
            ("Date of evidence", date_in_words(self.mark.evidence_date)),
            ("Age of evidence", _said_of_old_evidence(self.mark)),
            ("No evidence yet. What will be done", self.mark.none_held),
        )
        return tuple((label, words) for label, words in named if words)

    @property
    def carried(self) -> bool:
        """Whether nobody has looked at the answer since it was taken over."""
        return self.mark.standing is Standing.CARRIED


def _said_of_old_evidence(mark: Mark) -> str:
    return EvidenceHolds(mark.evidence_holds).words if mark.evidence_holds else ""


class SectionReading(Struct, frozen=True):
    """A section read: its entries, or in favour of what it was skipped."""

    section: Section
    entries: tuple[Entry, ...]
    skipped: str = ""


def read_all(definition: Definition, effective: Effective) -> tuple[SectionReading, ...]:
    """Every section with every question that is shown, in order."""
    return tuple(
        SectionReading(section, tuple(_entries(section, effective)), _skipped(section, effective))
        for section in definition.sections
    )


def read_one(question: Question, section_key: str, effective: Effective) -> Entry:
    """One question in words."""
    if question.key in effective.withheld:
        return Entry(question.key, question.label, WITHHELD, None, NO_MARK, "")
    answers = effective.answers
    absence = effective.absence(question, section_key)
    value = answers.values.get(question.key)
    holds_rows = question.type.holds_rows
    return Entry(
        key=question.key, label=question.label,
        text="" if holds_rows else question.type.show(question, value),
        absence=absence, mark=answers.marks.get(question.key, NO_MARK),
        evidence_label=question.evidence.label if question.evidence else "",
        rows=tuple(read_rows(question, effective)) if holds_rows else (),
        typed=visible(" ".join(answers.unparsed.get(question.key, {}).values())),
        in_part=holds_rows and question.key in effective.in_part,
    )


def read_rows(question: Question, effective: Effective) -> Iterator[RowReading]:
    """The rows of a rows or table question in words; fixed rows that hold nothing included."""
    titles = {row.key: row.title for row in question.fixed_rows}
    values = effective.answers.values
    for number, row in enumerate(row_ids(question, effective.answers), start=1):
        cells = tuple(
            _cell(column, values.get(f"{question.key}/{row}/{column.key}"))
            for column in question.columns
        )
        yield RowReading(row, titles.get(row) or f"{question.row_label or 'Row'} {number}", cells)


def _cell(column: Question, value: Any) -> Cell:
    return Cell(column.key, column.label, column.type.show(column, value), value)


def _entries(section: Section, effective: Effective) -> Iterator[Entry]:
    for question in section.questions():
        if question.key not in effective.hidden:
            yield read_one(question, section.key, effective)


def _skipped(section: Section, effective: Effective) -> str:
    mark = effective.answers.skip_of(section.key)
    return mark.reason if mark else ""
