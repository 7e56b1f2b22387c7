"""What holds of every type of question, and what choices and numbers take, keep and refuse."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.absence import Absence
from app.engine.answers import NO_ANSWERS, Answers
from app.engine.question_types import REGISTRY, Parsed, QuestionType, _register, named_type
from app.engine.validation import draft_findings, unreadable
from tests.engine.asked_types import ASKED, BOXED, SCHEMAS, TOOLKITS, checked, question, typed
from tests.engine.strategies import DATES, values_of

# The registry


def test_every_type_is_tried_here() -> None:
    assert set(SCHEMAS) == set(REGISTRY)
    assert named_type("hologram") is None


def test_a_type_that_does_not_say_what_it_fits_cannot_be_registered() -> None:
    class Hologram(QuestionType):
        name = "hologram"

    with pytest.raises(TypeError, match="Hologram does not say which schemas it fits"):
        _register(Hologram)
    with pytest.raises(TypeError, match="two question types are called text"):
        _register(type(REGISTRY["text"]), type(REGISTRY["text"]))


# What holds of every type


VALUES = {
    "phone": st.none() | st.integers(0, 999).map("01632 960 {:03}".format),
    "email": st.none() | st.just("sam@example.org"),
    "approximate-date": st.none() | st.builds(
        lambda day, length: day.isoformat()[:length], DATES, st.sampled_from([4, 7, 10])),
    "list": st.none() | st.lists(st.text("abc é", min_size=1).map(str.strip).filter(bool),
                                 min_size=1, max_size=3),
}


@pytest.mark.parametrize("name", BOXED)
@given(data=st.data())
def test_what_a_page_shows_comes_back_as_it_was(name: str, data: st.DataObject) -> None:
    """Boxes and choices, posted again untouched, are the same value."""
    asked = ASKED[name]
    value = data.draw(VALUES[name] if name in VALUES else values_of(asked))
    posted = {part: [text] for part, text in asked.type.boxes(asked, value).items()}
    chosen = asked.type.chosen(asked, value)
    if chosen or asked.options:
        posted = {"": sorted(chosen)}
    assert asked.type.parse(asked, posted) == Parsed(value)
    if value is not None:
        assert asked.type.check(asked, value) is None and asked.type.readable(value)
        assert asked.type.show(asked, value).strip() and not asked.type.empty(value)


@pytest.mark.parametrize("name", SCHEMAS)
def test_nothing_typed_is_no_answer(name: str) -> None:
    asked = question(name)
    assert asked.type.parse(asked, {}) == Parsed()
    assert asked.type.parse(asked, {part: ["  "] for part in asked.type.parts}) in (
        Parsed(), typed(name, "  "))
    assert asked.type.empty(None) and asked.type.absence(asked, None) is Absence.BLANK
    assert asked.type.show(asked, None) in ("", "0 rows")


@given(name=st.sampled_from(BOXED), text=st.text(max_size=8))
def test_whatever_is_typed_is_a_value_or_is_kept_with_a_reason(name: str, text: str) -> None:
    asked = ASKED[name]
    parsed = asked.type.parse(asked, {part: [text] for part in asked.type.parts})
    if parsed.unparsed is not None:
        lines = text.replace("\r\n", "\n").replace("\r", "\n")
        assert parsed.value is None and parsed.message
        assert set(parsed.unparsed.values()) <= {text, lines, text.strip()}
    elif parsed.value is None:
        assert not text.strip()


@given(name=st.sampled_from(list(SCHEMAS)), value=st.recursive(
    st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2), max_leaves=3) | st.just({}))
def test_a_value_of_another_kind_is_found_before_anybody_trips_over_it(
    name: str, value: Any
) -> None:
    """Programs may send anything; what a type cannot read is told, and everything else is read."""
    asked = ASKED[name]
    kinds = {finding.kind for finding in draft_findings(TOOLKITS[name], Answers({"q": value}))}
    assert kinds <= {"unreadable", "value"}
    refused = unreadable(TOOLKITS[name], Answers({"q": value}), NO_ANSWERS)
    assert refused == (("q",) if "unreadable" in kinds else ())
    if "unreadable" not in kinds:
        asked.type.show(asked, value), asked.type.position(asked, value)
        asked.type.empty(value), asked.type.absence(asked, value), asked.type.same(value, None)


@pytest.mark.parametrize("name, value", [
    ("text", 3), ("date", 2026), ("number", "3"), ("number", True), ("scale", None),
    ("yes-no", "yes"), ("yes-no", 1), ("checkboxes", "online"), ("checkboxes", [["online"]]),
    ("radios", ["present"]), ("radios", True), ("rows", []), ("rows", "Sam"), ("table", {}),
])
def test_kinds_that_a_type_does_not_record(name: str, value: Any) -> None:
    assert not question(name).type.readable(value)


# Choices


@pytest.mark.requirement("S0.10")
@pytest.mark.parametrize("name", ["radios", "select", "descriptors"])
def test_only_what_is_listed_can_be_chosen(name: str) -> None:
    assert typed(name, "present") == Parsed("present")
    strange = typed(name, "perhaps")
    assert strange.unparsed == {"": "perhaps"} and "answers listed" in strange.message
    assert checked(name, "perhaps") == "Choose one of the answers listed"
    assert question(name).type.show(question(name), "gone_since") == "gone_since"


def test_an_option_may_be_a_number() -> None:
    schema = {"type": "integer", "enum": [0, 1, 2]}
    assert typed("radios", "2", schema=schema) == Parsed(2)
    assert question("radios", schema).type.chosen(question("radios", schema), 2) == {"2"}


def test_yes_and_no_are_true_and_false() -> None:
    assert (typed("yes-no", "true"), typed("yes-no", "false")) == (Parsed(True), Parsed(False))
    asked = question("yes-no")
    assert [asked.type.show(asked, value) for value in (True, False)] == ["Yes", "No"]
    assert [asked.type.position(asked, value) for value in (True, False)] == [2.0, 0.0]
    assert not asked.type.empty(False) and asked.type.chosen(asked, False) == {"false"}


@pytest.mark.parametrize("meaning, absence", [
    ("yes", None), ("possible", None), ("no", None), ("not_known", Absence.NOT_KNOWN),
    ("declined", Absence.NOT_KNOWN), ("not_applicable", Absence.NOT_APPLICABLE),
])
def test_some_options_say_why_there_is_no_answer(meaning: str, absence: Absence | None) -> None:
    asked = question("radios", {"type": "string", "enum": ["x"]}, meanings={"x": meaning})
    assert asked.type.absence(asked, "x") is absence


def test_check_boxes_keep_the_order_of_the_definition_and_compare_as_sets() -> None:
    assert typed("checkboxes", "peer", "online", "peer") == Parsed(["online", "peer"])
    assert typed("checkboxes", "peer", "ghost").unparsed == {"": "ghost"}
    asked = question("checkboxes")
    assert asked.type.show(asked, ["online", "gang"]) == "Online, Gang"
    assert asked.type.same(["online", "gang"], ["gang", "online"])
    assert asked.type.same(None, []) and not asked.type.same(["gang"], None)


@pytest.mark.parametrize("limits, value, message", [
    ({"minItems": 2}, ["gang"], "Choose at least 2"),
    ({"maxItems": 1}, ["gang", "peer"], "Choose no more than 1"),
    ({}, ["ghost"], "Choose from the answers listed"),
    ({"minItems": 1, "maxItems": 3}, ["gang"], None),
])
def test_how_many_boxes(limits: dict[str, int], value: list[str], message: str | None) -> None:
    assert checked("checkboxes", value, **limits) == message


# Numbers


@pytest.mark.parametrize("text, value", [
    ("3", 3), (" 03 ", 3), ("-2", -2), ("+4", 4), ("2.50", 2.5), (".5", 0.5), ("2.0", 2),
    ("1,200", 1200), ("12,345,678.5", 12345678.5), ("9007199254740991", 2**53 - 1), ("-0", 0),
])
def test_numbers_are_read(text: str, value: float) -> None:
    assert typed("number", text) == Parsed(value)


@pytest.mark.parametrize("text", [
    "three", "1,5", "12,34", "1.200,5", "1_000", "1e5", "NaN", "Infinity", "0x1F", "--1", "+",
    ".", "1 2", "9007199254740992", "9" * 400,
])
def test_what_might_be_read_as_another_number_is_asked_again(text: str) -> None:
    parsed = typed("number", text)
    assert parsed.value is None and parsed.unparsed == {"": text} and "number" in parsed.message


@pytest.mark.parametrize("schema, value, message", [
    ({"minimum": 1}, 0, "Enter a number that is 1 or more"),
    ({"maximum": 9}, 10, "Enter a number that is 9 or less"),
    ({"exclusiveMinimum": 1}, 1, "Enter a number more than 1"),
    ({"exclusiveMaximum": 9}, 9, "Enter a number less than 9"),
    ({"multipleOf": 0.1}, 0.25, "Enter a number that is a multiple of 0.1"),
    ({"multipleOf": 0.1}, 0.3, None), ({"minimum": 0}, 0, None), ({"multipleOf": 5}, 0, None),
])
def test_limits_of_a_number(schema: dict[str, Any], value: float, message: str | None) -> None:
    assert checked("number", value, **schema) == message


def test_whole_numbers_stay_whole() -> None:
    assert typed("number", "2.5", schema={"type": "integer"}).message == "Enter a whole number"
    assert typed("scale", "2") == Parsed(2)
    assert checked("scale", 4) == "Enter a number that is 3 or less"
