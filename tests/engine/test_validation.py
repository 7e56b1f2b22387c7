"""What stands against submitting, and what a draft is told: everything in plain words."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given

from app.engine.absence import Absence
from app.engine.answers import NO_ANSWERS, SECTION_MARK, Answers, Mark, Standing
from app.engine.asking import effective
from app.engine.definition import Definition
from app.engine.document import read
from app.engine.levels import work_out
from app.engine.validation import (
    Finding, draft_findings, schema_validator, submission_findings, unreadable,
)
from tests.engine.documents import (
    HARM, PRESENCE, control, definition, document, indicator, section, toolkit, toolkit_document,
)
from tests.engine.strategies import answers

SMALL = toolkit()
DAY = date(2026, 3, 3)
TEXT = {"type": "string"}
COMPLETE = {"harm": "not_known", "older": "not_present", "cars": "not_present",
            "money": "not_present", "level": "standard"}
PEOPLE = {"type": "array", "items": {"type": "object", "required": ["name"], "properties": {
    "name": TEXT, "since": {**TEXT, "format": "date"}}}}


def definition_of(given: dict[str, Any]) -> Definition:
    return read(json.dumps(given))


def found(
    recorded: Answers, *, of: Definition = SMALL, **how: Any
) -> tuple[Finding, ...]:
    counted = effective(of, recorded, {}, DAY)
    return submission_findings(of, counted, work_out(of, counted), **how)


def against(
    of: Definition = SMALL, marks: dict[str, Mark] | None = None, rows: Any = None,
    unparsed: Any = None, **values: Any,
) -> dict[str, str]:
    """What stands against complete answers, some of them different: address → kind."""
    start = Answers(COMPLETE if of is SMALL else {})
    recorded = start.with_changes(values=values, marks=marks, rows=rows, unparsed=unparsed)
    return {finding.address: finding.kind for finding in found(recorded, of=of)}


def one(schema: dict[str, Any], required: bool = True, **ours: Any) -> Definition:
    """A toolkit of one question."""
    return definition({"q": schema}, [section("S", control("q", **ours))],
                      ["q"] if required else [])


# Complete, by ruling X1


@pytest.mark.requirement("S0.9")
def test_complete_answers_can_be_submitted() -> None:
    assert against() == {}


@pytest.mark.requirement("S0.9", "S0.11")
@pytest.mark.parametrize("key", COMPLETE)
def test_every_required_answer_is_asked_for(key: str) -> None:
    assert against(**{key: None}) == {key: "blank"}


@pytest.mark.requirement("S1.33")
def test_to_revisit_is_not_complete_even_where_nothing_is_required() -> None:
    later = Mark(absence=Absence.REVISIT)
    assert against(marks={"older": later}, older=None) == {"older": "revisit"}
    assert against(marks={"story": later}) == {"story": "revisit"}
    assert against(marks={"older": later}) == {"older": "revisit"}


@pytest.mark.requirement("S1.40")
@pytest.mark.parametrize("offered, reason, kind", [
    (True, "She is educated at home", None), (True, "", "reason"), (True, "  ", "reason"),
    (False, "Nobody asked for this way out", "blank"),
])
def test_not_applicable_needs_a_reason_and_to_be_offered(
    offered: bool, reason: str, kind: str | None
) -> None:
    toolkit_of_one = one(PRESENCE, not_applicable=offered)
    mark = Mark(absence=Absence.NOT_APPLICABLE, reason=reason)
    assert against(toolkit_of_one, marks={"q": mark}).get("q") == kind


def test_answered_and_not_applicable_is_one_too_many() -> None:
    mark = Mark(absence=Absence.NOT_APPLICABLE, reason="because")
    assert against(one(PRESENCE, not_applicable=True), marks={"q": mark}, q="present") == {
        "q": "reason"}


SKIPPABLE = definition(
    {"a": PRESENCE, "b": PRESENCE, "harm": HARM},
    [section("Background", indicator("a"), indicator("b"), skippable={"label": "Covered"}),
     section("Harm", control("harm", harm="actual", meanings={"yes": "yes"}))],
    ["a", "b", "harm"])


@pytest.mark.requirement("S4.68")
def test_a_section_may_be_skipped_for_another_assessment_that_is_named() -> None:
    skip = {f"{SECTION_MARK}background": Mark(absence=Absence.SKIPPED, reason="EHA, 12 May")}
    assert against(SKIPPABLE, marks=skip) == {"harm": "blank"}
    unnamed = {f"{SECTION_MARK}background": Mark(absence=Absence.SKIPPED, reason=" ")}
    assert against(SKIPPABLE, marks=unnamed) == {
        "@background": "reason", "a": "blank", "b": "blank", "harm": "blank"}


def test_a_section_that_may_not_be_skipped_is_not() -> None:
    """Nobody gets past actual harm by naming another assessment, whatever is sent."""
    skip = {f"{SECTION_MARK}harm": Mark(absence=Absence.SKIPPED, reason="EHA, 12 May")}
    assert against(SKIPPABLE, marks=skip)["harm"] == "blank"


@pytest.mark.requirement("S0.13")
def test_a_skipped_section_hides_no_answer_in_it() -> None:
    skip = {f"{SECTION_MARK}background": Mark(absence=Absence.SKIPPED, reason="EHA, 12 May")}
    assert against(SKIPPABLE, marks=skip, a="present", harm="yes") == {"a": "evidence"}


# Evidence


@pytest.mark.requirement("S0.13", "S4.45", "S4.46")
@pytest.mark.parametrize("answer, mark, missing", [
    ("present", Mark(), True), ("present", Mark(rationale=" \n"), True),
    ("present", Mark(rationale="Seen in a grey car"), False),
    ("present", Mark(none_held="Ask school on Monday"), False),
    ("present", Mark(source="School", evidence_date="2026-02-27"), True),
    ("present", Mark(rationale="."), True), ("present", Mark(rationale=" – \u200b"), True),
    ("present", Mark(rationale="x"), True), ("present", Mark(none_held="-"), True),
    ("present", Mark(rationale=".", none_held="Ask school"), False),
    ("present", Mark(rationale="видели"), False), ("present", Mark(rationale="看见车"), False),
    ("present", Mark(rationale="رأيت"), False), ("present", Mark(rationale="देखा"), False),
    ("not_present", Mark(), False), ("not_known", Mark(), False),
])
def test_a_tick_needs_its_rationale(answer: str, mark: Mark, missing: bool) -> None:
    assert ("older" in against(marks={"older": mark}, older=answer)) is missing


@pytest.mark.requirement("S0.13")
def test_the_message_names_the_box() -> None:
    [finding] = found(Answers({**COMPLETE, "older": "present", "level": "medium"}))
    assert finding.message == (
        "Say why, under “Rationale for what you have scored” or what you will do to find evidence")
    assert (finding.address, finding.section) == ("older", "indicators")


@pytest.mark.requirement("S0.13")
def test_a_full_stop_is_told_what_to_write_instead() -> None:
    [finding] = found(Answers({**COMPLETE, "older": "present", "level": "medium"}, {}, {
        "older": Mark(rationale=".")}))
    assert finding.kind == "evidence" and finding.message == (
        "Write what you saw or heard, under “Rationale for what you have scored” or what you will "
        "do to find evidence. A full stop or a single letter does not say why")


def test_no_reasons_are_asked_of_what_nobody_looked_at() -> None:
    carried = {"older": Mark(Standing.CARRIED)}
    assert against(marks=carried, older="present", level="medium") == {}


# Reviews


@pytest.mark.parametrize("standing, refused", [
    (Standing.CARRIED, True), (Standing.TOGETHER, True), (Standing.AFFIRMED, False),
    (Standing.ENTERED, False),
])
@pytest.mark.parametrize("key", ["harm", "association"])
def test_harm_and_association_are_looked_at_one_by_one(
    key: str, standing: Standing, refused: bool
) -> None:
    both = definition(
        {"harm": HARM, "association": HARM, "other": HARM},
        [section("S", control("harm", harm="actual", meanings={"yes": "yes"}),
                 control("association", association=True), control("other"))])
    recorded = Answers(dict.fromkeys(("harm", "association", "other"), "not_known"), {}, {
        key: Mark(standing), "other": Mark(Standing.CARRIED)})
    kinds = {f.address: f.kind for f in found(recorded, of=both, review=True)}
    assert kinds == ({key: "carried"} if refused else {})
    assert found(recorded, of=both) == ()


# What is asked


def test_what_is_not_asked_is_not_required() -> None:
    awaits = {"effect": "SHOW", "condition": {
        "scope": "#/properties/a", "schema": {"const": "present"}}}
    asked = definition({"a": PRESENCE, "b": PRESENCE},
                       [section("S", control("a"), control("b", rule=awaits))], ["b"])
    assert against(asked, a="present") == {"b": "blank"}
    assert against(asked, a="not_present") == {}
    assert against(asked, a="not_present", b="present") == {}
    assert against(asked, a="not_present", unparsed={"b": {"": "31/02"}}) == {}


@pytest.mark.requirement("S4.83", "S4.96")
def test_a_condition_may_require_an_answer() -> None:
    needed = {"scope": "#/properties/a", "schema": {"const": "not_known"}}
    asked = definition(
        {"a": PRESENCE, "enquiry": PEOPLE, "why": TEXT},
        [section("S", control("a"), control("enquiry", required_when=needed),
                 control("why", required_when=needed))])
    assert against(asked, a="present") == {}
    assert against(asked, a="not_known") == {"enquiry": "blank", "why": "blank"}
    assert against(asked, a="not_known", why="  ", rows={"enquiry": ("r",)},
                   **{"enquiry/r/name": "Sam"}) == {"why": "blank"}


def test_the_schema_may_require_by_if_and_then() -> None:
    given = document({"a": PRESENCE, "b": TEXT}, [section("S", control("a"), control("b"))])
    given["schema"] |= {
        "if": {"properties": {"a": {"const": "present"}}, "required": ["a"]},
        "then": {"required": ["b"]}}
    asked = definition_of(given)
    assert against(asked, a="present") == {"b": "blank"}
    assert against(asked, a="not_present") == {}


def test_objects_of_questions_are_required_question_by_question() -> None:
    home = {"type": "object", "properties": {"street": TEXT, "town": TEXT}, "required": ["street"]}
    asked = definition({"home": home}, [section("S", control("home"))], ["home"])
    assert against(asked) == {"home.street": "blank"}
    assert against(asked, **{"home.town": "York"}) == {"home.street": "blank"}
    assert against(asked, **{"home.street": "1 High Street"}) == {}


@pytest.mark.parametrize("schema, blank", [
    (TEXT, "   "), (TEXT, ""),
    ({"type": "array", "uniqueItems": True, "items": {"enum": ["a"]}}, []),
])
def test_a_required_answer_says_something(schema: dict[str, Any], blank: Any) -> None:
    assert against(one(schema), q=blank) == {"q": "blank"}
    assert against(one(schema, required=False), q=blank) == {}


# Rows


ROWED = definition({"people": PEOPLE, "plan": {"type": "object", "properties": {
    "disrupt": {"type": "object", "properties": {"who": TEXT, "due": TEXT}, "required": ["who"]},
    "raise": {"type": "object", "properties": {"who": TEXT, "due": TEXT}, "required": ["who"]}}}},
    [section("S", control("people"), control("plan", type="table"))])


@pytest.mark.requirement("S4.111")
def test_cells_are_found_by_their_row() -> None:
    assert against(ROWED, rows={"people": ("x", "y")}, **{"people/x/name": "Sam"}) == {
        "people/y/name": "blank"}
    assert against(ROWED, **{"plan/raise/due": "May"}) == {"plan/raise/who": "blank"}


def test_findings_come_in_the_order_of_the_pages_and_rows() -> None:
    recorded = Answers({"plan/disrupt/due": "May", "people/y/since": "2026-13-01"},
                       {"people": ("y", "x")})
    assert [finding.address for finding in found(recorded, of=ROWED)] == [
        "people/y/name", "people/y/since", "people/x/name", "plan/disrupt/who"]


def test_what_is_left_of_a_deleted_row_stands_against_nothing() -> None:
    assert against(ROWED, unparsed={"people/gone/since": {"day": "31"}},
                   **{"people/gone/since": "soon"}) == {}


# Drafts


def drafted(given: Answers, of: Definition = SMALL) -> dict[str, str]:
    return {finding.address: finding.message for finding in draft_findings(of, given)}


def test_a_draft_may_be_as_empty_as_it_is() -> None:
    assert drafted(Answers()) == {} and drafted(Answers({"older": "present"})) == {}


@pytest.mark.requirement("S0.10", "S0.14")
def test_a_draft_is_told_what_is_no_answer_and_keeps_it() -> None:
    given = Answers(
        {"worry": 11, "story": "x" * 5001, "older": "perhaps", "people/a/since": "2026-02-30"},
        {"people": ("a", "b")}, {}, {"people/b/since": {"day": "31", "month": "2", "year": "2026"}})
    assert drafted(given) == {
        "worry": "Enter a number that is 10 or less",
        "story": "Shorten this to 5,000 characters. It is 5,001 now",
        "older": "Choose one of the answers listed",
        "people/a/since": "Enter a real date, like 27 3 2026",
        "people/b/since": "Enter a real date, like 27 3 2026",
    }
    assert given.values["worry"] == 11


def test_a_draft_is_told_the_same_of_one_section_alone() -> None:
    given = Answers(
        {"worry": 11, "older": "perhaps", "people/a/since": "2026-02-30"}, {"people": ("a", "b")},
        {}, {"people/b/since": {"day": "31", "month": "2", "year": "2026"}})
    told = [draft_findings(SMALL, given, one) for one in SMALL.sections]
    assert sorted(finding.address for findings in told for finding in findings) == sorted(
        drafted(given))
    for one, findings in zip(SMALL.sections, told, strict=True):
        assert {finding.section for finding in findings} <= {one.key}


def test_what_cannot_be_read_stands_against_submitting_too() -> None:
    assert against(unparsed={"worry": {"": "very"}}) == {"worry": "unparsed"}
    assert against(worry=11) == {"worry": "value"}
    assert against(worry="11") == {"worry": "unreadable"}


def test_what_is_no_answer_is_told_where_it_came_in() -> None:
    before = Answers({"worry": 1, "older": 3})
    given = before.with_changes({"worry": True, "nowhere": "x", "people/a/since": 2026})
    assert unreadable(SMALL, given, before) == ("worry", "nowhere", "people/a/since")
    assert unreadable(SMALL, given, given) == ()
    assert unreadable(SMALL, Answers({"worry": 99, "story": ""}), NO_ANSWERS) == ()


def test_answers_that_do_not_go_together() -> None:
    given = document({"a": PRESENCE, "b": PRESENCE}, [section("S", control("a"), control("b"))])
    given["schema"]["not"] = {"properties": {"a": {"const": "present"}, "b": {"const": "present"}}}
    asked = definition_of(given)
    [finding] = found(Answers({"a": "present", "b": "present"}), of=asked)
    assert finding.kind == "value" and "other answers" in finding.message


@pytest.mark.parametrize("schema, value, words", [
    ({**TEXT, "format": "email"}, "müller@example.org", "name@example.org"),
    ({**TEXT, "format": "date-time"}, "tomorrow", "2026-03-27T14:30:00Z"),
    ({**TEXT, "format": "uuid"}, "1", "Check it against the hint"),
    ({**TEXT, "minLength": 1, "not": {"const": "x"}}, "x", "other answers"),
    ({**TEXT, "multipleOf": 2, "type": "integer", "x-unit": "pairs"}, 3, "multiple of 2"),
    ({"type": "object", "properties": {"a": TEXT}, "minProperties": 2}, "x", "This will not do"),
])
def test_what_the_schema_refuses_is_told_in_words(
    schema: dict[str, Any], value: Any, words: str
) -> None:
    asked = definition_of({"type": "object", "properties": {"q": schema}})
    [finding] = found(Answers({next(iter(asked.questions)): value}), of=asked)
    assert words in finding.message


@pytest.mark.parametrize("limits, words", [
    ({"minItems": 2}, "Add more, until there are 2"), ({"maxItems": 0}, "Keep no more than 0"),
])
def test_too_few_rows_or_too_many(limits: dict[str, int], words: str) -> None:
    people = {"type": "array", "items": {"type": "object", "properties": {"a": TEXT}}, **limits}
    asked = definition_of({"type": "object", "properties": {"p": people}})
    [finding] = found(Answers({"p/r1/a": "x"}, {"p": ("r1",)}), of=asked)
    assert (finding.address, words in finding.message) == ("p", True)


def test_an_object_that_is_required_has_something_answered_in_it() -> None:
    asked = definition_of({"type": "object", "required": ["o"], "properties": {
        "o": {"type": "object", "properties": {"a": TEXT, "b": TEXT}}}})
    assert against(asked) == {"o.a": "blank"}
    assert found(Answers({"o.b": "x"}), of=asked) == ()


def test_a_list_needs_its_reasons_where_its_rows_say_so() -> None:
    people = {"type": "array", "items": {"type": "object", "properties": {"a": TEXT}}}
    evidence = {"label": "Reasons", "required_when": {"minItems": 2}}
    asked = definition_of(document({"p": people}, [section("S", control("p", evidence=evidence))]))
    values = {"p/r1/a": "x", "p/r2/a": "y"}
    assert found(Answers(values, {"p": ("r1",)}), of=asked) == ()
    [finding] = found(Answers(values, {"p": ("r1", "r2")}), of=asked)
    assert finding.kind == "evidence"


# Whatever is answered


@given(answers(SMALL))
def test_what_may_be_submitted_fits_the_schema(recorded: Answers) -> None:
    """The schema speaks for other tools; we never let pass what they would refuse."""
    counted = effective(SMALL, recorded, {}, DAY)
    findings = submission_findings(SMALL, counted, work_out(SMALL, counted))
    errors = [error for error in schema_validator(SMALL).iter_errors(
        counted.answers.instance(SMALL)) if error.kind.name != "required"]
    assert not errors
    addresses = [finding.address for finding in findings]
    assert len(set(addresses)) == len(addresses)
    assert all(finding.message and not finding.message.endswith((".", "!")) or
               finding.kind == "level" for finding in findings)


def test_the_level_is_judged_last() -> None:
    lower = {"older": "present", "level": "standard"}
    mark = {"older": Mark(rationale="Seen")}
    assert against(marks=mark, **lower) == {"level": "level"}
    assert against(marks=mark, older="present", level="high") == {"reason": "level"}
    recorded = Answers({**COMPLETE, **lower, "reason": "Calm"}, {}, mark)
    assert found(recorded, by_manager=True) == ()


def test_a_bare_schema_is_validated_as_one() -> None:
    bare = definition_of({"type": "object", "properties": {"a": TEXT}, "required": ["a"]})
    assert against(bare) == {"a": "blank"}
    assert schema_validator(bare) is schema_validator(bare)
    assert toolkit_document()["schema"] == SMALL.document["schema"]
