"""What a draft must still say of the version it is based on, and saying it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

from app.engine.authoring.aspects import About
from app.engine.authoring.declaring import Why, left_to_declare, says_otherwise
from app.engine.authoring.statements import declare, declare_option, withdraw, withdraw_option
from app.engine.document import read
from app.engine.lineage import LineageRefused, read_lineage
from tests.engine.authoring.changed_places import CONTACT, elements, properties, split
from tests.engine.authoring.whole_toolkit import WHOLE, changed, definition

CSE = Path(__file__).parents[3] / "form_definitions" / "cse-risk-assessment"
Change = Callable[[dict[str, Any]], Any]


def left(change: Change, *entries: Any) -> list[tuple[str, Why]]:
    """What is left to say after a change, given a lineage."""
    document = changed(change)
    document["based_on"], document["lineage"] = 1, list(entries)
    return [(str(one), one.why) for one in left_to_declare(definition(WHOLE), definition(document))]


def reword(key: str, *places: int, to: str) -> Change:
    def change(document: dict[str, Any]) -> None:
        elements(document, *places)["label"] = to
    return change


# What is asked for


def test_nothing_where_nothing_changed() -> None:
    assert left(lambda d: None) == []


def test_questions_that_went_or_came() -> None:
    assert left(split) == [("older", Why.GONE), ("boys", Why.NEW), ("adults", Why.NEW)]
    assert left(split, {"relation": "split", "from": ["older"], "to": ["boys", "adults"]}) == []
    assert left(split, {"relation": "removed", "from": ["older"], "to": []}) == [
        ("boys", Why.NEW), ("adults", Why.NEW)]


def test_a_question_under_the_same_key_with_other_words() -> None:
    other = reword("story", 3, 4, to="What others say")
    assert left(other) == [("story", Why.CHANGED)]
    for relation in ("same", "reworded", "replaced"):
        assert left(other, {"relation": relation, "from": ["story"], "to": ["story"]}) == []


def test_a_question_whose_answers_are_of_another_kind_is_not_the_same_question() -> None:
    def number(document: dict[str, Any]) -> None:
        properties(document)["where"] = {"type": "number"}

    assert left(number) == [("where", Why.OTHER_KIND)]
    assert left(number, {"relation": "reworded", "from": ["where"], "to": ["where"]}) == [
        ("where", Why.OTHER_KIND)]
    assert left(number, {"relation": "replaced", "from": ["where"], "to": ["where"]}) == []


@pytest.mark.parametrize("before, after, otherwise", [
    ("Older people", "older people.", False), ("Older people", "Older peple", False),
    ("Older people", "Other people", True), ("Older people", "Older people, or not", True),
    ("Is present", "Is not present", True), ("Under 13", "Under 16", True),
    ("Present", "Absent", True), ("Yes", "Yet", True),
    ("café society", "cafe\u0301 society", False),
    ("Some people", "people some", True), ("", "", False), ("", "Words", True),
    ("In 2024 there", "In 2025 there", True),
])
def test_slips_of_the_pen_need_no_statement(before: str, after: str, otherwise: bool) -> None:
    assert says_otherwise(before, after) is otherwise


def test_of_actual_harm_and_association_every_word_counts() -> None:
    assert left(reword("contact", *CONTACT, to="Contact with poeple who harm")) == [
        ("contact", Why.CHANGED)]
    assert left(reword("story", 3, 4, to="Sotry")) == []


def test_options() -> None:
    def other_options(document: dict[str, Any]) -> None:
        properties(document)["contact"]["oneOf"] = [
            {"const": "none", "title": "Not that we know"}, {"const": "sure", "title": "Sure"}]
        elements(document, *CONTACT)["options"]["waymark"].update(
            meanings={"none": "no", "sure": "yes"}, option_guidance={})

    found = left(other_options)
    assert found == [("contact: known", Why.GONE), ("contact: sure", Why.NEW),
                     ("contact: none", Why.CHANGED)]
    same = {"relation": "same", "from": ["contact"], "to": ["contact"]}
    options = [{"relation": "replaced", "from": ["known"], "to": ["sure"]},
               {"relation": "reworded", "from": ["none"], "to": ["none"]}]
    assert left(other_options, {**same, "options": options[:1]}) == found[2:]
    assert left(other_options, {**same, "options": options}) == []
    assert left(other_options, {**same, "relation": "replaced"}) == []


def test_what_is_left_comes_with_guesses_and_none_of_them_says_same() -> None:
    document = changed(split)
    document["lineage"] = []
    first, *_ = left_to_declare(definition(WHOLE), definition(document))
    assert (first.about, first.before, first.after) == (About.QUESTION, "Older people", "")
    assert first.guesses
    assert "same" not in {guess.fate.value for guess in first.guesses}


def test_the_shipped_versions_say_all() -> None:
    texts = [(CSE / f"{number}.json").read_text(encoding="utf-8") for number in (1, 2)]
    assert left_to_declare(*map(read, texts)) == ()
    silent = json.loads(texts[1])
    silent["lineage"] = []
    found = left_to_declare(read(texts[0]), read(json.dumps(silent)))
    assert len(found) == 18
    assert {one.why for one in found} == {Why.GONE, Why.NEW, Why.CHANGED}


# Saying it


REMOVED = {"relation": "removed", "from": ["a", "b"], "to": []}
SPLIT = {"relation": "split", "from": ["c"], "to": ["d", "e"]}
WITH_OPTIONS = {"relation": "reworded", "from": ["q"], "to": ["q"], "note": "Why.", "options": [
    {"relation": "added", "from": [], "to": ["x", "y"]}]}


def test_a_statement_takes_the_place_of_what_was_said_before() -> None:
    assert declare([REMOVED], "reworded", ["a"], ["z"], note="Clearer.") == [
        {"relation": "removed", "from": ["b"], "to": []},
        {"relation": "reworded", "from": ["a"], "to": ["z"], "note": "Clearer."}]
    assert declare([SPLIT], "added", [], ["d"]) == [
        {"relation": "added", "from": [], "to": ["d"]}]


def test_what_is_said_of_options_stays_while_the_question_can_be_compared() -> None:
    assert declare([WITH_OPTIONS], "same", ["q"], ["q"])[0]["options"] == WITH_OPTIONS["options"]
    assert "options" not in declare([WITH_OPTIONS], "replaced", ["q"], ["q"])[0]
    assert "options" not in declare([WITH_OPTIONS], "reworded", ["q"], ["p"])[0]


def test_a_statement_is_taken_back() -> None:
    assert withdraw([REMOVED, SPLIT], ["a"]) == [
        {"relation": "removed", "from": ["b"], "to": []}, SPLIT]
    assert withdraw([REMOVED, SPLIT], [], ["e"]) == [REMOVED]
    assert withdraw([REMOVED], ["a", "b"]) == []


@pytest.mark.parametrize("relation, sources, targets", [
    ("split", ["a"], ["b"]), ("removed", [], ["a"]), ("forgotten", ["a"], ["b"]),
    ("reworded", ["a", "b"], ["c"]),
])
def test_what_no_lineage_can_say_is_refused(
    relation: str, sources: list[str], targets: list[str]
) -> None:
    with pytest.raises(LineageRefused):
        declare([], relation, sources, targets)


def test_statements_about_options() -> None:
    entries = declare_option([], ("q", "q"), "added", [], ["x"], note="One more.")
    assert entries == [{"relation": "same", "from": ["q"], "to": ["q"], "options": [
        {"relation": "added", "from": [], "to": ["x"], "note": "One more."}]}]
    entries = declare_option(entries, ("q", "q"), "reworded", ["o"], ["o"])
    assert [option["relation"] for option in entries[0]["options"]] == ["added", "reworded"]
    entries = withdraw_option(entries, ("q", "q"), ["o"])
    assert len(entries[0]["options"]) == 1
    assert withdraw_option(entries, ("q", "q"), [], ["x"]) == []
    assert withdraw_option([WITH_OPTIONS], ("q", "q"), [], ["x", "y"]) == [
        {key: part for key, part in WITH_OPTIONS.items() if key != "options"}]


def test_of_another_question_nothing_is_said_without_a_word() -> None:
    with pytest.raises(LineageRefused, match="first say what became of p"):
        declare_option([], ("p", "q"), "added", [], ["x"])
    with pytest.raises(LineageRefused, match="still the same question"):
        declare_option([{"relation": "replaced", "from": ["q"], "to": ["q"]}], ("q", "q"),
                       "added", [], ["x"])


def test_nothing_given_is_changed() -> None:
    before = json.dumps([REMOVED, SPLIT, WITH_OPTIONS])
    entries = json.loads(before)
    declare(entries, "added", [], ["d"])
    withdraw(entries, ["a"])
    declare_option(entries, ("q", "q"), "removed", ["o"], [])
    withdraw_option(entries, ("q", "q"), [], ["x"])
    assert json.dumps(entries) == before


KEYS = st.sampled_from("abcde")
STATEMENTS = st.lists(st.tuples(
    st.sampled_from(("reworded", "removed", "added", "replaced", "split", "merged")),
    st.lists(KEYS, max_size=3, unique=True), st.lists(KEYS, max_size=3, unique=True)), max_size=8)


@given(STATEMENTS)
def test_any_row_of_statements_is_a_lineage(rows: Any) -> None:
    entries: list[Any] = []
    for relation, sources, targets in rows:
        try:
            entries = declare(entries, relation, sources, targets)
        except LineageRefused:
            continue
        read_lineage(entries)
        assert entries[-1]["relation"] == relation
