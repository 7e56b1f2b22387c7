"""One question, or one column of rows or a table, as it is asked: references followed, and written
back so that what others share stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from app.engine.authoring.json_parts import Json, part_at, with_part, without
from app.engine.authoring.outline import Outline, name
from app.engine.authoring.refusals import EditRefused
from app.engine.authoring.shared_schemas import followed, opened, with_own_objects, written
from app.engine.question_types import default_type, named_type
from app.engine.choices import plain_type


class Asked(Struct, frozen=True):
    """A question or a column: its schema with references followed, and the element that asks it."""

    schema: Json
    required: bool
    control: Json

    def ours(self, *steps: str) -> Any:
        """What stands some names further in our part of the element, or None."""
        return part_at(self.control, "options", "waymark", *steps)

    def with_ours(self, steps: tuple[str, ...], part: Any) -> Asked:
        """The same with something else there; None takes it away."""
        return replace(self, control=with_part(self.control, ("options", "waymark", *steps), part))

    def with_schema(self, keyword: str, value: Any) -> Asked:
        """The same with another keyword in the schema; None takes it away."""
        return replace(self, schema=with_part(self.schema, (keyword,), value))

    @property
    def type(self) -> str:
        """The name of the question type, or "" where it cannot be asked yet."""
        own = self.ours("type")
        if isinstance(own, str) and named_type(own):
            return own
        options = self.control.get("options")
        plain = {**self.schema, "type": plain_type(self.schema)}
        if part_at(options, "multi") is True and plain["type"] == "string":
            return "textarea"
        if part_at(options, "format") == "radio" and "enum" in plain:
            return "radios"
        if not isinstance(plain.get("maxLength"), int):
            plain = without(plain, "maxLength")
        listed = plain.get("oneOf", plain.get("enum", ()))
        found = default_type(plain, len(listed) if isinstance(listed, list) else 0)
        return found.name if found else ""


def asked(outline: Outline, address: str) -> Asked:
    """The question or column at an address. Raises EditRefused where there is none."""
    if address.startswith("column:"):
        return _column(outline, *_of_column(address))
    unit = _unit(outline, address)
    schema = unit.get("schema")
    if schema is None:
        schema, required = _in_shared_object(outline, address)
    else:
        required = unit["required"]
    return Asked(opened(outline, schema), required, unit.get("control", {}))


def with_asked(outline: Outline, address: str, new: Asked) -> Outline:
    """The outline with a question or a column written anew.

    A schema that is shared through `$ref` is copied where more than its wording changed.
    """
    before = asked(outline, address)
    if new == before:
        return outline
    if address.startswith("column:"):
        return _with_column(outline, address, new)
    if "schema" not in outline.units[address]:
        if (new.schema, new.required) == (before.schema, before.required):
            return _with_control(outline, address, new.control)
        outline = with_own_objects(outline, address)
    unit = outline.units[address]
    if "schema" not in unit:
        raise EditRefused(address, "the schema has no such question")
    schema = written(unit["schema"], before.schema, new.schema)
    outline = outline.with_unit(address, {**unit, "schema": schema, "required": new.required})
    return _with_control(outline, address, new.control)


def row_of(question: Asked) -> Json:
    """The schema of one row of a rows or table question."""
    rows = part_at(question.schema, "properties")
    row = part_at(question.schema, "items") if rows is None else next(iter(rows.values()), None)
    return row if isinstance(row, Mapping) else {}


def with_row(question: Asked, row: Json) -> Asked:
    """The rows or table question with other cells; the titles of a table's rows stay."""
    rows = part_at(question.schema, "properties")
    if rows is None:
        return question.with_schema("items", row)
    cells = {key: row[key] for key in ("type", "properties", "required") if key in row}
    return question.with_schema("properties", {
        key: {**without(one, "required"), **cells} for key, one in rows.items()})


def cells_of(question: Asked, row: Json) -> tuple[str, ...]:
    """The cells of a row in the order of the page, then those that are not laid out."""
    names = tuple(part_at(row, "properties") or ())
    laid_out = [cell_of(control) for control in detail_controls(part_at(
        question.control, "options", "detail"))]
    return (*(cell for cell in laid_out if cell in names),
            *(cell for cell in names if cell not in laid_out))


def detail_controls(element: Any) -> list[Json]:
    """The controls in the layout of one row."""
    if part_at(element, "type") == "Control":
        return [element]
    inner = part_at(element, "elements")
    return [one for part in inner for one in detail_controls(part)] \
        if isinstance(inner, list) else []


def cell_of(control: Json) -> str:
    """The cell that a control in the layout of a row asks for."""
    return str(control.get("scope", "")).removeprefix("#/properties/")


def _unit(outline: Outline, address: str) -> Json:
    unit = outline.units.get(address)
    if unit is None or not address.startswith("question:"):
        raise EditRefused(address, "there is no such question")
    return unit


def _of_column(address: str) -> tuple[str, str]:
    key, _, cell = name(address).partition("/")
    return f"question:{key}", cell


def _column(outline: Outline, question: str, cell: str) -> Asked:
    of = asked(outline, question)
    row = row_of(of)
    schema = part_at(row, "properties", cell)
    if schema is None:
        raise EditRefused(f"column:{name(question)}/{cell}", "there is no such column")
    control: Json = next((one for one in detail_controls(part_at(of.control, "options", "detail"))
                          if cell_of(one) == cell), {})
    required = cell in (part_at(row, "required") or ())
    return Asked(opened(outline, schema), required, without(control, "type", "scope"))


def _with_column(outline: Outline, address: str, new: Asked) -> Outline:
    question, cell = _of_column(address)
    of = asked(outline, question)
    row = row_of(of)
    before = _column(outline, question, cell)
    own = row["properties"][cell]
    schema = written(own, before.schema, new.schema)
    if (schema, new.required) != (own, before.required):
        cells = {**row["properties"], cell: schema}
        of = with_row(of, with_required({**row, "properties": cells}, cell, new.required))
    if new.control != before.control:
        of = with_detail(of, row, cell, new.control)
    return with_asked(outline, question, of)


def with_required(row: Json, cell: str, required: bool) -> dict[str, Any]:
    """A row of which a cell is required or is not."""
    others = [one for one in row.get("required", ()) if one != cell]
    if required and cell in row.get("required", ()):
        return dict(row)
    return with_part(row, ("required",), [*others, cell] if required else others or None)


def with_detail(question: Asked, row: Json, cell: str, control: Json) -> Asked:
    """The rows question whose layout of a row has another control for a cell."""
    element = {"type": "Control", "scope": f"#/properties/{cell}", **control}
    detail = part_at(question.control, "options", "detail")
    if not isinstance(detail, Mapping):
        detail = {"type": "VerticalLayout", "elements": [
            {"type": "Control", "scope": f"#/properties/{one}"} for one in row["properties"]]}
    if not any(cell_of(one) == cell for one in detail_controls(detail)):
        detail = {**detail, "elements": [*detail.get("elements", ()), element]}
    new = _replaced(detail, cell, element)
    return replace(question, control=with_part(question.control, ("options", "detail"), new))


def _replaced(element: Any, cell: str, control: Json) -> Any:
    if part_at(element, "type") == "Control":
        return control if cell_of(element) == cell else element
    inner = part_at(element, "elements")
    if not isinstance(inner, list):
        return element
    return {**element, "elements": [_replaced(one, cell, control) for one in inner]}


def _with_control(outline: Outline, address: str, control: Json) -> Outline:
    unit = outline.units[address]
    if control == unit.get("control", {}):
        return outline
    return outline.with_unit(address, {**unit, "control": control})


def _in_shared_object(outline: Outline, address: str) -> tuple[Json, bool]:
    """The schema of a question within an object that others may share, and whether required."""
    names = name(address).split(".")
    for number in range(len(names) - 1, 0, -1):
        holder = outline.units.get(f"object:{'.'.join(names[:number])}")
        if holder is not None:
            return _descended(outline, followed(outline, holder["schema"]), names[number:])
    return {}, False


def _descended(outline: Outline, schema: Json, names: list[str]) -> tuple[Json, bool]:
    required = False
    for one in names:
        required = one in (part_at(schema, "required") or ())
        schema = followed(outline, part_at(schema, "properties", one))
    return schema, required
