"""Documents taken apart and put together again are the same documents."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given

from app.engine.authoring.outline import put_together, take_apart
from app.engine.authoring.preparing import prepared
from app.engine.definition import Definition, Group, Note, Question
from app.engine.problems import DefinitionRefused
from tests.engine.authoring.documents import SHIPPED, definition_of, documents, shipped
from tests.engine.documents import control, document, section

TEXT = {"type": "string"}


def told(definition: Definition) -> Any:
    """All that a definition asks, as text that can be compared."""
    return [
        (s.key, s.title, s.introduction, s.skip_label, len(s.rules), told_items(s.items))
        for s in definition.sections
    ], [(level.id, level.title, level.rank, level.when and level.when.reads, level.interventions)
        for level in definition.levels], definition.rule_order, definition.title, definition.slug


def told_items(items: Any) -> Any:
    return [
        told_question(item) if isinstance(item, Question)
        else (item.text, told_rules(item)) if isinstance(item, Note)
        else (item.title, told_rules(item), told_items(item.items)) for item in items]


def told_question(question: Question) -> Any:
    return (question.key, question.label, question.type.name, question.schema, question.options,
            question.hint, question.required, told_rules(question), question.risk,
            question.evidence and question.evidence.label, question.fixed_rows,
            [told_question(column) for column in question.columns])


def told_rules(item: Question | Note | Group) -> Any:
    return [(rule.effect, sorted(rule.condition.reads)) for rule in item.rules]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_shipped_documents_come_back(path: Any) -> None:
    whole = prepared(shipped(path))
    again = put_together(take_apart(whole))
    assert again == whole
    assert told(definition_of(again)) == told(definition_of(shipped(path)))
    assert list(again) == list(shipped(path))


@given(documents())
def test_any_document_comes_back(written: Any) -> None:
    before = copy.deepcopy(written)
    again = put_together(take_apart(written))
    assert again == prepared(written)
    assert put_together(take_apart(again)) == again
    assert json.dumps(put_together(take_apart(again))) == json.dumps(again)
    assert told(definition_of(again)) == told(definition_of(written))
    assert written == before


def test_what_stands_where() -> None:
    outline = take_apart(document(
        {"a": TEXT, "b": TEXT, "home": {"type": "object", "properties": {"town": TEXT},
                                        "required": ["town"], "x-own": 1}, "unasked": TEXT},
        [section("First & last", control("a", "A"), {
            "type": "Group", "label": "At home", "elements": [
                {"type": "Control", "scope": "#/properties/home/properties/town"},
                {"type": "Label", "text": "**Read** this"}]}),
         section("Second", {"type": "HorizontalLayout", "elements": [control("b")]})],
        required=["b", "a"]))
    assert outline.inside("toolkit") == ("section:first-last", "section:second")
    assert outline.inside("section:first-last") == ("question:a", "group:at_home")
    assert outline.inside("group:at_home") == ("question:home.town", "text:read_this")
    assert outline.inside("section:second") == ("layout:layout",)
    assert outline.inside("answers") == (
        "question:a", "question:b", "object:home", "question:unasked")
    assert outline.units["question:home.town"] == {
        "schema": TEXT, "required": True, "control": {}}
    assert outline.units["object:home"]["schema"] == {"type": "object", "x-own": 1}
    assert outline.container_of("question:home.town") == "group:at_home"
    assert outline.section_of("question:home.town") == "section:first-last"
    assert outline.container_of("question:unasked") is None
    assert put_together(outline)["schema"]["required"] == ["b", "a"]


def test_two_things_of_one_key_are_both_kept() -> None:
    twice = document({"a": TEXT}, [
        section("S", control("a"), control("a"), key="s"), section("T", key="s"),
        "no element", {"type": "ListWithDetail", "scope": "#/properties/a"}])
    twice["measures"] = [{"id": "m", "title": "One"}, {"id": "m", "title": "Two"}, {}]
    outline = take_apart(twice)
    assert put_together(outline) == twice
    assert [a for a in outline.units if a.startswith(("section", "measure"))] == [
        "section:s", "section:s~2", "measure:m", "measure:m~2", "measure:"]


@pytest.mark.parametrize("broken", [
    {"measures": "many"}, {"levels": [1]}, {"judgement": []}, {"lineage": [{"to": [1]}]},
    {"immediate": [{"scope": 3}, {}]}, {"unknown": {"kept": True}},
])
def test_what_is_wrong_is_kept(broken: Any) -> None:
    written = {**document({"a": TEXT, "b.c": TEXT, "d": True}, [section("S", key="s")]), **broken}
    written["schema"]["required"] = ["a", "never"]
    assert put_together(take_apart(written)) == written


@pytest.mark.parametrize("hopeless, pointer", [
    ([], ""), ("text", ""), ({}, "/schema"), ({"schema": []}, "/schema"),
    ({"schema": {"properties": 1}}, "/schema"),
    ({"schema": {"properties": {}}, "uischema": []}, "/uischema"),
])
def test_what_is_no_document_is_refused(hopeless: Any, pointer: str) -> None:
    with pytest.raises(DefinitionRefused) as refused:
        take_apart(hopeless)
    assert [problem.pointer for problem in refused.value.problems] == [pointer]
