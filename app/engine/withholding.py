"""Which answers are withheld for their sensitivity, and what is left of a record without them.

Whom a sensitivity is closed to is decided in the rooms. What is left never depends on what is
withheld, but for the level: two records that differ in nothing else leave the same.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from app.engine.definition import Definition, Question
from app.engine.key_relation import Lineage
from app.engine.levels import Result

SENSITIVITIES = ("third-party", "police", "health", "special-category")
"""What a question may be marked with, as documents write it."""


def withheld_keys(
    definition: Definition, sensitivities: frozenset[str], *,
    chosen: Iterable[str] = (), but_urgent: bool = False,
) -> frozenset[str]:
    """The questions of a version whose answers are withheld: those of these sensitivities, those
    `chosen` one by one, and every question that is asked or not because of one of them.

    A question of rows is withheld whole where a column of it is sensitive, since a row is the
    smallest part that its hash can do without. The judged level never is. `but_urgent` leaves out
    actual harm and what calls for action at once, with the questions that decide whether that is
    asked: nobody who works with a case is kept from knowing of those.
    """
    marked = {q.key for q in definition.questions.values() if _marked(q, sensitivities)}
    found = _with_what_tells_of(definition, marked.union(chosen))
    if definition.judgement:
        found -= {definition.judgement.key}
    return frozenset(found - _urgent(definition) if but_urgent else found)


def withheld_across(
    earlier: Definition, later: Definition, lineage: Lineage, sensitivities: frozenset[str], *,
    chosen: Iterable[str] = (), but_urgent: bool = False,
) -> frozenset[str]:
    """The same of two versions beside each other, as keys of either: what became of a withheld
    question is withheld too, and so is what it was."""
    taken = frozenset(chosen)
    before, after = (
        withheld_keys(one, sensitivities, chosen=taken & one.questions.keys(),
                      but_urgent=but_urgent) for one in (earlier, later))
    became = {now for key in before for now in lineage.question(key).to}
    was = {then for key in after for then in lineage.back(key).to}
    judged = {one.judgement.key for one in (earlier, later) if one.judgement}
    urgent = _urgent(earlier) | _urgent(later) if but_urgent else frozenset()
    return frozenset((before | after | became | was) - judged - urgent)


def dated_by(definition: Definition, withheld: frozenset[str]) -> frozenset[str]:
    """The questions that count by dates which are withheld, so that what time has done to them may
    not be told either."""
    return frozenset(
        term.key for measure in definition.measures for term in measure.terms
        if term.windows and term.windows.key in withheld)


def without_answers(result: Result, definition: Definition, withheld: frozenset[str]) -> Result:
    """A result for somebody who may not see some answers.

    Totals would give them away. The level is there in full: a level that is kept back, or looks
    lower, could endanger a child.
    """
    judgement = definition.judgement
    told = judgement is None or judgement.reason_key not in withheld
    return replace(
        result, measures={}, calculated=replace(result.calculated, floors=()),
        judged_reason=result.judged_reason if told else "",
        held=tuple(key for key in result.held if key not in withheld),
        harm=tuple(key for key in result.harm if key not in withheld),
    )


def _marked(question: Question, sensitivities: frozenset[str]) -> bool:
    return question.sensitivity in sensitivities or any(
        _marked(column, sensitivities) for column in question.columns)


def _with_what_tells_of(definition: Definition, keys: set[str]) -> set[str]:
    """These keys and those of every question that waits for them, however many steps away."""
    found = set(keys)
    while more := {key for key, waits in definition.awaits.items()
                   if key not in found and not found.isdisjoint(waits)}:
        found |= more
    return found


def _urgent(definition: Definition) -> frozenset[str]:
    """Actual harm, what calls for action, and what decides whether they are asked."""
    found = {q.key for q in definition.questions.values() if q.harm}
    found |= {one.key for one in definition.immediate}
    while more := {wait for key in found for wait in definition.awaits.get(key, ())} - found:
        found |= more
    return frozenset(found)
