"""Units as flat settings of a form, and back; conditions as a person builds them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from app.engine.authoring.asked import asked
from app.engine.authoring.edits.columns import columns_of
from app.engine.authoring.outline import Outline, kind, put_together, take_apart
from app.engine.authoring.predicates import (
    Predicate, Clause, condition_of, operators_for, predicate_of,
)
from app.engine.authoring.refusals import EditRefused
from app.engine.authoring.setting_lists import SETTINGS
from app.engine.authoring.settings import settings_of, with_settings
from app.engine.definition import Level
from tests.engine.authoring.documents import SHIPPED, definition_of, documents, shipped
from tests.engine.documents import toolkit_document


@pytest.fixture
def outline() -> Outline:
    """The small toolkit of the engine's tests."""
    return take_apart(toolkit_document())


def addresses(outline: Outline) -> list[str]:
    found = []
    for address in outline.addresses(*SETTINGS):
        found.append(address)
        if kind(address) == "question":
            found += columns_of(outline, address)
    return found


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_form_posted_as_it_was_shown_changes_nothing(path: Any) -> None:
    outline = take_apart(shipped(path))
    for address in addresses(outline):
        assert with_settings(outline, address, settings_of(outline, address)) == outline


@given(documents())
def test_any_form_posted_as_it_was_shown_changes_nothing(document: Any) -> None:
    outline = take_apart(document)
    for address in addresses(outline):
        assert with_settings(outline, address, settings_of(outline, address)) == outline


def test_every_setting_of_a_question(outline: Outline) -> None:
    posted: dict[str, Any] = {
        "label": "Older people about", "hint": "H", "guidance": "G\r\nH", "note": "N",
        "source_wording": "S", "requirements": "S4.1\n\nS4.2", "required": False,
        "not_applicable": True, "revisit": "no", "risk": "lowers", "ordinal": "yes",
        "historical": True, "harm": "actual", "association": True, "known": "voice",
        "sensitivity": "police", "prefill": "today",
        "option.present.title": "There", "option.present.hint": "h",
        "option.present.guidance": "g", "option.not_present.meaning": "possible",
        "evidence.label": "Why", "evidence.source": False, "evidence.none_held": "",
        "evidence.required.operator": "is", "evidence.required.answers": ("present", "not_known"),
        "required_when.0.subject": "question:cars", "required_when.0.operator": "is_not",
        "required_when.0.answers": ("not_present",),
        "rule.effect": "HIDE", "rule.0.subject": "question:models",
        "rule.0.operator": "includes", "rule.0.answers": ("online", "gang"),
    }
    found = with_settings(outline, "question:older", posted)
    question = definition_of(put_together(found)).questions["older"]
    assert (question.label, question.hint, question.guidance, question.note) == (
        "Older people about", "H", "G\nH", "N")
    assert (question.source_wording, question.requirements) == ("S", ("S4.1", "S4.2"))
    assert (question.required, question.not_applicable, question.revisit) == (False, True, False)
    assert (str(question.risk), question.ordinal, question.historical) == ("lowers", True, True)
    assert (question.harm, question.association, question.known) == ("actual", True, "voice")
    assert (question.sensitivity, question.prefill) == ("police", "today")
    present = question.options[0]
    assert (present.title, present.hint, present.guidance) == ("There", "h", "g")
    assert str(question.options[1].meaning) == "possible"
    evidence = question.evidence
    assert evidence and evidence.required_when
    assert (evidence.label, evidence.source, evidence.date, evidence.none_held) == (
        "Why", False, True, False)
    assert evidence.required_when.holds("not_known")
    assert question.required_when and question.required_when.reads == {"answers/cars"}
    assert [(rule.effect, rule.condition.reads) for rule in question.rules] == [
        ("HIDE", {"answers/models"})]
    shown = settings_of(found, "question:older")
    assert all(shown[name] == value for name, value in posted.items() if name not in (
        "guidance", "requirements", "ordinal", "evidence.none_held"))


def test_only_what_is_posted_changes(outline: Outline) -> None:
    before = outline.units["question:older"]
    after = with_settings(outline, "question:older", {"hint": "New"}).units["question:older"]
    assert after["schema"] is before["schema"]
    assert {**after["control"]["options"]["waymark"], "hint": None} == {
        **before["control"]["options"]["waymark"], "hint": None}
    away = with_settings(outline, "question:older", {"evidence": False, "evidence.label": "X"})
    assert definition_of(put_together(away)).questions["older"].evidence is None
    back = with_settings(away, "question:older", {"evidence": True})
    found = definition_of(put_together(back)).questions["older"].evidence
    assert found and found.label == "Evidence"


def test_labels_are_written_where_they_stand(outline: Outline) -> None:
    outline = with_settings(outline, "question:cars", {"label": "Vehicles"})
    assert outline.units["question:cars"]["control"]["label"] == "Vehicles"
    outline = with_settings(outline, "question:where", {"label": ""})
    outline = with_settings(outline, "question:where", {"label": "Where exactly"})
    assert outline.units["question:where"]["schema"]["title"] == "Where exactly"


def test_bounds_and_types(outline: Outline) -> None:
    outline = with_settings(outline, "question:worry", {"minimum": "1", "maximum": "5"})
    assert asked(outline, "question:worry").schema["maximum"] == 5
    outline = with_settings(outline, "question:story", {"type": "radios", "new_options": "A\nB"})
    found = definition_of(put_together(outline)).questions["story"]
    assert (found.type.name, [option.key for option in found.options]) == ("radios", ["a", "b"])
    more = with_settings(outline, "question:story", {"new_options": "C"}, also_taken=["c"])
    assert "option.c_2.title" in settings_of(more, "question:story")


@pytest.mark.parametrize("address, posted, setting", [
    ("question:older", {"risk": "sideways"}, "risk"),
    ("question:older", {"type": "oracle"}, "type"),
    ("question:worry", {"maximum": "many"}, "maximum"),
    ("question:older", {"shortest": "1.5"}, "shortest"),
    ("question:older", {"longest": "0"}, "longest"),
    ("question:older", {"revisit": "maybe"}, "revisit"),
    ("question:older", {"option.present.meaning": "maybe"}, "option.present.meaning"),
    ("question:older", {"evidence.required.answers": ()}, "evidence.required.answers"),
    ("question:older", {"evidence.required.operator": "at_least"}, "evidence.required.operator"),
    ("question:older", {"rule.1.subject": "question:gone"}, "rule.1.subject"),
    ("question:older", {"rule.1.subject": "question:cars"}, "rule.1.operator"),
    ("question:older", {"rule.1.subject": "question:cars", "rule.1.operator": "is",
                        "rule.1.answers": ("never",)}, "rule.1.answers"),
    ("question:where", {"rule.effect": "BLINK"}, "rule.effect"),
    ("measure:worry", {"term.0.weight": "heavy"}, "term.0.weight"),
    ("measure:worry", {"term.0.dates": "never"}, "term.0.dates"),
    ("measure:harm", {"term.0.when.answers": ()}, "term.0.when.answers"),
    ("level:medium", {"when.0.answers": ("x",)}, "when.0.answers"),
    ("level:medium", {"rank": "1.5"}, "rank"),
    ("judgement", {"question": "level"}, "question"),
    ("immediate:harm", {"when.answers": ("no",)}, "when.answers"),
])
def test_what_cannot_be_is_refused_at_its_setting(
    outline: Outline, address: str, posted: Any, setting: str
) -> None:
    with pytest.raises(EditRefused) as refused:
        with_settings(outline, address, posted)
    assert refused.value.setting == setting


@pytest.mark.parametrize("address", ["lineage:a>b", "question:gone", "column:people/gone", "x"])
def test_what_has_no_settings(outline: Outline, address: str) -> None:
    with pytest.raises(EditRefused):
        settings_of(outline, address)


def test_a_condition_of_another_shape_is_kept(outline: Outline) -> None:
    where = outline.units["question:where"]
    by_hand = {"type": "AND", "conditions": [{"scope": "#/properties/cars", "schema": {
        "minLength": 3}}]}
    control = {**where["control"], "rule": {"effect": "SHOW", "condition": by_hand}}
    outline = outline.with_unit("question:where", {**where, "control": control})
    shown = settings_of(outline, "question:where")
    assert shown["rule.by_hand"] is True
    kept = with_settings(outline, "question:where", {**shown, "rule.0.subject": "question:older"})
    assert kept == outline
    without = with_settings(outline, "question:where", {"rule.by_hand": False})
    assert "rule" not in without.units["question:where"]["control"]


def test_tests_are_added_joined_and_taken_away(outline: Outline) -> None:
    outline = with_settings(outline, "question:where", {
        "rule.join": "any", "rule.1.subject": "measure:worry", "rule.1.operator": "at_least",
        "rule.1.answers": "3", "rule.2.subject": "section:background",
        "rule.2.operator": "skipped"})
    rule = outline.units["question:where"]["control"]["rule"]
    assert rule["condition"] == {"type": "OR", "conditions": [
        {"scope": "#/properties/cars", "schema": {"const": "present"}},
        {"scope": "#/measures/worry", "schema": {"minimum": 3}},
        {"scope": "#/marks/absence/@background", "schema": {"const": "skipped"}}]}
    definition_of(put_together(outline))
    outline = with_settings(outline, "question:where", {
        "rule.0.subject": "", "rule.2.subject": ""})
    assert settings_of(outline, "question:where")["rule.0.subject"] == "measure:worry"
    gone = with_settings(outline, "question:where", {"rule.0.subject": ""})
    assert "rule" not in gone.units["question:where"]["control"]


CLAUSES = [
    Clause("question:older", "is", ("present",)),
    Clause("question:older", "is", ("present", "not_known")),
    Clause("question:older", "is_not", ("present",)), Clause("question:older", "answered"),
    Clause("question:older", "not_answered"), Clause("question:models", "includes", ("online",)),
    Clause("question:models", "includes", ("online", "peer")),
    Clause("question:people", "answered"),
    Clause("question:worry", "at_least", ("3",)), Clause("question:worry", "less_than", ("2.5",)),
    Clause("question:worry", "equals", ("0",)), Clause("measure:worry", "more_than", ("1",)),
    Clause("section:background", "skipped"), Clause("question:story", "not_answered"),
]


@pytest.mark.parametrize("clause", CLAUSES)
def test_what_is_built_is_read_back(outline: Outline, clause: Clause) -> None:
    for predicate in (Predicate((clause,)), Predicate((clause, CLAUSES[0]), "any")):
        assert predicate_of(outline, condition_of(outline, predicate)) == predicate
    assert clause.operator in operators_for(outline, clause.subject)


@pytest.mark.parametrize("condition", [
    None, {}, [], "x", {"type": "OR"}, {"type": "AND", "conditions": []},
    {"scope": "#/properties/older", "schema": {"const": 1}},
    {"scope": "#/properties/worry", "schema": {"minimum": 1}},
    {"scope": "#/properties/worry", "schema": {"const": True}},
    {"scope": "#/properties/gone", "schema": {"const": "x"}},
    {"scope": "#/measures/worry", "schema": {"minimum": 1, "maximum": 2}},
    {"scope": "#/marks/standing/older", "schema": {"const": "carried"}},
    {"type": "LEAF", "scope": "#/properties/older", "expectedValue": "present"},
])
def test_what_was_written_by_hand(outline: Outline, condition: Any) -> None:
    assert predicate_of(outline, condition) is None


def test_shipped_conditions_can_nearly_all_be_built() -> None:
    for path in SHIPPED:
        outline = take_apart(shipped(path))
        by_hand = {address for address in addresses(outline) for name, value in settings_of(
            outline, address).items() if name.endswith("by_hand") and value}
        assert by_hand <= {"question:agencies_asked", "question:family_consulted"}


def test_a_term_is_counted_otherwise(outline: Outline) -> None:
    outline = with_settings(outline, "measure:indicators", {
        "title": "Signs", "term.1.weight": "3", "term.1.when.answers": ("present", "not_known"),
        "term.2.band.0.weight": "4", "term.2.band.1.months": "",
        "term.3.question": "question:trusted_adult", "term.3.when.operator": "is",
        "term.3.when.answers": "not_present", "term.0.question": ""})
    measure = definition_of(put_together(outline)).measures[1]
    assert measure.title == "Signs"
    assert [(term.key, term.weight) for term in measure.terms] == [
        ("cars", 3), ("money", 1), ("trusted_adult", 1)]
    windows = measure.terms[1].windows
    assert windows and [(band.up_to_months, band.weight) for band in windows.bands] == [(6, 4)]
    gone = with_settings(outline, "measure:indicators", {"term.1.dates": ""})
    assert "windows" not in gone.units["measure:indicators"]["part"]["terms"][1]


def test_levels_and_the_rest_that_is_declared(outline: Outline) -> None:
    outline = with_settings(outline, "level:high", {
        "title": "High!", "rank": "5", "status": "active", "description": "D",
        "interventions": "One\nTwo", "cumulative": False, "when.0.answers": "7"})
    outline = with_settings(outline, "judgement", {"rise": "2", "highest": "medium"})
    outline = with_settings(outline, "immediate:harm", {"message": "Call now."})
    outline = with_settings(outline, "toolkit", {"title": "T", "kind": "screening", "owner": "O"})
    outline = with_settings(outline, "section:indicators", {
        "title": "Signs", "introduction": "I", "skip_label": "Elsewhere",
        "confirm_together": ["not_present", "not_known"]})
    found = definition_of(put_together(outline))
    level = found.level("high")
    assert isinstance(level, Level)
    assert (level.title, level.rank, level.status, level.interventions, level.cumulative) == (
        "High!", 5, "active", ("One", "Two"), False)
    assert found.judgement and (found.judgement.rise, found.judgement.highest) == (2, "medium")
    assert found.immediate[0].message == "Call now."
    assert (found.title, found.kind, found.owner) == ("T", "screening", "O")
    signs = found.sections_by_key["indicators"]
    assert (signs.title, signs.introduction, signs.skip_label, signs.confirm_together) == (
        "Signs", "I", "Elsewhere", ("not_present", "not_known"))
