"""Answers by chance: a hundred questions at once, where drawing each by itself would take long."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from app.engine.absence import Absence
from app.engine.answers import Answers, Mark
from app.engine.definition import Definition, Question
from app.engine.measures import Background

_FIRST_DAY = date(2022, 1, 1)


def answers(chance: Random, definition: Definition) -> Answers:
    """Anything that may be recorded under a definition, much of it blank."""
    values: dict[str, Any] = {}
    rows: dict[str, tuple[str, ...]] = {}
    blank = chance.random()
    for key, question in definition.questions.items():
        if question.type.name == "rows":
            rows[key] = tuple("rstuvw"[:chance.randrange(4)])
        for row in rows.get(key, tuple(fixed.key for fixed in question.fixed_rows)):
            for column in question.columns:
                values[f"{key}/{row}/{column.key}"] = value(chance, column)
        if not question.type.holds_rows and chance.random() > blank:
            values[key] = value(chance, question)
    marks = {key: Mark(absence=chance.choice([Absence.NOT_APPLICABLE, Absence.REVISIT]),
                       reason="because")
             for key in chance.sample(list(definition.questions), chance.randrange(8))}
    return Answers().with_changes(values=values, rows=rows, marks=marks)


def background(chance: Random, definition: Definition) -> Background:
    """What may have been recorded before."""
    harmful = [key for key, question in definition.questions.items() if question.harm]
    held = [key for key in harmful if chance.random() < 0.1]
    return Background(answers(chance, definition), frozenset(held))


def value(chance: Random, question: Question) -> Any:
    """A value of a question, or None for blank."""
    keys = [option.key for option in question.options]
    if question.type.name == "checkboxes":
        return [key for key in keys if chance.random() < 0.3] or None
    if keys:
        return chance.choice(keys)
    if question.type.name in ("number", "scale"):
        schema = question.schema
        return chance.randint(schema.get("minimum", 0), schema.get("maximum", 50))
    if question.type.name in ("date", "approximate-date"):
        day = (_FIRST_DAY + timedelta(days=chance.randrange(2000))).isoformat()
        return day if question.type.name == "date" else day[:chance.choice([4, 7, 10])]
    return chance.choice(["", "Seen again", None])
