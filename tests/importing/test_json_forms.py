"""What is put otherwise in documents of others: each way allows what it allowed, as AJV says."""

import json

import pytest

from app.engine.document import DefinitionRefused, read
from app.importing import import_text
from app.importing.json_forms.schemas import rewritten
from tests.importing.conformance import assert_ajv_agrees

TEXT = {"type": "string"}
VALUES = [None, "", "a", "b", "abc", 1, 2.5, 7, True, [], ["a"], {}, {"x": "a"}, {"x": "a", "y": 1},
          {"y": 1}, {"x": 1, "y": "b"}]


def imported(schema, layout=None):
    document = {"schema": {"type": "object", **schema}}
    return import_text(json.dumps({**document, "uischema": layout} if layout else document))


def definition(schema, layout=None):
    return read(json.dumps(imported(schema, layout).document))


def reasons(schema, layout):
    return [str(remark) for remark in imported(schema, layout).not_understood]


def control(name, **more):
    return {"type": "Control", "scope": f"#/properties/{name}", **more}


def shown_when(name, value):
    return {"effect": "SHOW", "condition": {"scope": f"#/properties/{name}",
                                            "schema": {"const": value}}}


def layout(*elements, kind="VerticalLayout", **more):
    return {"type": kind, "elements": list(elements), **more}


SCHEMAS = {
    "joined objects": {"allOf": [
        {"type": "object", "properties": {"x": TEXT}, "required": ["x"]},
        {"properties": {"y": {"type": "integer"}}}]},
    "limits of both": {"allOf": [{"type": "string", "minLength": 1}, {"maxLength": 2}]},
    "a number of both": {"allOf": [{"type": "number", "minimum": 1}, {"type": "integer"}]},
    "one name of both": {"allOf": [
        {"properties": {"x": TEXT}}, {"properties": {"x": {"minLength": 1}}}], "type": "object"},
    "closed parts": {"allOf": [
        {"properties": {"x": TEXT}, "additionalProperties": False},
        {"properties": {"y": {"type": "integer"}}}]},
    "choices by anyOf": {"anyOf": [
        {"type": "string", "enum": ["a"], "title": "A"}, {"const": "b"}, {"enum": ["a", "c"]}]},
    "choices by oneOf": {"oneOf": [{"enum": ["a", "b"]}, {"const": "c", "title": "C"}]},
    "the same choice twice": {"oneOf": [{"enum": ["a", "b"]}, {"const": "b"}]},
    "choices of a type": {"oneOf": [{"type": "string", "enum": ["a", 1]}, {"const": 2.5}]},
    "one of two kinds of text": {"oneOf": [{**TEXT, "minLength": 3}, {**TEXT, "maxLength": 1}]},
    "text, some of it listed": {"anyOf": [TEXT, {"enum": ["foo", "bar"]}]},
    "numbers apart": {"anyOf": [{"type": "number"}, {"type": "number", "minimum": 3}]},
    "idle": {"type": "array", "items": TEXT, "additionalItems": False},
    "what goes with what": {"type": "object", "properties": {"x": TEXT, "y": {"type": "integer"}},
                            "dependencies": {"x": ["y"]}},
    "dependent": {"type": "object", "properties": {"x": TEXT}, "dependentRequired": {"x": ["y"]}},
}


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_put_otherwise_allows_the_same(name):
    schema = {"type": "object", "properties": {"q": SCHEMAS[name]}}
    assert_ajv_agrees(schema, rewritten(schema), [{"q": value} for value in VALUES])


@pytest.mark.parametrize("name, type_name", [
    ("limits of both", "text"), ("a number of both", "number"), ("choices by anyOf", "radios"),
    ("choices by oneOf", "radios"), ("one of two kinds of text", "text"), ("idle", "list"),
    ("text, some of it listed", "text"), ("numbers apart", "number"),
])
def test_it_can_then_be_asked(name, type_name):
    assert definition({"properties": {"q": SCHEMAS[name]}}).questions["q"].type.name == type_name


def test_references_among_the_parts_are_followed_and_circles_are_not():
    found = definition({
        "$defs": {"named": {"properties": {"name": TEXT}}},
        "properties": {"who": {"type": "object", "allOf": [
            {"$ref": "#/$defs/named"}, {"properties": {"age": {"type": "integer"}}}]}}})
    assert list(found.questions) == ["who.name", "who.age"]
    circle = {"$defs": {"a": {"allOf": [{"$ref": "#/$defs/a"}]}},
              "properties": {"q": {"$ref": "#/$defs/a"}}}
    with pytest.raises(DefinitionRefused):
        imported(circle)


def test_references_that_multiply_are_left_alone():
    doubled = {f"d{n}": {"allOf": [{"$ref": f"#/$defs/d{n + 1}"}] * 2} for n in range(40)}
    schema = {"type": "object", "properties": {"q": {"$ref": "#/$defs/d0"}},
              "$defs": {**doubled, "d40": TEXT}}
    assert rewritten(schema)["properties"] == schema["properties"]


def test_what_allows_only_null_is_words_to_read():
    found = definition({"properties": {
        "q": TEXT, "help": {"type": "null", "title": "About", "description": "Read this"}}})
    assert list(found.questions) == ["q"]
    assert found.sections[0].items[1].text == "**About**\n\nRead this"


def test_a_list_with_detail_is_rows():
    rows = {"type": "array", "items": {"type": "object", "properties": {"a": TEXT}}}
    found = definition({"properties": {"q": rows}}, control("q") | {"type": "ListWithDetail"})
    assert found.questions["q"].type.name == "rows"


def test_a_categorization_inside_a_category_is_groups():
    inner = layout(layout(control("a"), kind="Category", label="Inner"), kind="Categorization")
    outer = layout(layout(inner, kind="Category", label="Outer"), kind="Categorization")
    found = definition({"properties": {"a": TEXT}}, outer)
    assert [(one.title, one.items[0].title) for one in found.sections] == [("Outer", "Inner")]


def test_categories_of_one_label_are_told_apart():
    pages = layout(layout(control("a"), kind="Category", label="Page"),
                   layout(control("b"), kind="Category", label="Page"), kind="Categorization")
    found = definition({"properties": {"a": TEXT, "b": TEXT}}, pages)
    assert [one.key for one in found.sections] == ["page", "page-2"]


def test_a_control_of_everything():
    found = definition({"properties": {"a": TEXT, "o": {"type": "object", "properties": {
        "b": TEXT}}}}, {"type": "Control", "scope": "#"})
    assert list(found.questions) == ["a", "o.b"]


def test_what_stands_twice_is_asked_once_and_told():
    twice = layout(control("a"), control("a", options={"multi": True}))
    assert len(definition({"properties": {"a": TEXT}}, twice).questions) == 1
    assert any("/uischema/elements/1: “#/properties/a” this is asked already" in one
               for one in reasons({"properties": {"a": TEXT}}, twice))


def test_what_stands_twice_under_different_rules_is_refused():
    twice = layout(control("a", rule=shown_when("b", "x")), control("a"), control("b"))
    with pytest.raises(DefinitionRefused, match="/uischema/elements/1/scope: a is asked twice"):
        imported({"properties": {"a": TEXT, "b": TEXT}}, twice)


def test_what_a_layout_forgot_is_put_at_its_end_and_told():
    schema = {"properties": {"a": TEXT, "b": TEXT, "c": TEXT, "d": TEXT}, "required": ["b"]}
    forgetful = layout(control("a", rule=shown_when("c", "x")))
    assert list(definition(schema, forgetful).questions) == ["a", "b", "c"]
    assert sum("the layout did not ask for this" in one for one in reasons(schema, forgetful)) == 2


def test_a_rule_that_asks_nothing_is_left_out_and_told():
    idle = layout(control("a", rule={"effect": "SHOW", "condition": {"scope": "#"}}))
    assert definition({"properties": {"a": TEXT}}, idle).questions["a"].rules == ()
    assert any("asks nothing" in one for one in reasons({"properties": {"a": TEXT}}, idle))


def test_rules_inside_rows_are_told():
    schema = {"properties": {"q": {"type": "array", "items": {
        "type": "object", "properties": {"a": TEXT, "b": TEXT}}}}}
    rows = control("q", options={"detail": layout(
        control("a"), control("b", rule=shown_when("a", "x")))})
    assert any("rules inside a row are not kept" in one for one in reasons(schema, rows))


def test_our_own_documents_are_never_put_otherwise():
    ours = {"slug": "ours", "title": "Ours", "schema": {"type": "object", "properties": {"q": {
        "anyOf": [{"const": "a"}, {"const": "b"}]}}}}
    with pytest.raises(DefinitionRefused):
        import_text(json.dumps(ours))
