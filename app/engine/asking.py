"""Decides which questions are asked, and so which answers count; the rest is dropped in order.

Also works out derived values, since rules and levels read them. The assessment date is an argument.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from msgspec import Struct, field

from app.engine.answers import Answers, answered
from app.engine.conditions import World
from app.engine.definition import Definition, Derived, Question
from app.engine.effective import Effective
from app.engine.measures import LowValues
from app.engine.question_types.dates import earliest

Facts = Mapping[str, Any]
"""What the case says, by the names a definition may use: {"case.date_of_birth": "2011-05-02"}."""


class _Deciding(Struct):
    """What is left while rules are decided one after the other.

    `instance` and `marks` are what conditions look at; what is dropped is taken out of them.
    """

    definition: Definition
    raw: Answers
    facts: Facts
    on: date
    instance: dict[str, Any]
    marks: dict[str, dict[str, Any]]
    hidden: set[str] = field(default_factory=set)
    disabled: set[str] = field(default_factory=set)
    dropped: set[str] = field(default_factory=set)

    @property
    def answers(self) -> Answers:
        return self.raw.without(frozenset(self.dropped)) if self.dropped else self.raw

    def world(self, answers: Answers) -> World:
        return World(
            answers=self.instance,
            derived=derived_values(self.definition, answers, self.facts, self.on),
            measures=LowValues(self.definition, answers, self.on),
            marks=self.marks,
        )

    def decide(self, question: Question, plain: World) -> None:
        """Whether a question is asked; the answer to one that is not is dropped.

        `plain` is what there is without working anything out.
        """
        reckons = question.key in self.definition.reckoning
        world = self.world(self.answers) if reckons else plain
        unmet = [rule for rule in question.rules if not rule.asks(rule.condition.holds(world))]
        if not unmet:
            return
        (self.hidden if any(rule.hides for rule in unmet) else self.disabled).add(question.key)
        if _held(question, self.raw):
            self.dropped.add(question.key)
            _take_out(self.instance, question.key.split("."))
            for kind in self.marks.values():
                kind.pop(question.key, None)


def effective(definition: Definition, raw: Answers, facts: Facts, on: date) -> Effective:
    """The answers that count on a date, the rest dropped in dependency order."""
    deciding = _Deciding(
        definition, raw, facts, on, raw.instance(definition), _mark_kinds(raw))
    plain = World(deciding.instance, marks=deciding.marks)
    for key in definition.rule_order:
        deciding.decide(definition.questions[key], plain)
    answers = deciding.answers
    return Effective(
        answers, deciding.world(answers), on, frozenset(deciding.hidden),
        frozenset(deciding.disabled),
        tuple(key for key in definition.questions if key in deciding.dropped),
    )


def derived_values(
    definition: Definition, answers: Answers, facts: Facts, on: date
) -> dict[str, Any]:
    """The definition's derived values; those made of something absent are absent."""
    values = {d.name: derive(d, answers, facts, on) for d in definition.derived}
    return {name: value for name, value in values.items() if value is not None}


def derive(derived: Derived, answers: Answers, facts: Facts, on: date) -> Any:
    """One derived value of the answers that count, or None where it is made of something absent."""
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
    if derived.kind == "age_years":
        # Born on 29 February, one is a year older on 1 March, not on the last day of February.
        return on.year - day.year - ((on.month, on.day) < (day.month, day.day))
    passed = relativedelta(on, day)
    return passed.years * 12 + passed.months


def _held(question: Question, answers: Answers) -> bool:
    """Whether anything is there to be dropped; an empty row is a row."""
    key = question.key
    beside = key in answers.marks or bool(answers.rows.get(key))
    return beside or answered(question, answers) or any(
        address.partition("/")[0] == key for address in answers.unparsed)


def _mark_kinds(answers: Answers) -> dict[str, dict[str, Any]]:
    kinds: dict[str, dict[str, Any]] = {"absence": {}, "standing": {}}
    for address, mark in answers.marks.items():
        kinds["standing"][address] = mark.standing.value
        if mark.absence:
            kinds["absence"][address] = mark.absence.value
    return kinds


def _take_out(instance: dict[str, Any], path: list[str]) -> None:
    """Take an answer out of an instance, and the object around it where nothing else is in it."""
    name, *inner = path
    if inner and name in instance:
        _take_out(instance[name], inner)
    if not inner or not instance.get(name):
        instance.pop(name, None)
