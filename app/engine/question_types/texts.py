"""Questions answered in words: short and long text, e-mail, phone. Not dates or numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from app.engine.definition import Question
from app.engine.question_types.base import Parsed, QuestionType, control_character, refused

if TYPE_CHECKING:
    from app.engine.value_tests import ValueTest

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_FORMS = ("pattern", "format")
_ASKED_AS = {
    "email": "Enter an e-mail address in the form name@example.org",
    "date": "Enter a date in the form 2026-03-27",
    "date-time": "Enter a date and a time in the form 2026-03-27T14:30:00Z",
    "time": "Enter a time in the form 14:30:00Z",
    "uri": "Enter an address in full, like https://example.org",
}
_OTHERWISE = "This is not in the form that is asked for. Check it against the hint"
_PHONE = re.compile(r"[+(]?[0-9][0-9 ()+.-]{4,29}( *(ext|x)\.? *[0-9]{1,6})?", re.IGNORECASE)


class Text(QuestionType):
    """A line of text."""

    name = "text"
    prose = True

    def fits(self, schema: Mapping[str, Any]) -> bool:
        return schema.get("type") == "string" and not is_choice(schema)

    def parse_text(self, question: Question, typed: str) -> Parsed:
        text = typed.replace("\r\n", "\n").replace("\r", "\n")
        hidden = control_character(text)
        if hidden:
            return refused(text, f"Remove the hidden control character ({hidden}) and save again")
        return Parsed(text)

    def check(self, question: Question, value: Any) -> str | None:
        longest, shortest = question.schema.get("maxLength"), question.schema.get("minLength")
        if longest is not None and len(value) > longest:
            return f"Shorten this to {longest:,} characters. It is {len(value):,} now"
        if shortest is not None and len(value) < shortest:
            return f"Write at least {shortest:,} characters"
        form = {word: question.schema[word] for word in _FORMS if word in question.schema}
        if form and not _form(**form).holds(value):
            return _ASKED_AS.get(form.get("format", ""), _OTHERWISE)
        return None

    def empty(self, value: Any) -> bool:
        return value is None or not value.strip()


class TextArea(Text):
    """As much text as somebody needs (S0.14)."""

    name = "textarea"


class Email(Text):
    """An e-mail address."""

    name = "email"
    prose = False

    def parse_text(self, question: Question, typed: str) -> Parsed:
        text = typed.strip()
        if not _EMAIL.fullmatch(text):
            return refused(typed, "Enter an e-mail address in the form name@example.org")
        return super().parse_text(question, text)


class Phone(Text):
    """A telephone number, kept as it was typed."""

    name = "phone"
    prose = False

    def parse_text(self, question: Question, typed: str) -> Parsed:
        if not _PHONE.fullmatch(typed.strip()):
            return refused(typed, "Enter a telephone number, like 01632 960 001")
        return super().parse_text(question, typed.strip())


def is_choice(schema: Mapping[str, Any]) -> bool:
    """Whether a schema lists what may be chosen."""
    return any(word in schema for word in ("enum", "oneOf", "const"))


@lru_cache(maxsize=256)
def _form(**form: str) -> ValueTest:
    from app.engine.conditions import compile_schema_test

    return compile_schema_test(form, pointer="")
