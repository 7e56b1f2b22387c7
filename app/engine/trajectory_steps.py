"""One assessment as a trajectory shows it, with what changed from the one before: a step.

A step is made once and may be kept (`trajectory_record`): nothing of it changes when another
assessment follows. Many of them are put together in `trajectory`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple

from msgspec import Struct

from app.engine.actions import Action, actions_in
from app.engine.ageing import fell_by_time_alone, level_fell_by_time_alone
from app.engine.answers import Standing
from app.engine.comparing import EVIDENCE_STALE_DAYS, aged_in
from app.engine.comparison import AnswerChange, Row, Side
from app.engine.definition import Level, Meaning, Question
from app.engine.delta import MeasureChange, measure_changes
from app.engine.directions import Direction, State, state_of
from app.engine.pairing import Pairing
from app.engine.reading import Entry, read_one
from app.engine.row_changes import RowReader
from app.engine.same_measures import same_levels, same_measure


class Seen(StrEnum):
    """What one assessment says of one question, as a shape can show it."""

    PRESENT = "present"
    POSSIBLE = "possible"
    NOT_PRESENT = "not_present"
    VALUE = "value"
    RECORDED = "recorded"
    NOT_KNOWN = "not_known"
    NOT_APPLICABLE = "not_applicable"
    REVISIT = "revisit"
    SKIPPED = "skipped"
    BLANK = "blank"
    NOT_ASKED = "not_asked"
    NOT_THERE = "not_there"
    WITHHELD = "withheld"


_MEANT = {Meaning.YES: Seen.PRESENT, Meaning.POSSIBLE: Seen.POSSIBLE, Meaning.NO: Seen.NOT_PRESENT}


class Cell(NamedTuple):
    """One question in one assessment, and what became of it since the one before.

    `words` is the answer in words, or only that there is one where somebody wrote it; `place` where
    it stands on a scale. `held` is actual harm that still stands, `aged` that a measure counts it
    for less because time has passed. Cells that say the same are one cell, since there are many.
    """

    seen: Seen
    words: str = ""
    place: str = ""
    standing: Standing = Standing.ENTERED
    held: bool = False
    aged: bool = False
    direction: Direction = Direction.NONE
    evidenced: bool = False


class Reading(NamedTuple):
    """A measure in one assessment. `follows` says that it is the same measure as in the one before,
    so that the two may be joined; `by_time` that it is lower only because time has passed."""

    id: str
    title: str
    low: float
    high: float
    present: int
    unknown: int
    follows: bool = False
    by_time: bool = False


class Reached(NamedTuple):
    """A level by its words and its rank."""

    title: str
    rank: int


class Step(Struct, frozen=True):
    """One assessment. `fresh` are the questions that cannot be compared with any answer of the one
    before, `gone` those of the one before that it does not ask as the same question, by their key
    there; each with what became of the question. `renamed` are earlier keys that are others."""

    on: date
    sequence: int
    level: Reached | None
    judged: bool
    calculated: str
    at_least: Reached | None
    possibly: Reached | None
    by_time: bool
    same_levels: bool
    measures: tuple[Reading, ...]
    cells: Mapping[str, Cell]
    fresh: Mapping[str, str]
    gone: Mapping[str, str]
    renamed: Mapping[str, str]
    actions: tuple[Action, ...]


_NONE: Mapping[str, str] = MappingProxyType({})


def first_step(side: Side) -> Step:
    """The first assessment of a toolkit."""
    measures = tuple(
        Reading(one.id, one.title, one.interval.low, one.interval.high, one.present, one.unknown)
        for one in side.result.measures.values())
    return _step(side, _cells(side, {}), measures)


def next_step(
    earlier: Side, later: Side, pairing: Pairing, stale_after_days: int = EVIDENCE_STALE_DAYS
) -> Step:
    """An assessment that followed another of the same toolkit."""
    changes = measure_changes(
        earlier.measured, later.measured, dict(earlier.result.measures),
        dict(later.result.measures), pairing)
    rows = RowReader(
        earlier, later, pairing, stale_after_days, aged=aged_in(changes)).rows()
    by_time = level_fell_by_time_alone(
        earlier.result, earlier.effective, later.result, later.definition, later.effective,
        later.background)
    asked = {row.key: row for row in rows if row.after is not None}
    return _step(
        later, _cells(later, asked), tuple(_readings(changes, pairing)),
        fresh={key: row.question.value for key, row in asked.items() if _alone(row)},
        gone={row.key: row.question.value for row in rows if row.after is None},
        renamed={key: row.before.key for key, row in asked.items()
                 if row.before is not None and row.before.key != key},
        by_time=by_time, alike=same_levels(pairing))


def _alone(row: Row) -> bool:
    """Whether there is no earlier answer to compare with, or none that can be told."""
    return row.answer is AnswerChange.NOT_COMPARABLE


def _step(
    side: Side, cells: Mapping[str, Cell], measures: tuple[Reading, ...], *,
    fresh: Mapping[str, str] = _NONE, gone: Mapping[str, str] = _NONE,
    renamed: Mapping[str, str] = _NONE, by_time: bool = False, alike: bool = True,
) -> Step:
    result = side.result
    return Step(
        side.effective.on, side.sequence, _reached(result.level), result.differs,
        result.calculated.words, _reached(result.calculated.at_least),
        _reached(result.calculated.possibly), by_time, alike, measures, cells, fresh, gone,
        renamed, actions_in(side.definition, side.effective))


def _reached(level: Level | None) -> Reached | None:
    return Reached(level.title, level.rank) if level else None


def _cells(side: Side, rows: Mapping[str, Row]) -> dict[str, Cell]:
    return {key: _cell(question, side, rows.get(key))
            for key, question in side.definition.questions.items()}


def _cell(question: Question, side: Side, row: Row | None) -> Cell:
    definition, effective = side.definition, side.effective
    entry = row.after if row else None
    if entry is None:
        entry = read_one(question, definition.section_of[question.key].key, effective)
    value = effective.answers.values.get(question.key)
    state = state_of(question, value, entry.absence)
    held = question.key in side.background.held and not state.present
    cell = Cell(_seen(question, value, state), _words(question, entry), _place(question, state),
                entry.mark.standing, held)
    if row is None:
        return cell
    return cell._replace(aged=row.aged, direction=row.direction, evidenced=row.evidenced)


def _seen(question: Question, value: Any, state: State) -> Seen:
    if state.absence is not None:
        return Seen(state.absence.value)
    option = question.option(value) if not isinstance(value, list) else None
    if question.ordinal or question.type.name == "scale":
        return Seen.VALUE
    meaning = option.meaning if option else None
    return _MEANT.get(meaning, Seen.RECORDED) if meaning else Seen.RECORDED


def _words(question: Question, entry: Entry) -> str:
    """The answer, where it is one of a few or a number. What somebody wrote is read elsewhere."""
    if entry.absence is not None:
        return entry.absence.words
    short = question.options or question.type.name in _SHORT
    return entry.text if short and not question.type.holds_rows else "Recorded"


_SHORT = frozenset({"number", "scale", "date", "approximate-date"})


def _place(question: Question, state: State) -> str:
    if state.position is None or not (question.ordinal or question.type.name == "scale"):
        return ""
    return f"{state.position + bool(question.options):g}"


def _readings(changes: Iterable[MeasureChange], pairing: Pairing) -> Iterator[Reading]:
    """The measures that the later assessment has."""
    for change in changes:
        if change.after is not None:
            low, high = change.after.interval.low, change.after.interval.high
            yield Reading(
                change.id, change.title, low, high, change.after.present, change.after.unknown,
                same_measure(change.id, pairing),
                change.delta is not None and fell_by_time_alone(change.delta))
