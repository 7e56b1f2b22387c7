"""Reads a table of a toolkit: indicators with their answers, levels, a plan, boxes to fill in."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from app.importing.toolkit import levels, signs
from app.importing.toolkit.lines import Line
from app.importing.toolkit.parts import Asks, Group, Level, Plan, Question, Section, Toolkit

_WHO = re.compile(r"\b(?:who|whom|responsib\w+|lead|owner|person|agency)\b", re.IGNORECASE)
_WHEN = re.compile(r"\b(?:when|timescales?|date|deadline|by|target|review(?:ed)?)\b", re.IGNORECASE)
_AIM = re.compile(
    r"\b(?:objectives?|outcomes?|actions?|goals?|aims?|needs?|what|tasks?|interventions?)\b", re.I)
_POINTS = re.compile(r"\b(?:scores?|points?|weight\w*)\b", re.IGNORECASE)
MOST_ROWS = 500
MOST_LEVELS = 20
_NUMBER = re.compile(r"\d{1,2}")


def are_plan_columns(columns: Sequence[str]) -> bool:
    """The headings of a plan: what, and by whom or by when."""
    rest = columns[1:]
    beside = any(_WHO.search(text) for text in rest) + any(_WHEN.search(text) for text in rest)
    return bool(columns) and bool(_AIM.search(columns[0])) and beside > 0 or beside > 1


def read_table(rows: Sequence[Line], section: Section, toolkit: Toolkit) -> None:
    """Take a table into a section; rows that say nothing we know are listed."""
    if len(rows) > MOST_ROWS:
        toolkit.say(rows[MOST_ROWS], f"only the first {MOST_ROWS} rows of a table were read")
        rows = rows[:MOST_ROWS]
    rows = [replace(row, cells=(" ".join(row.cells[0].split()), *row.cells[1:])) for row in rows]
    columns = list(rows[0].cells)
    if levels.are_level_columns(columns) and len(columns) > 1:
        _say_columns(rows[0], toolkit)
        _levels(rows, toolkit, section)
    elif are_plan_columns(columns):
        plan = [row for row in rows[1:] if row.cells[0]]
        toolkit.plans.append((section, Plan(rows[0], columns, _titled(plan))))
    elif any(signs.is_note_column(text) or signs.options_in(text) for text in columns[1:]):
        _say_columns(rows[0], toolkit)
        _checklist(rows, section)
    elif _matrix(rows):
        _say_columns(rows[0], toolkit)
        _descriptors(rows, section)
    else:
        _boxes(rows, section, toolkit)


def _say_columns(row: Line, toolkit: Toolkit) -> None:
    toolkit.say(row, "taken as the headings of columns", " / ".join(filter(None, row.cells)))


def _levels(rows: Sequence[Line], toolkit: Toolkit, section: Section) -> None:
    columns = rows[0].cells
    named = levels.level_column(columns)
    toolkit.levels_in, toolkit.level_columns = section, list(columns)
    for row in rows[1:]:
        cells = [*row.cells, *[""] * len(columns)][:len(columns)]
        level = Level(row, cells[named], least=levels.least_score(cells[named]))
        for heading, cell in zip(columns, cells, strict=True):
            if heading != columns[named] and cell:
                _of_level(level, heading, cell)
        if level.title and len(toolkit.levels) < MOST_LEVELS:
            toolkit.levels.append(level)


def _of_level(level: Level, heading: str, cell: str) -> None:
    if _POINTS.search(heading) and levels.least_score(cell) is not None:
        level.least = levels.least_score(cell)
    elif level.description or re.search(r"interven|action|response|what to do|step", heading, re.I):
        levels.suggest(level, levels.split_suggestions(cell))
    else:
        level.description = cell


def _titled(rows: Sequence[Line]) -> list[Line]:
    return [Line(row.cells[0], row.where) for row in rows]


def _checklist(rows: Sequence[Line], section: Section) -> None:
    """An indicator a row, with the answers and the box that the columns name."""
    section.checklist = True
    columns = rows[0].cells
    options = [text for text in columns[1:] if signs.options_in(text)]
    notes = [text for text in columns[1:]
             if signs.is_note_column(text) and not _POINTS.search(text)]
    group = _group_of(section, columns[0])
    group.options, group.evidence, group.columns = options, (notes or [""])[0], True
    points = next((n for n, text in enumerate(columns) if n and _POINTS.search(text)), None)
    for row in rows[1:]:
        if len(row.cells) == 1 or (len(set(row.cells)) == 1 and len(row.cells) > 1):
            section.groups.append(Group(row.cells[0], evidence=group.evidence,
                                        options=group.options, columns=True))
        elif row.cells[0]:
            asked = Question(Line(row.cells[0], row.where), Asks.INDICATOR,
                             options=list(options), evidence=group.evidence)
            cell = row.cells[points] if points and points < len(row.cells) else ""
            asked.weight = int(cell) if _NUMBER.fullmatch(cell) else None
            section.group.items.append(asked)


def _group_of(section: Section, heading: str) -> Group:
    if section.group.items:
        section.groups.append(Group(heading))
    return section.group


def _matrix(rows: Sequence[Line]) -> bool:
    """Every row describes what each answer looks like."""
    wide = len(rows[0].cells) > 2 and len(rows) > 1
    return wide and all(all(row.cells) and len(row.cells) == len(rows[0].cells) for row in rows[1:])


def _descriptors(rows: Sequence[Line], section: Section) -> None:
    options = list(rows[0].cells[1:])
    for row in rows[1:]:
        asked = Question(Line(row.cells[0], row.where), Asks.ONE, options=options)
        asked.descriptions = dict(zip(options, row.cells[1:], strict=True))
        section.group.items.append(asked)


def _boxes(rows: Sequence[Line], section: Section, toolkit: Toolkit) -> None:
    """Names beside empty boxes, as at the head of a form."""
    for row in rows:
        for cell, beside in zip(row.cells, [*row.cells[1:], ""], strict=True):
            options = signs.options_in(beside)
            if not cell or signs.options_in(cell):
                continue
            line = Line(cell, row.where)
            if options:
                asked = Question(line, Asks.ONE, cell.strip(" :"), list(options))
            elif beside and not signs.is_field(cell):
                toolkit.say(line, "this cell of a table was not understood")
                continue
            else:
                field = signs.is_field(cell) or len(cell.split()) < 6
                asked = Question(line, Asks.LINE if field else Asks.WORDS, cell.strip(" :"))
            section.group.items.append(asked)
