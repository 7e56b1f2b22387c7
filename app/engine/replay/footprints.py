"""Which questions a part of a definition looks at, and whether a situation tells all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from app.engine.conditions import Condition
from app.engine.definition import Definition, Derived, Question, Term
from app.engine.replay.situations import Alphabet, date_value

MOST = 6
"""How many questions one term may look at: more, and hardly two sets of answers are alike."""

MEASURES = "measures/"
_ANSWERS, _DERIVED, _MARKS = "answers/", "derived/", "marks/absence/"


class Wide(ValueError):
    """It looks at something that situations do not tell."""


class Glance(Struct, frozen=True):
    """What the levels and floors look at: ids of measures, questions, and derived values."""

    measures: tuple[str, ...]
    questions: tuple[str, ...]
    derived: tuple[Derived, ...]


def of_term(definition: Definition, term: Term) -> tuple[str, ...]:
    """The questions that decide what a term adds. Raises Wide."""
    question = definition.questions[term.key]
    if question.type.holds_rows or (
            not _told(definition, question) and (term.when is not None or term.uses_value)):
        raise Wide(term.key)
    keys = [term.key]
    if term.windows:
        _check_dates(definition.questions[term.windows.key], term.windows.column)
        keys.append(term.windows.key)
    found = tuple(_with_rules(definition, keys))
    if len(found) > MOST:
        raise Wide(term.key)
    return found


def of_levels(definition: Definition) -> Glance:
    """What levels and floors look at. Raises Wide."""
    places = sorted({place for one in deciding(definition) for place in one.reads})
    names = {place.removeprefix(_DERIVED) for place in places if place.startswith(_DERIVED)}
    derived = tuple(one for one in definition.derived if one.name in names)
    for one in derived:
        _check_derived(definition, one)
    asked = dict.fromkeys(key for place in places for key in _asked(definition, place))
    measures = tuple(one.id for one in definition.measures if f"{MEASURES}{one.id}" in places)
    return Glance(measures, tuple(_with_rules(definition, asked)), derived)


def deciding(definition: Definition) -> list[Condition]:
    """The conditions of levels and floors."""
    levels = [one.when for one in definition.levels if one.when is not None]
    return [*levels, *(one.when for one in definition.floors)]


def _asked(definition: Definition, place: str) -> Iterator[str]:
    """The questions at a place that a condition looks at."""
    if place.startswith((MEASURES, _DERIVED)):
        return
    if place.startswith(_MARKS):
        key = place.removeprefix(_MARKS)
        if key not in definition.questions:
            raise Wide(place)
        yield key
        return
    if not place.startswith(_ANSWERS):
        raise Wide(place)
    path = place.removeprefix(_ANSWERS)
    inside = [key for key in definition.questions
              if key == path or key.startswith(f"{path}.") or path.startswith(f"{key}.")]
    for key in inside:
        if not _told(definition, definition.questions[key]):
            raise Wide(place)
        yield key


def _with_rules(definition: Definition, keys: Iterable[str]) -> Iterator[str]:
    """The questions, and all those whose answers decide whether they are asked."""
    seen: dict[str, None] = {}
    waiting = list(keys)
    while waiting:
        key = waiting.pop(0)
        if key in seen:
            continue
        seen[key] = None
        for rule in definition.questions[key].rules:
            for place in sorted(rule.condition.reads):
                if place.startswith((MEASURES, _DERIVED)):
                    raise Wide(place)
                waiting.extend(_asked(definition, place))
    yield from seen


def _check_dates(question: Question, column: str | None) -> None:
    dated = question if column is None else question.column(column)
    if dated is None or not date_value(dated):
        raise Wide(question.key)


def _check_derived(definition: Definition, derived: Derived) -> None:
    question = definition.questions.get(derived.of)
    if question is None:
        return
    rows = derived.kind == "row_count" and question.type.name == "rows"
    if question.rules or not (rows or date_value(question)):
        raise Wide(derived.name)


def _told(definition: Definition, question: Question) -> bool:
    return Alphabet.of(definition).letters[question.key].told
