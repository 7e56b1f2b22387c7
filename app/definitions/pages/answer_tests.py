"""Tests on the answer to one question, and the terms of a measure, as fields of a form."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from app.definitions.pages.conditions import OPERATORS, Choice, options_in_words, subjects
from app.definitions.pages.setting_words import CHOICE, NUMBER, TICK, Words
from app.definitions.pages.titles import title_of
from app.definitions.pages.unit_form import Field, Typed, field_id
from app.engine.authoring.asked import Asked, asked
from app.engine.authoring.edits.columns import columns_of
from app.engine.authoring.json_parts import part_at
from app.engine.authoring.outline import Outline, kind, name
from app.engine.authoring.predicates import BOUNDS, operators_of
from app.engine.authoring.preparing import scope_of
from app.engine.authoring.setting_fields import lines_of

_LIST_WORDS = {"is": "is one of those ticked", "is_not": "is none of those ticked",
               "includes": "includes one of those ticked", "answered": "is anything",
               "not_answered": "is not given"}


class AnswerTest(Struct, frozen=True):
    """A test on an answer: how it is compared, with which answers or which number."""

    prefix: str
    title: str
    operators: tuple[Choice, ...]
    operator: str
    answers: tuple[Choice, ...]
    ticked: tuple[str, ...]
    number: str
    by_hand: str = ""
    error: str = ""

    @property
    def id(self) -> str:
        """The id of its first box."""
        return field_id(f"{self.prefix}.answers" if self.answers else f"{self.prefix}.operator")

    @property
    def bounds(self) -> bool:
        """Whether a number may be compared with."""
        return any(one.value in BOUNDS for one in self.operators)


class TermFields(Struct, frozen=True):
    """One term of a measure, by its number from none."""

    number: int
    question: str
    title: str
    fields: tuple[Field, ...]
    test: AnswerTest | None
    dates: Field | None
    bands: tuple[tuple[Field, Field], ...]


def answer_test(
    question: Asked, prefix: str, title: str, blank: str, typed: Typed, schema: Any
) -> AnswerTest:
    """A test on the answer to a question; `blank` is what no test at all means."""
    answers = options_in_words(question)
    said = _LIST_WORDS if answers else OPERATORS
    operators = tuple(Choice(one, said.get(one, OPERATORS[one])) for one in operators_of(question))
    given = lines_of(typed.value(f"{prefix}.answers"))
    by_hand = json.dumps(schema, ensure_ascii=False, indent=1) if (
        typed.settings.get(f"{prefix}.by_hand")) else ""
    errors = (typed.errors.get(f"{prefix}.{part}", "") for part in ("operator", "answers"))
    return AnswerTest(
        prefix, title, (Choice("", blank), *operators), str(typed.value(f"{prefix}.operator")),
        answers, given if answers else (), "" if answers else "".join(given[:1]), by_hand,
        next(filter(None, errors), ""))


def term_fields(outline: Outline, address: str, typed: Typed) -> tuple[TermFields, ...]:
    """The terms of a measure as they stand, with what was typed."""
    terms = part_at(outline.units[address], "part", "terms")
    found = terms if isinstance(terms, list) else []
    dates = tuple(_date_places(outline))
    return tuple(_term(outline, number, term, typed, dates) for number, term in enumerate(found))


def countable(outline: Outline, address: str) -> tuple[tuple[str, tuple[Choice, ...]], ...]:
    """The questions that a measure does not count yet, section by section."""
    terms = part_at(outline.units[address], "part", "terms")
    counted = {str(part_at(term, "scope")) for term in terms} if isinstance(terms, list) else set()
    free = ((title, tuple(one for one in choices if kind(one.value) == "question"
                          and scope_of(name(one.value)) not in counted))
            for title, choices in subjects(outline))
    return tuple((title, choices) for title, choices in free if choices)


def _term(
    outline: Outline, number: int, term: Any, typed: Typed, dates: tuple[Choice, ...]
) -> TermFields:
    prefix = f"term.{number}"
    address = str(typed.settings.get(f"{prefix}.question", ""))
    known = kind(address) == "question" and address in outline.units
    question = asked(outline, address) if known else Asked({}, False, {})
    numeric = question.schema.get("type") in ("integer", "number")
    fields = [_field(f"{prefix}.weight", Words("Weight", NUMBER), typed)]
    if numeric or typed.value(f"{prefix}.value"):
        fields.append(_field(f"{prefix}.value", Words("Times the number answered", TICK), typed))
    test = answer_test(question, f"{prefix}.when", "Counts when the answer",
                       "is anything that is given", typed, part_at(term, "when"))
    dated = typed.value(f"{prefix}.dates")
    return TermFields(
        number, address, title_of(outline, address) if known else "A question that is gone",
        tuple(fields), test if known else None,
        _dates(f"{prefix}.dates", dates, typed) if dates or dated else None,
        tuple(_bands(prefix, typed)) if dated else ())


def _bands(prefix: str, typed: Typed) -> Iterator[tuple[Field, Field]]:
    number = 0
    while f"{prefix}.band.{number}.months" in typed.settings:
        yield _band(prefix, number, typed)
        number += 1
    yield _band(prefix, number, typed)


def _band(prefix: str, number: int, typed: Typed) -> tuple[Field, Field]:
    start = f"{prefix}.band.{number}"
    return (_field(f"{start}.months", Words("Up to how many months back", NUMBER), typed),
            _field(f"{start}.weight", Words("Weight then", NUMBER), typed))


def _dates(called: str, places: tuple[Choice, ...], typed: Typed) -> Field:
    value = typed.value(called)
    known = {one.value for one in places}
    more = () if not value or value in known else (Choice(str(value), str(value)),)
    return Field(called, "How recent, by the dates in", CHOICE, value, "",
                 (Choice("", "It does not matter"), *places, *more),
                 error=typed.errors.get(called, ""))


def _date_places(outline: Outline) -> Iterator[Choice]:
    for address in outline.addresses("question"):
        question = asked(outline, address)
        if question.type in ("date", "approximate-date"):
            yield Choice(address, title_of(outline, address))
        elif question.type == "rows":
            for column in columns_of(outline, address):
                if asked(outline, column).type in ("date", "approximate-date"):
                    yield Choice(column, f"{title_of(outline, address)}: "
                                         f"{title_of(outline, column)}")


def _field(called: str, words: Words, typed: Typed) -> Field:
    return Field(called, words.label, words.entry, typed.value(called), words.hint,
                 error=typed.errors.get(called, ""))
