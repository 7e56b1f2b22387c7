"""Decides which questions are asked, and so which answers count; the rest is dropped in order.

Also works out derived values, since rules and levels read them. The assessment date is an argument.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta

from app.engine.answers import Answers, answered
from app.engine.conditions import World
from app.engine.definition import Definition, Derived, Question
from app.engine.effective import Effective
from app.engine.measures import low_values
from app.engine.question_types.dates import earliest

Facts = Mapping[str, Any]
"""What the case says, by the names a definition may use: {"case.date_of_birth": "2011-05-02"}."""


@dataclass(slots=True)
class _Deciding:
    """The answers that are left while rules are decided one after the other."""

    definition: Definition
    answers: Answers
    facts: Facts
    on: date
    hidden: set[str] = field(default_factory=set)
    disabled: set[str] = field(default_factory=set)

    def world(self) -> World:
        answers = self.answers
        return World(
            answers=answers.instance(self.definition),
            derived=derived_values(self.definition, answers, self.facts, self.on),
            measures=low_values(self.definition, answers, self.on),
            marks=_mark_kinds(answers),
        )

    def decide(self, question: Question, world: World) -> bool:
        """Drop a question that is not asked; True where that took an answer away."""
        unmet = [rule for rule in question.rules if not rule.asks(rule.condition.holds(world))]
        if not unmet:
            return False
        hides = any(rule.hides for rule in unmet)
        (self.hidden if hides else self.disabled).add(question.key)
        held = _held(question, self.answers)
        if held:
            self.answers = self.answers.without(frozenset((question.key,)))
        return held


def effective(definition: Definition, raw: Answers, facts: Facts, on: date) -> Effective:
    """The answers that count on a date, the rest dropped in dependency order."""
    deciding = _Deciding(definition, raw, facts, on)
    dropped: list[str] = []
    world = deciding.world()
    for key in definition.rule_order:
        if deciding.decide(definition.questions[key], world):
            dropped.append(key)
            world = deciding.world()
    return Effective(
        deciding.answers, world, on, frozenset(deciding.hidden), frozenset(deciding.disabled),
        tuple(key for key in definition.questions if key in dropped),
    )


def derived_values(
    definition: Definition, answers: Answers, facts: Facts, on: date
) -> dict[str, Any]:
    """The definition's derived values; those made of something absent are absent."""
    values = {d.name: _derive(d, answers, facts, on) for d in definition.derived}
    return {name: value for name, value in values.items() if value is not None}


def _derive(derived: Derived, answers: Answers, facts: Facts, on: date) -> Any:
    if derived.kind == "row_count":
        return len(answers.rows.get(derived.of, ()))
    source = facts.get(derived.of) if "." in derived.of and derived.of in facts else (
        answers.values.get(derived.of)
    )
    if derived.kind == "case_fact":
        return source
    day = earliest(source)
    if day is None:
        return None
    passed = relativedelta(on, day)
    return passed.years if derived.kind == "age_years" else passed.years * 12 + passed.months


def _held(question: Question, answers: Answers) -> bool:
    return answered(question, answers) or question.key in answers.marks or any(
        address.partition("/")[0] == question.key for address in answers.unparsed
    )


def _mark_kinds(answers: Answers) -> dict[str, dict[str, Any]]:
    kinds: dict[str, dict[str, Any]] = {"absence": {}, "standing": {}}
    for address, mark in answers.marks.items():
        kinds["standing"][address] = mark.standing.value
        if mark.absence:
            kinds["absence"][address] = mark.absence.value
    return kinds
