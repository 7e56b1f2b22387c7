"""The registry of question types: one class a type, found by name or by schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.engine.question_types.base import Parsed, Posted, QuestionType
from app.engine.question_types.choices import Checkboxes, Descriptors, Radios, Select, YesNo
from app.engine.question_types.dates import ApproximateDate, Date
from app.engine.question_types.lists import ListOfLines
from app.engine.question_types.numbers import Number, Scale
from app.engine.question_types.tables import Rows, Table
from app.engine.question_types.texts import Email, Phone, Text, TextArea

__all__ = ["Parsed", "Posted", "QuestionType", "REGISTRY", "default_type", "named_type"]

_RADIOS_AT_MOST = 7
_TEXT_AT_MOST = 200


def _register(*types: type[QuestionType]) -> Mapping[str, QuestionType]:
    registry: dict[str, QuestionType] = {}
    for question_type in types:
        if question_type.name in registry:
            raise TypeError(f"two question types are called {question_type.name}")
        if question_type.fits is QuestionType.fits:
            raise TypeError(f"{question_type.__name__} does not say which schemas it fits")
        registry[question_type.name] = question_type()
    return registry


REGISTRY = _register(
    Radios, Select, Descriptors, YesNo, Checkboxes, Scale, Number,
    Text, TextArea, Email, Phone, Date, ApproximateDate, ListOfLines, Rows, Table,
)


def named_type(name: str) -> QuestionType | None:
    """The type a control asks for by name, or None where there is none."""
    return REGISTRY.get(name)


def default_type(schema: Mapping[str, Any], options: int = 0) -> QuestionType | None:
    """The type for a schema that names none; None where it cannot be asked at all."""
    name = _default_name(schema, options)
    chosen = REGISTRY.get(name) if name else None
    return chosen if chosen and chosen.fits(schema) else None


def _default_name(schema: Mapping[str, Any], options: int) -> str | None:
    match schema.get("type"):
        case "boolean":
            return "yes-no"
        case "array":
            fitting = (name for name in ("checkboxes", "list") if REGISTRY[name].fits(schema))
            return next(fitting, "rows")
        case "object":
            return "table"
    if options:
        return "radios" if options <= _RADIOS_AT_MOST else "select"
    match schema.get("type"):
        case "integer":
            return "scale" if REGISTRY["scale"].fits(schema) else "number"
        case "number":
            return "number"
        case "string":
            return _text_name(schema)
    return None


def _text_name(schema: Mapping[str, Any]) -> str:
    if schema.get("format") in ("date", "email"):
        return str(schema["format"])
    return "textarea" if schema.get("maxLength", 0) > _TEXT_AT_MOST else "text"
