"""From an XPath tree to a condition of ours: what is relevant, what is required."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from msgspec import Struct

from app.importing.xlsform.expressions import (
    Call, Expression, Literal, NotUnderstood, Operation, Reference,
)

Schema = dict[str, Any]

_ANYTHING: Schema = {"type": ["string", "number", "boolean", "array", "object"]}
_FLIPPED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!="}
LIMITS = {"<": "exclusiveMaximum", ">": "exclusiveMinimum", "<=": "maximum", ">=": "minimum"}


class Records(StrEnum):
    """What an answer is recorded as, which decides how it is compared."""

    WORDS = "words"
    NUMBER = "number"
    CHOICE = "choice"
    CHOICES = "choices"
    ROWS = "rows"


class Known(Struct, frozen=True):
    """Something that an expression may refer to."""

    scope: str
    records: Records
    options: tuple[str, ...] = ()
    maximum: float | None = None
    terms: tuple[Mapping[str, Any], ...] | None = None


def condition_of(expression: Expression, known: Mapping[str, Known]) -> dict[str, Any]:
    """The condition that holds where the expression is true. Raises NotUnderstood."""
    return _Conditions(known).of(expression, True)


def number_of(value: float) -> int | float:
    """A number as JSON writes it."""
    return int(value) if value == int(value) else value


class _Conditions:
    def __init__(self, known: Mapping[str, Known]) -> None:
        self.known = known

    def of(self, expression: Expression, wanted: bool) -> dict[str, Any]:
        """The condition of an expression, or of its contrary where it is wanted to be false."""
        match expression:
            case Operation("and" | "or" as sign, left, right):
                both = (sign == "and") is wanted
                return _joined("AND" if both else "OR",
                               self.of(left, wanted), self.of(right, wanted))
            case Call("not", (inner,)):
                return self.of(inner, not wanted)
            case Operation(sign, left, right) if sign in _FLIPPED:
                scope, schema = self.compared(sign, left, right)
            case Call("selected", (Reference(name), Literal(value))):
                scope, schema = self.selected(name, str(value))
            case Reference(name):
                scope, schema = self.place(name).scope, _ANYTHING
            case Call("boolean", (inner,)):
                return self.of(inner, wanted)
            case _:
                raise NotUnderstood("this cannot be told as a condition")
        return {"scope": scope, "schema": schema if wanted else {"not": schema}}

    def place(self, name: str) -> Known:
        found = self.known.get(name)
        if found is None:
            raise NotUnderstood(f"{name} was not taken in, or stands in a repeat")
        return found

    def selected(self, name: str, value: str) -> tuple[str, Schema]:
        found = self.place(name)
        if found.records is Records.CHOICES:
            return found.scope, {"type": "array", "contains": {"const": value}}
        return found.scope, {"const": value}

    def compared(self, sign: str, left: Expression, right: Expression) -> tuple[str, Schema]:
        if isinstance(left, Literal):
            sign, left, right = _FLIPPED[sign], right, left
        value = _literal(right)
        match left:
            case Reference(name) | Call("number" | "int" | "string", (Reference(name),)):
                found = self.place(name)
                return found.scope, _comparison(sign, found, value)
            case Call("count-selected", (Reference(name),)) if isinstance(value, float):
                return self.place(name).scope, counted(sign, value, "Items", "array")
            case Call("string-length", (Reference(name),)) if isinstance(value, float):
                return self.place(name).scope, counted(sign, value, "Length", "string")
            case Call("count", (Reference(name),)) if isinstance(value, float):
                return self.place(name).scope, counted(sign, value, "Items", "array")
            case Call("selected", _) if value in ("true", "false"):
                raise NotUnderstood("write not(selected(…)) instead")
        raise NotUnderstood("only a question can be compared with a fixed value")


def _literal(expression: Expression) -> str | float:
    match expression:
        case Literal(value):
            return value
        case Operation("-", Literal(0.0), Literal(float() as value)):
            return -value
        case Call("true" | "false" as word, ()):
            return word
    raise NotUnderstood("only a question can be compared with a fixed value")


def _comparison(sign: str, known: Known, value: str | float) -> Schema:
    if sign == "!=":
        return {"not": _comparison("=", known, value)}
    if sign == "=":
        return {"not": _ANYTHING} if value == "" else _equal(known, value)
    if known.records is not Records.NUMBER or isinstance(value, str) and not _figures(value):
        raise NotUnderstood("only numbers are more or less than each other here")
    return {"type": "number", LIMITS[sign]: number_of(float(value))}


def _equal(known: Known, value: str | float) -> Schema:
    if known.records is Records.NUMBER:
        if isinstance(value, str) and not _figures(value):
            raise NotUnderstood("a number is compared with words")
        return {"const": number_of(float(value))}
    said = value if isinstance(value, str) else str(number_of(value))
    if known.records is Records.CHOICES:
        return {"type": "array", "maxItems": 1, "contains": {"const": said}}
    if known.records is Records.ROWS:
        raise NotUnderstood("a repeat has no value of its own")
    return {"const": said}


def counted(sign: str, value: float, of_what: str, kind: str) -> Schema:
    """A limit on how many there are, such as maxItems. Raises NotUnderstood.

    Nothing answered counts as none, so that a limit which none meets holds of a blank as well.
    """
    count = int(value)
    if count != value or count < 0:
        raise NotUnderstood("only whole numbers can be counted")
    match sign:
        case ">" | ">=":
            least = count + (sign == ">")
            return {"type": kind, f"min{of_what}": least} if least else {}
        case "<" | "<=":
            most = count - (sign == "<")
            return {"not": {"type": kind, f"min{of_what}": most + 1}}
    both = {"type": kind, f"min{of_what}": count, f"max{of_what}": count}
    exact = {"not": {"type": kind, f"min{of_what}": 1}} if count == 0 else both
    return exact if sign == "=" else {"not": exact}


def _figures(text: str) -> bool:
    return text.strip().removeprefix("-").replace(".", "", 1).isdecimal()


def _joined(word: str, *parts: dict[str, Any]) -> dict[str, Any]:
    """AND or OR of some conditions; those of the same word are laid beside each other."""
    flat: list[dict[str, Any]] = []
    for part in parts:
        flat.extend(part["conditions"] if part.get("type") == word else [part])
    return {"type": word, "conditions": flat}
