"""Earlier answers in the terms of a later version: told one to one, or named, and never guessed."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given

from app.engine.absence import Absence
from app.engine.answers import Answers, Mark
from app.engine.asking import effective
from app.engine.definition import Definition
from app.engine.document import read
from app.engine.lineage import read_lineage
from app.engine.measures import Background
from app.engine.pairing import UNTOLD, Pairing, alike
from app.engine.translation import translated, translated_background, translated_effective
from tests.engine.documents import PRESENCE, control, definition, section, toolkit
from tests.engine.strategies import answers

SMALL = toolkit()
TEXT = {"type": "string"}
KINDS = {"type": "array", "uniqueItems": True, "items": {"enum": ["online", "gang", "peer"]}}


def rows(*cells: str, **schemas: Any) -> dict[str, Any]:
    return {"type": "array", "items": {"type": "object", "properties": {
        **{cell: TEXT for cell in cells}, **schemas}}}


def toolkit_of(**properties: Any) -> Definition:
    return definition(properties, [section("S", *map(control, properties))])


BEFORE = toolkit_of(
    gone=TEXT, kept=TEXT, split=PRESENCE, kinds=KINDS, rating=PRESENCE,
    people=rows("name", "alias", role={"enum": ["friend", "rival"]}))
AFTER = toolkit_of(
    kept=TEXT, split_a=PRESENCE, split_b=PRESENCE, kinds={**KINDS, "items": {
        "enum": ["internet", "peer"]}}, rating={"enum": ["present", "not_present", "unsure"]},
    people=rows("name", role={"enum": ["friend", "partner"]}))
ENTRIES = [
    {"relation": "removed", "from": ["gone"]},
    {"relation": "split", "from": ["split"], "to": ["split_a", "split_b"]},
    {"relation": "same", "from": ["kinds"], "to": ["kinds"], "options": [
        {"relation": "reworded", "from": ["online"], "to": ["internet"]},
        {"relation": "removed", "from": ["gang"]}]},
    {"relation": "same", "from": ["rating"], "to": ["rating"], "options": [
        {"relation": "replaced", "from": ["not_known"], "to": ["unsure"]}]},
]
PAIRING = Pairing(BEFORE, AFTER, read_lineage(ENTRIES))


def test_a_cell_of_another_kind_is_not_told() -> None:
    """A word in the place of a number could not even be shown."""
    first, second = (toolkit_of(p=rows("kept", cell={"type": kind})) for kind in (
        "string", "number"))
    recorded = Answers({"p/r1/kept": "x", "p/r1/cell": "many"}, {"p": ("r1",)})
    found, untold = translated(Pairing(first, second, read_lineage([])), recorded)
    assert (found.values, untold) == ({"p/r1/kept": "x"}, ("p",))


def told(key: str, value: Any) -> Any:
    return PAIRING.by_later[key].told(value)


@pytest.mark.parametrize("key, value, expected", [
    ("kept", "words", "words"), ("kept", None, None),
    ("kinds", ["online"], ["internet"]), ("kinds", ["online", "peer"], ["internet", "peer"]),
    ("kinds", ["online", "gang"], UNTOLD), ("rating", "present", "present"),
    ("rating", "not_known", UNTOLD), ("rating", "never_was", UNTOLD),
])
def test_a_value_is_told_by_its_option(key: str, value: Any, expected: Any) -> None:
    assert told(key, value) == expected


def test_which_questions_are_the_same() -> None:
    assert [PAIRING.later_of(key) for key in BEFORE.questions] == [
        None, "kept", None, "kinds", "rating", "people"]
    assert [PAIRING.earlier_of(key) for key in AFTER.questions] == [
        "kept", None, None, "kinds", "rating", "people"]
    back = PAIRING.inverse
    assert back.later_of("kept") == "kept" and back.earlier_of("gone") is None


def test_what_can_be_told_is_told_and_the_rest_is_named() -> None:
    given = Answers(
        {"gone": "words", "kept": "more words", "split": "present", "kinds": ["online"],
         "rating": "not_known", "people/a/name": "Sam", "people/a/alias": "Red",
         "people/b/role": "rival", "people/b/name": "Kit"},
        {"people": ("a", "b")},
        {"kept": Mark(rationale="Said so"), "split": Mark(rationale="Seen"),
         "@s": Mark(absence=Absence.SKIPPED, reason="EHA")},
        {"kept": {"": "\x00"}, "gone": {"": "\x01"}})
    found, untold = translated(PAIRING, given)
    assert found == Answers(
        {"kept": "more words", "kinds": ["internet"], "people/a/name": "Sam",
         "people/b/name": "Kit"},
        {"people": ("a", "b")},
        {"kept": Mark(rationale="Said so"), "@s": Mark(absence=Absence.SKIPPED, reason="EHA")},
        {"kept": {"": "\x00"}})
    assert untold == ("gone", "split", "rating", "people")


@pytest.mark.parametrize("said", [
    {"marks": {"gone": Mark(absence=Absence.NOT_APPLICABLE, reason="No home")}},
    {"marks": {"gone": Mark(rationale="Only words")}}, {"unparsed": {"gone": {"": "?"}}},
    {"values": {"gone": "words"}},
])
def test_whatever_is_said_beside_an_answer_is_named_too(said: dict[str, Any]) -> None:
    assert translated(PAIRING, Answers(**said)) == (Answers(), ("gone",))


def test_only_what_is_asked_for_is_told() -> None:
    given = Answers({"gone": "words", "kept": "more words", "kinds": ["online"]})
    found, untold = translated(PAIRING, given, {"kept", "gone"})
    assert (found, untold) == (Answers({"kept": "more words"}), ("gone",))


def test_what_says_nothing_is_not_missed() -> None:
    assert translated(PAIRING, Answers()) == (Answers(), ())


def test_rows_of_a_table_that_are_gone_are_named() -> None:
    def plan(*keys: str) -> Definition:
        row = {"type": "object", "properties": {"who": TEXT}}
        return definition({"plan": {"type": "object", "properties": dict.fromkeys(keys, row)}},
                          [section("S", control("plan", type="table"))])

    pairing = Pairing(plan("disrupt", "house"), plan("disrupt"), read_lineage([]))
    given = Answers({"plan/disrupt/who": "School", "plan/house/who": "Housing"})
    assert translated(pairing, given) == (Answers({"plan/disrupt/who": "School"}), ("plan",))


@pytest.mark.parametrize("first, second, expected", [
    (TEXT, {**TEXT, "maxLength": 900}, True), (TEXT, {**TEXT, "format": "email"}, True),
    (TEXT, {"type": "number"}, False), (PRESENCE, TEXT, False),
    (PRESENCE, {"enum": list("abcdefghi")}, True), (PRESENCE, {"type": "boolean"}, False),
    ({"type": "integer"}, {"type": "integer", "minimum": 0, "maximum": 5}, True),
    ({"type": "integer", "minimum": 0, "maximum": 5},
     {"type": "integer", "minimum": 0, "maximum": 10}, False),
    ({"type": "integer", "minimum": 0, "maximum": 5},
     {"type": "integer", "minimum": 0, "maximum": 5, "title": "Worry"}, True),
    ({**TEXT, "format": "date"}, TEXT, False), (rows("a"), rows("b"), True),
    (rows("a"), TEXT, False),
])
def test_values_of_one_kind(first: Any, second: Any, expected: bool) -> None:
    """Four on a scale to five is not four on a scale to ten."""
    pair = (toolkit_of(q=schema).questions["q"] for schema in (first, second))
    assert alike(*pair) is expected


# Effective answers and what was known before


def test_a_skipped_section_is_told_question_by_question() -> None:
    before = definition({"a": PRESENCE, "b": PRESENCE}, [
        section("Old", control("a"), control("b"), skippable={"label": "Covered"})])
    after = definition({"a": PRESENCE, "b": PRESENCE}, [
        section("New", control("a")), section("Other", control("b"))])
    skip = {"@old": Mark(absence=Absence.SKIPPED, reason="EHA")}
    counted = effective(before, Answers(marks=skip), {}, date(2026, 3, 3))
    found, untold = translated_effective(Pairing(before, after, read_lineage([])), counted)
    assert [found.absence(after.questions[key], "new") for key in "ab"] == [Absence.SKIPPED] * 2
    assert untold == frozenset()


def test_what_was_not_asked_stays_not_asked() -> None:
    rule = {"effect": "SHOW", "condition": {
        "scope": "#/properties/a", "schema": {"const": "present"}}}
    before = definition({"a": PRESENCE, "b": PRESENCE}, [
        section("S", control("a"), control("b", rule=rule))])
    after = toolkit_of(a=PRESENCE, b=PRESENCE)
    counted = effective(before, Answers({"a": "not_present"}), {}, date(2026, 3, 3))
    found, _ = translated_effective(Pairing(before, after, read_lineage([])), counted)
    assert not found.asked("b") and found.asked("a")


def test_what_is_held_is_held_under_its_key_of_today() -> None:
    entries = [{"relation": "reworded", "from": ["kept"], "to": ["kept"]}]
    pairing = Pairing(BEFORE, AFTER, read_lineage([*entries, *ENTRIES]))
    background = Background(Answers({"kept": "x", "gone": "y"}), frozenset({"kept", "gone"}))
    assert translated_background(pairing, background) == Background(
        Answers({"kept": "x"}), frozenset({"kept"}))


@given(answers(SMALL))
def test_nothing_is_lost_between_equal_versions(recorded: Answers) -> None:
    """The same version read twice, as after a restart; and the very same one."""
    again = read(SMALL.text)
    found, untold = translated(Pairing(SMALL, again, read_lineage([])), recorded)
    assert found.values == recorded.values and found.marks == recorded.marks and untold == ()
    assert translated(Pairing(SMALL, SMALL, read_lineage([])), recorded) == (recorded, ())
    assert json.loads(again.text) == SMALL.document
