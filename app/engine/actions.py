"""Actions that a toolkit records: who does what, to be done by when or done on which day.

A question holds actions where each of its rows says who (a cell `who` or `owner`) and when: a date
`due` for what is to be done, `on` or `done` for what was. Keys never change their meaning, so this
reads toolkits that were published before anybody drew their plans. See docs/definition-format.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from app.engine.answers import row_ids
from app.engine.definition import Definition, Question
from app.engine.effective import Effective
from app.engine.pairing import KEPT

_WHO = ("who", "owner")
_DUE, _DONE = ("due",), ("on", "done")
_DATES = frozenset({"date", "approximate-date"})


class Action(NamedTuple):
    """One row: `due` and `done` are the days as they were recorded, blank where there is none."""

    question: str
    row: str
    what: str
    who: str
    due: str = ""
    done: str = ""


@lru_cache(maxsize=KEPT)
def action_questions(definition: Definition) -> tuple[Question, ...]:
    """The questions whose rows are actions."""
    return tuple(one for one in definition.questions.values() if holds_actions(one))


def holds_actions(question: Question) -> bool:
    """Whether each row says who does something and when."""
    dates = [column.key for column in question.columns if column.type.name in _DATES]
    return bool(_named(question, _WHO)) and any(key in dates for key in (*_DUE, *_DONE))


def actions_in(definition: Definition, effective: Effective) -> tuple[Action, ...]:
    """The actions of one assessment, in the order of the toolkit; rows that say nothing left
    out."""
    return tuple(
        action for question in action_questions(definition) if effective.asked(question.key)
        for action in _of(question, effective))


def _of(question: Question, effective: Effective) -> Iterator[Action]:
    titles = {row.key: row.title for row in question.fixed_rows}
    for row in row_ids(question, effective.answers):
        said = _said(question, row, effective)
        if said:
            what = [titles.get(row, ""), *(said[key] for key in _what(question) if key in said)]
            yield Action(question.key, row, "; ".join(filter(None, what)),
                         _first(said, _WHO), _first(said, _DUE), _first(said, _DONE))


def _said(question: Question, row: str, effective: Effective) -> dict[str, str]:
    """By cell, what a row says: days as they were recorded, the rest in words."""
    said: dict[str, str] = {}
    for column in question.columns:
        value = effective.answers.values.get(f"{question.key}/{row}/{column.key}")
        if value is not None:
            dated = column.type.name in _DATES
            said[column.key] = str(value) if dated else column.type.show(column, value)
    return said


def _what(question: Question) -> list[str]:
    """The cells that say what is done."""
    known = (*_WHO, *_DUE, *_DONE)
    return [column.key for column in question.columns if column.key not in known]


def _named(question: Question, keys: tuple[str, ...]) -> list[str]:
    return [key for key in keys if question.column(key) is not None]


def _first(said: dict[str, str], keys: tuple[str, ...]) -> str:
    return next((said[key] for key in keys if said.get(key)), "")
