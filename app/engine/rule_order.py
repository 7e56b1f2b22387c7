"""In which order questions are decided to be asked or not, and rules that wait in a circle."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter
from itertools import accumulate

from app.engine.definition import Derived, Measure, Question
from app.engine.problems import Problems

_Behind = Mapping[str, Iterable[str]]
"""The questions that decide what stands at a place of the world."""


def awaited(
    questions: Mapping[str, Question], measures: Iterable[Measure], derived: Iterable[Derived]
) -> dict[str, tuple[str, ...]]:
    """For each question, those whose answers its rules look at, however far round."""
    behind = _behind(questions, measures, derived)
    return {key: tuple(_looked_at(question, behind)) for key, question in questions.items()}


def rule_order(
    questions: Mapping[str, Question], awaits: Mapping[str, tuple[str, ...]], problems: Problems
) -> tuple[str, ...]:
    """The keys of the questions that have rules, each after all that its rules look at.

    Notes a problem where rules wait for each other.
    """
    try:
        order = tuple(TopologicalSorter(awaits).static_order())
    except CycleError as error:
        circle = " → ".join(error.args[1])
        problems.add("/uischema", f"rules wait for each other in a circle: {circle}")
        return ()
    return tuple(key for key in order if questions[key].rules)


def _behind(
    questions: Mapping[str, Question], measures: Iterable[Measure], derived: Iterable[Derived]
) -> _Behind:
    """An answer goes when its question is not asked, and so do the marks beside it."""
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for key in questions:
        for outer in accumulate(key.split("."), "{}.{}".format):
            found[f"answers/{outer}"][key] = None
        for kind in ("absence", "standing"):
            found[f"marks/{kind}/{key}"][key] = None
    for measure in measures:
        for term in measure.terms:
            found[f"measures/{measure.id}"][term.key] = None
            if term.windows:
                found[f"measures/{measure.id}"][term.windows.key] = None
    for value in derived:
        if value.of in questions:
            found[f"derived/{value.name}"][value.of] = None
    return found


def _looked_at(question: Question, behind: _Behind) -> dict[str, None]:
    found: dict[str, None] = {}
    for rule in question.rules:
        for place in sorted(rule.condition.reads):
            found.update(dict.fromkeys(behind.get(_known(place, behind), ())))
    return found


def _known(place: str, behind: _Behind) -> str:
    """The place, or the table that it lies in."""
    while place not in behind and "." in place:
        place = place.rpartition(".")[0]
    return place
