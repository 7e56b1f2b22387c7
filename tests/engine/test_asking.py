"""Which questions are asked, and so which answers count; what does not is dropped and listed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given

from app.engine.absence import Absence
from app.engine.answers import Answers, Mark
from app.engine.asking import derived_values, effective
from app.engine.definition import Definition
from app.engine.effective import Effective
from tests.engine.documents import PRESENCE, control, definition, section, toolkit
from tests.engine.strategies import answers

DAY = date(2026, 3, 3)
TEXT = {"type": "string"}
PRESENT = {"const": "present"}
SMALL = toolkit()


def rule(scope: str, schema: Any = PRESENT, effect: str = "SHOW", **more: Any) -> dict[str, Any]:
    return {"effect": effect, "condition": {"scope": scope, "schema": schema, **more}}


def ruled(properties: dict[str, Any], rules: dict[str, Any], **parts: Any) -> Definition:
    """A toolkit in which some questions have rules."""
    return definition(properties, [section("S", *(
        control(key, rule=rules.get(key)) for key in properties))], **parts)


def counting(of: Definition, marks: Any = None, rows: Any = None, facts: Any = None,
             unparsed: Any = None, **values: Any) -> Effective:
    recorded = Answers().with_changes(values=values, marks=marks, rows=rows, unparsed=unparsed)
    return effective(of, recorded, facts or {}, DAY)


@pytest.mark.parametrize("effect, answer, asked, hidden", [
    ("SHOW", "present", True, False), ("SHOW", "not_present", False, True),
    ("SHOW", None, False, True),
    ("HIDE", "present", False, True), ("HIDE", None, True, False),
    ("ENABLE", "present", True, False), ("ENABLE", None, False, False),
    ("DISABLE", "present", False, False), ("DISABLE", None, True, False),
])
def test_what_a_rule_does(effect: str, answer: str | None, asked: bool, hidden: bool) -> None:
    """A disabled question is shown and not asked."""
    of = ruled({"a": PRESENCE, "b": TEXT}, {"b": rule("#/properties/a", effect=effect)})
    found = counting(of, a=answer, b="words")
    assert (found.asked("b"), "b" in found.hidden) == (asked, hidden)
    assert ("b" in found.answers.values) is asked
    assert found.dropped == (() if asked else ("b",))


CHAIN = ruled(
    {"c": PRESENCE, "b": PRESENCE, "a": PRESENCE},
    {"c": rule("#/properties/b"), "b": rule("#/properties/a")})


def test_answers_are_dropped_in_the_order_they_depend_on_each_other() -> None:
    """Though the pages ask them the other way round."""
    all_there = dict.fromkeys("abc", "present")
    assert counting(CHAIN, **all_there).dropped == ()
    found = counting(CHAIN, **{**all_there, "a": "not_present"})
    assert (found.answers.values, found.hidden) == ({"a": "not_present"}, {"b", "c"})
    assert found.dropped == ("c", "b")
    assert found.world.answers == {"a": "not_present"}


@pytest.mark.parametrize("scope, schema", [
    ("#/measures/score", {"minimum": 1}), ("#/derived/count", {"minimum": 1}),
    ("#/marks/absence/people", {"const": "not_applicable"}),
    ("#/properties/people", {"minItems": 1, "type": "array"}),
])
def test_what_rests_on_a_dropped_answer_is_dropped_after_it(scope: str, schema: Any) -> None:
    """By a measure, a derived value, a mark or the answer itself."""
    people = {"type": "array", "items": {"type": "object", "properties": {"name": TEXT}}}
    of = ruled(
        {"last": TEXT, "people": people, "b": PRESENCE, "a": PRESENCE},
        {"last": rule(scope, schema, failWhenUndefined=True), "people": rule("#/properties/a"),
         "b": rule("#/properties/a")},
        measures=[{"id": "score", "title": "Score", "terms": [
            {"scope": "#/properties/b", "when": PRESENT}]}],
        derived=[{"name": "count", "kind": "row_count", "of": "#/properties/people"}])
    given: dict[str, Any] = {
        "b": "present", "last": "words", "rows": {"people": ("r",)}, "people/r/name": "Sam",
        "marks": {"people": Mark(absence=Absence.NOT_APPLICABLE, reason="None")}}
    assert counting(of, a="present", **given).answers.values["last"] == "words"
    found = counting(of, a="not_present", **given)
    assert set(found.hidden) == {"last", "people", "b"} and found.dropped == (
        "last", "people", "b")
    assert found.answers == Answers({"a": "not_present"})


def test_everything_beside_a_dropped_answer_is_dropped_and_listed() -> None:
    of = ruled({"a": PRESENCE, "b": TEXT}, {"b": rule("#/properties/a")})
    for beside in ({"marks": {"b": Mark(rationale="He said so")}},
                   {"unparsed": {"b": {"": "31/02"}}}):
        found = counting(of, a="not_present", **beside)
        assert found.dropped == ("b",) and found.answers == Answers({"a": "not_present"})
    assert counting(of, a="not_present").dropped == ()


def test_the_raw_answer_comes_back_when_the_question_does() -> None:
    of = ruled({"a": PRESENCE, "b": TEXT}, {"b": rule("#/properties/a")})
    raw = Answers({"a": "not_present", "b": "words"})
    assert effective(of, raw, {}, DAY).answers.values == {"a": "not_present"}
    assert raw.values["b"] == "words"
    assert effective(of, raw.with_changes(values={"a": "present"}), {}, DAY).answers.values[
        "b"] == "words"


def test_questions_in_objects_leave_nothing_behind() -> None:
    home = {"type": "object", "properties": {"street": TEXT, "town": TEXT}}
    of = definition({"a": PRESENCE, "home": home}, [section(
        "S", control("a"), {"type": "Group", "rule": rule("#/properties/a"), "elements": [
            control("home")]})])
    given = {"home.street": "1 High Street", "home.town": "York"}
    assert counting(of, a="present", **given).world.answers == {
        "a": "present", "home": {"street": "1 High Street", "town": "York"}}
    assert counting(of, a=None, **given).world.answers == {}


# Derived values

DERIVED = definition(
    {"seen": {**TEXT, "format": "date"}, "since": TEXT, "people": {
        "type": "array", "items": {"type": "object", "properties": {"name": TEXT}}}},
    [section("S", control("seen"), control("since", type="approximate-date"), control("people"))],
    derived=[
        {"name": "age", "kind": "age_years", "of": "case.date_of_birth"},
        {"name": "months", "kind": "months_since", "of": "#/properties/seen"},
        {"name": "about", "kind": "months_since", "of": "#/properties/since"},
        {"name": "people", "kind": "row_count", "of": "#/properties/people"},
        {"name": "district", "kind": "case_fact", "of": "case.district"}])


def derived(facts: Any = None, on: date = DAY, rows: Any = None, **values: Any) -> dict[str, Any]:
    recorded = Answers().with_changes(values=values, rows=rows)
    return derived_values(DERIVED, recorded, facts or {}, on)


@pytest.mark.parametrize("born, on, age", [
    ("2013-03-03", date(2026, 3, 2), 12), ("2013-03-03", date(2026, 3, 3), 13),
    ("2012-02-29", date(2025, 2, 28), 12), ("2012-02-29", date(2025, 3, 1), 13),
    ("2012-02-29", date(2028, 2, 29), 16), ("2013-12-31", date(2026, 1, 1), 12),
])
def test_age_on_the_day(born: str, on: date, age: int) -> None:
    assert derived({"case.date_of_birth": born}, on)["age"] == age


@pytest.mark.parametrize("seen, on, months", [
    ("2026-01-31", date(2026, 2, 27), 0), ("2026-01-31", date(2026, 2, 28), 1),
    ("2025-12-31", date(2026, 2, 28), 2), ("2025-03-03", date(2026, 3, 2), 11),
    ("2025-03-03", date(2026, 3, 3), 12),
])
def test_months_since_a_day(seen: str, on: date, months: int) -> None:
    assert derived(on=on, seen=seen)["months"] == months


def test_what_is_made_of_something_absent_is_absent() -> None:
    assert derived() == {"people": 0}
    assert derived({"case.date_of_birth": "not a date", "case.district": "East"},
                   since="2025", rows={"people": ("a", "b")}) == {
        "about": 14, "people": 2, "district": "East"}


# Why there is no answer


@pytest.mark.parametrize("value, mark, why", [
    ("present", Mark(), None), ("present", Mark(absence=Absence.REVISIT), None),
    ("present", Mark(absence=Absence.NOT_APPLICABLE, reason="x"), None),
    ("not_known", Mark(), Absence.NOT_KNOWN),
    ("not_known", Mark(absence=Absence.NOT_APPLICABLE, reason="x"), Absence.NOT_KNOWN),
    (None, Mark(), Absence.BLANK), (None, Mark(absence=Absence.REVISIT), Absence.REVISIT),
    (None, Mark(absence=Absence.NOT_APPLICABLE, reason="x"), Absence.NOT_APPLICABLE),
])
def test_a_mark_never_hides_what_is_known(value: str | None, mark: Mark, why: Any) -> None:
    found = counting(SMALL, {"older": mark}, older=value)
    assert found.absence(SMALL.questions["older"], "indicators") is why


def test_each_reason_for_no_answer_is_told_apart() -> None:
    skip = {"@background": Mark(absence=Absence.SKIPPED, reason="EHA")}
    found = counting(SMALL, skip)
    assert found.absence(SMALL.questions["worry"], "background") is Absence.SKIPPED
    assert found.absence(SMALL.questions["people"], "background") is Absence.SKIPPED
    assert found.absence(SMALL.questions["where"], "indicators") is Absence.NOT_ASKED
    words = [absence.words for absence in Absence]
    assert len(set(words)) == len(words)


@given(answers(SMALL))
def test_what_counts_is_part_of_what_was_recorded(recorded: Answers) -> None:
    found = effective(SMALL, recorded, {}, DAY)
    assert found.answers.values.items() <= recorded.values.items()
    assert found.answers.marks.items() <= recorded.marks.items()
    assert set(found.dropped) <= found.hidden | found.disabled
    lost = {address.partition("/")[0] for address in
            recorded.values.keys() - found.answers.values.keys()}
    assert lost <= set(found.dropped)
    assert found.world.answers == found.answers.instance(SMALL)
    assert effective(SMALL, found.answers, {}, DAY).answers == found.answers
