"""Hypothesis strategies: any answers that a definition could hold."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from app.engine.absence import Absence
from app.engine.answers import Answers, Mark, Standing
from app.engine.definition import Definition, Question
from app.engine.measures import Background

WORDS = st.text("ab é中\n", min_size=1, max_size=12).filter(str.strip)
DATES = st.dates(date(2024, 1, 1), date(2026, 12, 31))
ROW_IDS = st.lists(st.sampled_from("rstuvw"), unique=True, max_size=4).map(tuple)


def values_of(question: Question) -> st.SearchStrategy[Any]:
    """A value of a question, or None for blank."""
    keys = [option.key for option in question.options]
    if question.type.name == "checkboxes":
        lists = st.lists(st.sampled_from(keys), unique=True, min_size=1)
        return st.none() | lists.map(lambda chosen: [k for k in keys if k in chosen])
    if keys:
        return st.none() | st.sampled_from(keys)
    if question.type.name in ("number", "scale"):
        schema = question.schema
        return st.none() | st.integers(schema.get("minimum", 0), schema.get("maximum", 50))
    if question.type.name == "date":
        return st.none() | DATES.map(date.isoformat)
    return st.none() | WORDS


@st.composite
def marks(draw: st.DrawFn) -> Mark:
    """What may be said beside an answer."""
    absence = draw(st.sampled_from([None, None, Absence.NOT_APPLICABLE, Absence.REVISIT]))
    return Mark(
        standing=draw(st.sampled_from(Standing)), absence=absence,
        reason="because" if absence else "", rationale=draw(st.just("") | WORDS),
        source=draw(st.sampled_from(["", "School"])),
        evidence_date=draw(st.just("") | DATES.map(date.isoformat)),
    )


@st.composite
def answers(draw: st.DrawFn, definition: Definition) -> Answers:
    """Anything that may be recorded under a definition."""
    values: dict[str, Any] = {}
    rows: dict[str, tuple[str, ...]] = {}
    for key, question in definition.questions.items():
        if question.type.name == "rows":
            rows[key] = draw(ROW_IDS)
            for row in rows[key]:
                for column in question.columns:
                    values[f"{key}/{row}/{column.key}"] = draw(values_of(column))
        elif not question.type.holds_rows:
            values[key] = draw(values_of(question))
    marked = draw(st.dictionaries(st.sampled_from(list(definition.questions)), marks(), max_size=6))
    return Answers().with_changes(values=values, rows=rows, marks=marked)


@st.composite
def backgrounds(draw: st.DrawFn, definition: Definition) -> Background:
    """What may have been recorded before."""
    harmful = [q.key for q in definition.questions.values() if q.harm]
    held = draw(st.sets(st.sampled_from(harmful))) if harmful else set()
    return Background(draw(answers(definition)), frozenset(held))
