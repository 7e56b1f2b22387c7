"""Questions added, and asked in another way. Their options, columns and rules are edited beside."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from msgspec.structs import replace

from app.engine.authoring.asked import Asked, asked, row_of, with_asked
from app.engine.authoring.edits.elements import keys_taken
from app.engine.authoring.edits.options import options_of, with_choices
from app.engine.authoring.edits.placing import Position, put
from app.engine.authoring.edits.removing import refuse_referred
from app.engine.authoring.json_parts import Json, part_at, with_part, without
from app.engine.authoring.keys import key_from
from app.engine.authoring.outline import ANSWERS, Outline, name
from app.engine.authoring.references import references_to
from app.engine.authoring.refusals import EditRefused
from app.engine.question_types import REGISTRY, default_type
from app.engine.question_types.choices import posted_name

CHOICES = ("radios", "select", "descriptors", "checkboxes")
"""The types of question whose options the definition lists."""
_SCHEMAS: Mapping[str, Json] = {
    "yes-no": {"type": "boolean"},
    "checkboxes": {"type": "array", "uniqueItems": True, "items": {"type": "string"}},
    "scale": {"type": "integer", "minimum": 0, "maximum": 10},
    "number": {"type": "integer", "minimum": 0},
    "text": {"type": "string", "maxLength": 200},
    "textarea": {"type": "string", "maxLength": 40000},
    "email": {"type": "string", "format": "email", "maxLength": 200},
    "phone": {"type": "string", "maxLength": 50},
    "date": {"type": "string", "format": "date"},
    "approximate-date": {"type": "string", "maxLength": 10},
    "list": {"type": "array", "items": {"type": "string", "maxLength": 200}},
    "rows": {"type": "array", "items": {"type": "object", "properties": {}}},
    "table": {"type": "object", "properties": {}},
}
_ANY_CHOICE: Json = {"type": "string"}
_OF_EVERY_SCHEMA = ("title", "description", "$comment")
_OF_OPTIONS = ("meanings", "option_hints", "option_guidance", "row_sensitivity", "ordinal")
_ONLY_FOR: Mapping[str, Collection[str]] = {
    "row_label": ("rows",), "add_label": ("rows",), "columns": ("table",),
}
_OF_JSON_FORMS = ("multi", "format", "slider")


def add_question(
    outline: Outline, wording: str, type_: str, position: Position,
    also_taken: Collection[str] = (),
) -> Outline:
    """The outline with a new question, that has no options or columns yet.

    The key is made from the wording and is none that is there or that the lineage names as gone;
    `also_taken` are others, such as those of all earlier versions. Raises EditRefused.
    """
    if type_ not in REGISTRY:
        raise EditRefused("", f"{type_} is not a type of question", setting="type")
    taken = {*keys_taken(outline, "question", "object"), *also_taken}
    address = f"question:{key_from(wording, taken, otherwise='question')}"
    new = _typed(Asked({"title": wording}, False, {}), type_)
    unit = {"schema": new.schema, "required": False, "control": new.control}
    listed = (*outline.inside(ANSWERS), address)
    return put(outline.with_unit(address, unit).with_inside(ANSWERS, listed), address, position)


def change_type(outline: Outline, address: str, type_: str) -> Outline:
    """The outline in which a question or a column is asked another way; what fits is kept.

    Raises EditRefused where options, rows or columns that something refers to would be lost.
    """
    before = asked(outline, address)
    if type_ not in REGISTRY:
        raise EditRefused(address, f"{type_} is not a type of question", setting="type")
    if before.type == type_:
        return outline
    after = _typed(before, type_)
    refuse_referred(address, references_to(outline, frozenset(_lost(address, before, after))))
    return with_asked(outline, address, after)


def _lost(address: str, before: Asked, after: Asked) -> set[str]:
    """The options, rows and columns that the other type does not have, as references name them."""
    key = name(address)
    kept = {posted_name(option) for option, _ in options_of(after)}
    lost = {f"option:{key}/{posted_name(option)}" for option, _ in options_of(before)
            if posted_name(option) not in kept}
    cells = part_at(row_of(before), "properties")
    if cells != part_at(row_of(after), "properties"):
        lost.update(f"column:{key}/{cell}" for cell in cells or ())
    return lost


def _typed(question: Asked, type_: str) -> Asked:
    """The question with the schema of a type, its options kept where the type has any."""
    schema = question.schema if REGISTRY[type_].fits(question.schema) else _schema(question, type_)
    new = replace(question, schema=schema, control=_plain_control(question.control))
    for part in _OF_OPTIONS if not options_of(new) and type_ not in CHOICES else ():
        new = new.with_ours((part,), None)
    for part, types in _ONLY_FOR.items():
        new = new if type_ in types else new.with_ours((part,), None)
    default = default_type(schema, len(options_of(new)))
    return new.with_ours(("type",), None if default and default.name == type_ else type_)


def _schema(question: Asked, type_: str) -> Json:
    about = {key: question.schema[key] for key in _OF_EVERY_SCHEMA if key in question.schema}
    unknown = {key: part for key, part in question.schema.items() if key.startswith("x-")}
    new = Asked({**about, **_SCHEMAS.get(type_, _ANY_CHOICE), **unknown}, False, {})
    options = options_of(question) if type_ in CHOICES else ()
    return with_choices(new, [(posted_name(key), title) for key, title in options]).schema


def _plain_control(control: Json) -> Json:
    """Without the options by which JSON Forms asks in another way."""
    options: Any = part_at(control, "options")
    if not isinstance(options, Mapping) or not options.keys() & set(_OF_JSON_FORMS):
        return control
    return with_part(control, ("options",), without(options, *_OF_JSON_FORMS) or None)
