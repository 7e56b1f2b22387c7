"""Answers at addresses: laid over each other, stored and read back, carried into a review."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given

from app.engine.absence import Absence
from app.engine.answers import (
    NO_ANSWERS, SECTION_MARK, Answers, Mark, Standing, addresses_of, answered, carried, row_ids,
)
from tests.engine.documents import control, definition, section, toolkit
from tests.engine.strategies import answers

TEXT = {"type": "string"}
SMALL = toolkit()
HOUSE = definition(
    {"home": {"type": "object", "properties": {"street": TEXT, "town": TEXT}},
     "plan": {"type": "object", "properties": {
         name: {"type": "object", "properties": {"who": TEXT, "due": TEXT}}
         for name in ("disrupt", "raise")}},
     "people": {"type": "array", "items": {"type": "object", "properties": {"name": TEXT}}},
     "sure": {"type": "boolean"}},
    [section("S", control("home"), control("plan", type="table"), control("people"),
             control("sure"))])
GIVEN = Answers(
    {"home.street": "1 High Street", "plan/raise/who": "School", "people/b/name": "Sam",
     "people/a/name": "Kit", "sure": False},
    {"people": ("b", "a", "c")},
    {"sure": Mark(Standing.AFFIRMED, rationale="He said so", evidence_date="2026-02")},
    {"plan/disrupt/due": {"": "soon"}})


def stored(given: Answers, of: Any = HOUSE) -> Answers:
    """The answers after having been kept as JSON."""
    return Answers.from_document(of, json.loads(json.dumps(given.to_document(of))))


def test_the_instance_is_what_the_schema_speaks_of() -> None:
    assert GIVEN.instance(HOUSE) == {
        "home": {"street": "1 High Street"}, "plan": {"raise": {"who": "School"}},
        "people": [{"name": "Sam"}, {"name": "Kit"}, {}], "sure": False}
    assert NO_ANSWERS.instance(HOUSE) == {}


def test_what_is_stored_comes_back_as_it_was() -> None:
    assert stored(GIVEN) == GIVEN
    assert stored(NO_ANSWERS) == NO_ANSWERS
    assert GIVEN.to_document(HOUSE)["marks"] == {
        "sure": {"standing": "affirmed", "rationale": "He said so", "evidence_date": "2026-02"}}


@pytest.mark.requirement("S0.14")
@given(answers(SMALL))
def test_no_answer_is_lost_by_storing_it(recorded: Answers) -> None:
    kept = stored(recorded, SMALL)
    assert kept.values == recorded.values and kept.marks == recorded.marks
    assert kept.rows == {key: rows for key, rows in recorded.rows.items() if rows}
    assert stored(kept, SMALL) == kept


@pytest.mark.parametrize("rows", [{}, {"people": ["b"]}, {"people": ["b", "a", "c", "d"]}])
def test_rows_without_ids_are_refused_rather_than_lost(rows: dict[str, list[str]]) -> None:
    with pytest.raises(ValueError, match="shorter|longer"):
        Answers.from_document(HOUSE, {**GIVEN.to_document(HOUSE), "rows": rows})


def test_later_answers_are_laid_over_earlier_ones() -> None:
    changed = GIVEN.with_changes(
        values={"sure": None, "home.town": "York"}, rows={"people": ("a",)},
        marks={"sure": Mark(), "people": Mark(rationale="Seen together")},
        unparsed={"plan/disrupt/due": None})
    assert changed.values == {"home.street": "1 High Street", "home.town": "York",
                              "plan/raise/who": "School", "people/a/name": "Kit",
                              "people/b/name": "Sam"}
    assert changed.rows == {"people": ("a",)} and changed.unparsed == {}
    assert changed.marks == {"people": Mark(rationale="Seen together")}
    assert GIVEN.values["sure"] is False


def test_a_question_is_taken_out_with_all_that_is_below_it() -> None:
    left = GIVEN.without(frozenset({"people", "sure"}))
    assert left == Answers({"home.street": "1 High Street", "plan/raise/who": "School"}, {}, {},
                           {"plan/disrupt/due": {"": "soon"}})


def test_addresses() -> None:
    plan, people = HOUSE.questions["plan"], HOUSE.questions["people"]
    assert addresses_of(HOUSE.questions["sure"], GIVEN) == ("sure",)
    assert addresses_of(people, GIVEN) == ("people/b/name", "people/a/name", "people/c/name")
    assert addresses_of(plan, GIVEN) == (
        "plan/disrupt/who", "plan/disrupt/due", "plan/raise/who", "plan/raise/due")
    assert row_ids(plan, NO_ANSWERS) == ("disrupt", "raise") and row_ids(people, NO_ANSWERS) == ()


@pytest.mark.parametrize("key, given, expected", [
    ("sure", GIVEN, True), ("sure", NO_ANSWERS, False), ("people", GIVEN, True),
    ("people", Answers({}, {"people": ("a",)}), False),
    ("people", Answers({"people/a/name": " "}, {"people": ("a",)}), False),
    ("people", Answers({"people/gone/name": "Sam"}), False),
    ("plan", GIVEN, True), ("plan", NO_ANSWERS, False),
])
def test_whether_anything_is_answered(key: str, given: Answers, expected: bool) -> None:
    assert answered(HOUSE.questions[key], given) is expected


# Marks


@pytest.mark.parametrize("mark", [
    Mark(), Mark(Standing.CARRIED, Absence.NOT_APPLICABLE, "because"),
    Mark(rationale="a", rationale_copied=True, source="b", evidence_date="2026", none_held="c",
         earlier_was_wrong=True),
])
def test_a_mark_is_stored_without_what_is_as_usual(mark: Mark) -> None:
    document = json.loads(json.dumps(mark.to_document()))
    assert Mark.from_document(document) == mark
    assert (document == {}) == (mark == Mark())


def test_a_skip_counts_only_where_the_other_assessment_is_named() -> None:
    named = Mark(absence=Absence.SKIPPED, reason="Early help, 12 May")
    for mark, skipped in ((named, True), (named._replace(reason="  "), False),
                          (named._replace(absence=Absence.REVISIT), False)):
        given = Answers(marks={f"{SECTION_MARK}background": mark})
        assert (given.skip_of("background") is not None) is skipped
    assert NO_ANSWERS.skip_of("background") is None


# Carried into a review


@pytest.mark.requirement("S0.2", "S1.29")
def test_a_review_starts_with_what_was_recorded_and_nobody_has_looked_at_it() -> None:
    last = Answers(
        {"older": "present", "story": "He waits", "people/a/name": "Sam", "level": "high",
         "reason": "Because"},
        {"people": ("a",)},
        {"older": Mark(Standing.AFFIRMED, rationale="Seen", source="School",
                       evidence_date="2026-02", earlier_was_wrong=True),
         "cars": Mark(absence=Absence.NOT_APPLICABLE, reason="No cars here"),
         "money": Mark(rationale="Only words")},
        {"worry": {"": "very"}})
    review = carried(last, SMALL)
    assert review.values == {"older": "present", "story": "He waits", "people/a/name": "Sam"}
    assert review.rows == {"people": ("a",)} and review.unparsed == {}
    assert review.marks == {
        "older": Mark(Standing.CARRIED), "story": Mark(Standing.CARRIED),
        "people": Mark(Standing.CARRIED),
        "cars": Mark(Standing.CARRIED, Absence.NOT_APPLICABLE, "No cars here")}


@given(answers(SMALL))
def test_nothing_carried_counts_as_looked_at(recorded: Answers) -> None:
    review = carried(recorded, SMALL)
    for key, question in SMALL.questions.items():
        if answered(question, review):
            assert review.mark(key).standing is Standing.CARRIED
        assert not any(review.mark(key).evidence)
