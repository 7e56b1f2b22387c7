"""A JSON Schema on one value, which also knows what to say when there is no value.

Where the value comes from is the business of `conditions` and of whoever else holds a test.
"""

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

import jsonschema_rs
from msgspec import Struct

from app.engine.patterns import runaway
from app.engine.problems import at

MAX_DEPTH: Final = 32
KEPT: Final = 512
"""How many tests a process keeps: a toolkit says "one of yes and possible" of most questions, and
each costs ten kilobytes."""

_HOLDS_ONE: Final = (
    "not", "if", "then", "else", "items", "contains", "additionalProperties", "propertyNames",
    "unevaluatedItems", "unevaluatedProperties", "contentSchema",
)
_HOLDS_LIST: Final = ("allOf", "anyOf", "oneOf", "prefixItems")
_HOLDS_NAMED: Final = ("properties", "patternProperties", "dependentSchemas", "$defs")
_LEADS_ELSEWHERE: Final = ("$ref", "$dynamicRef", "$schema", "$id")


class _Undefined:
    """The type of UNDEFINED, the value of a place that holds nothing (null is a value)."""

    def __repr__(self) -> str:
        return "UNDEFINED"


UNDEFINED: Final = _Undefined()


class ConditionRefused(ValueError):
    """A condition or test that cannot be evaluated; `pointer` is its place in the document."""

    def __init__(self, pointer: str, reason: str) -> None:
        super().__init__(f"{pointer or '/'}: {reason}")
        self.pointer = pointer
        self.reason = reason


class ValueTest(Struct, frozen=True, eq=False):
    """A compiled JSON Schema and its result for no value at all."""

    when_undefined: bool
    validator: jsonschema_rs.Draft202012Validator

    def holds(self, value: Any) -> bool:
        """Whether the value passes. Pass UNDEFINED for "nothing there"; ValueError if not JSON."""
        return self.when_undefined if value is UNDEFINED else self.validator.is_valid(value)


def compile_schema_test(schema: Mapping[str, Any] | bool, pointer: str = "") -> ValueTest:
    """Compile a JSON Schema on the answer: `evidence.required_when`, a measure term's `when`, …

    Draft 2020-12 with formats checked. Patterns run on a linear-time engine, so none can run away.
    The same schema gives the same test. Raises ConditionRefused.
    """
    try:
        return _compiled(json.dumps(schema))
    except ConditionRefused as refused:
        raise ConditionRefused(pointer + refused.pointer, refused.reason) from refused


@lru_cache(maxsize=KEPT)
def _compiled(text: str) -> ValueTest:
    schema = json.loads(text)
    _check_subschemas(schema)
    validator = _validator(schema)
    return ValueTest(undefined_result(schema), validator)


def undefined_result(schema: Mapping[str, Any] | bool) -> bool:
    """What a valid schema says of a place that holds nothing, as AJV says of `undefined`."""
    if isinstance(schema, bool):
        return schema
    return all(_keyword_of_undefined(keyword, value, schema) for keyword, value in schema.items())


def _keyword_of_undefined(keyword: str, value: Any, schema: Mapping[str, Any]) -> bool:
    match keyword:
        case "type" | "const" | "enum":
            return False
        case "not":
            return not undefined_result(value)
        case "allOf":
            return all(map(undefined_result, value))
        case "anyOf":
            return any(map(undefined_result, value))
        case "oneOf":
            return sum(map(undefined_result, value)) == 1
        case "if":
            return undefined_result(schema.get("then" if undefined_result(value) else "else", True))
    return True


def _validator(schema: Any) -> jsonschema_rs.Draft202012Validator:
    try:
        return jsonschema_rs.Draft202012Validator(
            schema,
            validate_formats=True,
            offline=True,
            pattern_options=jsonschema_rs.RegexOptions(),
        )
    except jsonschema_rs.ValidationError as error:
        raise ConditionRefused(at("", *error.instance_path), error.message) from error
    except ValueError as error:
        raise ConditionRefused("", str(error)) from error


def _check_subschemas(schema: Any) -> None:
    for place, part, depth in _subschemas(schema):
        if depth > MAX_DEPTH:
            raise ConditionRefused(place, f"a schema is nested more than {MAX_DEPTH} deep")
        for keyword in _LEADS_ELSEWHERE:
            if keyword in part:
                reason = f"a condition's schema may not use {keyword}"
                raise ConditionRefused(at(place, keyword), reason)
        for steps, pattern in _patterns(part):
            if why := runaway(pattern):
                raise ConditionRefused(at(place, *steps), why)


def _patterns(part: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(part.get("pattern"), str):
        yield ("pattern",), part["pattern"]
    if isinstance(part.get("patternProperties"), Mapping):
        yield from ((("patternProperties", name), name) for name in part["patternProperties"])


def _subschemas(schema: Any) -> Iterator[tuple[str, Mapping[str, Any], int]]:
    """Every object schema in and below this one, with its place and depth. Walks no values."""
    waiting = [("", schema, 0)]
    while waiting:
        place, part, depth = waiting.pop()
        if isinstance(part, Mapping):
            yield place, part, depth
            waiting += [(at(place, *steps), below, depth + 1) for steps, below in _children(part)]


def _children(schema: Mapping[str, Any]) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    for keyword, value in schema.items():
        if keyword in _HOLDS_ONE:
            yield (keyword,), value
        elif keyword in _HOLDS_LIST and isinstance(value, list):
            yield from (((keyword, number), part) for number, part in enumerate(value))
        elif keyword in _HOLDS_NAMED and isinstance(value, Mapping):
            yield from (((keyword, name), part) for name, part in value.items())
