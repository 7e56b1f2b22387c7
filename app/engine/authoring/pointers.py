"""The unit a JSON Pointer into the put-together document leads to, to show a problem there."""

from __future__ import annotations

from collections.abc import Sequence

from app.engine.authoring.asked import cell_of
from app.engine.authoring.json_parts import part_at
from app.engine.authoring.outline import TOOLKIT, Outline, kind, name


def address_of(outline: Outline, pointer: str) -> str:
    """The address of the unit, or the column, that a pointer lies in; the toolkit's where in none.

    A pointer into `$defs` leads to the first question that is asked by what is defined there.
    """
    steps = [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
    match steps:
        case ["uischema", *further]:
            return _laid_out(outline, further)
        case ["schema", "properties", key, *further]:
            return _answered(outline, key, further)
        case ["schema", "$defs" | "definitions" as room, defined, *_]:
            return _using(outline, f"#/{room}/{defined}")
        case ["judgement", *_] if "judgement" in outline.units:
            return "judgement"
        case [container, number, *_] if container in outline.order:
            return _listed(outline.inside(container), number) or TOOLKIT
    return TOOLKIT


def _laid_out(outline: Outline, steps: Sequence[str]) -> str:
    address = TOOLKIT
    while len(steps) >= 2 and steps[0] == "elements":
        inner = _listed(outline.inside(address), steps[1])
        if inner is None:
            break
        address, steps = inner, steps[2:]
    if kind(address) == "question" and list(steps[:2]) == ["options", "detail"]:
        cell = _cell(part_at(outline.units[address], "control", "options", "detail"), steps[2:])
        return f"column:{name(address)}/{cell}" if cell else address
    return address


def _cell(element: object, steps: Sequence[str]) -> str:
    """The cell that a control in the layout of a row asks for; none on the way to one."""
    while len(steps) >= 2 and steps[0] == "elements" and steps[1].isdecimal():
        inner = part_at(element, "elements")
        number = int(steps[1])
        element = inner[number] if isinstance(inner, list) and number < len(inner) else None
        steps = steps[2:]
    return cell_of(element) if isinstance(element, dict) and "scope" in element else ""


def _answered(outline: Outline, key: str, steps: Sequence[str]) -> str:
    while f"object:{key}" in outline.units and len(steps) >= 2 and steps[0] == "properties":
        key, steps = f"{key}.{steps[1]}", steps[2:]
    if f"question:{key}" not in outline.units:
        return f"object:{key}" if f"object:{key}" in outline.units else TOOLKIT
    match steps:
        case ["items", "properties", cell, *_] | ["properties", _, "properties", cell, *_]:
            return f"column:{key}/{cell}"
    return f"question:{key}"


def _using(outline: Outline, reference: str) -> str:
    """The first question, as the page has them, whose schema names a definition."""
    for address in outline.addresses("question", "object"):
        if _names(outline.units[address].get("schema"), reference):
            return address
    return TOOLKIT


def _names(schema: object, reference: str) -> bool:
    if isinstance(schema, list):
        return any(_names(part, reference) for part in schema)
    if not isinstance(schema, dict):
        return False
    return schema.get("$ref") == reference or any(
        _names(part, reference) for part in schema.values())


def _listed(listed: Sequence[str], number: str) -> str | None:
    return listed[int(number)] if number.isdecimal() and int(number) < len(listed) else None
