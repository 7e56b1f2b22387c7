"""The character that tells one question of a situation: what it is answered by now, what was known
of it before, why it is not answered, and whether its harm is held."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

from msgspec import Struct

from app.engine.absence import Absence
from app.engine.answers import Answers, Mark, answered
from app.engine.definition import Question
from app.engine.replay.details import NO_FIELDS, Fields, Name, names_of, read, told_by_fields

_FIRST = ord("0")
_GAP, _AFTER_GAP = 0xD800, 0x800
_LAST = 0x10FFFF
_ABSENCES: tuple[Absence | None, ...] = (None, *Absence)


class Untold(ValueError):
    """Something that no character stands for."""


class Part(NamedTuple):
    """What one question says: now, what was last known of it, and whether its harm is held."""

    answers: Answers
    last_known: Answers
    held: bool


class Letter(Struct, frozen=True, eq=False, dict=True):
    """How one question is written. Its value is the highest digit, so that blanks come first.

    `place` is where its character stands.
    """

    question: Question
    place: int

    @cached_property
    def closed(self) -> bool:
        """Whether one character tells all of it."""
        return bool(self.question.options) and self.question.type.name != "checkboxes"

    @cached_property
    def told(self) -> bool:
        """Whether what is recorded can be read back, with its fields."""
        return self.closed or told_by_fields(self.question)

    @cached_property
    def fields(self) -> tuple[Name, ...]:
        """The names of the fields that are written of it, for now and for before."""
        return () if self.closed else names_of(self.question)

    @cached_property
    def values(self) -> int:
        """How many different values are told apart, blank among them."""
        return len(self.question.options) + 1 if self.closed else 2

    @cached_property
    def answered_from(self) -> str:
        """The first character of those that hold an answer."""
        return self._character(self.values * len(_ABSENCES) * 2)

    @cached_property
    def blank(self) -> str:
        """The character where nothing is known."""
        return self._character(0)

    def code(self, answers: Answers, known: Answers, held: frozenset[str]) -> str:
        """The character of a question."""
        mark = _ABSENCES.index(answers.mark(self.question.key).absence)
        beside = self._value(known) * len(_ABSENCES) + mark
        value = self._value(answers) * self.values * len(_ABSENCES)
        return self._character((value + beside) * 2 + (self.question.key in held))

    def read(self, code: str, now: Fields = NO_FIELDS, before: Fields = NO_FIELDS) -> Part:
        """What a character says, with what the fields say of now and of before."""
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
            raise Untold(f"more options than there are characters: {self.question.key}")
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
        raise Untold(f"no option of {self.question.key}")

    def _answers(self, value: int, fields: Fields, marks: Mapping[str, Mark]) -> Answers:
        key = self.question.key
        if self.closed:
            return Answers({key: self.question.options[value - 1].key} if value else {}, {}, marks)
        values, rows = read(self.question, fields, bool(value))
        return Answers(values, rows, marks)
