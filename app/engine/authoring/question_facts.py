"""What is said of a question, of its options, columns and fixed rows, as values to be compared."""

from __future__ import annotations

from collections.abc import Mapping
from operator import attrgetter
from typing import Any

from app.engine.authoring.aspects import Aspect
from app.engine.authoring.placing import Json, ours
from app.engine.definition import Definition, Option, Question
from app.engine.document import is_bare
from app.engine.problems import at
from app.engine.subschemas import RENDERED, Subschemas, UnknownReference

_PLAIN = {
    Aspect.WORDING: "label", Aspect.HINT: "hint", Aspect.GUIDANCE: "guidance",
    Aspect.NOTE: "note", Aspect.SOURCE_WORDING: "source_wording", Aspect.TYPE: "type.name",
    Aspect.REQUIREMENTS: "requirements", Aspect.REQUIRED: "required",
    Aspect.ORDINAL: "ordinal", Aspect.RISK: "risk", Aspect.HISTORICAL: "historical",
    Aspect.HARM: "harm", Aspect.ASSOCIATION: "association", Aspect.KNOWN: "known",
    Aspect.NOT_APPLICABLE: "not_applicable", Aspect.REVISIT: "revisit",
    Aspect.PREFILL: "prefill", Aspect.SENSITIVITY: "sensitivity",
    Aspect.ROW_HEADING: "row_heading", Aspect.ROW_LABEL: "row_label",
    Aspect.ADD_LABEL: "add_label",
}
_ASPECTS = tuple(_PLAIN)
_plain_values = attrgetter(*_PLAIN.values())
_TOLD_APART = frozenset({"title", "description", "oneOf", "enum", "const", "$defs", "definitions"})
_OF_ROWS = frozenset({"title", "properties", "required", "type"})
_OF_CHOICES = frozenset({"const", "title"})
_ELEMENT = frozenset({"type", "scope", "label", "rule", "options"})
_OPTIONS = frozenset({"waymark", "detail"})


def question_values(question: Question, element: Json, schemas: Subschemas) -> dict[Aspect, Any]:
    """All that is said of a question or a cell but its place, its rules and its parts."""
    plain = zip(_ASPECTS, _plain_values(question), strict=True)
    values: dict[Aspect, Any] = {aspect: value for aspect, value in plain if value}
    part, scope = ours(element), _scope(question.key)
    if part.get("required_when") is not None:
        values[Aspect.REQUIRED_WHEN] = part["required_when"]
    if question.evidence:
        evidence = question.evidence
        values[Aspect.EVIDENCE] = (
            evidence.label, evidence.source, evidence.date, evidence.none_held)
        if "required_when" in part["evidence"]:
            values[Aspect.EVIDENCE_REQUIRED] = {
                "scope": scope, "when": part["evidence"]["required_when"]}
    limits, other = _rest(question, schemas)
    other |= _unread(element)
    values.update({a: v for a, v in ((Aspect.LIMITS, limits), (Aspect.OTHER, other)) if v})
    return values


def option_values(option: Option) -> dict[Aspect, Any]:
    """All that is said of an option."""
    values = {
        Aspect.WORDING: option.title, Aspect.HINT: option.hint,
        Aspect.GUIDANCE: option.guidance, Aspect.MEANING: option.meaning,
        Aspect.SENSITIVITY: option.row_sensitivity,
    }
    return {aspect: value for aspect, value in values.items() if value}


def _scope(key: str) -> str:
    return "".join(f"/properties/{name}" for name in key.split(".")).replace("/", "#/", 1)


def _rest(question: Question, schemas: Subschemas) -> tuple[Json, dict[str, Any]]:
    """What the schema says beyond wording and choices: what holds an answer back, and the rest."""
    schema = {**_without(question.schema, _TOLD_APART), **_choices_rest(question.schema)}
    if question.type.name == "rows":
        schema["items"] = _without(schema["items"], _OF_ROWS)
    elif question.type.name == "table":
        rows = schema["properties"]
        schema["properties"] = {
            key: rest for key, row in rows.items() if (rest := _row_rest(row, question))}
    elif isinstance(schema.get("items"), Mapping):
        items = schema["items"]
        schema["items"] = {**_without(items, _TOLD_APART), **_choices_rest(items)}
    schema = inlined({key: value for key, value in schema.items() if value or value in (0, False)},
                     schemas)
    limits = {key: value for key, value in schema.items() if key in RENDERED}
    return limits, {key: value for key, value in schema.items() if key not in RENDERED}


def _choices_rest(schema: Json) -> dict[str, Any]:
    """What the choices say beyond their key and wording."""
    listed = schema.get("oneOf")
    choices = listed if isinstance(listed, list) else ()
    rest = {str(one.get("const")): _without(one, _OF_CHOICES)
            for one in choices if isinstance(one, Mapping) and len(one) > 2}
    return {"oneOf": rest} if any(rest.values()) else {}


def _row_rest(row: Json, question: Question) -> Json:
    """A fixed row; that its cells are required is told of the columns where all rows agree."""
    first = next(iter(question.schema["properties"].values()))
    rest = _without(row, _OF_ROWS)
    if row.get("required") != first.get("required"):
        rest["required"] = list(row.get("required", ()))
    return rest


def _without(schema: Json, names: frozenset[str]) -> dict[str, Any]:
    return {key: value for key, value in schema.items() if key not in names}


def _unread(element: Json) -> dict[str, Any]:
    """What a Control says to other tools."""
    options = element.get("options")
    told = _without(options, _OPTIONS) if isinstance(options, Mapping) else {}
    return {**_without(element, _ELEMENT), **({"options": told} if told else {})}


def subschemas_of(definition: Definition) -> Subschemas:
    """The schema of a version, to follow its references."""
    document = definition.document
    bare = is_bare(document)
    return Subschemas(document if bare else document["schema"], "" if bare else "/schema")


def inlined(schema: Any, schemas: Subschemas, above: tuple[str, ...] = ()) -> Any:
    """A piece of schema with what it refers to put in place, as far as that has an end."""
    if isinstance(schema, str):
        return schema
    if isinstance(schema, list):
        return [inlined(part, schemas, above) for part in schema]
    if not isinstance(schema, Mapping):
        return schema
    reference = schema.get("$ref")
    if isinstance(reference, str) and reference not in above:
        try:
            return inlined(schemas.resolve(schema), schemas, (*above, reference))
        except UnknownReference:
            return dict(schema)
    return {key: inlined(part, schemas, above) for key, part in schema.items()}


def checks_of(definition: Definition, schemas: Subschemas) -> tuple[Json, Json]:
    """What the schema says beside its questions: checks across them, and what we do not read."""
    whole = _skeleton(schemas.root, "", definition, schemas)
    checks = {key: value for key, value in whole.items() if key in RENDERED}
    return checks, {key: value for key, value in whole.items() if key not in RENDERED}


def _skeleton(
    schema: Json, outer: str, definition: Definition, schemas: Subschemas
) -> dict[str, Any]:
    left: dict[str, Any] = {}
    for key, value in schema.items():
        if key == "properties":
            value = dict(_unasked(value, outer, definition, schemas))
        elif key == "required":
            value = [name for name in value if outer + name not in definition.questions]
        elif key in ("$defs", "definitions") or outer and key == "title":
            continue
        else:
            value = inlined(value, schemas)
        if value or value in (0, False):
            left[key] = value
    return left


def _unasked(
    properties: Json, outer: str, definition: Definition, schemas: Subschemas
) -> Any:
    asked = definition.questions
    for name, inner in properties.items():
        key = outer + name
        if key in asked:
            continue
        if any(other.startswith(f"{key}.") for other in asked):
            yield name, _skeleton(schemas.resolve(inner), f"{key}.", definition, schemas)
        else:
            yield name, inlined(inner, schemas)


def headings(key: str, schemas: Subschemas) -> tuple[str, ...]:
    """The titles of the objects that a generated question stands in, outermost first."""
    found: list[str] = []
    schema: Json = schemas.root
    for name in key.split(".")[:-1]:
        schema = schemas.resolve(schema.get("properties", {}).get(name, {}))
        found.append(str(schema.get("title", name)))
    return tuple(found)


def aspect_pointer(definition: Definition, base: str, *steps: str) -> str:
    """The pointer some steps into a place, or the place itself where nothing stands there."""
    found: Any = definition.document
    for step in _steps(base) + list(steps):
        if isinstance(found, list) and step.isdecimal() and int(step) < len(found):
            found = found[int(step)]
        elif isinstance(found, Mapping) and step in found:
            found = found[step]
        else:
            return base
    return at(base, *steps)


def _steps(pointer: str) -> list[str]:
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
