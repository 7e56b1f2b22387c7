"""What a definition document may not hold: each is refused at its place, with a plain reason."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.engine.document import DefinitionRefused, read
from tests.engine.documents import (
    LEVELS, PRESENCE, bare, control, document, section, toolkit_document,
)

TEXT = {"type": "string"}
ROWS = {"type": "array", "items": {"type": "object", "properties": {"name": TEXT}}}
WHERE_A = {"properties": {"a": {"const": "x"}}, "required": ["a"]}
FIRST = "/uischema/elements/0/elements/0"
DETAIL = f"{FIRST}/options/detail"
OURS = f"{FIRST}/options/waymark"


def asking(*controls: Any, **properties: Any) -> dict[str, Any]:
    """A document of one section."""
    return document(properties or {"q": TEXT}, [section("S", *controls)])


def ruled(condition: Any, effect: str = "SHOW") -> dict[str, Any]:
    """A document with a rule on its first question."""
    return asking(control("q", rule={"effect": effect, "condition": condition}),
                  control("other"), q=TEXT, other=TEXT)


def awaits(key: str) -> dict[str, Any]:
    """A rule that looks at the answer to another question."""
    return {"effect": "SHOW", "condition": {
        "scope": f"#/properties/{key}", "schema": {"const": "x"}}}


def problems(given: Any) -> list[tuple[str, str]]:
    """Pointer and reason of every problem."""
    with pytest.raises(DefinitionRefused) as refused:
        read(json.dumps(given))
    return [(problem.pointer, problem.reason) for problem in refused.value.problems]


def refused(given: Any, pointer: str, *words: str) -> Any:
    """One thing that is wrong: the document, where, and words of the reason."""
    return pytest.param(given, pointer, words, id=f"{pointer or '/'} {words[0]}")


def laid_out_in_rows(*elements: Any) -> dict[str, Any]:
    """A document of one list, with a layout for its rows."""
    detail = {"type": "VerticalLayout", "elements": list(elements)}
    return asking(control("p", detail=detail), p=ROWS)


def bare_document(**properties: Any) -> dict[str, Any]:
    """A document without a layout."""
    return {"schema": bare(**properties)}


def alike(*levels: tuple[str, int]) -> list[dict[str, Any]]:
    return [{"id": id_, "title": id_, "rank": rank} for id_, rank in levels]


SCHEMA = [
    refused([], "", "must be a JSON object"),
    refused({"title": "No schema"}, "/schema", "missing"),
    refused({"type": "string", "properties": {"a": TEXT}}, "/type", "the answers are an object"),
    refused({"schema": {"type": "array", "properties": {"a": TEXT}}}, "/schema/type",
            "the answers are an object"),
    refused({"schema": TEXT}, "/schema", "an object schema with properties"),
    refused(bare(), "/uischema", "asks no question"),
    refused(bare(a={"type": "strung"}), "/properties/a/type", "not a JSON Schema", "strung"),
    refused(bare(a={"type": "number", "minimum": "3"}), "/properties/a/minimum",
            "not a JSON Schema"),
    refused({**bare(a=TEXT), "required": "a"}, "/required", "not a JSON Schema"),
    refused({**bare(a={"type": "number", "minimum": 0, "exclusiveMinimum": True}),
             "$schema": "http://json-schema.org/draft-04/schema#"},
            "/properties/a/exclusiveMinimum", "not a JSON Schema"),
    refused(bare(a={"$id": "https://example.org/a", "type": "object", "properties": {
        "b": {"$ref": "#/properties/c"}}}, c=TEXT), "", "cannot be used as a schema"),
    refused(bare(a=True), "/properties/a", "says what may be answered"),
    refused(bare(a={}), "/properties/a", "no type of question"),
    refused(bare(a={"type": "null"}), "/properties/a", "no type of question"),
    refused(bare(a={"type": ["string", "number"]}), "/properties/a", "no type of question"),
    refused(bare(a={"type": "array"}), "/properties/a", "no type of question"),
    refused(bare(a={"type": "string", "enum": []}), "/properties/a", "no type of question"),
    refused(bare(a={"oneOf": [{"type": "string"}, {"type": "number"}]}), "/properties/a",
            "needs a const and a title"),
    refused(bare(a={"type": "string", "enum": ["x", "y", "x"]}), "/properties/a",
            "recorded alike"),
    refused(bare(a={"enum": ["1", 1]}), "/properties/a", "recorded alike"),
    refused(bare(a={"enum": [{"x": 1}, ["y"]]}), "/properties/a", "text or as a number"),
    refused(bare(a={"enum": ["", "x"]}), "/properties/a", "not as a blank"),
    refused(bare(a={"oneOf": [{"const": " \t", "title": "None"}, {"const": "x"}]}),
            "/properties/a", "not as a blank"),
    refused(bare(a={"type": "array", "uniqueItems": True, "items": {"enum": ["x", ""]}}),
            "/properties/a", "not as a blank"),
    refused(bare(a={"const": ""}), "/properties/a", "not as a blank"),
    refused(bare(a={"enum": list(range(1001))}), "/properties/a", "more than 1000 choices"),
    refused({**bare(**{f"q{n}": {"$ref": "#/$defs/x"} for n in range(21)}),
             "$defs": {"x": {"enum": list(range(1000))}}}, "", "more than 20000 choices in all"),
    refused(bare(**{f"q{n}": {**TEXT, "pattern": f"{n:0900}"} for n in range(12)}), "",
            "patterns are longer than 10000 characters"),
    refused(bare(a={"enum": [1, 1.0]}), "/properties/a", "recorded alike"),
    refused(bare(a={"enum": [True, 1]}), "/properties/a", "text or as a number"),
    refused(bare(a={"type": "integer", "enum": ["x", 1]}), "/properties/a",
            "does not allow the choice x"),
    refused(bare(a={"type": "boolean", "enum": ["x"]}), "/properties/a",
            "does not allow the choice x"),
    refused(bare(a={"oneOf": [{"const": "x", "title": "X"}, {"const": "y"}], "enum": ["x"]}),
            "/properties/a", "does not allow the choice y"),
    refused(bare(a={"type": "string", "anyOf": [{"const": "x", "title": "X"}]}), "/properties/a",
            "under oneOf, not under anyOf"),
    refused({"$ref": "#/$defs/x", "$defs": {"x": bare(a=TEXT)}}, "",
            "an object schema with properties"),
]
KEYWORDS = [
    refused(bare(a={"type": "string", key: value}), f"/properties/a/{key}", words)
    for key, value, words in (
        ("patternProperties", {"x": TEXT}, "by a pattern of their name"),
        ("prefixItems", [TEXT], "places differ"),
        ("contains", TEXT, "cannot be shown"),
        ("minContains", 1, "cannot be shown"),
        ("maxContains", 1, "cannot be shown"),
        ("dependentSchemas", {"x": TEXT}, "use a rule"),
        ("dependentRequired", {"x": ["y"]}, "required_when"),
        ("dependencies", {"x": TEXT}, "use a rule"),
        ("unevaluatedProperties", False, "cannot be rendered"),
        ("unevaluatedItems", False, "cannot be rendered"),
        ("propertyNames", TEXT, "fixed by the definition"),
        ("$dynamicRef", "#x", "only $ref inside the document"),
        ("$dynamicAnchor", "x", "only $ref inside the document"),
        ("additionalItems", TEXT, "places differ"),
        ("contentSchema", TEXT, "cannot be rendered"),
        ("additionalProperties", TEXT, "without a question of their own"),
        ("pattern", "^(a+)+$", "holds a repeat"),
        ("pattern", "(?=a)b", "looks ahead"),
        ("$ref", "https://example.org/schema.json", "outside the document and is not followed"),
        ("$ref", "other.json#/a", "outside the document and is not followed"),
        ("$ref", "#/$defs/nowhere", "names nothing in this document"),
        ("$ref", "#/properties/a", "leads back to itself"),
    )
] + [
    refused(bare(a={"type": "array", "items": False}), "/properties/a/items", "places differ"),
    refused({**bare(a=TEXT, b=TEXT), "anyOf": [{"required": ["a"]}]}, "/anyOf/0/required",
            "cannot be asked for one by one"),
    refused({**bare(a=TEXT), "not": {"required": ["a"]}}, "/not/required", "one by one"),
    refused({**bare(a=TEXT), "oneOf": [{"required": ["a"]}]}, "/oneOf/0/required", "one by one"),
    refused({**bare(a=TEXT), "anyOf": [{"$ref": "#/$defs/x"}],
             "$defs": {"x": {"allOf": [{"$ref": "#/$defs/y"}]}, "y": {"required": ["a"]}}},
            "/$defs/y/required", "one by one"),
    refused({**bare(a=TEXT, b=TEXT), "if": {"properties": {"a": {"const": "x"}}},
             "then": {"required": ["b"]}}, "/if", "an if without required"),
    refused({**bare(a=TEXT), "if": WHERE_A, "then": {"required": ["b"]}}, "/then/required",
            "b is required and never asked"),
    refused({**bare(a=TEXT), "allOf": [{"if": WHERE_A, "else": {"required": ["b"]}}]},
            "/allOf/0/else/required", "b is required and never asked"),
    refused({**bare(a=TEXT), "if": WHERE_A, "then": {"properties": {"b": TEXT}}},
            "/then/properties/b", "no question can ask for b here"),
    refused({**bare(a=TEXT), "$ref": "#/$defs/x", "$defs": {"x": bare(b=TEXT)}},
            "/$defs/x/properties/b", "no question can ask for b here"),
    refused({**bare(a=TEXT, o=bare(c=TEXT)), "allOf": [{"properties": {"o": {"required": ["d"]}}}]},
            "/allOf/0/properties/o/required", "d is required and never asked"),
    refused(bare(p={"type": "array", "items": {**bare(a=TEXT), "allOf": [{"required": ["b"]}]}}),
            "/properties/p/items/allOf/0/required", "b is required and never asked"),
    refused({**bare(a={"$ref": "#/$defs/x"}), "$defs": {
        "x": {"$ref": "#/$defs/y"}, "y": {"$ref": "#/$defs/x"}}}, "/properties/a/$ref",
        "leads back to itself"),
    refused({**bare(a={"$ref": "#/$defs/d0"}), "$defs": {
        f"d{n}": {"$ref": f"#/$defs/d{n + 1}"} for n in range(40)} | {"d40": TEXT}},
        "/properties/a/$ref", "without end"),
]
KEYS = [
    refused(bare(**{name: TEXT}), f"/properties/{pointer}", "a key may not be empty")
    for name, pointer in (("", ""), ("a.b", "a.b"), ("a/b", "a~1b"), ("@a", "@a"), ("~", "~0"))
] + [
    refused(bare(**{"a.b": bare(c=TEXT)}), "/properties/a.b", "a key may not be empty"),
    refused(bare(people={"type": "array", "items": bare(**{"a/b": TEXT})}),
            "/properties/people/items/properties/a~1b", "a key may not be empty"),
    refused(document({"t": bare(**{"a/b": bare(c=TEXT)})},
                     [section("S", control("t", type="table"))]),
            "/schema/properties/t/properties/a~1b", "a key may not be empty"),
]
LAYOUT = [
    refused({"schema": bare(a=TEXT), "uischema": []}, "/uischema", "a layout is an object"),
    refused({"schema": bare(a=TEXT), "uischema": {"type": "Wizard"}}, "/uischema/type",
            "Wizard is not an element"),
    refused(document({"q": TEXT}, [control("q")]), "/uischema/elements/0", "only a Category"),
    refused(asking(control("q"), "text"), "/uischema/elements/0/elements/1", "is an object"),
    refused(asking(control("nowhere")), f"{FIRST}/scope", "#/properties/nowhere names no question"),
    refused(asking({"type": "Control", "scope": "#"}), f"{FIRST}/scope", "names no question"),
    refused(asking({"type": "Control"}), f"{FIRST}/scope", "names no question"),
    refused(asking(control("q"), control("q")), "/uischema/elements/0/elements/1/scope",
            "q is asked twice"),
    refused(document({"q": TEXT, "other": TEXT}, [section("S", control("q"))], ["other"]),
            "/schema/required", "other is required and never asked"),
    refused({**asking({"type": "Control", "scope": "#/properties/o/properties/a"},
                      o={**bare(a=TEXT, b=TEXT), "required": ["b"]})},
            "/schema/properties/o/required", "b is required and never asked"),
    refused(asking(control("p", detail={"type": "VerticalLayout", "elements": [
        {"type": "Control", "scope": "#/properties/a"}]}),
        p={"type": "array", "items": {**bare(a=TEXT, b=TEXT), "required": ["b"]}}),
        "/schema/properties/p/items/required", "b is required and never asked"),
    refused(asking(control("p", detail={"type": "VerticalLayout", "elements": [
        {"type": "Control", "scope": "#/properties/z"}]}), p=ROWS),
        f"{FIRST}/options/detail/elements/0/scope", "names nothing in the row"),
    refused(asking(control("p", detail={"type": "VerticalLayout", "elements": [
        {"type": "Control", "scope": "#/properties/name", "rule": {"effect": "SHOW"}}]}), p=ROWS),
        f"{FIRST}/options/detail/elements/0/rule", "inside a row"),
    refused(laid_out_in_rows({"type": "Control", "scope": "#/properties/name"},
                             {"type": "Control", "scope": "#/properties/name"}),
            f"{DETAIL}/elements/1/scope", "name is asked twice"),
    refused(laid_out_in_rows({"type": "Wizard"}), f"{DETAIL}/elements/0/type",
            "Wizard is not an element"),
    refused(laid_out_in_rows("name"), f"{DETAIL}/elements/0", "an object with a type"),
    refused(asking(control("p", detail={"type": "VerticalLayout", "elements": 5}), p=ROWS),
            f"{DETAIL}/elements", "must be a list"),
    refused(asking(control("q"), {"type": "Group", "label": "G", "elements": {"0": control("q")}}),
            "/uischema/elements/0/elements/1/elements", "must be a list"),
    refused(asking({**control("o"), "options": {"waymark": {"hint": "Where"}}}, o=bare(a=TEXT)),
            OURS, "an object of questions"),
    refused(document({"a": TEXT, "b": TEXT},
                     [section("S", control("a")), section("S", control("b"))]),
            "/uischema/elements/1", "two sections have the key s", "options.waymark.key"),
    refused(bare(p={"type": "array", "items": bare(p=ROWS)}),
            "/properties/p/items/properties/p", "rows inside rows"),
    refused(bare(p={"type": "array", "items": {"type": "object"}}), "/properties/p",
            "a row needs something to answer"),
    refused(asking(control("t", type="table"), t=bare(a=bare(c=TEXT), b=bare(d=TEXT))),
            "/schema/properties/t/properties/b", "every row of a table has the same cells"),
    refused(asking(control("q", type="scale")), f"{FIRST}/options", "scale cannot ask for this"),
    refused(asking(control("q", type="hologram")), f"{FIRST}/options",
            "hologram is not a type of question"),
]
OUR_PARTS = [
    refused({**asking(control("q")), "colour": "red"}, "/colour", "unknown field"),
    refused({**asking(control("q")), "slug": "Not A Slug"}, "/slug", "lower case"),
    refused({**asking(control("q")), "slug": "a" * 101}, "/slug", "no longer than 100"),
    refused({**asking(control("q")), "title": 3}, "/title", "not a valid string"),
    refused(asking(control("q", historical="yes")), f"{OURS}/historical", "not a valid boolean"),
    refused(asking(control("q", evidence={"date": 1})), f"{OURS}/evidence/date",
            "not a valid boolean"),
    refused({**asking(control("q")), "kind": "survey"}, "/kind", "one of assessment, screening"),
    refused({**asking(control("q")), "levels": {}}, "/levels", "not a valid list"),
    refused({**asking(control("q")), "based_on": 0}, "/based_on", "greater than or equal to 1"),
    refused(asking(control("q", colour="red")), f"{OURS}/colour", "unknown field"),
    refused(asking(control("q", evidence={"labels": "Why"})), f"{OURS}/evidence/labels",
            "unknown field"),
    refused(asking(control("q", prefill="case.secret")), f"{OURS}/prefill", "one of case.name"),
    refused(document({"q": TEXT}, [section("S", control("q"), colour="red")]),
            "/uischema/elements/0/options/waymark/colour", "unknown field"),
    refused(asking(control("q", risk="raises"), q=PRESENCE), f"{OURS}/meanings",
            "says what each option means", "not_known, not_present, present"),
    refused(asking(control("q", harm="actual"), q=PRESENCE), f"{OURS}/harm", "means yes"),
    refused(asking(control("q", harm="actual")), f"{OURS}/harm", "means yes"),
    refused(asking(control("q", meanings={"perhaps": "possible"}), q=PRESENCE),
            f"{OURS}/meanings/perhaps", "no such option"),
    refused(asking(control("q", option_hints={"perhaps": "Hm"}), q=PRESENCE),
            f"{OURS}/option_hints/perhaps", "no such option"),
    refused(asking(control("q", evidence={"required_when": {"$ref": "#"}})),
            f"{OURS}/evidence/required_when/$ref", "may not use $ref"),
]
CONDITIONS = [
    refused(asking(control("q", rule=awaits("q"))), "/uischema", "in a circle: q → q"),
    refused(asking(control("a", rule=awaits("b")), control("b", rule=awaits("a")),
                   a=TEXT, b=TEXT), "/uischema", "in a circle"),
    refused(ruled({"scope": "#/properties/nowhere", "schema": {}}), f"{FIRST}/rule/condition",
            "nothing in this definition is called nowhere"),
    refused(ruled({"scope": "#/measures/none", "schema": {}}), f"{FIRST}/rule/condition",
            "nothing in this definition is called none"),
    refused(ruled({"scope": "#/derived/age", "schema": {}}), f"{FIRST}/rule/condition",
            "nothing in this definition is called age"),
    refused(ruled({"scope": "#/marks/absence/@t", "schema": {}}), f"{FIRST}/rule/condition",
            "nothing in this definition is called @t"),
    refused(ruled({"scope": "#/marks/reason/other", "schema": {}}),
            f"{FIRST}/rule/condition/scope", "is no place"),
    refused(asking(control("q", rule={"effect": "SHOW", "condition": {
        "scope": "#/properties/p/properties/name", "schema": {}}}), control("p"), q=TEXT, p=ROWS),
        f"{FIRST}/rule/condition", "nothing in this definition is called p.name"),
    refused(asking(control("q", rule={"effect": "SHOW", "condition": {
        "scope": "#/properties/t/properties/b/properties/c", "schema": {}}}),
        control("t", type="table"), q=TEXT, t=bare(a=bare(c=TEXT))),
        f"{FIRST}/rule/condition", "nothing in this definition is called t.b.c"),
    refused(ruled({"scope": "#/properties/other", "schema": 5}),
            f"{FIRST}/rule/condition/schema", "5 is not of types"),
    refused(ruled({"scope": "#/properties/other", "schema": {"not": {"anyOf": 5}}}),
            f"{FIRST}/rule/condition/schema/not/anyOf", "5 is not of type"),
    refused(ruled(None), f"{FIRST}/rule/condition", "must be an object"),
    refused(ruled({}, "BLINK"), f"{FIRST}/rule/effect", "one of SHOW, HIDE"),
    refused(asking(control("q", rule={"effect": {}})), f"{FIRST}/rule/effect", "one of SHOW, HIDE"),
    refused(asking(control("q", rule="always")), f"{FIRST}/rule/effect", "one of SHOW, HIDE"),
    refused(asking(control("q", required_when={"scope": "#/properties/x", "schema": {}})),
            f"{OURS}/required_when", "nothing in this definition is called x"),
]
OLDER = {"scope": "#/properties/older", "schema": {"const": "present"}}
SCORE = {"id": "m", "title": "M"}


def term(**part: Any) -> dict[str, Any]:
    return toolkit_document(measures=[
        {**SCORE, "terms": [{"scope": "#/properties/older", **part}]}], levels=[], judgement=None)


def counted(ends: dict[str, float], weight: int = 1) -> dict[str, Any]:
    """A number that adds its value to a measure."""
    return {**bare_document(q={"type": "number", **ends}), "measures": [{**SCORE, "terms": [
        {"scope": "#/properties/q", "value": True, "weight": weight}]}]}


def floor(*forbids: str) -> dict[str, Any]:
    return toolkit_document(floors=[
        {"id": "f", "when": OLDER, "forbids": list(forbids), "because": "Under 13"}])


def derived(kind: str, of: str) -> dict[str, Any]:
    return toolkit_document(derived=[{"name": "d", "kind": kind, "of": of}])


def windows(dates: str, *months: int) -> dict[str, Any]:
    return term(windows={"dates": dates, "bands": [{"months": m, "weight": 1} for m in months]})


DECLARATIONS = [
    refused(toolkit_document(levels=alike(("a", 1), ("b", 1)), judgement=None), "/levels",
            "two levels have the same rank"),
    refused(toolkit_document(levels=alike(("a", 1), ("a", 2)), judgement=None), "/levels/1/id",
            "a is declared twice"),
    refused(floor(*LEVELS), "/floors/0/forbids", "must leave the highest one, actual"),
    refused(floor("actual"), "/floors/0/forbids", "must leave the highest one, actual"),
    refused(floor("purple"), "/floors/0/forbids", "there is no level purple"),
    refused(floor(), "/floors/0/forbids", "shorter than minimum length 1"),
    refused(toolkit_document(judgement={"scope": "#/properties/older"}), "/judgement/scope",
            "its options must be the levels", "actual"),
    refused(toolkit_document(judgement={"scope": "#/properties/story"}), "/judgement/scope",
            "its options must be the levels"),
    refused(toolkit_document(judgement={"scope": "#/properties/none"}), "/judgement/scope",
            "names no question"),
    refused(toolkit_document(judgement={
        "scope": "#/properties/level", "reason": "#/properties/none"}), "/judgement/reason",
        "names no question"),
    refused(toolkit_document(judgement={"scope": "#/properties/level", "highest": "purple"}),
            "/judgement/highest", "there is no level purple"),
    refused(toolkit_document(immediate=[
        {"scope": "#/properties/none", "when": {}, "message": "Call"}]), "/immediate/0/scope",
        "names no question"),
    refused(term(scope="#/properties/none"), "/measures/0/terms/0/scope", "names no question"),
    refused(term(when={"not": {"pattern": "^(a+)+$"}}), "/measures/0/terms/0/when/not/pattern",
            "holds a repeat"),
    refused(term(when={"patternProperties": {"(?=a)": {}}}),
            "/measures/0/terms/0/when/patternProperties/(?=a)", "looks ahead"),
    refused(toolkit_document(measures=[{**SCORE, "terms": [
        {"scope": "#/properties/older", "when": {"const": "present"}}] * 2001}], levels=[],
        judgement=None), "/measures", "more than 2000 terms"),
    refused(term(scope="#/measures/older"), "/measures/0/terms/0/scope", "names no question"),
    refused(term(scope="#/properties/seen/items/properties/on"), "/measures/0/terms/0/scope",
            "names no question"),
    refused(term(scope="#/properties/story", value=True), "/measures/0/terms/0/value",
            "only a number or a scale"),
    refused(counted({"maximum": 1e300}), "/measures/0/terms/0/value", "needs a maximum"),
    refused(counted({"maximum": 9}, -1), "/measures/0/terms/0/value", "needs a minimum"),
    refused(term(weight="5"), "/measures/0/terms/0/weight", "not a valid number"),
    refused(term(weight=1e300), "/measures/0/terms/0/weight", "less than or equal to 1000000"),
    refused(windows("#/properties/seen/items/properties/on", 10**9),
            "/measures/0/terms/0/windows/bands/0/months", "less than or equal to 1200"),
    refused(term(when={"const": 1, "$id": "x"}), "/measures/0/terms/0/when/$id", "may not use $id"),
    refused(windows("#/properties/seen/items/properties/z", 6), "/measures/0/terms/0/windows/dates",
            "the rows have no z"),
    refused(windows("#/properties/story", 6), "/measures/0/terms/0/windows/dates",
            "only a question for a date"),
    refused(windows("#/properties/seen/items/properties/on", 12, 6),
            "/measures/0/terms/0/windows/bands", "from the latest to the oldest"),
    refused(windows("#/properties/seen/items/properties/on", 6, 6),
            "/measures/0/terms/0/windows/bands", "from the latest to the oldest"),
    refused(derived("age_years", "case.name"), "/derived/0/of", "worked out of case.name"),
    refused(derived("age_years", "birthday"), "/derived/0/of", "cannot be worked out of birthday"),
    refused(derived("months_since", "#/properties/story"), "/derived/0/of", "cannot be worked out"),
    refused(derived("months_since", "#/properties/people/items/properties/since"),
            "/derived/0/of", "names no question"),
    refused(derived("row_count", "#/properties/story"), "/derived/0/of", "cannot be worked out"),
    refused(derived("case_fact", "#/properties/story"), "/derived/0/of", "cannot be worked out"),
    refused(derived("row_count", "#/properties/none"), "/derived/0/of", "names no question"),
]
LINEAGE = [
    refused(toolkit_document(lineage=[{"relation": "removed", "from": ["x"]}]), "/based_on",
            "which version it is based on"),
    refused(toolkit_document(based_on=1, lineage=[{"relation": "became", "from": ["x"]}]),
            "/lineage/0/relation", "one of same, reworded"),
    refused(toolkit_document(based_on=1, lineage=[
        {"relation": "split", "from": ["x"], "to": ["older"]}]), "/lineage/0/to", "2 or more keys"),
    refused(toolkit_document(based_on=1, lineage=[{"relation": "removed", "from": ["x"], "of": 1}]),
            "/lineage/0/of", "unknown field"),
    refused(toolkit_document(based_on=1, lineage=[
        {"relation": "replaced", "from": [f"f{n}" for n in range(200)],
         "to": [f"t{n}" for n in range(200)]}]), "/lineage", "more than 10000 pairs"),
]


@pytest.mark.parametrize("given, pointer, words", [
    *SCHEMA, *KEYWORDS, *KEYS, *LAYOUT, *OUR_PARTS, *CONDITIONS, *DECLARATIONS, *LINEAGE])
def test_refused_at_its_place_with_a_reason(
    given: Any, pointer: str, words: tuple[str, ...]
) -> None:
    found = [reason for place, reason in problems(given) if place == pointer]
    assert any(all(word in reason for word in words) for reason in found), problems(given)


@pytest.mark.parametrize("given, pointer, words", [
    *KEYS, *LAYOUT, *OUR_PARTS, *CONDITIONS, *DECLARATIONS, *LINEAGE])
def test_one_mistake_is_told_as_one(given: Any, pointer: str, words: tuple[str, ...]) -> None:
    """Nothing is complained of that is only a consequence; somebody would look for it in vain."""
    assert {place for place, _ in problems(given)} == {pointer}


def test_all_mistakes_are_told_at_once() -> None:
    given = asking(control("q", colour="red"), control("nowhere"), control("q"))
    given["floors"] = [{"id": "f", "when": {"scope": "here"}, "forbids": ["x"], "because": ""}]
    assert [pointer for pointer, _ in problems(given)] == [
        f"{OURS}/colour", "/uischema/elements/0/elements/1/scope",
        "/uischema/elements/0/elements/2/scope", "/floors/0/forbids", "/floors/0/when"]


def test_problems_without_end_are_not_told_without_end() -> None:
    assert len(problems({"schema": {}, **{f"k{n}": 1 for n in range(3000)}})) == 500
