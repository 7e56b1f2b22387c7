"""From a constraint on an answer (`. <= 20`) to the limits of its schema."""

from __future__ import annotations

from typing import Any

from app.engine.patterns import runaway
from app.importing.xlsform.conditions import LIMITS, Records, number_of
from app.importing.xlsform.expressions import (
    Call, Expression, Here, Literal, NotUnderstood, Operation, parsed,
)

_FLIPPED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "="}
_COUNTED = {
    "string-length": ("Length", Records.WORDS), "count-selected": ("Items", Records.CHOICES),
}


def limits_of(constraint: str, records: Records) -> tuple[dict[str, Any], list[str]]:
    """Limits to add to a schema, and in words each part of the constraint that has none."""
    limits: dict[str, Any] = {}
    left_over: list[str] = []
    try:
        parts = _parts(parsed(constraint))
    except NotUnderstood as error:
        return {}, [str(error)]
    for part in parts:
        try:
            found = _limit(part, records)
            if limits.keys() & found.keys():
                raise NotUnderstood("two limits of one kind")
            limits.update(found)
        except NotUnderstood as error:
            left_over.append(str(error))
    return limits, left_over


def _parts(expression: Expression) -> list[Expression]:
    if isinstance(expression, Operation) and expression.sign == "and":
        return [*_parts(expression.left), *_parts(expression.right)]
    return [expression]


def _limit(expression: Expression, records: Records) -> dict[str, Any]:
    match expression:
        case Operation("or", Operation("=", Here(), Literal("")), limit):
            return _limit(limit, records)
        case Operation(sign, Literal() as value, other) if sign in _FLIPPED:
            return _limit(Operation(_FLIPPED[sign], other, value), records)
        case Operation(sign, Here(), value) if sign in LIMITS and records is Records.NUMBER:
            return {LIMITS[sign]: number_of(_number(value))}
        case Operation("=", Operation("mod", Here(), Literal(float() as step)), Literal(0.0)):
            return {"multipleOf": number_of(step)}
        case Operation(sign, Call(function, (Here(),)), Literal(float() as count)):
            return _count(function, sign, count, records)
        case Call("regex", (Here(), Literal(str() as pattern))) if records is Records.WORDS:
            return _pattern(pattern)
    raise NotUnderstood("there is no limit in a schema that says this")


def _number(expression: Expression) -> float:
    match expression:
        case Literal(float() as value):
            return value
        case Operation("-", Literal(0.0), Literal(float() as value)):
            return -value
    raise NotUnderstood("the limit is not a fixed number")


def _count(function: str, sign: str, count: float, records: Records) -> dict[str, Any]:
    name, of_what = _COUNTED.get(function, ("", None))
    if of_what is not records or count != int(count):
        raise NotUnderstood(f"{function}() says nothing that a schema could")
    whole = int(count)
    match sign:
        case "<" | "<=":
            return {f"max{name}": max(0, whole - (sign == "<"))}
        case ">" | ">=":
            return {f"min{name}": whole + (sign == ">")}
        case "=":
            return {f"min{name}": whole, f"max{name}": whole}
    raise NotUnderstood("there is no limit in a schema that says this")


def _pattern(pattern: str) -> dict[str, Any]:
    """XLSForm matches the whole answer; a schema finds the pattern anywhere in it."""
    reason = runaway(pattern)
    if reason:
        raise NotUnderstood(reason)
    bare = pattern.removeprefix("^")
    bare = bare[:-1] if bare.endswith("$") and not bare.endswith("\\$") else bare
    return {"pattern": f"^(?:{bare})$"}
