"""`allOf` of plain parts as one schema that allows the same. What cannot be joined stays apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Schema = Mapping[str, Any]

_LARGER = {"minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"}
_SMALLER = {"maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"}
_ABOUT = {
    "title", "description", "default", "examples", "$comment", "$id", "$schema", "deprecated",
    "readOnly", "writeOnly",
}
_NOT_JOINED = {"additionalProperties", "unevaluatedProperties", "$ref", "$defs", "definitions"}


def conjoined(schema: Schema, resolved: Callable[[Schema], Schema | None]) -> dict[str, Any]:
    """A schema with the parts of its `allOf` joined to it as far as they can be.

    `resolved` follows the references of a part; None where it leads round in a circle.
    """
    joined = {key: value for key, value in schema.items() if key != "allOf"}
    apart = []
    for part in schema["allOf"]:
        opened = resolved(part) if isinstance(part, Mapping) else None
        both = _both(joined, opened) if opened is not None else None
        if both is None:
            apart.append(part)
        else:
            joined = both
    return {**joined, "allOf": apart} if apart else joined


def _both(one: Schema, other: Schema) -> dict[str, Any] | None:
    """What allows exactly what both allow, or None."""
    if _NOT_JOINED & other.keys() or ("additionalProperties" in one and "properties" in other):
        return None
    joined = dict(one)
    for key, value in other.items():
        found = _keyword(key, joined[key], value) if key in joined else value
        if found is None:
            return None
        joined[key] = found
    return joined


def _keyword(key: str, one: Any, other: Any) -> Any:
    """A keyword that says what two of it say, or None."""
    if one == other or key in _ABOUT:
        return one
    if key in _LARGER:
        return max(one, other)
    if key in _SMALLER:
        return min(one, other)
    match key:
        case "required":
            return [*one, *(name for name in other if name not in one)]
        case "properties":
            return _properties(one, other)
        case "type":
            return _type(one, other)
        case "allOf":
            return [*one, *other]
    return None


def _properties(one: Schema, other: Schema) -> dict[str, Any]:
    joined = dict(one)
    for name, schema in other.items():
        known = joined.get(name, schema)
        joined[name] = schema if known == schema else {"allOf": [known, schema]}
    return joined


def _type(one: Any, other: Any) -> Any:
    first, second = ([value] if isinstance(value, str) else list(value) for value in (one, other))
    common = [name for name in first if name in second]
    if "integer" in first and "number" in second or "number" in first and "integer" in second:
        common = [*common, *(["integer"] if "integer" not in common else [])]
    if not common:
        return None
    return common[0] if len(common) == 1 else common
