"""Measures, levels and the rest that is declared: added, moved, removed; problems at their unit."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.engine.authoring.edits.columns import add_column
from app.engine.authoring.edits.declared import (
    add_derived, add_floor, add_immediate, add_level, add_measure, add_term, move_term,
    remove_level, remove_term, set_judgement,
)
from app.engine.authoring.edits.placing import Into
from app.engine.authoring.edits.questions import add_question
from app.engine.authoring.edits.removing import remove
from app.engine.authoring.outline import Outline, put_together, take_apart
from app.engine.authoring.pointers import address_of
from app.engine.authoring.refusals import EditRefused
from app.engine.authoring.settings import with_settings
from app.engine.problems import DefinitionRefused
from tests.engine.authoring.documents import SHIPPED, definition_of, shipped
from tests.engine.documents import toolkit_document


@pytest.fixture
def outline() -> Outline:
    """The small toolkit of the engine's tests."""
    return take_apart(toolkit_document())


def test_a_measure_and_what_it_counts(outline: Outline) -> None:
    outline = add_measure(outline, "Strengths")
    outline = add_term(outline, "measure:strengths", "question:worry")
    outline = add_term(outline, "measure:strengths", "question:trusted_adult")
    outline = with_settings(outline, "measure:strengths", {
        "term.1.when.operator": "is", "term.1.when.answers": "present", "term.0.value": True})
    outline = move_term(outline, "measure:strengths", 1, 0)
    measure = definition_of(put_together(outline)).measures[-1]
    assert [term.key for term in measure.terms] == ["trusted_adult", "worry"]
    outline = remove_term(outline, "measure:strengths", 0)
    assert len(outline.units["measure:strengths"]["part"]["terms"]) == 1
    with pytest.raises(EditRefused, match="no term 2"):
        remove_term(outline, "measure:strengths", 1)
    assert remove(outline, "measure:strengths").inside("measures") == (
        "measure:harm", "measure:indicators", "measure:worry")


def test_a_level_can_be_judged_at_once(outline: Outline) -> None:
    outline = add_level(outline, "Critical")
    outline = with_settings(outline, "level:critical", {
        "when.0.subject": "measure:worry", "when.0.operator": "at_least", "when.0.answers": "9"})
    found = definition_of(put_together(outline))
    assert (found.levels[-1].id, found.levels[-1].rank) == ("critical", 4)
    assert [option.key for option in found.questions["level"].options][-1] == "critical"
    outline = remove_level(outline, "level:critical")
    assert put_together(outline)["levels"] == toolkit_document()["levels"]
    definition_of(put_together(outline))


def test_a_level_that_a_floor_forbids_stays(outline: Outline) -> None:
    outline = add_floor(outline, "Never so low with harm")
    floor = "floor:never_so_low_with_harm"
    outline = with_settings(outline, floor, {
        "forbids": ["standard"], "when.0.subject": "question:harm", "when.0.operator": "is",
        "when.0.answers": "yes"})
    assert definition_of(put_together(outline)).floors[0].forbids == {"standard"}
    with pytest.raises(EditRefused) as refused:
        remove_level(outline, "level:standard")
    assert [(one.address, one.place) for one in refused.value.references] == [
        (floor, "forbidden level")]


def test_derived_values_and_calls_for_action(outline: Outline) -> None:
    outline = add_derived(outline, "Age", "case.date_of_birth")
    outline = add_derived(outline, "How many people", "question:people")
    outline = add_immediate(outline, "question:cars")
    outline = with_settings(outline, "immediate:cars", {
        "message": "Act", "when.operator": "is", "when.answers": "present"})
    found = definition_of(put_together(outline))
    assert [(one.name, one.kind, one.of) for one in found.derived] == [
        ("age", "age_years", "case.date_of_birth"), ("how_many_people", "row_count", "people")]
    assert [one.key for one in found.immediate] == ["harm", "cars"]
    with pytest.raises(EditRefused) as refused:
        remove(outline, "question:people")
    assert [one.place for one in refused.value.references] == ["worked out of it"]


def test_judgement_is_given_to_a_question(outline: Outline) -> None:
    outline = add_question(outline, "Your level", "radios", Into("section:summary"))
    outline = set_judgement(outline, "question:your_level")
    found = definition_of(put_together(outline))
    assert found.judgement and found.judgement.key == "your_level"
    assert [option.key for option in found.questions["your_level"].options] == [
        "standard", "medium", "high", "actual"]


@pytest.mark.parametrize("edit", [
    lambda o: add_immediate(o, "question:gone"), lambda o: add_derived(o, "X", "question:gone"),
    lambda o: add_term(o, "measure:gone", "question:older"),
    lambda o: add_term(o, "measure:harm", "question:gone"),
    lambda o: remove_level(o, "measure:harm"), lambda o: remove(o, "toolkit"),
    lambda o: add_column(o, "question:older", "C", "text"),
    lambda o: add_column(o, "question:people", "C", "rows"),
])
def test_edits_of_what_is_not_there(outline: Outline, edit: Any) -> None:
    with pytest.raises(EditRefused):
        edit(outline)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_places_of_questions_lead_to_them(path: Any) -> None:
    outline = take_apart(shipped(path))
    definition = definition_of(put_together(outline))
    for key, question in definition.questions.items():
        assert address_of(outline, question.pointer) == f"question:{key}"
        for column in question.columns:
            found = address_of(outline, column.pointer)
            assert found in (f"column:{key}/{column.key}", f"question:{key}")


@pytest.mark.parametrize("pointer, address", [
    ("", "toolkit"), ("/title", "toolkit"), ("/schema/required", "toolkit"),
    ("/schema/properties/gone", "toolkit"), ("/schema/properties/older/oneOf/0", "question:older"),
    ("/schema/properties/people/items/properties/name/type", "column:people/name"),
    ("/uischema/elements/1", "section:indicators"), ("/uischema/elements/9", "toolkit"),
    ("/uischema/elements/1/elements/4/rule/condition", "question:where"),
    ("/measures/1/terms/0/scope", "measure:indicators"), ("/measures/7", "toolkit"),
    ("/levels", "toolkit"), ("/judgement/highest", "judgement"), ("/immediate/0", "immediate:harm"),
])
def test_where_a_problem_is_shown(outline: Outline, pointer: str, address: str) -> None:
    assert address_of(outline, pointer) == address


def test_problems_of_what_is_shared_or_laid_out_in_a_row() -> None:
    outline = take_apart({"schema": {
        "$defs": {"line": {"type": "string", "pattern": "("}}, "type": "object", "properties": {
            "home": {"type": "object", "properties": {"town": {"$ref": "#/$defs/line"}}},
            "people": {"type": "array", "items": {"type": "object", "properties": {
                "name": {"type": "string"}}}}}},
        "uischema": {"type": "VerticalLayout", "elements": [
            {"type": "Control", "scope": "#/properties/people", "options": {"detail": {
                "type": "VerticalLayout", "elements": [
                    {"type": "Control", "scope": "#/properties/name"}]}}},
            {"type": "Control", "scope": "#/properties/home/properties/town"}]}})
    assert address_of(outline, "/schema/$defs/line/pattern") == "question:home.town"
    assert address_of(outline, "/schema/$defs/gone") == "toolkit"
    assert address_of(outline, "/schema/properties/home/type") == "object:home"
    assert address_of(outline, "/schema/properties/home/properties/town") == "question:home.town"
    detail = "/uischema/elements/0/elements/0/options/detail"
    assert address_of(outline, f"{detail}/elements/0/options/waymark") == "column:people/name"
    assert address_of(outline, f"{detail}/elements/5") == "question:people"


def test_what_is_unfinished_is_told_at_its_unit(outline: Outline) -> None:
    outline = add_question(outline, "How often", "radios", Into("section:harm"))
    outline = add_question(outline, "Who else", "rows", Into("section:harm"))
    with pytest.raises(DefinitionRefused) as refused:
        definition_of(put_together(outline))
    found = {address_of(outline, problem.pointer) for problem in refused.value.problems}
    assert found == {"question:how_often"}
    outline = remove(outline, "question:how_often")
    with pytest.raises(DefinitionRefused) as refused:
        definition_of(put_together(outline))
    assert [(address_of(outline, problem.pointer), problem.reason)
            for problem in refused.value.problems] == [
        ("question:who_else", "a row needs something to answer")]
    assert json.dumps(put_together(outline))
