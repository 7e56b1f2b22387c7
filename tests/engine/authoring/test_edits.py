"""Edits: sections, groups, texts and questions added, duplicated, moved and removed."""

from __future__ import annotations

from typing import Any

import pytest

from app.engine.authoring.asked import asked
from app.engine.authoring.edits.columns import (
    add_column, add_row, columns_of, move_column, move_row, remove_column, remove_row, reword_row,
    rows_of,
)
from app.engine.authoring.edits.elements import add_group, add_section, add_text, duplicate
from app.engine.authoring.edits.options import (
    add_option, move_option, options_of, remove_option,
)
from app.engine.authoring.edits.placing import (
    After, Before, Into, dissolve, move, move_down, move_up,
)
from app.engine.authoring.edits.questions import CHOICES, add_question, change_type
from app.engine.authoring.edits.removing import remove
from app.engine.authoring.outline import Outline, put_together, take_apart
from app.engine.authoring.refusals import EditRefused
from app.engine.authoring.settings import with_settings
from app.engine.problems import DefinitionRefused
from app.engine.question_types import REGISTRY
from tests.engine.authoring.documents import definition_of
from tests.engine.documents import toolkit_document

TYPES = list(REGISTRY)


@pytest.fixture
def outline() -> Outline:
    """The small toolkit of the engine's tests."""
    return take_apart(toolkit_document())


def again(outline: Outline) -> Outline:
    """The outline after it was kept as a document; nothing else may be in it."""
    kept = take_apart(put_together(outline))
    assert set(kept.units) == set(outline.units)
    assert kept == outline
    return kept


def built() -> Outline:
    """A toolkit with one question of every type, made from nothing."""
    outline = take_apart({"title": "T", "schema": {"type": "object", "properties": {}}})
    outline = add_section(outline, "Today")
    outline = remove(outline, "section:questions")
    for type_ in TYPES:
        outline = add_question(outline, f"Ask {type_}", type_, Into("section:today"))
    return outline


def key(type_: str) -> str:
    return f"question:ask_{type_.replace('-', '_')}"


def finished(outline: Outline) -> Outline:
    """With the options, rows and columns that its questions need."""
    for type_ in CHOICES:
        outline = add_option(add_option(outline, key(type_), "Yes"), key(type_), "No")
    outline = add_row(add_row(outline, key("table"), "First"), key("table"), "Second")
    for type_ in ("rows", "table"):
        outline = add_column(outline, key(type_), "Due", "date")
        outline = add_column(outline, key(type_), "Who", "radios")
        outline = add_option(outline, columns_of(outline, key(type_))[1], "Me")
    return outline


def test_a_toolkit_made_from_nothing_asks_every_type() -> None:
    unfinished = again(built())
    found = definition_of(put_together(finished(unfinished))).questions
    assert [question.type.name for question in found.values()] == TYPES
    assert [column.type.name for column in found["ask_table"].columns] == ["date", "radios"]
    assert [row.title for row in found["ask_table"].fixed_rows] == ["First", "Second"]
    assert [option.key for option in found["ask_radios"].options] == ["yes", "no"]


@pytest.mark.parametrize("before", TYPES)
@pytest.mark.parametrize("after", TYPES)
def test_any_type_becomes_any_other(before: str, after: str) -> None:
    outline = change_type(finished(built()), key(before), after)
    found = asked(outline, key(before))
    assert found.type == after
    assert found.schema["title"] == f"Ask {before}"
    if {before, after} <= set(CHOICES):
        assert [k for k, _ in options_of(found)] == ["yes", "no"]
    assert change_type(outline, key(before), after) is outline
    again(outline)


def test_keys_are_made_once_and_never_again(outline: Outline) -> None:
    first = add_question(outline, "Seen alone?", "date", Into("section:harm"))
    second = add_question(first, "Seen alone?", "date", After("question:harm"), ["seen_alone_2"])
    assert second.inside("section:harm") == (
        "question:harm", "question:seen_alone_3", "question:seen_alone")
    gone = {**put_together(outline), "based_on": 1, "lineage": [
        {"relation": "removed", "from": ["seen_alone"], "to": []}]}
    third = add_question(take_apart(gone), "Seen alone?", "date", Into("section:harm"))
    assert third.inside("section:harm")[1] == "question:seen_alone_2"


def test_groups_and_texts_hold_and_tell(outline: Outline) -> None:
    outline = add_group(outline, "When", Before("question:older"))
    outline = move(outline, "question:seen", Into("group:when"))
    outline = add_text(outline, "Read **this**", Before("question:seen"))
    assert outline.inside("group:when") == ("text:read_this", "question:seen")
    assert outline.inside("section:indicators")[:2] == ("group:when", "question:older")
    definition_of(put_together(again(outline)))


def test_a_group_is_dissolved(outline: Outline) -> None:
    outline = add_group(outline, "When", Before("question:older"))
    outline = move(move(outline, "question:seen", Into("group:when")), "question:cars", After(
        "question:seen"))
    outline = again(dissolve(outline, "group:when"))
    assert outline.inside("section:indicators")[:3] == (
        "question:seen", "question:cars", "question:older")
    with pytest.raises(EditRefused, match="only a group"):
        dissolve(outline, "section:indicators")


def test_a_group_with_a_rule_is_not_dissolved(outline: Outline) -> None:
    outline = add_group(outline, "When", Before("question:older"))
    outline = with_settings(outline, "group:when", {
        "rule.0.subject": "question:harm", "rule.0.operator": "is", "rule.0.answers": "yes"})
    with pytest.raises(EditRefused, match="its rule says"):
        dissolve(outline, "group:when")


def test_a_section_whose_skipping_is_looked_at_stays(outline: Outline) -> None:
    outline = with_settings(outline, "question:where", {
        "rule.0.subject": "section:background", "rule.0.operator": "skipped",
        "rule.0.answers": ()})
    with pytest.raises(EditRefused) as refused:
        remove(outline, "section:background", along=True)
    assert [(one.address, one.to) for one in refused.value.references] == [
        ("question:where", "section:background")]


@pytest.mark.parametrize("address, position, reason", [
    ("section:harm", Into("section:summary"), "it cannot stand there"),
    ("question:harm", Into("toolkit"), "it cannot stand there"),
    ("question:harm", Before("section:harm"), "it cannot stand there"),
    ("question:harm", After("question:gone"), "the place it was to go to is no longer there"),
    ("question:gone", Into("section:harm"), "it is no longer there"),
    ("group:g", Into("group:g"), "it cannot be moved into itself"),
    ("group:g", Into("group:h"), "it cannot be moved into itself"),
    ("measure:harm", Into("levels"), "it cannot stand there"),
])
def test_places_that_are_none(outline: Outline, address: str, position: Any, reason: str) -> None:
    outline = add_group(outline, "G", Into("section:harm"))
    outline = add_group(outline, "H", Into("group:g"))
    with pytest.raises(EditRefused) as refused:
        move(outline, address, position)
    assert refused.value.reason == reason


def test_up_and_down_reach_the_ends(outline: Outline) -> None:
    outline = add_group(outline, "G", Before("question:older"))
    outline = move(outline, "question:cars", Into("group:g"))
    outline = move_up(outline, "question:cars")
    assert outline.inside("section:indicators")[:2] == ("question:cars", "group:g")
    outline = move_up(outline, "question:cars")
    assert outline.inside("section:harm") == ("question:harm", "question:cars")
    outline = move_down(outline, "question:cars")
    assert outline.inside("section:indicators")[0] == "question:cars"
    with pytest.raises(EditRefused, match="first already"):
        move_up(outline, "section:harm") and move_up(outline, "question:harm")
    with pytest.raises(EditRefused, match="last already"):
        move_down(outline, "question:reason")
    assert move_down(outline, "section:harm").inside("toolkit")[:2] == (
        "section:indicators", "section:harm")
    assert move_up(outline, "measure:worry").inside("measures") == (
        "measure:harm", "measure:worry", "measure:indicators")


def test_up_and_down_undo_each_other(outline: Outline) -> None:
    for address in outline.addresses("question"):
        try:
            moved = move_down(outline, address)
        except EditRefused:
            continue
        assert move_up(moved, address) == outline


def test_a_copy_refers_to_what_was_copied_with_it(outline: Outline) -> None:
    copied = again(duplicate(outline, "section:indicators"))
    assert copied.inside("toolkit")[1:3] == ("section:indicators", "section:indicators_2")
    assert "question:cars_2" in copied.inside("section:indicators_2")
    rule = copied.units["question:where_2"]["control"]["rule"]
    assert rule["condition"]["scope"] == "#/properties/cars_2"
    assert copied.units["question:where"] == outline.units["question:where"]
    found = definition_of(put_together(copied))
    assert found.questions["cars_2"].label == "Cars"
    alone = duplicate(outline, "question:where")
    assert alone.units["question:where_2"]["control"]["rule"] == outline.units[
        "question:where"]["control"]["rule"]


def test_what_is_referred_to_stays(outline: Outline) -> None:
    with pytest.raises(EditRefused) as refused:
        remove(outline, "question:cars")
    assert [(one.address, one.place, one.may_go) for one in refused.value.references] == [
        ("question:where", "rule", False), ("measure:indicators", "term 2", True)]
    with pytest.raises(EditRefused) as refused:
        remove(outline, "question:cars", along=True)
    assert [one.address for one in refused.value.references] == ["question:where"]
    outline = remove(outline, "question:where")
    outline = again(remove(outline, "question:cars", along=True))
    assert len(outline.units["measure:indicators"]["part"]["terms"]) == 2
    assert "cars" not in definition_of(put_together(outline)).questions


@pytest.mark.parametrize("address, against", [
    ("question:harm", {("measure:harm", "term 1"), ("immediate:harm", "immediate action")}),
    ("question:seen", {("measure:indicators", "dates of term 3")}),
    ("question:level", {("judgement", "judged level")}),
    ("question:reason", {("judgement", "reason for the judged level")}),
    ("measure:harm", {("level:actual", "condition")}),
    ("section:summary", {("judgement", "judged level"),
                         ("judgement", "reason for the judged level")}),
])
def test_every_place_that_refers_is_listed(outline: Outline, address: str, against: Any) -> None:
    with pytest.raises(EditRefused) as refused:
        remove(outline, address)
    assert {(one.address, one.place) for one in refused.value.references} == against


def test_harmless_references_go_along(outline: Outline) -> None:
    outline = again(remove(outline, "section:harm", along=True))
    assert outline.inside("immediate") == ()
    assert outline.units["measure:harm"]["part"]["terms"] == []
    assert outline.inside("toolkit")[0] == "section:indicators"


def test_options_keep_their_keys(outline: Outline) -> None:
    outline = add_option(outline, "question:older", "Not present")
    outline = move_option(outline, "question:older", "not_present_2", 0)
    assert options_of(asked(outline, "question:older")) == (
        ("not_present_2", "Not present"), ("present", "Present"), ("not_present", "Not present"),
        ("not_known", "Not known"))
    with pytest.raises(DefinitionRefused, match="missing: not_present_2"):
        definition_of(put_together(outline))


def test_an_option_that_is_counted_stays(outline: Outline) -> None:
    with pytest.raises(EditRefused) as refused:
        remove_option(outline, "question:older", "present", along=True)
    assert [(one.address, one.place) for one in refused.value.references] == [
        ("question:older", "evidence"), ("measure:indicators", "term 1")]
    with pytest.raises(EditRefused, match="has no option gone"):
        remove_option(outline, "question:older", "gone")
    outline = remove_option(outline, "question:older", "not_present")
    question = definition_of(put_together(outline)).questions["older"]
    assert [option.key for option in question.options] == ["present", "not_known"]


def test_an_option_goes_from_lists_of_answers_along() -> None:
    document = toolkit_document()
    where = document["uischema"]["elements"][1]["elements"][4]
    where["rule"]["condition"]["schema"] = {"enum": ["present", "not_known"]}
    outline = take_apart(document)
    with pytest.raises(EditRefused):
        remove_option(outline, "question:cars", "not_known")
    outline = remove_option(outline, "question:cars", "not_known", along=True)
    rule = outline.units["question:where"]["control"]["rule"]
    assert rule["condition"]["schema"] == {"enum": ["present"]}


def test_columns_are_questions_of_their_own(outline: Outline) -> None:
    outline = add_column(outline, "question:people", "Their part", "radios")
    column = "column:people/their_part"
    outline = add_option(outline, column, "A friend")
    outline = move_column(outline, column, 0)
    assert columns_of(outline, "question:people")[0] == column
    found = definition_of(put_together(again(outline))).questions["people"]
    assert [one.key for one in found.columns] == ["their_part", "name", "since"]
    outline = remove_column(outline, "column:people/name")
    assert columns_of(outline, "question:people") == (column, "column:people/since")
    with pytest.raises(EditRefused) as refused:
        remove_column(outline, "column:seen/on")
    assert [one.place for one in refused.value.references] == ["dates of term 3"]


def test_rows_of_a_table() -> None:
    outline = finished(built())
    table = key("table")
    outline = reword_row(add_row(outline, table, "Third"), table, "first", "The first")
    outline = move_row(outline, table, "third", 0)
    outline = remove_row(outline, table, "second")
    assert rows_of(outline, table) == (("third", "Third"), ("first", "The first"))
    found = definition_of(put_together(again(outline))).questions["ask_table"]
    assert [column.key for column in found.columns] == ["due", "who"]
    with pytest.raises(EditRefused, match="add a row first"):
        add_column(built(), table, "Due", "date")


def test_a_schema_that_is_shared_is_copied_when_it_changes() -> None:
    shared = {"type": "string", "oneOf": [{"const": "yes", "title": "Yes"}]}
    outline = take_apart({"schema": {"$defs": {"one": shared}, "type": "object", "properties": {
        "a": {"$ref": "#/$defs/one", "title": "A"}, "b": {"$ref": "#/$defs/one"}}}})
    outline = add_option(outline, "question:a", "No")
    document = put_together(outline)
    assert document["schema"]["$defs"] == {"one": shared}
    assert document["schema"]["properties"]["b"] == {"$ref": "#/$defs/one"}
    assert [o.key for o in definition_of(document).questions["a"].options] == ["yes", "no"]


def test_an_object_that_is_shared_becomes_its_own() -> None:
    place = {"type": "object", "properties": {"town": {"type": "string"}, "road": {
        "type": "string"}}}
    outline = take_apart({"schema": {"$defs": {"place": place}, "type": "object", "properties": {
        "home": {"$ref": "#/$defs/place"}, "work": {"$ref": "#/$defs/place"}}}})
    outline = again(remove(outline, "question:home.town"))
    found = definition_of(put_together(outline)).questions
    assert list(found) == ["home.road", "work.town", "work.road"]
    outline = remove(outline, "question:home.road")
    assert "object:home" not in outline.units
