"""Nothing that differs is missing: whatever is changed in a document is among its changes."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings, strategies as st
from msgspec import Struct
from msgspec.structs import asdict

from app.engine.authoring.aspects import Aspect
from app.engine.authoring.difference import difference
from app.engine.conditions import Condition
from app.engine.definition import Definition, Derived, Term
from app.engine.key_relation import Lineage
from app.engine.problems import DefinitionRefused
from app.engine.value_tests import ValueTest
from tests.engine.authoring.whole_toolkit import WHOLE, definition

Place = tuple[str | int, ...]
BASE = definition(WHOLE)
NOTHING = Lineage.identity()
OTHERS = (
    "present", "not_present", "known", "none", "yes", "no", "raises", "lowers", "possible",
    "not_known", "SHOW", "HIDE", "ENABLE", "DISABLE", "medium", "high", "text", "textarea",
    "select", "police", "today", "voice", "subject", "date", "integer", "Group", "VerticalLayout",
    "#/properties/older", "#/properties/cars", "Other words",
)
ADDED: tuple[tuple[str, Any], ...] = (
    ("hint", "H"), ("note", "N"), ("harm", "actual"), ("historical", True), ("ordinal", True),
    ("association", True), ("not_applicable", True), ("risk", "none"), ("minimum", 2),
    ("maxLength", 7), ("title", "T"), ("skippable", {"label": "L"}), ("waits_for_others", True),
    ("weight", 3), ("interventions", ["I"]), ("cumulative", False), ("description", "D"),
    ("rise", 2), ("highest", "high"), ("evidence", {"label": "E"}), ("owner", "O"),
    ("rule", {"effect": "HIDE", "condition": {
        "scope": "#/properties/older", "schema": {"const": "present"}}}),
    ("required_when", {"scope": "#/properties/older", "schema": {"const": "present"}}),
)
NOT_READ = frozenset({"text", "sha256", "document", "pointer", "annotations", "schema", "awaits",
                      "rule_order", "largest"})


def places(value: Any, place: Place = ()) -> Iterator[Place]:
    """Every place in a document but the root."""
    if place:
        yield place
    inner = value.items() if isinstance(value, dict) else (
        enumerate(value) if isinstance(value, list) else ())
    for step, part in inner:
        yield from places(part, (*place, step))


def at(value: Any, place: Place) -> Any:
    for step in place:
        value = value[step]
    return value


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """The whole document with something changed, taken away, added, or put in another order."""
    document = copy.deepcopy(WHOLE)
    *holder, step = draw(st.sampled_from(list(places(WHOLE))))
    inside = at(document, tuple(holder))
    value = inside[step]
    if draw(st.integers(0, 5)) == 0:
        del inside[step]
    elif isinstance(value, bool):
        inside[step] = not value
    elif isinstance(value, (int, float)):
        inside[step] = draw(st.sampled_from((value + 1, value - 1, bool(value))))
    elif isinstance(value, str):
        inside[step] = draw(st.sampled_from((f"{value} and more", *OTHERS)))
    elif isinstance(value, list):
        inside[step] = draw(st.sampled_from((value[::-1], value[:-1], value[1:])))
    elif draw(st.booleans()):
        inside[step] = dict(reversed(value.items()))
    else:
        value.update((draw(st.sampled_from(ADDED)),))
    return document


def read_or_refused(document: dict[str, Any]) -> Definition:
    try:
        return definition(document)
    except DefinitionRefused:
        assume(False)
        raise


def means(value: Any) -> Any:
    """What the engine reads, without where it stands and without orders that mean nothing."""
    if isinstance(value, Condition):
        return sorted(value.reads)
    if isinstance(value, ValueTest):
        return value.when_undefined
    if isinstance(value, Struct):
        return [(name, means(part)) for name, part in asdict(value).items() if name not in NOT_READ]
    if isinstance(value, Mapping):
        return sorted((str(key), means(part)) for key, part in value.items())
    if isinstance(value, (tuple, list, frozenset)):
        parts = [means(part) for part in value]
        unordered = value and isinstance(next(iter(value)), (Term, Derived, str))
        return sorted(parts, key=str) if unordered else parts
    plain = isinstance(value, (str, int, float, bool, Enum, type(None)))
    return repr(value) if plain else type(value).__name__


@settings(deadline=None, max_examples=150,
          suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(documents())
def test_whatever_is_changed_is_told(document: dict[str, Any]) -> None:
    later = read_or_refused(document)
    found = difference(BASE, later, NOTHING)
    if later.sha256 != BASE.sha256 or means(later) != means(BASE):
        assert found
    if [change.aspect for change in found.changes] == [Aspect.FORM]:
        assert means(later) == means(BASE)
    assert all(change.before != change.after for change in found.changes)
    assert not difference(later, definition(document), NOTHING)


@settings(deadline=None, max_examples=50,
          suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(documents())
def test_one_change_does_not_hide_another(document: dict[str, Any]) -> None:
    later = read_or_refused(document)
    alone = difference(BASE, later, NOTHING)
    assume(alone and alone.changes[0].aspect is not Aspect.FORM)
    document["owner"] = "Somebody else altogether"
    together = difference(BASE, definition(document), NOTHING)
    owner = [c for c in together.changes if c.aspect is Aspect.OWNER]
    assert len(owner) == 1
    assert {(c.title, c.aspect) for c in alone.changes} <= {
        (c.title, c.aspect) for c in together.changes}


@settings(deadline=None, max_examples=50,
          suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(documents())
def test_there_and_back(document: dict[str, Any]) -> None:
    """What changed one way changed the other way, and comes where it went."""
    later = read_or_refused(document)
    there, back = difference(BASE, later, NOTHING), difference(later, BASE, NOTHING)
    swapped = {Aspect.ADDED: Aspect.REMOVED, Aspect.REMOVED: Aspect.ADDED}

    def told(found: Any, turned: bool) -> list[Any]:
        return sorted(
            (c.about, swapped.get(c.aspect, c.aspect) if turned else c.aspect,
             *((c.after, c.before) if turned else (c.before, c.after)))
            for c in found.changes if c.aspect not in (Aspect.ORDER, Aspect.FORM))

    assert told(there, False) == told(back, True)


@pytest.mark.parametrize("key", ["lineage", "based_on"])
def test_what_the_lineage_says_is_no_change_of_the_toolkit(key: str) -> None:
    document = copy.deepcopy(WHOLE)
    document["based_on"] = 1
    document["lineage"] = [{"relation": "reworded", "from": ["story"], "to": ["story"]}]
    assert not difference(BASE, definition(document), NOTHING)
