"""From a definition document to what is asked: what docs/definition-format.md promises."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.engine.definition import Group, Note, Question
from app.engine.document import read
from app.engine.question_types import REGISTRY
from tests.engine.documents import (
    HARM, PRESENCE, bare, control, definition, document, reading, section, toolkit,
    toolkit_document,
)

TEXT = {"type": "string"}


def asked_as(schema: dict[str, Any], **ours: Any) -> str:
    """The type of question that asks for a schema."""
    asked = definition({"q": schema}, [section("S", control("q", **ours))])
    return asked.questions["q"].type.name


# What is accepted


def test_a_bare_schema_is_one_section_with_every_property_in_order() -> None:
    found = reading({**bare(zeta=TEXT, birthDate=TEXT, alpha={"type": "boolean"}),
                     "title": "Somebody else’s form", "required": ["zeta"]})
    [only] = found.sections
    assert (found.slug, found.title, only.title) == (
        "somebody-else-s-form", "Somebody else’s form", "Somebody else’s form")
    assert [(q.key, q.label, q.required) for q in only.questions()] == [
        ("zeta", "Zeta", True), ("birthDate", "Birth date", False), ("alpha", "Alpha", False)]
    assert found.questions["zeta"].pointer == "/properties/zeta"


def test_a_schema_with_its_layout_alone_is_accepted() -> None:
    found = reading({
        "schema": bare(a=TEXT, b=TEXT),
        "uischema": {"type": "VerticalLayout", "elements": [
            {"type": "Label", "text": "**Read** this"},
            {"type": "Group", "label": "Together", "elements": [
                {"type": "HorizontalLayout", "elements": [
                    {"type": "Control", "scope": "#/properties/b", "label": "Second"},
                    {"type": "Control", "scope": "#/properties/a"}]}]}]}})
    note, group = found.sections[0].items
    assert isinstance(note, Note) and note.text == "**Read** this"
    assert isinstance(group, Group) and group.title == "Together"
    assert [(q.key, q.label) for q in found.sections[0].questions()] == [
        ("b", "Second"), ("a", "A")]
    assert (found.slug, found.title, found.kind) == (
        "untitled-toolkit", "Untitled toolkit", "assessment")


def test_the_document_is_kept_as_it_was_written() -> None:
    text = json.dumps(toolkit_document(), indent=3)
    found = read(text)
    assert found.text == text and found.document == json.loads(text)
    assert found.sha256 == read(json.dumps(toolkit_document(), sort_keys=True)).sha256


def test_objects_are_walked_into() -> None:
    address = bare(street={**TEXT, "title": "Street"}, town=TEXT)
    found = reading(bare(home={**address, "title": "Home", "required": ["street"]}, age={
        "type": "integer"}))
    assert list(found.questions) == ["home.street", "home.town", "age"]
    assert found.questions["home.street"].required
    group = found.sections[0].items[0]
    assert isinstance(group, Group) and group.title == "Home"
    assert found.questions["home.town"].pointer == "/properties/home/properties/town"


def test_a_control_on_an_object_asks_all_that_is_in_it() -> None:
    found = definition({"home": bare(street=TEXT, town=TEXT)}, [section("S", control("home"))])
    assert list(found.questions) == ["home.street", "home.town"]


def test_references_inside_the_document_are_followed() -> None:
    found = reading({
        **bare(a={"$ref": "#/$defs/presence", "title": "Here"},
               people={"type": "array", "items": {"$ref": "#/$defs/person"}}),
        "$defs": {"presence": PRESENCE, "person": bare(name={"$ref": "#/$defs/name"}),
                  "name": TEXT}})
    assert [o.key for o in found.questions["a"].options] == ["present", "not_present", "not_known"]
    assert found.questions["a"].label == "Here"
    assert [c.key for c in found.questions["people"].columns] == ["name"]


def test_a_table_has_fixed_rows_and_rows_grow() -> None:
    cell = {"type": "object", "properties": {"who": TEXT, "due": {**TEXT, "format": "date"}},
            "required": ["who"]}
    found = definition(
        {"plan": bare(disrupt={**cell, "title": "Disrupt"}, raise_awareness=cell),
         "people": {"type": "array", "items": cell}},
        [section("S", control("plan", type="table", columns={"row": "Objective"}),
                 control("people", row_label="Person", add_label="Add a person", detail={
                     "type": "VerticalLayout", "elements": [
                         {"type": "Control", "scope": "#/properties/due", "label": "By when"},
                         {"type": "Control", "scope": "#/properties/who"}]}))])
    plan, people = found.questions["plan"], found.questions["people"]
    assert [(row.key, row.title) for row in plan.fixed_rows] == [
        ("disrupt", "Disrupt"), ("raise_awareness", "raise_awareness")]
    assert plan.row_heading == "Objective" and [c.key for c in plan.columns] == ["who", "due"]
    assert [(c.key, c.label, c.required) for c in people.columns] == [
        ("due", "By when", False), ("who", "Who", True)]
    assert (people.row_label, people.add_label) == ("Person", "Add a person")
    assert found.question_at("plan/disrupt/due") is plan.column("due")
    assert found.question_at("people/any-row/who") is people.column("who")
    assert found.question_at("nothing") is found.question_at("people/any-row/nothing") is None


def test_what_we_do_not_know_is_kept_and_listed() -> None:
    given = document(
        {"q": {**TEXT, "x-note": "hello", "minLength": 1}},
        [section("S", {**control("q"), "options": {"waymark": {}, "showUnfocusedDescription": 1,
                                                   "multi": True}})])
    given["schema"]["x-owner"] = {"team": "east"}
    found = reading(given)
    assert found.annotations == (
        "/schema/x-owner", "/schema/properties/q/x-note",
        "/uischema/elements/0/elements/0/options/showUnfocusedDescription")
    assert found.document["schema"]["x-owner"] == {"team": "east"}
    assert reading(bare(q={**TEXT, "description": "d", "default": "x"})).annotations == ()


@pytest.mark.requirement("S0.10")
@pytest.mark.parametrize("schema, name", [
    ({"type": "string", "enum": list("abcdefg")}, "radios"),
    ({"type": "string", "enum": list("abcdefgh")}, "select"),
    ({"enum": ["a", "b", None]}, "radios"),
    ({"type": "integer", "enum": [0, 1, 2]}, "radios"),
    (PRESENCE, "radios"),
    ({"type": "boolean"}, "yes-no"),
    ({"type": "array", "uniqueItems": True, "items": {"enum": ["a"]}}, "checkboxes"),
    ({"type": "integer", "minimum": 0, "maximum": 10}, "scale"),
    ({"type": "integer", "minimum": 0, "maximum": 11}, "number"),
    ({"type": "integer", "minimum": 3, "maximum": 3}, "number"),
    ({"type": "number", "minimum": 0, "maximum": 3}, "number"),
    (TEXT, "text"),
    ({**TEXT, "maxLength": 200}, "text"),
    ({**TEXT, "maxLength": 201}, "textarea"),
    ({"type": ["string", "null"]}, "text"),
    ({**TEXT, "format": "date"}, "date"),
    ({**TEXT, "format": "email"}, "email"),
    ({**TEXT, "format": "colour"}, "text"),
    ({"type": "array", "items": bare(a=TEXT)}, "rows"),
])
def test_the_schema_decides_how_a_question_is_asked(schema: dict[str, Any], name: str) -> None:
    assert asked_as(schema) == name


@pytest.mark.parametrize("schema, name, titles", [
    ({"type": "boolean"}, "yes-no", ["Yes", "No"]),
    ({"type": ["boolean", "null"]}, "yes-no", ["Yes", "No"]),
    ({"enum": [True, False]}, "yes-no", ["Yes", "No"]),
    ({"type": "boolean", "const": True}, "yes-no", ["Yes"]),
    ({"type": "boolean", "oneOf": [{"const": False, "title": "Never"}, {"const": True}]}, "yes-no",
     ["Yes", "Never"]),
    ({"type": ["array", "null"], "items": {"enum": ["a", "b"]}}, "checkboxes", ["a", "b"]),
    ({"oneOf": [{"const": None, "title": "None"}, {"const": "a", "title": "A"}]}, "radios", ["A"]),
])
def test_what_may_be_chosen_is_what_the_schema_lists(
    schema: dict[str, Any], name: str, titles: list[str]
) -> None:
    asked = reading(bare(q=schema)).questions["q"]
    assert (asked.type.name, [option.title for option in asked.options]) == (name, titles)
    assert all(asked.type.readable(option.key) or asked.type.readable([option.key])
               for option in asked.options)


def test_any_name_of_a_property_may_be_looked_at() -> None:
    """`items` and `properties` are names like any other, and a scope is a URI fragment."""
    names = ("items", "properties", "my key", "100%")
    scopes = [f"#/properties/{name.replace('%', '%25').replace(' ', '%20')}" for name in names]
    shown = [{"type": "Control", "scope": "#/properties/q", "rule": {
        "effect": "SHOW", "condition": {"type": "OR", "conditions": [
            {"scope": scope, "schema": {"const": True}} for scope in scopes]}}}]
    found = reading({
        "schema": bare(q=TEXT, **dict.fromkeys(names, {"type": "boolean"})),
        "uischema": {"type": "VerticalLayout", "elements": [
            *({"type": "Control", "scope": scope} for scope in scopes), *shown]},
        "measures": [{"id": "m", "title": "M", "terms": [
            {"scope": scope, "when": {"const": True}} for scope in scopes]}]})
    assert [term.key for term in found.measures[0].terms] == list(names)
    assert found.awaits["q"] == tuple(sorted(names))


def test_a_cell_is_found_by_the_same_scope() -> None:
    rows = {"type": "array", "items": bare(**{"my key": TEXT})}
    detail = {"type": "Control", "scope": "#/properties/my%20key"}
    found = reading(document({"p": rows}, [section("S", control("p", detail=detail))]))
    assert [column.key for column in found.questions["p"].columns] == ["my key"]


def test_a_control_for_an_object_is_a_heading_over_its_questions() -> None:
    asked = {"type": "Control", "scope": "#/properties/o", "label": "Where"}
    schema = bare(o=bare(a=TEXT))
    [group] = reading({"schema": schema, "uischema": asked}).sections[0].items
    assert isinstance(group, Group) and group.title == "Where"
    [plain] = reading({"schema": schema, "uischema": {**asked, "label": ""}}).sections[0].items
    assert isinstance(plain, Question) and plain.key == "o.a"


def test_what_the_layout_says_and_we_do_not_use_is_listed() -> None:
    detail = {"type": "VerticalLayout", "elements": [
        {"type": "Group", "label": "Name", "elements": [
            {"type": "Control", "scope": "#/properties/a"}]}, {"type": "Label", "text": "Hm"}]}
    rows = {"type": "array", "items": bare(a=TEXT)}
    given = document({"q": {**TEXT, "readOnly": True}, "p": rows}, [
        section("S", {**control("q"), "rules": []}, control("p", detail=detail))])
    given["uischema"]["options"] = {"variant": "stepper"}
    assert reading(given).annotations == (
        "/schema/properties/q/readOnly", "/uischema/options/variant",
        "/uischema/elements/0/elements/0/rules",
        "/uischema/elements/0/elements/1/options/detail/elements/0/label",
        "/uischema/elements/0/elements/1/options/detail/elements/1")


def test_a_slug_made_from_a_long_title_is_short() -> None:
    assert len(reading({**bare(q=TEXT), "title": "word " * 60}).slug) == 99


@pytest.mark.parametrize("schema, name", [
    (PRESENCE, "descriptors"), (PRESENCE, "select"), (TEXT, "textarea"), (TEXT, "phone"),
    (TEXT, "approximate-date"), ({"type": "string", "enum": list("abcdefgh")}, "radios"),
    (bare(a=bare(b=TEXT)), "table"),
])
def test_a_control_may_ask_in_another_way_that_fits(schema: dict[str, Any], name: str) -> None:
    assert asked_as(schema, type=name) == name


@pytest.mark.parametrize("options, name", [
    ({"multi": True}, "textarea"), ({"format": "radio"}, "text"), ({}, "text"),
])
def test_what_json_forms_calls_it_is_honoured(options: dict[str, Any], name: str) -> None:
    asked = {"type": "Control", "scope": "#/properties/q", "options": options}
    found = reading({"schema": bare(q=TEXT), "uischema": asked})
    assert found.questions["q"].type.name == name


def test_every_type_is_offered_once_and_says_what_it_fits() -> None:
    assert sorted(REGISTRY) == sorted({type_.name for type_ in REGISTRY.values()})
    assert all(type_.fits(TEXT) in (True, False) for type_ in REGISTRY.values())


# Our own parts


def test_what_stands_on_a_control() -> None:
    found = definition(
        {"q": HARM, "r": {**TEXT, "description": "From the schema"}},
        [section("S", control(
            "q", "Is it so", hint="Think", guidance="Read", note="See", source_wording="Was it",
            requirements=["S4.37"], meanings={"yes": "yes", "not_known": "not_known"},
            risk="raises", harm="actual", historical=True, association=True, not_applicable=True,
            evidence={"label": "Why", "required_when": {"const": "yes"}, "date": True},
            option_hints={"yes": "Surely"}, option_guidance={"yes": "Act"}, revisit=False,
            prefill="case.name", sensitivity="police", known="voice"), control("r"))])
    question = found.questions["q"]
    assert question.evidence is not None and question.evidence.required_when is not None
    assert question.evidence.required_when.holds("yes")
    assert (question.label, question.hint, question.guidance, question.note) == (
        "Is it so", "Think", "Read", "See")
    assert (question.harm, question.known, question.prefill) == ("actual", "voice", "case.name")
    assert question.historical and question.association and not question.revisit
    yes = question.option("yes")
    assert yes is not None and (yes.hint, yes.guidance, yes.meaning) == ("Surely", "Act", "yes")
    assert found.questions["r"].hint == "From the schema" and found.questions["r"].revisit


@pytest.mark.requirement("S1.33")
@pytest.mark.parametrize("kind, offered", [("assessment", True), ("screening", False)])
def test_an_assessment_offers_to_come_back_to_a_question(kind: str, offered: bool) -> None:
    found = definition({"q": TEXT}, [section("S", control("q"))], kind=kind)
    assert found.questions["q"].revisit is offered


def test_rules_of_sections_and_groups_hold_for_what_is_in_them() -> None:
    awaits = {"effect": "HIDE", "condition": {
        "scope": "#/properties/a", "schema": {"const": "x"}}}
    found = definition(
        {"a": TEXT, "b": TEXT, "c": TEXT},
        [section("First", control("a")),
         {**section("Second", {"type": "Group", "label": "G", "rule": awaits, "elements": [
             control("b")]}, control("c")), "rule": awaits}])
    assert [len(q.rules) for q in found.questions.values()] == [0, 2, 1]
    assert set(found.rule_order) == {"b", "c"}


def test_interventions_add_up_from_below() -> None:
    found = toolkit()
    assert [found.interventions(level) for level in found.levels_by_rank] == [
        ("Educate",), ("Educate", "Share"), ("Educate", "Share"), ("Educate", "Share")]
    alone = {"id": "actual", "title": "Actual", "rank": 9, "interventions": ["Alert"],
             "cumulative": False}
    found = toolkit(levels=[*toolkit_document()["levels"][:3], alone])
    assert found.interventions(found.levels_by_rank[-1]) == ("Alert",)


def test_questions_are_found_in_the_order_of_the_pages() -> None:
    found = toolkit()
    assert list(found.questions)[:3] == ["harm", "older", "cars"]
    assert {key: section.key for key, section in found.section_of.items()}["cars"] == "indicators"
    assert all(isinstance(question, Question) for question in found.questions.values())
    assert found.level("nowhere") is None and found.level(None) is None
