"""Conditions: what they hold of a world, what they read, and that AJV says the same."""

import json
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.conditions import (
    UNDEFINED,
    ConditionRefused,
    World,
    compile_condition,
    compile_schema_test,
    undefined_result,
)

HERE = Path(__file__).parent

WORLD = World(
    answers={
        "association": "known",
        "nothing": None,
        "home": {"kind": "with family", "keys/held": 2},
        "contacts": [{"name": "Person one", "concern": "yes"}, {"name": "Person two"}],
    },
    measures={"suspected": 4, "actual_harm": 0},
    derived={"age": 12},
    marks={"absence": {"health": "not_applicable", "home.kind": "not_known"}},
)


def leaf(scope, schema, **more):
    return {"scope": scope, "schema": schema, **more}


KNOWN = leaf("#/properties/association", {"const": "known"})
UNKNOWN = leaf("#/properties/association", {"const": "suspected"})
YOUNG = leaf("#/derived/age", {"exclusiveMaximum": 13})


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        (KNOWN, True),
        (UNKNOWN, False),
        (YOUNG, True),
        (leaf("#/measures/actual_harm", {"minimum": 1}), False),
        (leaf("#/measures/suspected", {"const": 4.0}), True),
        (leaf("#/properties/home/properties/kind", {"pattern": "^with"}), True),
        (leaf("#/properties/home/properties/keys~1held", {"const": 2}), True),
        (leaf("#/properties/home", {"required": ["kind"]}), True),
        (leaf("#/properties/nothing", {"type": "null"}), True),
        (leaf("#/marks/absence/health", {"const": "not_applicable"}), True),
        (leaf("#/marks/absence/home.kind", {"const": "not_known"}), True),
        (
            leaf("#/properties/contacts", {"contains": {"properties": {"concern": {"const": "yes"}},
                                                        "required": ["concern"]}}),
            True,
        ),
        ({"type": "AND", "conditions": [KNOWN, YOUNG]}, True),
        ({"type": "AND", "conditions": [KNOWN, UNKNOWN]}, False),
        ({"type": "OR", "conditions": [UNKNOWN, YOUNG]}, True),
        ({"type": "OR", "conditions": [UNKNOWN, UNKNOWN]}, False),
        ({"type": "LEAF", "scope": "#/properties/association", "expectedValue": "known"}, True),
        ({"type": "LEAF", "scope": "#/properties/association", "expectedValue": "no"}, False),
    ],
)
def test_a_condition_is_true_of_a_world(condition, holds):
    assert compile_condition(condition).holds(WORLD) is holds


@pytest.mark.parametrize(
    "scope",
    [
        "#/properties/unasked",
        "#/properties/home/properties/unasked",
        "#/properties/association/properties/kind",
        "#/properties/nothing/properties/kind",
        "#/measures/none",
        "#/derived/none",
        "#/marks/absence/none",
        "#/marks/absence/none",
    ],
)
def test_a_place_that_holds_nothing_is_undefined(scope):
    assert not compile_condition(leaf(scope, {"const": "x"})).holds(WORLD)
    assert compile_condition(leaf(scope, {"not": {"const": "x"}})).holds(WORLD)


def test_fail_when_undefined_makes_it_false():
    absent = leaf("#/properties/unasked", {"not": {"const": "x"}}, failWhenUndefined=True)
    present = leaf("#/properties/association", {"not": {"const": "x"}}, failWhenUndefined=True)
    assert not compile_condition(absent).holds(WORLD)
    assert compile_condition(present).holds(WORLD)


def test_null_is_a_value():
    condition = leaf("#/properties/nothing", {"minimum": 3}, failWhenUndefined=True)
    assert compile_condition(condition).holds(WORLD)


def test_reads_names_every_place_once():
    condition = {
        "type": "OR",
        "conditions": [
            {"type": "AND", "conditions": [KNOWN, YOUNG]},
            UNKNOWN,
            leaf("#/properties/home/properties/kind", {"const": "alone"}),
            leaf("#/measures/suspected", {"minimum": 1}),
            leaf("#/marks/absence/health", {"const": "not_known"}),
        ],
    }
    assert compile_condition(condition).reads == {
        "answers/association",
        "answers/home.kind",
        "derived/age",
        "measures/suspected",
        "marks/absence/health",
    }


@pytest.mark.parametrize(
    ("scope", "place", "awaits"),
    [
        ("#/properties/home", "answers/home", True),
        ("#/properties/home", "answers/home.kind", True),
        ("#/properties/home/properties/kind", "answers/home", True),
        ("#/properties/home/properties/kind", "answers/home.keys", False),
        ("#/properties/home", "answers/homeless", False),
        ("#/marks/absence/home", "answers/home", False),
        ("#/marks/absence/home", "marks/absence", True),
    ],
)
def test_a_condition_awaits_what_lies_within_what_it_reads(scope, place, awaits):
    assert compile_condition(leaf(scope, True)).awaits(place) is awaits


@pytest.mark.parametrize(
    ("schema", "verdict"),
    [
        (True, True),
        (False, False),
        ({}, True),
        ({"type": "string"}, False),
        ({"type": ["string", "null"]}, False),
        ({"const": "known"}, False),
        ({"enum": ["yes", None]}, False),
        ({"minimum": 3}, True),
        ({"required": ["a"]}, True),
        ({"contains": False}, True),
        ({"properties": {"a": False}}, True),
        ({"not": {"const": "no"}}, True),
        ({"not": {"minimum": 3}}, False),
        ({"allOf": [{"minimum": 3}, {"type": "number"}]}, False),
        ({"anyOf": [{"minimum": 3}, {"type": "number"}]}, True),
        ({"anyOf": [{"const": 1}, {"const": 2}]}, False),
        ({"oneOf": [{"minimum": 3}, {"const": 2}]}, True),
        ({"oneOf": [{"minimum": 3}, {"maximum": 9}]}, False),
        ({"if": {"const": 1}, "then": True, "else": False}, False),
        ({"if": {"minimum": 1}, "then": False, "else": True}, False),
        ({"if": {"const": 1}, "then": False}, True),
        ({"then": False, "else": False}, True),
    ],
)
def test_what_a_schema_says_of_nothing(schema, verdict):
    assert undefined_result(schema) is verdict
    assert compile_schema_test(schema).holds(UNDEFINED) is verdict


def test_a_test_on_the_answer_checks_formats():
    day = compile_schema_test({"format": "date"})
    assert day.holds("2026-02-28")
    assert not day.holds("2026-02-31")


def nested(wrap, innermost, depth):
    for _ in range(depth):
        innermost = wrap(innermost)
    return innermost


@pytest.mark.parametrize(
    ("condition", "pointer"),
    [
        ("true", ""),
        ({"type": "NOT", "conditions": [KNOWN]}, "/type"),
        ({"type": ["AND"], "conditions": [KNOWN]}, "/type"),
        ({"type": "AND"}, "/conditions"),
        ({"type": "AND", "conditions": []}, "/conditions"),
        ({"type": "OR", "conditions": [KNOWN, {**KNOWN, "unless": True}]}, "/conditions/1/unless"),
        ({**KNOWN, "failWhenUndefind": True}, "/failWhenUndefind"),
        ({**KNOWN, "failWhenUndefined": "yes"}, "/failWhenUndefined"),
        ({"scope": "#/derived/age"}, ""),
        ({"schema": {}}, "/scope"),
        (leaf("#", {}), "/scope"),
        (leaf("#/", {}), "/scope"),
        (leaf("#/properties", {}), "/scope"),
        (leaf("#/properties/a/kind", {}), "/scope"),
        (leaf("#/properties/contacts/items/properties/name", {}), "/scope"),
        (leaf("#/measures/a/b", {}), "/scope"),
        (leaf("#/marks/absence", {}), "/scope"),
        (leaf("/properties/a", {}), "/scope"),
        ({"type": "LEAF", "scope": "#/derived/age"}, ""),
        (leaf("#/derived/age", {"type": "strin"}), "/schema/type"),
        (leaf("#/derived/age", {"not": {"minimum": "3"}}), "/schema/not/minimum"),
        (leaf("#/derived/age", {"items": {"pattern": "(?=a)b"}}), "/schema/items/pattern"),
        (leaf("#/derived/age", {"pattern": "("}), "/schema/pattern"),
        (leaf("#/derived/age", {"allOf": [{"$ref": "#/x"}]}), "/schema/allOf/0/$ref"),
        (leaf("#/derived/age", {"properties": {"a/b": {"$id": "x"}}}),
         "/schema/properties/a~1b/$id"),
        (leaf("#/derived/age", {"const": "\ud800"}), "/schema"),
        (leaf("#/derived/age", nested(lambda s: {"not": s}, {}, 40)), "/schema" + "/not" * 33),
        (
            nested(lambda c: {"type": "AND", "conditions": [c]}, KNOWN, 40),
            "/conditions/0" * 33,
        ),
    ],
)
def test_what_cannot_be_evaluated_is_refused_with_its_place(condition, pointer):
    with pytest.raises(ConditionRefused) as refused:
        compile_condition(condition, pointer="/rule")
    assert refused.value.pointer == f"/rule{pointer}"
    assert refused.value.reason


def test_a_value_that_looks_like_a_reference_is_only_a_value():
    assert compile_schema_test({"const": {"$ref": "#/x"}}).holds({"$ref": "#/x"})


# AJV agrees. Tuples are left out: AJV 8.20 passes [] under {"prefixItems": …, "contains": false}.

VALUES = (
    None, True, False, -1, 0, 1, 2, 2.5, 1e3, "", "a", "yes", "1", "\U0001f600", "ab\n",
    [], [1], ["a", "a"], [[], {}], {}, {"a": 1}, {"a": "yes", "b": None}, {"b": []},
)

scalars = st.sampled_from([None, True, False, 0, 1, 2, 2.5, "", "a", "yes", "\U0001f600"])
values = st.sampled_from(VALUES)
counts = st.integers(0, 3)
names = st.sampled_from(["a", "b"])
types = st.sampled_from(["null", "boolean", "integer", "number", "string", "array", "object"])
patterns = st.sampled_from(["^a", "s$", "^$", "[0-9]+", "^(yes|no)$", "^.$", "\\d", "\\s$", "b$"])


def keyword_schemas(inner):
    """Schemas made of any of the keywords, with `inner` wherever a schema may stand."""
    some = st.lists(inner, min_size=1, max_size=3)
    named = st.dictionaries(names, inner, max_size=2)
    limits = {name: counts for name in LIMITS}
    return st.fixed_dictionaries(
        {},
        optional={
            "type": types | st.lists(types, min_size=1, max_size=3, unique=True),
            "const": values,
            "enum": st.lists(scalars, min_size=1, max_size=3, unique_by=json.dumps),
            "multipleOf": st.integers(1, 3),
            "pattern": patterns,
            "uniqueItems": st.booleans(),
            "required": st.lists(names, max_size=2, unique=True),
            "dependentRequired": st.dictionaries(names, st.lists(names, unique=True), max_size=2),
            "properties": named,
            "patternProperties": st.dictionaries(st.just("^a"), inner, max_size=1),
            "dependentSchemas": named,
            **dict.fromkeys(("allOf", "anyOf", "oneOf"), some),
            **dict.fromkeys(
                ("not", "if", "then", "else", "items", "contains", "propertyNames",
                 "additionalProperties"),
                inner,
            ),
            **limits,
        },
    )


LIMITS = (
    "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minLength", "maxLength",
    "minItems", "maxItems", "minProperties", "maxProperties",
)

schemas = st.recursive(
    st.booleans() | st.fixed_dictionaries({"const": values}), keyword_schemas, max_leaves=6
)


class Ajv:
    """One node process that says what AJV says, a line for a line."""

    def __init__(self):
        self._node = subprocess.Popen(
            ["node", str(HERE / "ajv.mjs")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def verdicts(self, schema):
        """On nothing at all, then on each of VALUES."""
        question = json.dumps({"schema": schema, "values": VALUES})
        self._node.stdin.write(question + "\n")
        self._node.stdin.flush()
        return json.loads(self._node.stdout.readline())

    def close(self):
        self._node.communicate()


@pytest.fixture(scope="module")
def ajv():
    if not (HERE.parents[1] / "node_modules" / "ajv").is_dir():
        pytest.fail("ajv is not installed: run npm ci at the root of the repository")
    process = Ajv()
    yield process
    process.close()


@given(schema=schemas)
def test_ajv_agrees_on_every_value_and_on_none(ajv, schema):
    test = compile_schema_test(schema)
    ours = [test.holds(value) for value in (UNDEFINED, *VALUES)]
    assert ours == ajv.verdicts(schema)
