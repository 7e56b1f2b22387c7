"""Joins two edits of one draft so that no word is lost. Saving what comes out is not done here.

The unit is a question with its evidence and marks; within repeating rows it is a row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from app.engine.answers import Answers
from app.engine.row_items import merged_order


class Unit(Struct, frozen=True):
    """Everything one edit says of one question, or of one row of it."""

    values: Mapping[str, Any]
    marks: Mapping[str, Any]
    unparsed: Mapping[str, Any]
    present: bool


_NOTHING = Unit({}, {}, {}, False)


class Conflict(Struct, frozen=True):
    """Two different edits of the same unit: `address` is a question's key or key/row-id."""

    address: str
    base: Unit
    mine: Unit
    theirs: Unit


class Merge(Struct, frozen=True):
    """The joined answers. Where two edits conflict, theirs stand and both are in `conflicts`."""

    answers: Answers
    conflicts: tuple[Conflict, ...]


def merge(base: Answers, mine: Answers, theirs: Answers) -> Merge:
    """Join two edits that both started from `base`."""
    before, my_units, their_units = (_units(side) for side in (base, mine, theirs))
    result = theirs
    conflicts: list[Conflict] = []
    for address in dict.fromkeys((*before, *my_units, *their_units)):
        was, my_unit, their_unit = (
            units.get(address, _NOTHING) for units in (before, my_units, their_units)
        )
        if my_unit == was or my_unit == their_unit:
            continue
        if their_unit == was:
            result = with_unit(result, address, my_unit)
        else:
            conflicts.append(Conflict(address, was, my_unit, their_unit))
    return Merge(_rows_joined(base, mine, theirs, result), tuple(conflicts))


def unit_at(answers: Answers, address: str) -> Unit:
    """What the answers say of a question or a row."""
    key, _, row = address.partition("/")
    return Unit(
        dict(_within(answers.values, address)),
        dict(_within(answers.marks, address)),
        dict(_within(answers.unparsed, address)),
        row in answers.rows.get(key, ()),
    )


def with_unit(answers: Answers, address: str, unit: Unit) -> Answers:
    """The answers with one unit put in the place of theirs."""
    return Answers(
        _replaced(answers.values, address, unit.values),
        _rows_with(answers.rows, address, unit.present),
        _replaced(answers.marks, address, unit.marks),
        _replaced(answers.unparsed, address, unit.unparsed),
    )


def unit_of(address: str) -> str:
    """The unit an address belongs to: key/row-id for a cell, else the address itself."""
    return "/".join(address.split("/")[:2])


def _rows_with(
    rows: Mapping[str, tuple[str, ...]], address: str, present: bool
) -> Mapping[str, tuple[str, ...]]:
    key, _, row = address.partition("/")
    listed = rows.get(key, ())
    if not row or present == (row in listed):
        return rows
    others = tuple(other for other in listed if other != row)
    return {**rows, key: (*others, row) if present else others}


def _units(answers: Answers) -> dict[str, Unit]:
    """All that the answers say, unit by unit."""
    said: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, Any]]] = {}
    for place, part in enumerate((answers.values, answers.marks, answers.unparsed)):
        for address, value in part.items():
            said.setdefault(unit_of(address), ({}, {}, {}))[place][address] = value
    rows = {f"{key}/{row}" for key, ids in answers.rows.items() for row in ids}
    return {
        unit: Unit(*said.get(unit, ({}, {}, {})), unit in rows)
        for unit in dict.fromkeys((*said, *sorted(rows)))
    }


def _within(part: Mapping[str, Any], unit: str) -> Iterator[tuple[str, Any]]:
    for address, value in part.items():
        if unit_of(address) == unit:
            yield address, value


def _replaced(
    part: Mapping[str, Any], address: str, unit: Mapping[str, Any]
) -> dict[str, Any]:
    gone = dict(_within(part, address))
    return {**{a: v for a, v in part.items() if a not in gone}, **unit}


def _rows_joined(base: Answers, mine: Answers, theirs: Answers, result: Answers) -> Answers:
    """Rows in the order of whoever moved them, mine where both did; new ones by their neighbour."""
    rows = dict(result.rows)
    for key, standing in result.rows.items():
        ours, others = ([row for row in side.rows.get(key, ()) if row in standing]
                        for side in (mine, theirs))
        moved = _moved(base.rows.get(key, ()), mine.rows.get(key, ()))
        rows[key] = tuple(merged_order(others, ours) if moved else merged_order(ours, others))
    return replace(result, rows=rows)


def _moved(before: Sequence[str], after: Sequence[str]) -> bool:
    return [row for row in before if row in after] != [row for row in after if row in before]
