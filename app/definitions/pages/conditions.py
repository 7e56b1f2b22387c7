"""Conditions of a draft in words, and what may be chosen where one is built."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from msgspec import Struct

from app.definitions.pages.titles import title_of
from app.engine.authoring.asked import Asked, asked
from app.engine.authoring.edits.options import options_of
from app.engine.authoring.outline import Outline, kind
from app.engine.authoring.predicates import (
    ANSWERED, BOUNDS, INCLUDES, IS, IS_NOT, NOT_ANSWERED, SKIPPED, Clause, operators_for,
    predicate_of,
)
from app.engine.authoring.refusals import EditRefused
from app.engine.question_types.choices import posted_name

OPERATORS: Mapping[str, str] = {
    IS: "is", IS_NOT: "is not", INCLUDES: "includes", ANSWERED: "is answered",
    NOT_ANSWERED: "is not answered", SKIPPED: "is skipped", "at_least": "is at least",
    "more_than": "is more than", "at_most": "is at most", "less_than": "is less than",
    "equals": "is exactly",
}


class Choice(NamedTuple):
    """A value that may be chosen, in words."""

    value: str
    words: str


class Shown(Struct, frozen=True):
    """A condition on a form: the words of each test, or the document's own where by hand."""

    prefix: str
    title: str
    clauses: tuple[str, ...]
    join: str
    by_hand: str = ""


def shown(outline: Outline, prefix: str, title: str, condition: Any) -> Shown:
    """A condition as a form shows it."""
    if condition is None:
        return Shown(prefix, title, (), "all")
    found = predicate_of(outline, condition)
    if found is None:
        return Shown(prefix, title, (), "all", json.dumps(condition, ensure_ascii=False, indent=1))
    return Shown(prefix, title, tuple(clause_words(outline, one) for one in found.clauses),
                 found.join)


def clause_words(outline: Outline, clause: Clause) -> str:
    """One test in words, such as "“Contact” is “Known” or “Suspected”"."""
    subject = f"“{title_of(outline, clause.subject)}”"
    operator = OPERATORS.get(clause.operator, clause.operator)
    if clause.operator in BOUNDS:
        return f"{subject} {operator} {' '.join(clause.answers)}"
    titles = dict(answers_for(outline, clause.subject))
    answers = " or ".join(f"“{titles.get(one, one)}”" for one in clause.answers)
    return f"{subject} {operator} {answers}".strip()


def answers_in(outline: Outline, section: str) -> tuple[Choice, ...]:
    """The answers that questions of a section offer, each once, by their key."""
    found: dict[str, str] = {}
    for choice in questions_in(outline, section):
        for answer in answers_for(outline, choice.value):
            found.setdefault(answer.value, answer.words)
    return tuple(Choice(value, words) for value, words in found.items())


def operators(outline: Outline, subject: str) -> tuple[Choice, ...]:
    """What may be asked of a subject."""
    try:
        found = operators_for(outline, subject)
    except EditRefused:
        return ()
    return tuple(Choice(one, OPERATORS[one]) for one in found)


def answers_for(outline: Outline, subject: str) -> tuple[Choice, ...]:
    """The answers of a question that a test may name; none where it has no options."""
    if kind(subject) != "question" or subject not in outline.units:
        return ()
    return options_in_words(asked(outline, subject))


def options_in_words(question: Asked) -> tuple[Choice, ...]:
    """The options of a question by the name they are posted under."""
    return tuple(Choice(posted_name(key), title) for key, title in options_of(question))


def subjects(outline: Outline) -> tuple[tuple[str, tuple[Choice, ...]], ...]:
    """Everything a condition may look at, under the section or the list in which it stands."""
    found = [(title_of(outline, section), tuple(questions_in(outline, section)))
             for section in outline.addresses("section")]
    placed = {choice.value for _, choices in found for choice in choices}
    rest = tuple(Choice(one, title_of(outline, one)) for one in outline.asked_in()
                 if one not in placed)
    lists = (("On no page", rest), ("Measures", _listed(outline, "measures")),
             ("Derived values", _listed(outline, "derived")),
             ("Sections that may be skipped", _skippable(outline)))
    return tuple((title, choices) for title, choices in (*found, *lists) if choices)


def questions_in(outline: Outline, section: str) -> Iterator[Choice]:
    """The questions of a section in order."""
    for address in outline.below(section):
        if kind(address) == "question":
            yield Choice(address, title_of(outline, address))


def _listed(outline: Outline, container: str) -> tuple[Choice, ...]:
    return tuple(Choice(one, title_of(outline, one)) for one in outline.inside(container))


def _skippable(outline: Outline) -> tuple[Choice, ...]:
    found = []
    for address in outline.addresses("section"):
        options = outline.units[address]["element"].get("options")
        ours = options.get("waymark") if isinstance(options, Mapping) else None
        if isinstance(ours, Mapping) and ours.get("skippable"):
            found.append(Choice(address, title_of(outline, address)))
    return tuple(found)
