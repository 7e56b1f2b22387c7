"""Schemas that questions share through `$ref`: followed to be read, copied where one is changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.engine.authoring import schema_parts
from app.engine.authoring.json_parts import Json, part_at, without
from app.engine.authoring.outline import TOOLKIT, Outline, name, put_together
from app.engine.authoring.refusals import EditRefused
from app.engine.subschemas import Subschemas, UnknownReference

_BESIDE = frozenset({"title", "description", "default", "examples", "$comment"})
"""What may stand beside a reference without changing what may be answered."""
_OF_ONE_PLACE = ("$id", "$anchor")


def opened(outline: Outline, schema: Any) -> Json:
    """The schema with its reference followed, and those of its items and properties."""
    schema = followed(outline, schema)
    if isinstance(schema.get("items"), Mapping):
        schema = {**schema, "items": followed(outline, schema["items"])}
    if isinstance(schema.get("properties"), Mapping):
        rows = {key: followed(outline, row) if isinstance(row, Mapping) else row
                for key, row in schema["properties"].items()}
        schema = {**schema, "properties": rows}
    return schema


def followed(outline: Outline, schema: Any) -> Json:
    """The schema with its reference followed, as it stands where it leads nowhere."""
    if not isinstance(schema, Mapping):
        return {}
    if "$ref" not in schema:
        return schema
    for root in (lambda: outline.units[TOOLKIT]["schema"],
                 lambda: put_together(outline)["schema"]):
        try:
            return Subschemas(root(), "").resolve(schema)
        except UnknownReference:
            continue
    return schema


def written(own: Any, before: Any, after: Any) -> Any:
    """What is to stand in the place of `own`, which read as `before` and is to read as `after`.

    Whatever stays as it was stays as it was written, references and all.
    """
    if after == before:
        return own
    if not (isinstance(own, Mapping) and isinstance(before, Mapping)):
        return after
    gone = before.keys() - after.keys()
    changed = {key for key in after if key not in before or after[key] != before[key]}
    if "$ref" in own and gone | changed <= _BESIDE and not gone:
        return {**own, **{key: after[key] for key in after if key in changed}}
    new = {key: _written_part(key, own.get(key, part), before.get(key), part)
           for key, part in after.items()}
    return without(new, *_OF_ONE_PLACE) if "$ref" in own else new


def _written_part(keyword: str, own: Any, before: Any, after: Any) -> Any:
    if keyword == "items":
        return written(own, before, after)
    if keyword == "properties" and isinstance(before, Mapping) and isinstance(own, Mapping):
        return {key: written(own.get(key, part), before.get(key), part)
                for key, part in after.items()}
    return own if after == before else after


def with_own_objects(outline: Outline, address: str) -> Outline:
    """The outline in which every object on the way to a question is its own, not shared."""
    names = name(address).split(".")
    for number in range(1, len(names)):
        holder = f"object:{'.'.join(names[:number])}"
        if holder in outline.units and holder not in outline.order:
            outline = opened_object(outline, holder)
    return outline


def opened_object(outline: Outline, holder: str) -> Outline:
    """The outline in which an object that was shared has its questions for itself."""
    unit = outline.units[holder]
    schema = without(followed(outline, unit["schema"]), *_OF_ONE_PLACE)
    if not isinstance(schema.get("properties"), Mapping):
        raise EditRefused(holder, "the schema has no such object")
    units: dict[str, Json] = {}
    order = dict(outline.order)
    tables = [name(one) for one, part in outline.units.items() if part_at(
        part, "control", "options", "waymark", "type") == "table"]
    root = outline.units[TOOLKIT]["schema"]
    left = schema_parts.taken_apart(
        schema, tables, units, order, container=holder, prefix=f"{name(holder)}.", root=root)
    laid_out = {one: {**part, **outline.units.get(one, {})} for one, part in units.items()}
    return Outline({**outline.units, **laid_out, holder: {**unit, **left}}, order)
