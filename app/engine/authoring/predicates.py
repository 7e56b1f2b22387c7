"""Conditions as a person builds them: a question, an operator, answers. Conditions of any other
shape are called written by hand; they are kept, and shown without being taken to pieces."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from app.engine.authoring.asked import Asked, asked
from app.engine.authoring.edits.options import options_of
from app.engine.authoring.json_parts import Json, part_at
from app.engine.authoring.outline import Outline, kind, name
from app.engine.authoring.preparing import key_at, scope_of
from app.engine.authoring.refusals import EditRefused
from app.engine.question_types.choices import posted_name

IS, IS_NOT, INCLUDES = "is", "is_not", "includes"
ANSWERED, NOT_ANSWERED, SKIPPED = "answered", "not_answered", "skipped"
BOUNDS: Mapping[str, str] = {
    "at_least": "minimum", "more_than": "exclusiveMinimum", "at_most": "maximum",
    "less_than": "exclusiveMaximum", "equals": "const",
}
"""The operators on a number, and the keyword each is written with."""
JOINS: Mapping[str, str] = {"all": "AND", "any": "OR"}


class Clause(Struct, frozen=True):
    """One thing that must hold of a subject, the address of a question, measure, derived value
    or section.

    `answers` are options by the name they are posted under, or one number as text.
    """

    subject: str
    operator: str
    answers: tuple[str, ...] = ()


class Predicate(Struct, frozen=True):
    """Clauses of which all or any must hold."""

    clauses: tuple[Clause, ...]
    join: str = "all"


def operators_for(outline: Outline, subject: str) -> tuple[str, ...]:
    """What can be asked of a question, measure, derived value or section."""
    if kind(subject) == "section":
        return (SKIPPED,)
    if kind(subject) in ("measure", "derived"):
        return tuple(BOUNDS)
    return operators_of(asked(outline, subject))


def operators_of(question: Asked) -> tuple[str, ...]:
    """What can be asked of the answer to a question."""
    declared = question.schema.get("type")
    if options_of(question):
        chosen = (INCLUDES,) if declared == "array" else (IS, IS_NOT)
        return (*chosen, ANSWERED, NOT_ANSWERED)
    if declared in ("integer", "number"):
        return (*BOUNDS, ANSWERED, NOT_ANSWERED)
    return (ANSWERED, NOT_ANSWERED)


def predicate_of(outline: Outline, condition: Any) -> Predicate | None:
    """The predicate a condition was built from, or None for one that was written by hand."""
    found = _read(outline, condition)
    if found is None:
        return None
    try:
        rebuilt = condition_of(outline, found)
    except EditRefused:
        return None
    return found if _same(rebuilt, condition) else None


def condition_of(outline: Outline, predicate: Predicate) -> dict[str, Any]:
    """The condition that says what a predicate does. Raises EditRefused where it cannot be met."""
    conditions = [_leaf(outline, test) for test in predicate.clauses]
    if not conditions or predicate.join not in JOINS:
        raise EditRefused("", "say what is looked at", setting="join" if conditions else "0")
    if len(conditions) == 1:
        return conditions[0]
    return {"type": JOINS[predicate.join], "conditions": conditions}


def answers_of(question: Asked, schema: Any) -> tuple[str, tuple[str, ...]] | None:
    """The operator and the answers of a test on one answer; None where written by hand."""
    for operator, answers in _possible(question, schema):
        try:
            if _same(schema_of("", question, operator, answers), schema):
                return operator, answers
        except EditRefused:
            continue
    return None


def schema_of(
    address: str, question: Asked, operator: str, answers: tuple[str, ...]
) -> dict[str, Any]:
    """The JSON Schema of a test on the answer to a question. Raises EditRefused."""
    if operator not in operators_of(question):
        raise EditRefused(address, "this cannot be asked of it", setting="operator")
    if operator in BOUNDS:
        return {BOUNDS[operator]: _number(address, answers)}
    if operator in (ANSWERED, NOT_ANSWERED):
        given = _given(question)
        return given if operator == ANSWERED else {"not": given}
    options = {posted_name(key): key for key, _ in options_of(question)}
    if not answers or not set(answers) <= options.keys():
        raise EditRefused(address, "choose one or more of its answers", setting="answers")
    keys = [options[answer] for answer in answers]
    listed = {"const": keys[0]} if len(keys) == 1 else {"enum": keys}
    return {IS_NOT: {"not": listed}, INCLUDES: {"contains": listed}}.get(operator, listed)


def number_of(typed: str) -> int | float | None:
    """The number that was typed, or None."""
    try:
        number = float(typed.replace(",", ""))
    except ValueError:
        return None
    if not math.isfinite(number) or abs(number) > 10**12:
        return None
    return int(number) if number.is_integer() else number


def number_text(number: Any) -> str:
    """A number as it is typed; nothing for what is none."""
    return str(number) if isinstance(number, (int, float)) and not isinstance(number, bool) else ""


def _given(question: Asked) -> dict[str, Any]:
    declared = question.schema.get("type", "string")
    return {"type": declared, **({"minItems": 1} if declared == "array" else {})}


def _possible(question: Asked, schema: Any) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What a schema may have been built from; whoever asks builds it again and compares."""
    yield from ((operator, ()) for operator in (ANSWERED, NOT_ANSWERED))
    for operator, keyword in BOUNDS.items():
        if (number := number_text(part_at(schema, keyword))) != "":
            yield operator, (number,)
    for operator, listed in ((IS, schema), (IS_NOT, part_at(schema, "not")),
                             (INCLUDES, part_at(schema, "contains"))):
        if isinstance(listed, Mapping) and listed.keys() & {"const", "enum"}:
            keys = listed.get("enum", [listed.get("const")])
            yield operator, tuple(posted_name(key) for key in keys)


def _read(outline: Outline, condition: Any) -> Predicate | None:
    listed = part_at(condition, "conditions")
    join = next((one for one, word in JOINS.items() if part_at(condition, "type") == word), "all")
    clauses = [_clause(outline, leaf) for leaf in (
        listed if isinstance(listed, list) else [condition])]
    if not all(clauses):
        return None
    return Predicate(tuple(clause for clause in clauses if clause), join)


def _clause(outline: Outline, leaf: Any) -> Clause | None:
    scope, schema = part_at(leaf, "scope"), part_at(leaf, "schema")
    match scope.split("/") if isinstance(scope, str) else ():
        case ["#", ("measures" | "derived") as room, called]:
            subject = f"{room.removesuffix('s')}:{called}"
            return next((Clause(subject, operator, (number_text(part_at(schema, keyword)),))
                         for operator, keyword in BOUNDS.items()
                         if part_at(schema, keyword) is not None), None)
        case ["#", "marks", "absence", mark] if mark.startswith("@"):
            return Clause(f"section:{mark[1:]}", SKIPPED)
    address = f"question:{key_at(scope)}"
    if address not in outline.units:
        return None
    found = answers_of(asked(outline, address), schema)
    return Clause(address, *found) if found else None


def _leaf(outline: Outline, test: Clause) -> dict[str, Any]:
    if test.subject not in outline.units or kind(test.subject) not in (
            "question", "measure", "derived", "section"):
        raise EditRefused(test.subject, "choose what is looked at", setting="subject")
    if test.operator not in operators_for(outline, test.subject):
        raise EditRefused(test.subject, "this cannot be asked of it", setting="operator")
    called = name(test.subject)
    match kind(test.subject):
        case "section":
            return {"scope": f"#/marks/absence/@{called}", "schema": {"const": "skipped"}}
        case "measure":
            return {"scope": f"#/measures/{called}", "schema": _bound(test)}
        case "derived":
            return {"scope": f"#/derived/{called}", "schema": _bound(test),
                    "failWhenUndefined": True}
    question = asked(outline, test.subject)
    schema = schema_of(test.subject, question, test.operator, test.answers)
    return {"scope": scope_of(called), "schema": schema, **_unless_undefined(schema)}


def _bound(test: Clause) -> Json:
    return {BOUNDS[test.operator]: _number(test.subject, test.answers)}


def _unless_undefined(schema: Json) -> dict[str, Any]:
    """A bound or a content also passes where nothing is answered, unless it is said otherwise."""
    tells = {"contains", *BOUNDS.values()} - {"const"}
    return {"failWhenUndefined": True} if tells & schema.keys() else {}


def _number(address: str, answers: tuple[str, ...]) -> int | float:
    number = number_of(answers[0]) if len(answers) == 1 else None
    if number is None:
        raise EditRefused(address, "enter a number in figures", setting="answers")
    return number


def _same(one: Any, other: Any) -> bool:
    """Whether two JSON values are written alike: 1 is neither 1.0 nor true here."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
