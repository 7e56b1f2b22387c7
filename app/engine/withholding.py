"""Which answers are withheld for their sensitivity, and what is left of a record without them.

Whom a sensitivity is closed to is decided in the rooms. What is left never depends on what is
withheld, but for the level: two records that differ in nothing else leave the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from msgspec.structs import replace

from app.engine.definition import Definition, Question
from app.engine.key_relation import Lineage
from app.engine.levels import Result
from app.engine.withheld_rows import in_part, lists_in_part, marked_lists, touched, whole, within

SENSITIVITIES = ("third-party", "police", "health", "special-category")
"""What a question may be marked with, as documents write it."""


def withheld_keys(
    definition: Definition, sensitivities: frozenset[str], *,
    chosen: Iterable[str] = (), but_urgent: bool = False,
) -> frozenset[str]:
    """The questions of a version whose answers are withheld: those of these sensitivities, those
    `chosen` one by one, and every question that is asked or not because of one of them. With them,
    as `people/` (withheld_rows), the lists that may hold a row of these sensitivities, and rows
    that were chosen.

    A question of rows is withheld whole where a column of it is sensitive. The judged level never
    is. `but_urgent` leaves out actual harm and what calls for action at once, with the questions
    that decide whether that is asked: nobody who works with a case is kept from knowing of those.
    """
    taken = frozenset(chosen)
    marked = {q.key for q in definition.questions.values() if _marked(q, sensitivities)}
    found = _with_what_tells_of(definition, marked | whole(taken))
    rows = taken - whole(taken)
    lists = marked_lists(definition, sensitivities).union(row.partition("/")[0] for row in rows)
    for key in lists:
        found |= _with_what_tells_of(definition, {key}) - {key}
    if definition.judgement:
        found -= {definition.judgement.key}
    left_out = _urgent(definition) if but_urgent else frozenset()
    return frozenset(found - left_out) | _of_lists(lists - found - left_out, rows)


def withheld_across(
    earlier: Definition, later: Definition, lineage: Lineage, sensitivities: frozenset[str], *,
    chosen: Iterable[str] = (), but_urgent: bool = False,
) -> frozenset[str]:
    """The same of two versions beside each other, as keys of either: what became of a withheld
    question is withheld too, and so is what it was."""
    taken = frozenset(chosen)
    before, after = (
        withheld_keys(one, sensitivities, chosen=within(taken, one), but_urgent=but_urgent)
        for one in (earlier, later))
    became = led_to(before, later, lambda key: lineage.question(key).to)
    was = led_to(after, earlier, lambda key: lineage.back(key).to)
    judged = {one.judgement.key for one in (earlier, later) if one.judgement}
    urgent = _urgent(earlier) | _urgent(later) if but_urgent else frozenset()
    found = before | after | became | was
    keys = whole(found) - judged - urgent
    lists = lists_in_part(found) - keys - judged - urgent
    return keys | _of_lists(lists, found)


def dated_by(definition: Definition, withheld: frozenset[str]) -> frozenset[str]:
    """The questions that count by dates which are withheld, so that what time has done to them may
    not be told either."""
    closed = touched(withheld)
    return frozenset(
        term.key for measure in definition.measures for term in measure.terms
        if term.windows and term.windows.key in closed)


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


def _of_lists(lists: Iterable[str], rows: Iterable[str]) -> frozenset[str]:
    """These lists as withheld in part, with what is withheld of their rows already."""
    kept = frozenset(map(in_part, lists))
    return kept.union(row for row in rows if f"{row.partition('/')[0]}/" in kept)


def led_to(
    withheld: frozenset[str], other: Definition, leads: Callable[[str], Iterable[str]]
) -> frozenset[str]:
    """What is withheld as another version calls it; whole what is no list of rows there."""
    if not any("/" in name for name in withheld):
        return frozenset(key for name in withheld for key in leads(name))
    found: set[str] = set()
    for name in withheld:
        key, slash, row = name.partition("/")
        for there in leads(key):
            asked = other.questions.get(there)
            other_kind = asked is not None and asked.type.name != "rows"
            found.add(there if other_kind else f"{there}{slash}{row}")
    return frozenset(found)


def _urgent(definition: Definition) -> frozenset[str]:
    """Actual harm, what calls for action, and what decides whether they are asked."""
    found = {q.key for q in definition.questions.values() if q.harm}
    found |= {one.key for one in definition.immediate}
    while more := {wait for key in found for wait in definition.awaits.get(key, ())} - found:
        found |= more
    return frozenset(found)
