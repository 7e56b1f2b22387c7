"""From a calculation to a measure or a derived value; most calculations are neither."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from app.importing.xlsform.conditions import Known, Records, condition_of, number_of
from app.importing.xlsform.expressions import (
    Call, Expression, Literal, NotUnderstood, Operation, Reference,
)

Terms = list[dict[str, Any]]

_AGE = re.compile(
    r"int\s*\(\s*\(\s*(?:decimal-date-time\s*\(\s*)?today\s*\(\s*\)\s*\)?\s*-\s*"
    r"(?:decimal-date-time\s*\(\s*)?\$\{\s*(?P<name>[^}\s]+)\s*\}\s*\)?\s*\)\s*div\s*365(?:\.25)?"
    r"\s*\)")


def age_of(calculation: str) -> str | None:
    """The question whose date an age in whole years is worked out of, or None."""
    found = _AGE.fullmatch(calculation.strip())
    return found["name"] if found else None


def counted_rows(expression: Expression) -> str | None:
    """The repeat whose rows are counted, or None."""
    match expression:
        case Call("count", (Reference(name),)):
            return name
    return None


def terms_of(expression: Expression, known: Mapping[str, Known]) -> Terms:
    """The terms of a measure that is what the expression says. Raises NotUnderstood."""
    return list(_terms(expression, 1.0, known))


def _terms(
    expression: Expression, weight: float, known: Mapping[str, Known]
) -> Iterator[dict[str, Any]]:
    match expression:
        case Literal(0.0):
            return
        case Operation("+" | "-" as sign, left, right):
            yield from _terms(left, weight, known)
            yield from _terms(right, weight if sign == "+" else -weight, known)
        case Operation("*", Literal(float() as factor), other):
            yield from _terms(other, weight * factor, known)
        case Operation("*", other, Literal(float() as factor)):
            yield from _terms(other, weight * factor, known)
        case Call("if", (test, yes, no)):
            yield _chosen(test, weight * _fixed(yes), known)
            if _fixed(no):
                yield _chosen(Call("not", (test,)), weight * _fixed(no), known)
        case Call("number" | "int" | "round" | "coalesce", (inner, *rest)) if all(
            part == Literal(0.0) for part in rest
        ):
            yield from _terms(inner, weight, known)
        case Call("sum", inner) if len(inner) > 1:
            raise NotUnderstood("sum() adds up a repeat")
        case Call("count-selected", (Reference(name),)):
            yield from _each_option(_known(name, known), weight)
        case Reference(name):
            yield from _of_answer(_known(name, known), weight)
        case _:
            yield _chosen(expression, weight, known)


def _chosen(test: Expression, weight: float, known: Mapping[str, Known]) -> dict[str, Any]:
    """A term that counts where one question is answered so."""
    condition = condition_of(test, known)
    if "scope" not in condition or not condition["scope"].startswith("#/properties/"):
        raise NotUnderstood("a term of a sum looks at one question")
    return {"scope": condition["scope"], "when": condition["schema"], "weight": number_of(weight)}


def _fixed(expression: Expression) -> float:
    match expression:
        case Literal(float() as value):
            return value
        case Operation("-", Literal(0.0), Literal(float() as value)):
            return -value
        case Literal(str() as text) if text.strip() in ("", "0"):
            return 0.0
    raise NotUnderstood("what is added is not a fixed number")


def _known(name: str, known: Mapping[str, Known]) -> Known:
    found = known.get(name)
    if found is None:
        raise NotUnderstood(f"{name} was not taken in, or stands in a repeat")
    return found


def _of_answer(known: Known, weight: float) -> Iterator[dict[str, Any]]:
    if known.terms is not None:
        yield from ({**term, "weight": number_of(term["weight"] * weight)} for term in known.terms)
    elif known.records is Records.CHOICE:
        yield from _numbered_options(known, weight)
    elif known.records is not Records.NUMBER or not known.scope.startswith("#/properties/"):
        raise NotUnderstood("only numbers can be added")
    elif known.maximum is None:
        raise NotUnderstood("a number without a largest value cannot be added: give it a maximum")
    else:
        yield {"scope": known.scope, "value": True, "weight": number_of(weight)}


def _numbered_options(known: Known, weight: float) -> Iterator[dict[str, Any]]:
    for option in known.options:
        try:
            value = float(option)
        except ValueError:
            raise NotUnderstood(f"the choice {option} is not a number") from None
        if value:
            yield {"scope": known.scope, "when": {"const": option},
                   "weight": number_of(value * weight)}


def _each_option(known: Known, weight: float) -> Iterator[dict[str, Any]]:
    if known.records is not Records.CHOICES:
        raise NotUnderstood("count-selected() counts several choices")
    for option in known.options:
        yield {"scope": known.scope, "weight": number_of(weight),
               "when": {"type": "array", "contains": {"const": option}}}
