"""Questions answered by a date: exact, or as near as anybody remembers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from app.engine.definition import Question
from app.engine.question_types.base import Parsed, Posted, QuestionType, first
from app.engine.question_types.texts import is_choice

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)
_MONTH_NUMBERS = {name[:3].lower(): number for number, name in enumerate(MONTHS, start=1)}
_YEAR = re.compile(r"[12][0-9]{3}")
_APPROXIMATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


class Date(QuestionType):
    """A day, recorded as YYYY-MM-DD and typed in three boxes."""

    name = "date"
    parts = ("day", "month", "year")
    whole = True
    mistake = "Enter a real date, like 27 3 2026"

    def fits(self, schema: Mapping[str, Any]) -> bool:
        return schema.get("type") == "string" and schema.get("format") == "date"

    def parse(self, question: Question, posted: Posted) -> Parsed:
        typed = {part: first(posted, part).strip() for part in self.parts}
        if not any(typed.values()):
            return Parsed()
        value = self._value(**typed)
        return Parsed(value) if value else Parsed(unparsed=typed, message=self.mistake)

    def _value(self, day: str, month: str, year: str) -> str | None:
        try:
            return date(_year_number(year), month_number(month), int(day)).isoformat()
        except (ValueError, OverflowError):
            return None

    def check(self, question: Question, value: Any) -> str | None:
        known = earliest(value) is not None and (date_parts(value)[2] or not self.whole)
        return None if known else self.mistake

    def boxes(self, question: Question, value: Any) -> Mapping[str, str]:
        year, month, day = date_parts(value)
        return {"day": day.lstrip("0"), "month": month.lstrip("0"), "year": year}

    def show(self, question: Question, value: Any) -> str:
        return date_in_words(value)


class ApproximateDate(Date):
    """A year, a month or a day: YYYY, YYYY-MM or YYYY-MM-DD."""

    name = "approximate-date"
    whole = False
    mistake = "Enter at least a year, like 2025, or a month and year, like 3 2025"

    def fits(self, schema: Mapping[str, Any]) -> bool:
        return schema.get("type") == "string" and "format" not in schema and not is_choice(schema)

    def _value(self, day: str, month: str, year: str) -> str | None:
        if day:
            return super()._value(day, month, year)
        try:
            start = date(_year_number(year), month_number(month) if month else 1, 1)
        except (ValueError, OverflowError):
            return None
        return start.isoformat()[:7 if month else 4]


def month_number(typed: str) -> int:
    """1 to 12 from a figure or a name; ValueError where it is neither."""
    named = _MONTH_NUMBERS.get(typed[:3].lower())
    return named if named else int(typed)


def _year_number(typed: str) -> int:
    """A year in four figures; ValueError for another, since "26" would be in Roman times."""
    if not _YEAR.fullmatch(typed):
        raise ValueError(typed)
    return int(typed)


def date_parts(value: Any) -> tuple[str, str, str]:
    """Year, month and day of a recorded date, each blank where it is not known."""
    found = _APPROXIMATE.fullmatch(value) if value else None
    year, month, day = found.groups(default="") if found else ("", "", "")
    return year, month, day


def date_in_words(value: Any) -> str:
    """27 February 2026, February 2026 or 2026; as recorded where it is no date."""
    if earliest(value) is None:
        return value or ""
    year, month, day = date_parts(value)
    words = (str(int(day)) if day else "", MONTHS[int(month) - 1] if month else "", year)
    return " ".join(word for word in words if word)


def earliest(value: Any) -> date | None:
    """The first day a recorded date may mean, or None where it is no date."""
    if not value:
        return None
    year, month, day = date_parts(value)
    try:
        return date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
