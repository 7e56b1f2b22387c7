"""Answers in words, as screen, print, PDF, CSV and API share them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given

from app.engine.absence import Absence
from app.engine.answers import Answers, Mark, Standing
from app.engine.asking import effective
from app.engine.reading import Entry, read_all, read_one, read_rows
from tests.engine.documents import control, definition, indicator, section, toolkit
from tests.engine.strategies import answers

DAY = date(2026, 3, 3)
SMALL = toolkit()
CHOICES = {"type": "string", "oneOf": [
    {"const": "yes", "title": "Yes"}, {"const": "no", "title": "No"},
    {"const": "unsure", "title": "Nobody could say"},
    {"const": "declined", "title": "She did not want to say"},
    {"const": "no_school", "title": "Does not go to school"}]}
ROW = {"type": "object", "properties": {
    "who": {"type": "string", "title": "Who"},
    "due": {"type": "string", "format": "date", "title": "Due"}}}
TOOLKIT = definition(
    {"q": CHOICES, "people": {"type": "array", "items": ROW}, "plan": {
        "type": "object", "properties": {"disrupt": {**ROW, "title": "Disrupt"}, "raise": ROW}},
     "story": {"type": "string"}},
    [section("First", control("q", "Is it so", not_applicable=True, meanings={
        "yes": "yes", "no": "no", "unsure": "not_known", "declined": "declined",
        "no_school": "not_applicable"})),
     section("Second", control("people", row_label="Person"), control("plan", type="table"),
             control("story", rule={"effect": "SHOW", "condition": {
                 "scope": "#/properties/q", "schema": {"const": "yes"}}}),
             skippable={"label": "Covered elsewhere"})])


def entry(key: str = "q", marks: Any = None, rows: Any = None, unparsed: Any = None,
          **values: Any) -> Entry:
    recorded = Answers().with_changes(values=values, rows=rows, marks=marks, unparsed=unparsed)
    section_key = TOOLKIT.section_of[key].key
    return read_one(TOOLKIT.questions[key], section_key, effective(TOOLKIT, recorded, {}, DAY))


@pytest.mark.parametrize("value, words", [
    ("yes", "Yes"), ("unsure", "Nobody could say"), ("declined", "She did not want to say"),
    ("no_school", "Does not go to school"), (None, "Not answered"), ("gone", "gone"),
])
def test_the_words_are_those_that_were_chosen(value: str | None, words: str) -> None:
    assert entry(q=value).words == words


@pytest.mark.requirement("S1.40")
@pytest.mark.parametrize("mark, words", [
    (Mark(absence=Absence.NOT_APPLICABLE, reason="Home educated"), "Not applicable: Home educated"),
    (Mark(absence=Absence.REVISIT), "Revisit later"), (Mark(), "Not answered"),
])
def test_why_there_is_no_answer(mark: Mark, words: str) -> None:
    assert entry(marks={"q": mark}).words == words
    assert entry(marks={"q": mark}, q="yes").words == "Yes"


def test_white_space_is_no_answer() -> None:
    assert entry("story", q="yes", story=" \n ").words == "Not answered"


def test_what_is_said_for_an_answer() -> None:
    mark = Mark(rationale="Seen twice", source="School", evidence_date="2026-02", none_held="Ask")
    assert entry(marks={"q": mark}, q="yes").evidence == (
        ("Rationale", "Seen twice"), ("Source", "School"), ("Date of evidence", "February 2026"),
        ("No evidence yet. What will be done", "Ask"))
    named = definition({"q": CHOICES}, [section("S", control("q", evidence={"label": "Why"}))])
    counted = effective(named, Answers({"q": "yes"}, {}, {"q": Mark(rationale="x")}), {}, DAY)
    assert read_one(named.questions["q"], "s", counted).evidence == (("Why", "x"),)
    assert entry(q="yes").evidence == () and not entry(q="yes").carried
    assert entry(marks={"q": Mark(Standing.CARRIED)}, q="yes").carried


def test_what_was_typed_and_is_no_value_is_read_too() -> None:
    assert entry(unparsed={"q": {"": "perhaps"}}).typed == "perhaps"
    assert entry(unparsed={"q": {"": "a\x00b\x1b\tc"}}).typed == "a\ufffdb\ufffd\tc"


@pytest.mark.requirement("S4.111")
def test_rows_by_their_name_and_number() -> None:
    rows = entry("people", rows={"people": ("b", "a")}, **{
        "people/a/who": "Sam", "people/b/due": "2026-03-27"}).rows
    assert [(row.id, row.title, row.text) for row in rows] == [
        ("b", "Person 1", "Due: 27 March 2026"), ("a", "Person 2", "Who: Sam")]
    plan = entry("plan", **{"plan/raise/who": "School"}).rows
    assert [(row.id, row.title, row.text) for row in plan] == [
        ("disrupt", "Disrupt", ""), ("raise", "raise", "Who: School")]
    assert entry("people", rows={"people": ("a",)}).absence is Absence.BLANK


def test_all_of_it_section_by_section() -> None:
    skip = {"@second": Mark(absence=Absence.SKIPPED, reason="Early help, 12 May")}
    counted = effective(TOOLKIT, Answers({"q": "no", "story": "hidden"}, {}, skip), {}, DAY)
    first, second = read_all(TOOLKIT, counted)
    assert [e.words for e in first.entries] == ["No"] and first.skipped == ""
    assert second.skipped == "Early help, 12 May"
    assert [(e.key, e.words) for e in second.entries] == [
        ("people", "Skipped"), ("plan", "Skipped")]


@given(answers(SMALL))
def test_every_answer_can_be_read(recorded: Answers) -> None:
    counted = effective(SMALL, recorded, {}, DAY)
    entries = {e.key: e for reading in read_all(SMALL, counted) for e in reading.entries}
    assert set(entries) == set(SMALL.questions) - counted.hidden
    for key, found in entries.items():
        question = SMALL.questions[key]
        assert found.words or question.type.holds_rows
        if question.type.holds_rows:
            assert len(found.rows) == len(list(read_rows(question, counted)))
        elif key in counted.answers.values:
            assert question.type.show(question, counted.answers.values[key]) == found.text


def test_an_indicator_without_an_answer_is_not_a_no() -> None:
    of = definition({"q": CHOICES}, [section("S", indicator("q") | {"options": {}})])
    counted = effective(of, Answers(), {}, DAY)
    assert read_one(of.questions["q"], "s", counted).words == "Not answered"
