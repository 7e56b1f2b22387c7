"""What no single character tells of an answer: numbers, dates, choices of several, and rows.

It is written as fields. A date is told three times over: as it was recorded, how long ago it was as
windows of time count, and as derived values count; so that whoever looks at it in one of these ways
meets few different ones. Of rows there are how many, and how long ago their dates were.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import orjson
from dateutil.relativedelta import relativedelta

from app.engine.answers import Answers, row_ids
from app.engine.asking import derive
from app.engine.definition import Band, Derived, Question
from app.engine.measures import falls_in
from app.engine.question_types.dates import date_parts, earliest

DAY = date(2020, 1, 15)
"""The day as which situations are read back; only how long ago something was is told."""

LONGEST = 1200
"""The longest ago that is told, in months."""

SAID, AGO, SINCE, COUNT = "said", "ago", "since", "count"
SORTS = (SAID, AGO, SINCE, COUNT)
"""The sorts of field."""

_DATES = frozenset({"date", "approximate-date"})
_TOLD = frozenset({"number", "scale", "checkboxes", *_DATES})
_FIRST = ord("0")
_FUTURE, _STRANGE = "+", "-"
_DERIVED = (Derived("", "age_years", ""), Derived("", "months_since", ""))

Name = tuple[str, str]
"""What a field tells: its sort, and the column that it is of; blank for the question itself."""

Fields = Mapping[Name, str]
"""Fields by name, blank where there is nothing; those that nobody looks at may be missing."""

NO_FIELDS: Fields = {}


def date_value(question: Question) -> bool:
    """Whether a question or a column is answered by a date."""
    return question.type.name in _DATES


def told_by_fields(question: Question) -> bool:
    """Whether a value that fits no character can be read back from fields."""
    return question.type.name in _TOLD


def names_of(question: Question) -> tuple[Name, ...]:
    """The fields of a question."""
    if question.type.holds_rows:
        dates = (column.key for column in question.columns if date_value(column))
        return ((COUNT, ""), *((AGO, key) for key in dates))
    if date_value(question):
        return ((SAID, ""), (AGO, ""), (SINCE, ""))
    return ((SAID, ""),) if told_by_fields(question) else ()


def written(question: Question, name: Name, answers: Answers, on: date) -> str:
    """A field of what was answered, as of a day."""
    sort, column = name
    value = answers.values.get(question.key)
    match sort:
        case "said":
            return said(value)
        case "since":
            return since(value, on)
        case "count":
            return str(len(answers.rows.get(question.key, ())) or "")
    if not question.type.holds_rows:
        return _month(value, on)
    cells = (f"{question.key}/{row}/{column}" for row in row_ids(question, answers))
    return "".join(sorted({_month(answers.values.get(cell), on) for cell in cells}))


def said(value: Any) -> str:
    """A value as it was recorded."""
    return "" if value is None else orjson.dumps(value).decode()


def since(value: Any, on: date) -> str:
    """How many years and months ago a recorded date was, as derived values count."""
    if not isinstance(value, str) or earliest(value) is None:
        return ""
    found = (derive(one, Answers({"": value}), {}, on) for one in _DERIVED)
    return " ".join(map(str, found))


def derived_from(kind: str, field: str) -> Any:
    """The derived value of a kind, from the field that tells it."""
    if not field:
        return 0 if kind == "row_count" else None
    if kind == "case_fact":
        return orjson.loads(field)
    return int(field.split()[kind == "months_since"])


def sort_of(kind: str) -> str:
    """The sort of field that tells the derived values of a kind."""
    return {"row_count": COUNT, "case_fact": SAID}.get(kind, SINCE)


def read(
    question: Question, fields: Fields, answered: bool
) -> tuple[dict[str, Any], dict[str, tuple[str, ...]]]:
    """Values and rows of which the fields say the same, as they would be on DAY."""
    if question.type.holds_rows:
        return _read_rows(question, fields)
    months, recorded = fields.get((AGO, "")), fields.get((SAID, ""))
    if months:
        return {question.key: dated(months)}, {}
    value = orjson.loads(recorded) if recorded else "x" if answered else None
    return ({} if value is None else {question.key: value}), {}


@lru_cache(maxsize=LONGEST + 2)
def dated(month: str) -> str:
    """A date that was so long before DAY."""
    if month == _STRANGE:
        return month
    months = -1 if month == _FUTURE else ord(month) - _FIRST
    return (DAY - relativedelta(months=months)).isoformat()


@lru_cache(maxsize=10_000)
def _month(value: str | None, on: date) -> str:
    """A character for how many whole months ago a recorded date was, at its latest."""
    if not value:
        return ""
    if earliest(value) is None:
        return _STRANGE
    if falls_in(Band(0, 0, 0.0), value, on):
        return _FUTURE
    for months in _guesses(value, on):
        if falls_in(Band(months, months + 1, 0.0), value, on):
            return chr(_FIRST + months)
    return _STRANGE


def _guesses(value: str, on: date) -> Iterable[int]:
    """Most are right at once, or next to it."""
    year, month, _ = date_parts(value)
    near = (on.year - int(year)) * 12 + on.month - int(month or 12)
    return (*range(max(0, near - 2), near + 3), *range(LONGEST))


def _read_rows(
    question: Question, fields: Fields
) -> tuple[dict[str, Any], dict[str, tuple[str, ...]]]:
    """As many rows as there were, and as many as it takes to hold the dates."""
    columns = {column.key: fields.get((AGO, column.key), "") for column in question.columns}
    fixed = [row.key for row in question.fixed_rows]
    longest = max(int(fields.get((COUNT, "")) or 0), *map(len, columns.values()), 0)
    ids: Sequence[str] = fixed or [f"r{number}" for number in range(longest)]
    values = {
        f"{question.key}/{row}/{column}": dated(month)
        for column, months in columns.items() for row, month in zip(ids, months, strict=False)}
    return values, {} if fixed else {question.key: tuple(ids)}
