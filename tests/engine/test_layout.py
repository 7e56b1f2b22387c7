"""From a JSON Forms layout to sections, groups, notes and questions."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.engine.definition import Definition, Effect, Group, Note, Question
from app.engine.document import DefinitionRefused, read
from app.engine.layout import slug
from app.engine.questions import words_of
from tests.engine.documents import control, definition, section

TEXT = {"type": "string"}
FOUR = dict.fromkeys("abcd", TEXT)


def laid_out(*elements: Any, properties: Any = None) -> Definition:
    return definition(properties or FOUR, [section("S", *elements)])


def shape(items: Any) -> list[Any]:
    """The items as nested lists: keys of questions, [title, …] of groups, "text" of notes."""
    return [item.key if isinstance(item, Question) else f"“{item.text}”" if isinstance(item, Note)
            else [item.title, *shape(item.items)] for item in items]


def group(title: str, *elements: Any, **more: Any) -> dict[str, Any]:
    return {"type": "Group", "label": title, "elements": list(elements), **more}


def test_groups_keep_and_layouts_dissolve() -> None:
    found = laid_out(
        {"type": "HorizontalLayout", "elements": [control("d"), {
            "type": "VerticalLayout", "elements": [control("a")]}]},
        {"type": "Label", "text": "Read"}, group("G", control("b"), group("H", control("c"))))
    [only] = found.sections
    assert shape(only.items) == ["d", "a", "“Read”", ["G", "b", ["H", "c"]]]
    assert [q.key for q in only.questions()] == ["d", "a", "b", "c"]


def test_categories_in_categories_are_sections_one_after_the_other() -> None:
    found = definition(FOUR, [
        section("First", control("a")),
        {"type": "Categorization", "label": "Inner", "elements": [
            section("Second", control("b")), section("Third", control("c"), key="other_key")]},
        section("Fourth & last", control("d"))])
    assert [(s.key, s.title) for s in found.sections] == [
        ("first", "First"), ("second", "Second"), ("other_key", "Third"),
        ("fourth-last", "Fourth & last")]
    assert list(found.sections_by_key) == ["first", "second", "other_key", "fourth-last"]


def test_our_part_of_a_section() -> None:
    [found] = laid_out(control("a"), properties={"a": TEXT}).sections
    assert (found.introduction, found.guidance, found.skip_label, found.confirm_together,
            found.waits_for_others) == ("", "", "", (), False)
    [found] = definition({"a": TEXT}, [section(
        "S", control("a"), introduction="I", guidance="G", skippable={"label": "L"},
        confirm_together=["no"], waits_for_others=True)]).sections
    assert (found.introduction, found.guidance, found.skip_label, found.confirm_together,
            found.waits_for_others) == ("I", "G", "L", ("no",), True)


def awaits(effect: str, key: str = "a") -> dict[str, Any]:
    return {"effect": effect, "condition": {
        "scope": f"#/properties/{key}", "schema": {"const": "x"}}}


def test_rules_are_handed_down() -> None:
    found = laid_out(
        control("a"), group("G", control("b", rule=awaits("DISABLE")), {
            "type": "Label", "text": "Read", "rule": awaits("ENABLE")}, rule=awaits("HIDE")))
    outer = found.sections[0].items[1]
    assert isinstance(outer, Group)
    inner, note = outer.items
    assert isinstance(inner, Question) and isinstance(note, Note)
    assert [rule.effect for rule in outer.rules] == [Effect.HIDE]
    assert [rule.effect for rule in inner.rules] == [Effect.HIDE, Effect.DISABLE]
    assert [rule.effect for rule in note.rules] == [Effect.HIDE, Effect.ENABLE]
    assert [rule.hides for rule in inner.rules] == [True, False]


@pytest.mark.parametrize("label, expected", [
    ("Mine", "Mine"), ({"text": "From the object"}, "From the object"), ("", "Of the schema"),
    (None, "Of the schema"), (False, "Of the schema"),
])
def test_labels(label: Any, expected: str) -> None:
    asked = {"type": "Control", "scope": "#/properties/a", "label": label}
    found = read(json.dumps({"schema": {"type": "object", "properties": {
        "a": {**TEXT, "title": "Of the schema"}}}, "uischema": asked}))
    assert found.questions["a"].label == expected


@pytest.mark.parametrize("name, words", [
    ("birthDate", "Birth date"), ("last_seen_alone", "Last seen alone"), ("a-b", "A b"),
    ("x", "X"), ("___", "___"),
])
def test_names_without_a_title_become_words(name: str, words: str) -> None:
    assert words_of(name) == words


@pytest.mark.parametrize("title, key", [
    ("Suspected: family", "suspected-family"), ("  A  ", "a"), ("É!", "section"), ("", "section"),
])
def test_keys_made_of_titles(title: str, key: str) -> None:
    assert slug(title) == key


def test_questions_nobody_lays_out_are_not_asked() -> None:
    assert list(laid_out(control("c"), control("a")).questions) == ["c", "a"]


def test_elements_may_carry_a_key_that_changes_nothing() -> None:
    keyed = {"options": {"waymark": {"key": "at_home"}}}
    found = laid_out(control("a"), group("G", control("b"), **keyed))
    assert shape(found.sections[0].items) == ["a", ["G", "b"]]


@pytest.mark.parametrize("second, pointer, reason", [
    ({"key": "same"}, "/key", "two elements have the key same"),
    ({"key": "Not So"}, "/key", "lower case, digits, hyphens and underscores only"),
    ({"hint": "x"}, "/hint", "unknown field"),
])
def test_keys_of_elements_are_checked(second: Any, pointer: str, reason: str) -> None:
    label = {"type": "Label", "text": "Read", "options": {"waymark": second}}
    with pytest.raises(DefinitionRefused) as refused:
        laid_out(control("a"), group("G", label, options={"waymark": {"key": "same"}}))
    [problem] = refused.value.problems
    place = "/uischema/elements/0/elements/1/elements/0/options/waymark"
    assert (problem.pointer, problem.reason) == (place + pointer, reason)
