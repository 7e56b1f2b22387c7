"""A question of each type to try, and what comes of something typed into it."""

from __future__ import annotations

from typing import Any

from app.engine.definition import Question
from app.engine.question_types import Parsed
from tests.engine.documents import PRESENCE, control, definition, section

TEXT = {"type": "string"}
CHECKBOXES = {"type": "array", "uniqueItems": True, "items": {"type": "string", "oneOf": [
    {"const": "online", "title": "Online"}, {"const": "gang", "title": "Gang"},
    {"const": "peer", "title": "Peers"}]}}
SCALE = {"type": "integer", "minimum": 0, "maximum": 3}
ROWS = {"type": "array", "items": {"type": "object", "properties": {"name": TEXT}}}
LIST = {"type": "array", "items": TEXT}
TABLE = {"type": "object", "properties": {"first": {"type": "object", "properties": {
    "who": TEXT}}}}
SCHEMAS: dict[str, dict[str, Any]] = {
    "radios": PRESENCE, "select": PRESENCE, "descriptors": PRESENCE, "yes-no": {"type": "boolean"},
    "checkboxes": CHECKBOXES, "scale": SCALE, "number": {"type": "number"}, "text": TEXT,
    "textarea": {**TEXT, "maxLength": 5000}, "email": {**TEXT, "format": "email"}, "phone": TEXT,
    "date": {**TEXT, "format": "date"}, "approximate-date": TEXT, "list": LIST,
    "rows": ROWS, "table": TABLE,
}
TOOLKITS = {
    name: definition({"q": schema}, [section("S", control("q", type=name))])
    for name, schema in SCHEMAS.items()
}
ASKED = {name: toolkit.questions["q"] for name, toolkit in TOOLKITS.items()}
BOXED = [name for name in SCHEMAS if name not in ("rows", "table")]


def question(name: str, schema: dict[str, Any] | None = None, **ours: Any) -> Question:
    """A question asked as a type, in its own way."""
    asked = control("q", type=name, **ours)
    return definition({"q": schema or SCHEMAS[name]}, [section("S", asked)]).questions["q"]


def typed(name: str, *posted: str, schema: dict[str, Any] | None = None) -> Parsed:
    """What comes of something typed or chosen."""
    asked = question(name, schema)
    return asked.type.parse(asked, {"": posted})


def dated(name: str, day: str = "", month: str = "", year: str = "") -> Parsed:
    asked = question(name)
    return asked.type.parse(asked, {"day": [day], "month": [month], "year": [year]})


def checked(name: str, value: Any, **schema: Any) -> str | None:
    asked = question(name, {**SCHEMAS[name], **schema})
    return asked.type.check(asked, value)
