"""The schema of a document, taken apart into one unit a question and an object, and back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from app.engine.authoring.json_parts import Json, without
from app.engine.authoring.preparing import is_container, resolved
from app.engine.subschemas import Subschemas

_BEFORE_PROPERTIES = ("$schema", "$id", "title", "description", "type", "$ref")
_NOT_IN_A_KEY = frozenset("/.@~")


def taken_apart(
    schema: Json, tables: Collection[str], units: dict[str, Json],
    order: dict[str, tuple[str, ...]], *, container: str, prefix: str = "",
    root: Json | None = None,
) -> dict[str, Any]:
    """What is left of an object schema; its questions are put into `units`, keyed with `prefix`.

    `root` is where references are followed, the schema itself where it is the whole.
    """
    subschemas = Subschemas(schema if root is None else root, "")
    return _Apart(subschemas, tables, units, order).object(container, prefix, schema)


class _Apart:
    def __init__(
        self, subschemas: Subschemas, tables: Collection[str], units: dict[str, Json],
        order: dict[str, tuple[str, ...]],
    ) -> None:
        self.subschemas = subschemas
        self.tables = tables
        self.units = units
        self.order = order

    def object(self, container: str, prefix: str, schema: Json) -> dict[str, Any]:
        """Put the properties into units; give back what is left, and the order of `required`."""
        named = _required(schema)
        properties: Mapping[str, Any] = schema["properties"]
        kept = {key: inner for key, inner in properties.items() if not _may_be_unit(key, inner)}
        own = {key: inner for key, inner in properties.items() if key not in kept}
        self.order[container] = tuple(
            self.unit(prefix + key, inner, key in (named or ())) for key, inner in own.items())
        rest = without(schema, "properties", *(["required"] if named is not None else []))
        left: dict[str, Any] = {"schema": {**rest, "properties": kept} if kept else rest}
        if named is not None and (not named or named != [key for key in own if key in named]):
            left["required_order"] = named
        return left

    def unit(self, key: str, schema: Json, required: bool) -> str:
        holds = key not in self.tables and is_container(resolved(schema, self.subschemas))
        address = f"object:{key}" if holds else f"question:{key}"
        unit: dict[str, Any] = {"schema": schema, "required": required}
        self.units[address] = unit
        if holds and isinstance(schema.get("properties"), Mapping) and "$ref" not in schema:
            self.units[address] = {**unit, **self.object(address, f"{key}.", schema)}
        return address


def put_together(
    unit: Json, container: str, units: Mapping[str, Json], order: Mapping[str, tuple[str, ...]]
) -> dict[str, Any]:
    """The schema of an object, or of the whole, with its properties."""
    rest: Json = unit["schema"]
    if container not in order:
        return dict(rest)
    inner = {address: units[address] for address in order[container] if "schema" in units[address]}
    properties = {
        address.rpartition("." if "." in address else ":")[2]:
            put_together(part, address, units, order) for address, part in inner.items()
    }
    required = _in_order(
        [key for key, part in zip(properties, inner.values(), strict=True) if part["required"]],
        properties, unit.get("required_order"))
    before = {key: rest[key] for key in _BEFORE_PROPERTIES if key in rest}
    return {
        **before, "properties": {**properties, **rest.get("properties", {})},
        **({"required": required} if required is not None else {}),
        **without(rest, "properties", *before),
    }


def _in_order(
    required: list[str], properties: Collection[str], earlier: Iterable[str] | None
) -> list[str] | None:
    """What is required, in the order it stood in before; with names that are no question's."""
    if earlier is None:
        return required or None
    kept = [key for key in earlier if key in required or key not in properties]
    return [*kept, *(key for key in required if key not in kept)]


def _required(schema: Json) -> list[str] | None:
    """The required names, or None where there are none that could be understood."""
    found = schema.get("required")
    if isinstance(found, list) and all(isinstance(key, str) for key in found):
        return list(dict.fromkeys(found))
    return None


def _may_be_unit(key: str, schema: Any) -> bool:
    return bool(key) and not _NOT_IN_A_KEY.intersection(key) and isinstance(schema, Mapping)
