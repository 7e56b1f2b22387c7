"""In which order questions are decided to be asked or not; rules that wait in a circle are found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter

from app.engine.definition import Derived, Measure, Question
from app.engine.problems import Problems


def rule_order(
    questions: Mapping[str, Question], measures: Iterable[Measure], derived: Iterable[Derived],
    problems: Problems,
) -> tuple[str, ...]:
    """The keys of the questions that have rules, each after all that its rules look at.

    Notes a problem where rules wait for each other.
    """
    behind = _behind(measures, derived)
    graph = {key: _awaited(question, questions, behind) for key, question in questions.items()}
    try:
        order = tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        circle = " → ".join(error.args[1])
        problems.add("/uischema", f"rules wait for each other in a circle: {circle}")
        return ()
    return tuple(key for key in order if questions[key].rules)


def _behind(measures: Iterable[Measure], derived: Iterable[Derived]) -> dict[str, set[str]]:
    """The questions behind each measure and each derived value."""
    found = {
        f"measures/{measure.id}":
            {term.key for term in measure.terms}
            | {term.windows.key for term in measure.terms if term.windows}
        for measure in measures
    }
    found.update({f"derived/{value.name}": {value.of} for value in derived})
    return found


def _awaited(
    question: Question, questions: Mapping[str, Question], behind: Mapping[str, set[str]]
) -> set[str]:
    awaited: set[str] = set()
    for rule in question.rules:
        for key in questions:
            if rule.condition.awaits(f"answers/{key}"):
                awaited.add(key)
        for place, keys in behind.items():
            if rule.condition.awaits(place):
                awaited |= keys & questions.keys()
    return awaited
