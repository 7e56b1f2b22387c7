"""All of one set of answers that levels may depend on, written small; the words of texts are not.

A situation is a character for each question, in the order of the version it was given under, and
beside it, as JSON, what no character can hold: numbers, dates, choices of several, and of rows how
many there are and how long ago their dates were.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import orjson
from dateutil.relativedelta import relativedelta
from msgspec import Struct

from app.engine.absence import Absence
from app.engine.answers import Answers, Mark, answered, row_ids
from app.engine.asking import Facts
from app.engine.definition import Band, Definition, Question
from app.engine.held_harm import asked_today
from app.engine.measures import Background, falls_in
from app.engine.question_types.dates import date_parts, earliest

DAY = date(2020, 1, 15)
"""The day as which situations are read back; only how long ago something was is told."""

KEPT = 32
_FIRST = ord("0")
_GAP, _AFTER_GAP = 0xD800, 0x800
_LAST = 0x10FFFF
_ABSENCES: tuple[Absence | None, ...] = (None, *Absence)
_BIRTH = "case.date_of_birth"
_LONGEST = 1200
_FUTURE = -1
_DATES = frozenset({"date", "approximate-date"})
_SAID = frozenset({"number", "scale", "checkboxes", *_DATES})


class Situation(NamedTuple):
    """What was answered, known before and held, as characters and what stands beside them."""

    codes: str
    beside: str


WIDE = Situation("", "")
"""What no characters can tell; it has to be worked out from the answers."""


class Part(NamedTuple):
    """What one question says: now, what was last known of it, and whether its harm is held."""

    answers: Answers
    last_known: Answers
    held: bool


class _Untold(ValueError):
    """Something that no character stands for."""


def situation_of(
    definition: Definition, answers: Answers, background: Background, facts: Facts, on: date
) -> Situation:
    """The situation of raw answers on a day."""
    try:
        return Alphabet.of(definition).written(answers, background, facts, on)
    except _Untold:
        return WIDE


class Alphabet(Struct, frozen=True, eq=False, dict=True):
    """How the situations of one version are written and read."""

    definition: Definition

    @staticmethod
    @lru_cache(maxsize=KEPT)
    def of(definition: Definition) -> Alphabet:
        """The alphabet of a version, the same one each time."""
        return Alphabet(definition)

    @cached_property
    def letters(self) -> Mapping[str, Letter]:
        """The letter of each question, by its key."""
        return {
            key: Letter(question, place)
            for place, (key, question) in enumerate(self.definition.questions.items())}

    @cached_property
    def facts(self) -> frozenset[str]:
        """The facts of the case that are kept beside."""
        return frozenset({_BIRTH, *(one.of for one in self.definition.derived if "." in one.of)})

    def written(
        self, answers: Answers, background: Background, facts: Facts, on: date
    ) -> Situation:
        """Raises _Untold."""
        if any(not asked_today(self.definition, key) for key in background.held):
            raise _Untold("harm whose question is another one now")
        known, held = background.last_known, background.held
        codes = "".join([letter.code(answers, known, held) for letter in self.letters.values()])
        beside = {
            "v": dict(self._details(answers, on)), "k": dict(self._details(known, on)),
            "f": {name: facts[name] for name in sorted(self.facts) if name in facts}}
        said = {name: part for name, part in beside.items() if part}
        return Situation(codes, orjson.dumps(said).decode() if said else "")

    def _details(self, answers: Answers, on: date) -> Iterator[tuple[str, str]]:
        for key, question in self.definition.questions.items():
            found = _detail(question, answers, on)
            if found is not None:
                yield key, orjson.dumps(found).decode()


class Letter(Struct, frozen=True, eq=False, dict=True):
    """How one question is written. Its value is the highest digit, so that blanks come first."""

    question: Question
    place: int

    @cached_property
    def closed(self) -> bool:
        """Whether one character tells all of it."""
        return bool(self.question.options) and self.question.type.name != "checkboxes"

    @cached_property
    def told(self) -> bool:
        """Whether what is recorded can be read back, with what stands beside."""
        return self.closed or self.question.type.name in _SAID

    @cached_property
    def values(self) -> int:
        """How many different values are told apart, blank among them."""
        return len(self.question.options) + 1 if self.closed else 2

    @cached_property
    def answered_from(self) -> str:
        """The first character of those that hold an answer."""
        return self._character(self.values * len(_ABSENCES) * 2)

    def code(self, answers: Answers, known: Answers, held: frozenset[str]) -> str:
        """The character of a question."""
        mark = _ABSENCES.index(answers.mark(self.question.key).absence)
        beside = self._value(known) * len(_ABSENCES) + mark
        value = self._value(answers) * self.values * len(_ABSENCES)
        return self._character((value + beside) * 2 + (self.question.key in held))

    def read(self, code: str, now: str | None, before: str | None) -> Part:
        """What a character says, with what stands beside it."""
        number = ord(code)
        number -= _FIRST + (_AFTER_GAP if number >= _GAP else 0)
        number, held = divmod(number, 2)
        number, mark = divmod(number, len(_ABSENCES))
        value, known = divmod(number, self.values)
        absence = _ABSENCES[mark]
        marks = {self.question.key: Mark(absence=absence)} if absence else {}
        return Part(self._answers(value, now, marks), self._answers(known, before, {}), bool(held))

    def _character(self, number: int) -> str:
        number += _FIRST
        number += _AFTER_GAP if number >= _GAP else 0
        if number > _LAST:
            raise _Untold(f"more options than there are characters: {self.question.key}")
        return chr(number)

    def _value(self, answers: Answers) -> int:
        if not self.closed:
            return int(answered(self.question, answers))
        value = answers.values.get(self.question.key)
        if value is None:
            return 0
        for place, option in enumerate(self.question.options, 1):
            if option.key == value and type(option.key) is type(value):
                return place
        raise _Untold(f"no option of {self.question.key}")

    def _answers(self, value: int, detail: str | None, marks: Mapping[str, Mark]) -> Answers:
        key = self.question.key
        if self.closed:
            return Answers({key: self.question.options[value - 1].key} if value else {}, {}, marks)
        if self.question.type.holds_rows:
            values, rows = _read_rows(self.question, orjson.loads(detail) if detail else None)
            return Answers(values, rows, marks)
        said = orjson.loads(detail) if detail is not None else "x" if value else None
        return Answers({} if said is None else {key: said}, {}, marks)


def _detail(question: Question, answers: Answers, on: date) -> Any:
    if question.type.name in _SAID:
        return answers.values.get(question.key)
    if not question.type.holds_rows:
        return None
    ids = row_ids(question, answers)
    dated = {
        column.key: sorted({_months(answers.values.get(f"{question.key}/{row}/{column.key}"), on)
                            for row in ids} - {None}, key=str)
        for column in question.columns if column.type.name in _DATES}
    count = len(answers.rows.get(question.key, ()))
    said = {key: months for key, months in dated.items() if months}
    return [count, said] if count or said else None


def _months(value: Any, on: date) -> int | str | None:
    """How many whole months ago a recorded date was, at its latest, as windows of time count."""
    if not value:
        return None
    if earliest(value) is None:
        return "x"
    if falls_in(Band(0, 0, 0.0), value, on):
        return _FUTURE
    for months in _guesses(value, on):
        if falls_in(Band(months, months + 1, 0.0), value, on):
            return months
    return "x"


def _guesses(value: Any, on: date) -> Iterable[int]:
    """Most are right at once, or next to it."""
    year, month, _ = date_parts(value)
    near = (on.year - int(year)) * 12 + on.month - int(month or 12)
    return (*range(max(0, near - 2), near + 3), *range(_LONGEST))


def _read_rows(
    question: Question, said: Any
) -> tuple[dict[str, Any], dict[str, tuple[str, ...]]]:
    """As many rows as there were, and as many as it takes to hold the dates."""
    if said is None:
        return {}, {}
    count, dated = said
    fixed = [row.key for row in question.fixed_rows]
    longest = max((len(months) for months in dated.values()), default=0)
    ids = fixed or [f"r{number}" for number in range(max(count, longest))]
    values = {
        f"{question.key}/{row}/{column}": _date(months)
        for column, found in dated.items() for row, months in zip(ids, found, strict=False)}
    return values, {} if fixed else {question.key: tuple(ids)}


def _date(months: int | str) -> str:
    if isinstance(months, str):
        return months
    return (DAY - relativedelta(months=months)).isoformat()


def date_value(question: Question) -> bool:
    """Whether a question or a column is answered by a date."""
    return question.type.name in _DATES
