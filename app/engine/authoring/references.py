"""What refers to what in an outline: rules, terms, floors and all else that names another unit."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import accumulate
from typing import Any

from app.engine.authoring.json_parts import Json, part_at
from app.engine.authoring.outline import TOOLKIT, Outline, kind, name
from app.engine.authoring.preparing import key_at
from app.engine.authoring.refusals import Reference
from app.engine.question_types.choices import posted_name
from app.engine.subschemas import pointer_steps

_TOLD = ("if", "then", "else", "not", "allOf", "anyOf", "oneOf")


def references(outline: Outline) -> Iterator[Reference]:
    """Every reference, unit by unit.

    `to` is an address, "column:KEY/CELL", "row:KEY/ROW" of a table, or "option:KEY/OPTION".
    """
    for address, unit in outline.units.items():
        yield from _of_unit(outline, address, unit)


def references_to(outline: Outline, targets: Collection[str]) -> tuple[Reference, ...]:
    """The references that lead to any of the targets from elsewhere."""
    return tuple(dict.fromkeys(
        reference for reference in references(outline)
        if reference.to in targets and reference.address not in targets))


def leaves(condition: Any) -> Iterator[Json]:
    """The single conditions a condition is made of."""
    if not isinstance(condition, Mapping):
        return
    inner = condition.get("conditions")
    if isinstance(inner, list):
        for part in inner:
            yield from leaves(part)
    else:
        yield condition


def targets_of(outline: Outline, scope: Any) -> Iterator[str]:
    """What a scope of a condition leads to: the unit, and the column or row within it."""
    if not isinstance(scope, str):
        return
    match scope.split("/"):
        case ["#", "measures", name]:
            yield f"measure:{name}"
        case ["#", "derived", name]:
            yield f"derived:{name}"
        case ["#", "marks", _, mark]:
            yield f"section:{mark[1:]}" if mark.startswith("@") else f"question:{mark}"
        case _:
            yield from _answered(outline, scope)


def values_in(schema: Any) -> Iterator[tuple[Any, bool]]:
    """Every value a schema names, and whether others stand beside it, so that it may go."""
    if not isinstance(schema, Mapping):
        return
    if "const" in schema:
        yield schema["const"], False
    listed = schema.get("enum")
    if isinstance(listed, list):
        yield from ((value, len(listed) > 1) for value in listed)
    for word in ("not", "contains", "items"):
        yield from values_in(schema.get(word))
    for word in ("allOf", "anyOf", "oneOf"):
        for part in schema.get(word) or ():
            yield from values_in(part)


def _of_unit(outline: Outline, address: str, unit: Json) -> Iterator[Reference]:
    part = unit.get("part", {})
    match kind(address):
        case "measure":
            yield from _of_measure(outline, address, part)
        case "level" | "floor":
            yield from _of_condition(outline, address, "condition", part.get("when"))
            for level in part.get("forbids") or ():
                yield Reference(address, "forbidden level", f"level:{level}", False)
        case "derived" | "judgement" | "immediate" | "lineage":
            yield from _of_part(outline, address, part)
        case "toolkit" | "object":
            yield from _of_schema(address, unit.get("schema"))
        case _:
            yield from _of_element(outline, address, unit)


def _of_element(outline: Outline, address: str, unit: Json) -> Iterator[Reference]:
    element = unit.get("control", unit.get("element"))
    ours = part_at(element, "options", "waymark")
    yield from _of_condition(outline, address, "rule", part_at(element, "rule", "condition"))
    yield from _of_condition(outline, address, "required when", part_at(ours, "required_when"))
    needed = part_at(ours, "evidence", "required_when")
    yield from _of_values(address, "evidence", name(address), needed)
    yield from _of_references(address, unit.get("schema"))


def _of_condition(
    outline: Outline, address: str, place: str, condition: Any
) -> Iterator[Reference]:
    for leaf in leaves(condition):
        schema = leaf.get("schema")
        for target in targets_of(outline, leaf.get("scope")):
            yield Reference(address, place, target, False)
            if kind(target) == "question":
                yield from _of_values(address, place, name(target), schema)
                for cell in _cells_in(schema):
                    yield Reference(address, place, f"column:{name(target)}/{cell}", False)
        if "expectedValue" in leaf and (key := key_at(leaf.get("scope"))):
            yield from _of_values(address, place, key, {"const": leaf["expectedValue"]})


def _of_values(address: str, place: str, key: str, schema: Any) -> Iterator[Reference]:
    for value, may_go in values_in(schema):
        if isinstance(value, (str, int, float)):
            yield Reference(address, place, f"option:{key}/{posted_name(value)}", may_go)


def _of_measure(outline: Outline, address: str, part: Json) -> Iterator[Reference]:
    terms = part.get("terms")
    for number, term in enumerate(terms if isinstance(terms, list) else (), start=1):
        for target in targets_of(outline, part_at(term, "scope")):
            yield Reference(address, f"term {number}", target, True)
            yield from _of_values(address, f"term {number}", name(target), part_at(term, "when"))
        for target in _answered(outline, part_at(term, "windows", "dates")):
            yield Reference(address, f"dates of term {number}", target, False)


def _of_part(outline: Outline, address: str, part: Json) -> Iterator[Reference]:
    match kind(address):
        case "derived":
            places = {"of": "worked out of it"}
        case "judgement":
            places = {"scope": "judged level", "reason": "reason for the judged level"}
        case _:
            places = {"scope": "immediate action"}
    for word, place in places.items():
        for target in _answered(outline, part.get(word)):
            yield Reference(address, place, target, kind(address) == "immediate")
    if kind(address) == "immediate" and (key := key_at(part.get("scope"))):
        yield from _of_values(address, "immediate action", key, part.get("when"))
    if isinstance(part.get("highest"), str):
        yield Reference(address, "highest level", f"level:{part['highest']}", False)
    if kind(address) == "lineage":
        listed = part.get("to") or ()
        yield from (Reference(address, "lineage", f"question:{key}", len(listed) == 1)
                    for key in listed)


def _of_schema(address: str, schema: Any) -> Iterator[Reference]:
    """What stands beside the properties and tells about them: if, then, allOf and the like."""
    outer = f"{name(address)}." if address != TOOLKIT else ""
    for word in _TOLD:
        for key in _told_of(part_at(schema, word)):
            yield Reference(address, f"{word} in the schema", f"question:{outer}{key}", False)
    yield from _of_references(address, schema)


def _told_of(schema: Any, outer: str = "") -> Iterator[str]:
    if isinstance(schema, list):
        for part in schema:
            yield from _told_of(part, outer)
    if not isinstance(schema, Mapping):
        return
    for key in schema.get("required") or ():
        yield f"{outer}{key}"
    for key, inner in (part_at(schema, "properties") or {}).items():
        yield f"{outer}{key}"
        yield from _told_of(inner, f"{outer}{key}.")
    for word in _TOLD:
        yield from _told_of(schema.get(word), outer)


def _of_references(address: str, schema: Any) -> Iterator[Reference]:
    """A schema may name that of another question."""
    if isinstance(schema, list):
        for part in schema:
            yield from _of_references(address, part)
    elif isinstance(schema, Mapping):
        named = schema.get("$ref")
        if isinstance(named, str) and named.startswith("#/properties/"):
            yield Reference(address, "schema", f"question:{pointer_steps(named)[1]}", False)
        for part in schema.values():
            yield from _of_references(address, part)


def _answered(outline: Outline, scope: Any) -> Iterator[str]:
    """The question a scope leads to, or the object; with the row and column within a table."""
    if not isinstance(scope, str):
        return
    of_rows, _, column = scope.partition("/items")
    key = key_at(of_rows)
    if key is None:
        return
    steps = key.split(".")
    found = next((one for one in accumulate(steps, "{}.{}".format)
                  if f"question:{one}" in outline.units), None)
    if found is None:
        yield f"{'object' if f'object:{key}' in outline.units else 'question'}:{key}"
        return
    yield f"question:{found}"
    inner = steps[found.count(".") + 1:]
    yield from (f"row:{found}/{row}" for row in inner[:1])
    yield from (f"column:{found}/{cell}" for cell in inner[1:2])
    if (cell := key_at(f"#{column}")) is not None:
        yield f"column:{found}/{cell}"


def _cells_in(schema: Any) -> Iterator[str]:
    """The cells a condition on a list of rows looks at."""
    if isinstance(schema, Mapping):
        properties = schema.get("properties")
        yield from properties if isinstance(properties, Mapping) else ()
        for part in schema.values():
            yield from _cells_in(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from _cells_in(part)
