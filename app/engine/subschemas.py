"""What we accept of JSON Schema: local references followed, what cannot be rendered refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote

import jsonschema_rs

from app.engine.patterns import runaway
from app.engine.problems import Problems, at

ANNOTATIONS = frozenset({
    "$schema", "$id", "$comment", "$anchor", "$defs", "definitions", "title", "description",
    "default", "examples", "deprecated",
})
RENDERED = frozenset({
    "$ref", "type", "properties", "required", "items", "enum", "const", "oneOf", "anyOf", "allOf",
    "not", "if", "then", "else", "format", "pattern", "minLength", "maxLength", "minimum",
    "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minItems", "maxItems",
    "uniqueItems", "additionalProperties", "minProperties", "maxProperties",
})
REFUSED = {
    "patternProperties": "questions cannot be found by a pattern of their name",
    "prefixItems": "lists whose places differ cannot be rendered",
    "additionalItems": "lists whose places differ cannot be rendered",
    "contains": "cannot be shown as a question",
    "minContains": "cannot be shown as a question",
    "maxContains": "cannot be shown as a question",
    "dependentSchemas": "use a rule in uischema or if/then in schema",
    "dependentRequired": "use required_when on the control",
    "dependencies": "use a rule in uischema or if/then in schema",
    "unevaluatedProperties": "cannot be rendered",
    "unevaluatedItems": "cannot be rendered",
    "propertyNames": "question keys are fixed by the definition",
    "$dynamicRef": "only $ref inside the document is followed",
    "$dynamicAnchor": "only $ref inside the document is followed",
    "$recursiveRef": "only $ref inside the document is followed",
    "contentSchema": "cannot be rendered",
}
_KNOWN = ANNOTATIONS | RENDERED | REFUSED.keys()
_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_LONGEST_WAY = 20
"""References on the way to what one of them means."""
_ALTERNATIVES = ("anyOf", "oneOf", "not")
_MAPS = ("properties", "$defs", "definitions")
_LISTS = ("oneOf", "anyOf", "allOf")
_SINGLES = ("items", "not", "if", "then", "else", "additionalProperties")


def fault(schema: Mapping[str, Any]) -> tuple[str, str] | None:
    """Where in a schema it is no JSON Schema 2020-12, and why; None where it is one.

    Nothing is fetched, whatever dialect the document says it is written in.
    """
    try:
        jsonschema_rs.meta.validate({**schema, "$schema": _DRAFT})
    except jsonschema_rs.ValidationError as error:
        return at("", *error.instance_path), f"not a JSON Schema: {error.message}"
    return None


def compiled(schema: Mapping[str, Any]) -> jsonschema_rs.Draft202012Validator:
    """The validator of a schema; formats checked, patterns in linear time, nothing fetched.

    Raises ValueError for a schema that means nothing, although it looks like one.
    """
    return jsonschema_rs.Draft202012Validator(
        dict(schema), validate_formats=True, offline=True,
        pattern_options=jsonschema_rs.RegexOptions(),
    )


class UnknownReference(ValueError):
    """A `$ref` that leads nowhere, outside the document, or round in a circle."""


class Subschemas:
    """The schema of one document, with its references."""

    def __init__(self, root: Mapping[str, Any], pointer: str) -> None:
        self.root = root
        self.pointer = pointer
        self._met: dict[str, Any] = {}

    def check(self, problems: Problems) -> tuple[str, ...]:
        """Note everything that cannot be rendered; return the pointers of unknown annotations."""
        unknown: dict[str, None] = {}
        for schema, pointer, below_alternative in self._all():
            self._check_one(schema, pointer, below_alternative, problems)
            unknown.update((at(pointer, key), None) for key in schema if key not in _KNOWN)
        return tuple(unknown)

    def _all(self) -> Iterator[tuple[Mapping[str, Any], str, bool]]:
        """Every subschema; one that is named below an alternative stands there once more."""
        waiting: list[tuple[Any, str, bool]] = [(self.root, self.pointer, False)]
        named: set[str] = set()
        while waiting:
            for schema, pointer, below in _walk(*waiting.pop()):
                yield schema, pointer, below
                reference = schema.get("$ref")
                if below and isinstance(reference, str) and reference not in named:
                    named.add(reference)
                    place = self.pointer + reference.removeprefix("#")
                    waiting.append((self._named(reference), place, True))

    def _check_one(
        self, schema: Mapping[str, Any], pointer: str, below_alternative: bool, problems: Problems
    ) -> None:
        for key in (key for key in schema if key in REFUSED):
            problems.add(at(pointer, key), f"{key}: {REFUSED[key]}")
        if isinstance(schema.get("additionalProperties"), Mapping):
            problems.add(at(pointer, "additionalProperties"), "answers without a question of "
                         "their own cannot be rendered; use true or false")
        if isinstance(schema.get("items"), (list, bool)):
            problems.add(at(pointer, "items"), "lists whose places differ cannot be rendered")
        if below_alternative and schema.get("required"):
            problems.add(at(pointer, "required"), "a required answer under anyOf, oneOf or not "
                         "cannot be asked for one by one")
        if "if" in schema and not _demands(schema["if"]):
            problems.add(at(pointer, "if"), "an if without required also holds where nothing is "
                         "answered; name what it needs in required")
        self._check_text(schema, pointer, problems)

    def _check_text(
        self, schema: Mapping[str, Any], pointer: str, problems: Problems
    ) -> None:
        pattern = schema.get("pattern")
        reason = runaway(pattern) if isinstance(pattern, str) else None
        if reason:
            problems.add(at(pointer, "pattern"), reason)
        if "$ref" in schema:
            try:
                self.resolve(schema)
            except UnknownReference as error:
                problems.add(at(pointer, "$ref"), str(error))

    def resolve(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        """A schema with its reference, and the references of that, put in its place.

        Raises UnknownReference. What stands beside a `$ref` wins over what it names.
        """
        seen: list[str] = []
        while "$ref" in schema:
            reference = schema["$ref"]
            if reference in seen:
                raise UnknownReference(f"{reference} leads back to itself")
            if len(seen) == _LONGEST_WAY:
                raise UnknownReference(f"{seen[0]} leads on to another, and so on without end")
            seen.append(reference)
            beside = {key: value for key, value in schema.items() if key != "$ref"}
            schema = {**self._find(reference), **beside}
        return schema

    def opened(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        """A schema resolved, and its items and properties with it. Raises UnknownReference."""
        schema = dict(self.resolve(schema))
        if isinstance(schema.get("items"), Mapping):
            schema["items"] = self.resolve(schema["items"])
        if isinstance(schema.get("properties"), Mapping):
            schema["properties"] = {
                name: self.resolve(inner) if isinstance(inner, Mapping) else inner
                for name, inner in schema["properties"].items()
            }
        return schema

    def in_place(
        self, schema: Mapping[str, Any], pointer: str
    ) -> Iterator[tuple[Mapping[str, Any], str]]:
        """A schema and what else it says of the same answer: what it names, and what holds beside
        it always or at times. Each with its pointer, and once."""
        waiting: list[tuple[Any, str]] = [(schema, pointer)]
        met: set[int] = set()
        while waiting:
            part, place = waiting.pop()
            if not isinstance(part, Mapping) or id(part) in met:
                continue
            met.add(id(part))
            yield part, place
            reference = part.get("$ref")
            if isinstance(reference, str):
                waiting.append((self._named(reference), self.pointer + reference[1:]))
            waiting += [(part[key], at(place, key)) for key in ("then", "else") if key in part]
            waiting += [(one, at(place, key, index)) for key in _LISTS
                        for index, one in enumerate(part.get(key, ()))]

    def _find(self, reference: Any) -> Mapping[str, Any]:
        if not isinstance(reference, str) or not reference.startswith("#"):
            raise UnknownReference(f"{reference} is outside the document and is not followed")
        found = self._named(reference)
        if found is None:
            raise UnknownReference(f"{reference} names nothing in this document")
        if not isinstance(found, Mapping):
            raise UnknownReference(f"{reference} does not name a schema")
        return found

    def _named(self, reference: str) -> Any:
        """What a reference names, or None; the questions of a document name the same few."""
        if reference not in self._met:
            self._met[reference] = self._look_up(reference)
        return self._met[reference]

    def _look_up(self, reference: str) -> Any:
        found: Any = self.root
        for step in pointer_steps(reference):
            if isinstance(found, Mapping):
                found = found.get(step)
            elif isinstance(found, list) and step.isdecimal():
                found = found[int(step)] if int(step) < len(found) else None
            else:
                return None
        return found


def pointer_steps(reference: str) -> list[str]:
    """The steps of a JSON Pointer written as a URI fragment."""
    path = unquote(reference.removeprefix("#")).removeprefix("/")
    return [step.replace("~1", "/").replace("~0", "~") for step in path.split("/")] if path else []


def _demands(condition: Any) -> bool:
    """Whether an `if` fails where what it looks at is absent."""
    if not isinstance(condition, Mapping):
        return True
    parts = (*condition.get("allOf", ()), *condition.get("anyOf", ()))
    return bool(condition.get("required")) or (bool(parts) and all(_demands(p) for p in parts))


def _walk(
    schema: Any, pointer: str, below: bool = False, in_condition: bool = False
) -> Iterator[tuple[Mapping[str, Any], str, bool]]:
    if not isinstance(schema, Mapping):
        return
    yield schema, pointer, below and not in_condition
    for key in _MAPS:
        inner = schema.get(key)
        if inner and isinstance(inner, Mapping):
            for name, value in inner.items():
                yield from _walk(value, at(pointer, key, name), below, in_condition)
    for key in _LISTS:
        inner = schema.get(key)
        if isinstance(inner, list):
            for index, value in enumerate(inner):
                alternative = below or key in _ALTERNATIVES
                yield from _walk(value, at(pointer, key, index), alternative, in_condition)
    for key in _SINGLES:
        if key in schema and isinstance(schema[key], Mapping):
            yield from _walk(
                schema[key], at(pointer, key), below or key in _ALTERNATIVES,
                in_condition or key == "if",
            )
