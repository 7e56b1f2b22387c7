"""A sheet of answers as somebody would give them, and the edit that puts them into a draft."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from msgspec import Struct, field

from app.engine.absence import Absence
from app.engine.answers import Answers, Mark, Standing
from app.engine.definition import Definition

Row = Mapping[str, Any]


class Said(Struct, frozen=True):
    """An answer with what was said for it; `days` before the assessment the evidence is from."""

    value: Any
    rationale: str = ""
    source: str = ""
    days: int | None = None
    wrong_before: bool = False


class Sheet(Struct, frozen=True):
    """What somebody answered on one day. Days in rows are given as a number before (or after) it.

    `seen` are questions that were looked at and left as they were; `together` likewise, with one
    tick for a whole section; `revisit` are left for later.
    """

    said: Mapping[str, Any] = field(default_factory=dict)
    rows: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    seen: Sequence[str] = ()
    together: Sequence[str] = ()
    not_applicable: Mapping[str, str] = field(default_factory=dict)

    def edit(self, definition: Definition, on: date) -> Callable[[Answers], Answers]:
        """The edit of a draft made on a day; what the definition does not ask is left out."""
        return lambda before: self._laid_over(before, definition, on)

    def _laid_over(self, before: Answers, definition: Definition, on: date) -> Answers:
        asked = definition.questions
        answers = before
        for key, said in self.said.items():
            if key in asked:
                answers = _answer(answers, key, said, on)
        for key, rows in self.rows.items():
            if key in asked:
                answers = _fill(answers, definition, key, rows, on)
        for keys, standing in ((self.seen, Standing.AFFIRMED), (self.together, Standing.TOGETHER)):
            answers = answers.with_changes(
                marks={key: Mark(standing=standing) for key in keys if key in asked})
        apart = {key: reason for key, reason in self.not_applicable.items() if key in asked}
        return answers.with_changes(values=dict.fromkeys(apart), marks={
            key: Mark(absence=Absence.NOT_APPLICABLE, reason=reason)
            for key, reason in apart.items()})


def _answer(answers: Answers, key: str, said: Any, on: date) -> Answers:
    if not isinstance(said, Said):
        said = Said(said)
    mark = Mark(
        rationale=said.rationale, source=said.source, earlier_was_wrong=said.wrong_before,
        evidence_date=_day(said.days, on) if said.days is not None else "",
    )
    value = _day(said.value, on) if isinstance(said.value, timedelta) else said.value
    return answers.with_changes(values={key: value}, marks={key: mark})


def _fill(
    answers: Answers, definition: Definition, key: str, rows: Sequence[Row], on: date
) -> Answers:
    """Put rows in; a row that names its `row` is one that stands already, or a fixed one."""
    repeating = definition.questions[key].type.name == "rows"
    ids = [str(row.get("row", f"r{number}")) for number, row in enumerate(rows, start=1)]
    values = {
        f"{key}/{id_}/{cell}": _day(value, on) if isinstance(value, timedelta) else value
        for id_, row in zip(ids, rows, strict=True)
        for cell, value in row.items() if cell != "row"
    }
    return answers.with_changes(
        values=values, rows={key: tuple(ids)} if repeating else {}, marks={key: Mark()})


def _day(value: Any, on: date) -> str:
    days = value if isinstance(value, timedelta) else timedelta(days=value)
    return (on - days).isoformat()
