"""What a form knows by name before it is laid out: a rule may look at what comes later."""

from __future__ import annotations

import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from typing import Any

from msgspec import Struct, field

from app.engine.authoring.keys import free
from app.importing.imported import ImportRefused, Remark, Source
from app.importing.xlsform.calculations import age_of, counted_rows, terms_of
from app.importing.xlsform.conditions import Known, Records
from app.importing.xlsform.elements import Element
from app.importing.xlsform.expressions import NotUnderstood, parsed, references
from app.importing.xlsform.questions import Made, question

_FORBIDDEN = re.compile(r"[/.@~]")
_NOT_IN_IDS = re.compile(r"[^a-z0-9_-]")


class Learned(Struct):
    """Questions by the element that asks them, what expressions may refer to, what is computed."""

    made: dict[int, Made] = field(default_factory=dict)
    keys: dict[int, str] = field(default_factory=dict)
    known: dict[str, Known] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    measures: list[dict[str, Any]] = field(default_factory=list)
    derived: list[dict[str, Any]] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def say(self, element: Element, text: str, reason: str) -> None:
        """Note something that was not understood."""
        self.remarks.append(Remark(element.where, text, reason))


def learn(found: tuple[Element, ...], listed: dict[str, list[str]]) -> Learned:
    """Everything that the elements ask and work out."""
    learned = Learned()
    _ask(learned, found, listed, "")
    for element in walk(found):
        if element.bound("calculate"):
            _calculate(learned, element)
    return learned


def walk(found: tuple[Element, ...]) -> Iterator[Element]:
    """The elements and all that is in them, in order."""
    for element in found:
        yield element
        yield from walk(element.inside)


def check_circles(found: tuple[Element, ...], file: str) -> None:
    """Refuse relevance that waits for itself, at the first row of the circle."""
    waits = dict(_waits(found, frozenset()))
    try:
        tuple(TopologicalSorter(waits).static_order())
    except CycleError as error:
        circle = error.args[1]
        first = next(one for one in walk(found) if one.name in circle)
        raise ImportRefused.because(f"{file}, {first.where}", "relevance goes round in a circle: "
                                    + " → ".join(circle)) from None


def _waits(
    found: tuple[Element, ...], inherited: frozenset[str]
) -> Iterator[tuple[str, frozenset[str]]]:
    for element in found:
        looked_at = inherited | _looked_at(element)
        yield element.name, looked_at
        yield from _waits(element.inside, looked_at)


def _looked_at(element: Element) -> frozenset[str]:
    try:
        text = element.bound("relevant")
        return frozenset(references(parsed(text))) if text else frozenset()
    except NotUnderstood:
        return frozenset()


def _ask(
    learned: Learned, found: tuple[Element, ...], listed: dict[str, list[str]], outer: str
) -> None:
    for element in found:
        made = question(element, listed)
        if element.type == "repeat":
            made = Made({"type": "array"}, Records.ROWS)
        inside = outer
        if made is not None:
            key = _key(learned, element, outer)
            learned.made[id(element)] = made
            inside = f"{key}/" if element.type == "repeat" else outer
            if not outer:
                learned.known[element.name] = made.known_at(f"#/properties/{key}")
        _ask(learned, element.inside, listed, inside)


def _key(learned: Learned, element: Element, outer: str) -> str:
    """Its name; names alike in different groups are told apart by a number."""
    key = free(outer + _FORBIDDEN.sub("_", element.name), learned.sources).removeprefix(outer)
    if key != element.name:
        learned.say(element, element.name, "the name cannot be kept, or another question has it; "
                    f"it is now {key}")
    learned.keys[id(element)] = key
    learned.sources[outer + key] = element.source
    return key


def _calculate(learned: Learned, element: Element) -> None:
    text = element.bound("calculate")
    identifier = _NOT_IN_IDS.sub("_", element.name.lower())
    try:
        born = age_of(text)
        counted = None if born else counted_rows(parsed(text))
        if born or counted:
            _derive(learned, element.name, identifier, born or "", counted or "")
        else:
            _measure(learned, element, identifier, text)
    except NotUnderstood as error:
        learned.say(element, text, f"this calculation was left out: {error}")


def _derive(learned: Learned, name: str, identifier: str, born: str, counted: str) -> None:
    of = learned.known.get(born or counted)
    if of is None or (counted and of.records is not Records.ROWS):
        raise NotUnderstood(f"{born or counted} was not taken in")
    kind = "age_years" if born else "row_count"
    learned.derived.append({"name": identifier, "kind": kind, "of": of.scope})
    learned.known[name] = Known(f"#/derived/{identifier}", Records.NUMBER)


def _measure(learned: Learned, element: Element, identifier: str, text: str) -> None:
    terms = terms_of(parsed(text), learned.known)
    if not terms:
        raise NotUnderstood("it adds up nothing")
    title = element.label or element.name
    learned.measures.append({"id": identifier, "title": title, "terms": terms})
    learned.known[element.name] = Known(
        f"#/measures/{identifier}", Records.NUMBER, terms=tuple(terms))
