"""The columns of rows and tables, and the fixed rows of a table: added, moved, removed.

What a column asks is edited as a question is, at the address "column:KEY/CELL".
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from msgspec.structs import replace

from app.engine.authoring.asked import (
    Asked, asked, cell_of, cells_of, detail_controls, row_of, with_asked, with_detail,
    with_required, with_row,
)
from app.engine.authoring.edits.questions import change_type
from app.engine.authoring.edits.removing import refuse_referred
from app.engine.authoring.json_parts import Json, part_at, with_part, without
from app.engine.authoring.keys import key_from
from app.engine.authoring.outline import Outline, name
from app.engine.authoring.references import references_to
from app.engine.authoring.refusals import EditRefused

_DETAIL = ("options", "detail")
NOT_IN_ROWS = ("rows", "table")
"""The types of question that no cell can be."""


def columns_of(outline: Outline, address: str) -> tuple[str, ...]:
    """The addresses of the columns of a rows or table question, in the order of the page."""
    question = asked(outline, address)
    if not holds_rows(question):
        return ()
    return tuple(f"column:{name(address)}/{cell}" for cell in cells_of(question, row_of(question)))


def rows_of(outline: Outline, address: str) -> tuple[tuple[str, str], ...]:
    """The key and the title of each fixed row of a table."""
    question = asked(outline, address)
    rows: Any = part_at(question.schema, "properties") if question.type == "table" else None
    return tuple((key, str(part_at(row, "title") or key)) for key, row in (rows or {}).items())


def holds_rows(question: Asked) -> bool:
    """Whether a question has columns, be they none as yet."""
    return part_at(question.schema, "items", "type") == "object" or question.ours(
        "type") == "table"


def add_column(
    outline: Outline, address: str, wording: str, type_: str, also_taken: Collection[str] = ()
) -> Outline:
    """The outline with another column at the end. A table needs a row first. Raises EditRefused."""
    question = _with_rows(outline, address)
    if type_ in NOT_IN_ROWS:
        raise EditRefused(address, "rows inside rows cannot be asked", setting="type")
    row = row_of(question)
    cells = part_at(row, "properties") or {}
    cell = key_from(wording, {*cells, *also_taken}, otherwise="column")
    new = {**row, "properties": {**cells, cell: {"title": wording}}}
    question = with_row(question, new)
    if part_at(question.control, *_DETAIL) is not None:
        question = with_detail(question, new, cell, {})
    outline = with_asked(outline, address, question)
    return change_type(outline, f"column:{name(address)}/{cell}", type_)


def move_column(outline: Outline, column: str, to: int) -> Outline:
    """The outline in which a column is the `to`-th, counted from none. Raises EditRefused."""
    address, cell = _question_of(column)
    question = _with_rows(outline, address)
    row = row_of(question)
    cells = [one for one in cells_of(question, row) if one != cell]
    cells.insert(max(0, to), cell)
    properties = {one: row["properties"][one] for one in cells}
    question = with_row(question, {**row, "properties": properties})
    return with_asked(outline, address, _detail_in_order(address, question, cells))


def remove_column(outline: Outline, column: str) -> Outline:
    """The outline without a column. Raises EditRefused where something refers to it."""
    address, cell = _question_of(column)
    question = _with_rows(outline, address)
    refuse_referred(column, references_to(outline, (column,)))
    row = with_required(row_of(question), cell, False)
    cells = without(part_at(row, "properties") or {}, cell)
    question = with_row(question, {**row, "properties": cells})
    detail = part_at(question.control, *_DETAIL)
    if detail is not None:
        kept = _without_cell(detail, cell)
        question = replace(question, control=with_part(question.control, _DETAIL, kept))
    return with_asked(outline, address, question)


def add_row(
    outline: Outline, address: str, title: str, also_taken: Collection[str] = ()
) -> Outline:
    """The outline with another fixed row at the end of a table. Raises EditRefused."""
    question = _with_table(outline, address)
    rows = question.schema.get("properties") or {}
    own = part_at(outline.units[address], "schema", "properties") or rows
    like = next(iter(own.values()), {"type": "object", "properties": {}})
    key = key_from(title, {*rows, *also_taken}, otherwise="row")
    return _with_rows_as(outline, address, {**own, key: {**like, "title": title}})


def reword_row(outline: Outline, address: str, row: str, title: str) -> Outline:
    """The outline in which a fixed row of a table reads otherwise. Raises EditRefused."""
    rows = _rows(outline, address, row)
    return _with_rows_as(outline, address, {**rows, row: {**rows[row], "title": title}})


def move_row(outline: Outline, address: str, row: str, to: int) -> Outline:
    """The outline in which a fixed row is the `to`-th, counted from none. Raises EditRefused."""
    rows = _rows(outline, address, row)
    keys = [key for key in rows if key != row]
    keys.insert(max(0, to), row)
    return _with_rows_as(outline, address, {key: rows[key] for key in keys})


def remove_row(outline: Outline, address: str, row: str) -> Outline:
    """The outline without a fixed row. Raises EditRefused where something refers to it."""
    rows = _rows(outline, address, row)
    refuse_referred(address, references_to(outline, (f"row:{name(address)}/{row}",)))
    required = [one for one in _own(outline, address).get("required", ()) if one != row]
    changed = _with_rows_as(outline, address, without(rows, row))
    return _with_own(changed, address, ("required",), required or None)


def _rows(outline: Outline, address: str, row: str) -> Json:
    """The rows of a table as they are written; raises EditRefused where one is not there."""
    _with_table(outline, address)
    rows = part_at(_own(outline, address), "properties")
    if row not in (rows or {}):
        raise EditRefused(address, f"it has no row {row}")
    return dict(rows)


def _with_rows_as(outline: Outline, address: str, rows: Json) -> Outline:
    return _with_own(outline, address, ("properties",), rows)


def _own(outline: Outline, address: str) -> Json:
    schema: Json = outline.units[address].get("schema", {})
    return schema


def _with_own(outline: Outline, address: str, steps: tuple[str, ...], part: Any) -> Outline:
    unit = outline.units[address]
    return outline.with_unit(address, {**unit, "schema": with_part(unit["schema"], steps, part)})


def _question_of(column: str) -> tuple[str, str]:
    key, _, cell = name(column).partition("/")
    return f"question:{key}", cell


def _with_rows(outline: Outline, address: str) -> Asked:
    question = asked(outline, address)
    if not holds_rows(question):
        raise EditRefused(address, "only rows and tables have columns")
    if question.ours("type") == "table" and not part_at(question.schema, "properties"):
        raise EditRefused(address, "add a row first: the rows of a table share its columns")
    return question


def _with_table(outline: Outline, address: str) -> Asked:
    question = asked(outline, address)
    if question.ours("type") != "table":
        raise EditRefused(address, "only tables have fixed rows")
    if "properties" not in _own(outline, address):
        raise EditRefused(address, "its rows are shared with other questions")
    return question


def _detail_in_order(address: str, question: Asked, cells: list[str]) -> Asked:
    detail = part_at(question.control, *_DETAIL)
    if detail is None:
        # The order of properties says nothing in JSON: a layout says which column comes first.
        detail = {"type": "VerticalLayout", "elements": [
            {"type": "Control", "scope": f"#/properties/{cell}"} for cell in cells]}
    controls = detail_controls(detail)
    elements = detail.get("elements") or ()
    if len(controls) != len(elements):
        raise EditRefused(address, "the layout of its rows is in groups and cannot be reordered")
    ordered = sorted(controls, key=lambda control: cells.index(cell_of(control)))
    new = {**detail, "elements": ordered}
    return replace(question, control=with_part(question.control, _DETAIL, new))


def _without_cell(element: Any, cell: str) -> Any:
    inner = part_at(element, "elements")
    if not isinstance(inner, list):
        return element
    return {**element, "elements": [
        _without_cell(one, cell) for one in inner
        if not (part_at(one, "type") == "Control" and cell_of(one) == cell)]}
