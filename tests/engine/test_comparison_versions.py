"""Comparisons over versions, and the faults that others have: each is a test for us."""

from __future__ import annotations

from typing import Any

import pytest

from app.engine.comparing import compare
from app.engine.comparison import Alert, AnswerChange, Flag, QuestionChange
from app.engine.definition import Definition
from app.engine.directions import Direction
from app.engine.lineage import path, read_lineage
from app.engine.row_items import ItemChange
from tests.engine.comparisons import (
    ADDED, CALM, JUNE, REMOVED, SAME, SEEN, SMALL, other_version, row, row_of, side, without_cars,
)
from tests.engine.documents import PRESENCE, control, definition, indicator, section


def test_what_was_added_stands_on_the_later_side() -> None:
    """An addition is shown under the new value, whichever side was asked for first."""
    before, after = side({}), side({"story": "He waits"}, JUNE, marks={"older": SEEN})
    for comparison in (compare(before, after, SAME), compare(after, before, SAME).mirrored()):
        added = row_of(comparison, "story")
        assert added.before is not None and added.after is not None
        assert (added.before.words, added.after.words) == ("Not answered", "He waits")
        assert added.direction is Direction.NEW_INFORMATION
    backwards = row_of(compare(after, before, SAME), "story")
    assert backwards.after is not None and backwards.after.words == "Not answered"
    assert backwards.direction is Direction.INFORMATION_LOST


def test_words_that_were_added_are_added_and_not_removed() -> None:
    longer = row("story", "He waits", "He waits outside")
    assert [change.kind for change in longer.words] == ["same", "added"]
    shorter = row("story", "He waits outside", "He waits")
    assert [change.kind for change in shorter.words] == ["same", "removed"]
    assert [change.kind for change in longer.mirrored().words] == ["same", "removed"]


def versions(count: int) -> dict[int, tuple[int | None, list[dict[str, Any]]]]:
    """Ten versions, each of which words the question anew."""
    reworded = [{"relation": "reworded", "from": ["older"], "to": ["older"]}]
    return {number: (number - 1 or None, reworded if number > 1 else [])
            for number in range(1, count + 1)}


@pytest.mark.parametrize("earlier, later", [(9, 10), (2, 10), (1, 11), (10, 9)])
def test_version_ten_comes_after_version_nine(earlier: int, later: int) -> None:
    lineage = path(versions(11), earlier, later)
    found = row_of(compare(side(CALM), side(CALM, JUNE), lineage), "older")
    assert found.question is QuestionChange.REWORDED and found.answer is AnswerChange.UNCHANGED


def reworded(document: dict[str, Any]) -> None:
    document["uischema"]["elements"][1]["elements"][0]["label"] = "People much older than the child"


def test_a_question_in_other_words_stays_one_row() -> None:
    lineage = read_lineage([{"relation": "reworded", "from": ["older"], "to": ["older"]}])
    later = side({"older": "present"}, JUNE, of=other_version(reworded))
    for relation in (lineage, SAME):
        comparison = compare(side({"older": "present"}), later, relation)
        assert [r.key for r in comparison.rows] == list(SMALL.questions)
        found = row_of(comparison, "older")
        assert (found.question, found.answer) == (
            QuestionChange.REWORDED, AnswerChange.UNCHANGED)
        assert found.before is not None and found.after is not None
        assert (found.before.label, found.after.label) == (
            "Older people", "People much older than the child")
        assert {change.kind for change in found.wording} > {"added"}


PEOPLE = {"people": ("a", "b", "c")}
NAMES = {"people/a/name": "Sam", "people/b/name": "Kit", "people/c/name": "Ash"}


def test_taking_out_the_first_of_three_rows_leaves_two_as_they_were() -> None:
    left = {address: name for address, name in NAMES.items() if "/a/" not in address}
    later = side(left, JUNE, rows={"people": ("b", "c")})
    found = row_of(compare(side(NAMES, rows=PEOPLE), later, SAME), "people")
    assert [(item.id, item.change) for item in found.items] == [
        ("a", ItemChange.REMOVED), ("b", ItemChange.SAME), ("c", ItemChange.SAME)]
    assert found.answer is AnswerChange.CHANGED and found.direction is Direction.NONE


def retitled(document: dict[str, Any]) -> None:
    document["schema"]["properties"]["older"] = {"type": "string", "oneOf": [
        {"const": "present", "title": "This was seen"},
        {"const": "not_present", "title": "This was not seen"},
        {"const": "not_known", "title": "Nobody knows"}]}


def test_old_answers_keep_the_words_they_were_given_in() -> None:
    found = row_of(compare(side({"older": "present"}), side(
        {"older": "present"}, JUNE, of=other_version(retitled)), SAME), "older")
    assert found.before is not None and found.after is not None
    assert (found.before.words, found.after.words) == ("Present", "This was seen")
    assert found.answer is AnswerChange.UNCHANGED and not found.changed


def test_the_answer_to_a_question_no_longer_asked_is_still_shown_in_its_place() -> None:
    later = side(CALM, JUNE, of=other_version(without_cars))
    comparison = compare(side({"cars": "present", "older": "not_present"}), later, REMOVED)
    keys = [r.key for r in comparison.rows]
    assert keys[keys.index("cars") - 1] == "older" and keys[keys.index("cars") + 1] == "money"
    found = row_of(comparison, "cars")
    assert (found.question, found.answer) == (QuestionChange.REMOVED, AnswerChange.NOT_COMPARABLE)
    assert found.before is not None and found.before.words == "Present" and found.after is None
    assert (found.label, found.section, found.direction) == (
        "Cars", "Indicators", Direction.NONE)
    assert found.needs_attention and Flag.UNKNOWN_NOW in found.flags


def test_a_question_that_is_new_is_told_as_new() -> None:
    earlier = side(CALM, of=other_version(without_cars))
    found = row_of(compare(earlier, side({"cars": "present"}, JUNE), ADDED), "cars")
    assert (found.question, found.before) == (QuestionChange.ADDED, None)
    assert found.direction is Direction.NONE and found.still_present


def test_a_question_that_was_removed_and_restored_compares_again() -> None:
    lineage = REMOVED.then(read_lineage([{"relation": "restored", "to": ["cars"]}]))
    found = row_of(compare(side({"cars": "present"}), side(
        {"cars": "not_present"}, JUNE, marks={"cars": SEEN}), lineage), "cars")
    assert found.direction is Direction.REDUCED and found.evidenced


PARTS = definition({"adult": PRESENCE, "home": PRESENCE, "school": PRESENCE}, [section(
    "S", indicator("adult"), indicator("home", "At home"), indicator("school", "At school"))])


@pytest.mark.parametrize("entry, told", [
    ({"relation": "split", "from": ["adult"], "to": ["home", "school"]},
     {"adult": ("split", ("At home", "At school")), "home": ("split", ("adult",)),
      "school": ("split", ("adult",))}),
    ({"relation": "merged", "from": ["home", "school"], "to": ["adult"]},
     {"adult": ("merged", ("At home", "At school")), "home": ("merged", ("adult",)),
      "school": ("merged", ("adult",))}),
    ({"relation": "replaced", "from": ["adult"], "to": ["home"]},
     {"adult": ("replaced", ("At home",)), "home": ("replaced", ("adult",)),
      "school": ("added", ())}),
])
def test_what_is_not_one_to_one_is_not_comparable_and_says_with_what(
    entry: dict[str, Any], told: dict[str, tuple[str, tuple[str, ...]]]
) -> None:
    def only(*keys: str) -> Definition:
        return definition(dict.fromkeys(keys, PRESENCE), [
            section("S", *(indicator(key, PARTS.questions[key].label) for key in keys))])

    before, after = only(*entry["from"]), only(*(k for k in told if k not in entry["from"]))
    lineage = read_lineage([entry])
    comparison = compare(side(dict.fromkeys(entry["from"], "present"), of=before),
                         side({}, JUNE, of=after), lineage)
    found = {r.key: (r.question.value, r.linked) for r in comparison.rows}
    assert found == told
    assert {r.direction for r in comparison.rows} == {Direction.NONE}
    assert {r.answer for r in comparison.rows} == {AnswerChange.NOT_COMPARABLE}


def test_a_scale_with_other_ends_is_another_question() -> None:
    """Eight of ten and five of five: nobody can say that it fell."""
    def shorter(document: dict[str, Any]) -> None:
        document["schema"]["properties"]["worry"] = {
            "type": "integer", "minimum": 0, "maximum": 5}

    comparison = compare(side({"worry": 8}), side({"worry": 5}, JUNE, of=other_version(shorter)),
                         SAME)
    rows = [r for r in comparison.rows if r.key == "worry"]
    assert [(r.question, r.direction) for r in rows] == [
        (QuestionChange.REPLACED, Direction.NONE)] * 2
    assert sorted(r.before.words if r.before else "" for r in rows) == ["", "8"]


def test_an_option_that_is_gone_is_not_comparable_and_both_are_shown() -> None:
    def without_unknown(document: dict[str, Any]) -> None:
        document["schema"]["properties"]["models"]["items"]["enum"] = ["online", "peer"]

    lineage = read_lineage([{"relation": "same", "from": ["models"], "to": ["models"], "options": [
        {"relation": "removed", "from": ["gang"]}]}])
    later = side({"models": ["online"]}, JUNE, of=other_version(without_unknown))
    found = row_of(compare(side({"models": ["gang"]}), later, lineage), "models")
    assert found.answer is AnswerChange.NOT_COMPARABLE and found.direction is Direction.NONE
    assert found.before is not None and found.before.words == "gang"


def test_that_nothing_is_known_any_more_is_told_though_the_option_is_gone() -> None:
    def of_online(document: dict[str, Any]) -> None:
        document["schema"]["properties"]["models"]["items"]["enum"] = ["online", "peer"]

    lineage = read_lineage([{"relation": "same", "from": ["models"], "to": ["models"], "options": [
        {"relation": "removed", "from": ["gang"]}]}])
    then, now = side({"models": ["gang"]}), side({}, JUNE, of=other_version(of_online))
    for comparison, told in (
        (compare(then, now, lineage), Direction.INFORMATION_LOST),
        (compare(now, then, lineage.inverse()), Direction.NEW_INFORMATION),
    ):
        found = row_of(comparison, "models")
        assert (found.answer, found.direction) in (
            (AnswerChange.NOT_COMPARABLE, told), (AnswerChange.CHANGED, told))


def test_ordinal_answers_compare_in_the_order_of_today() -> None:
    def steps(*keys: str) -> Definition:
        return definition({"q": {"enum": list(keys)}}, [
            section("S", control("q", ordinal=True, risk="raises"))])

    before, after = steps("low", "high"), steps("low", "middle", "high")
    for now, expected in (("middle", Direction.REDUCED), ("high", Direction.NONE)):
        found = compare(side({"q": "high"}, of=before), side({"q": now}, JUNE, of=after), SAME)
        assert found.rows[0].direction is expected


def milder(document: dict[str, Any]) -> None:
    """A change to the document: one indicator more is needed for a level."""
    for level, least in (("medium", 2), ("high", 7)):
        found = next(one for one in document["levels"] if one["id"] == level)
        found["when"]["schema"]["minimum"] = least


SEEN_ALL = {"older": "present", "cars": "present", "money": "present", "seen/s/on": "2026-02-20"}
OF_MONEY: dict[str, Any] = {"rows": {"seen": ("s",)}}


@pytest.mark.requirement("X7")
@pytest.mark.parametrize("change, lineage, answers, told", [
    (milder, SAME, {**SEEN_ALL, "cars": "not_present"}, True),
    (milder, SAME, {**SEEN_ALL, "money": "not_present"}, False),
    (without_cars, REMOVED, SEEN_ALL, True),
    (without_cars, REMOVED, {**SEEN_ALL, "money": "not_present"}, False),
    (reworded, SAME, {**SEEN_ALL, "older": "not_present", "cars": "not_present",
                      "money": "not_present"}, False),
])
def test_a_level_that_only_another_version_lowered_is_said_and_is_no_reduction_in_band(
    change: Any, lineage: Any, answers: dict[str, Any], told: bool
) -> None:
    """High from five on, then from seven: 8 to 6 falls by that alone, 8 to 3 by what was said."""
    later = side({key: value for key, value in answers.items()
                  if not (change is without_cars and key == "cars")}, JUNE,
                 of=other_version(change), marks={"older": SEEN, "money": SEEN}, **OF_MONEY)
    found = compare(side(SEEN_ALL, **OF_MONEY), later, lineage)
    assert (Alert.FELL_BY_TOOLKIT in found.warnings) is told
