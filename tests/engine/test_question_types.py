"""What each type of question takes, keeps, refuses and shows."""

from __future__ import annotations

from datetime import date, timedelta
from string import digits
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.absence import Absence
from app.engine.answers import NO_ANSWERS, Answers
from app.engine.definition import Question
from app.engine.question_types import REGISTRY, Parsed, QuestionType, _register, named_type
from app.engine.question_types.dates import date_in_words, earliest
from app.engine.validation import draft_findings, unreadable
from tests.engine.documents import MEANINGS, PRESENCE, control, definition, section
from tests.engine.strategies import DATES, values_of

TEXT = {"type": "string"}
CHECKBOXES = {"type": "array", "uniqueItems": True, "items": {"type": "string", "oneOf": [
    {"const": "online", "title": "Online"}, {"const": "gang", "title": "Gang"},
    {"const": "peer", "title": "Peers"}]}}
SCALE = {"type": "integer", "minimum": 0, "maximum": 3}
ROWS = {"type": "array", "items": {"type": "object", "properties": {"name": TEXT}}}
LIST = {"type": "array", "items": TEXT}
TABLE = {"type": "object", "properties": {"first": {"type": "object", "properties": {
    "who": TEXT}}}}
SCHEMAS: dict[str, dict[str, Any]] = {
    "radios": PRESENCE, "select": PRESENCE, "descriptors": PRESENCE, "yes-no": {"type": "boolean"},
    "checkboxes": CHECKBOXES, "scale": SCALE, "number": {"type": "number"}, "text": TEXT,
    "textarea": {**TEXT, "maxLength": 5000}, "email": {**TEXT, "format": "email"}, "phone": TEXT,
    "date": {**TEXT, "format": "date"}, "approximate-date": TEXT, "list": LIST,
    "rows": ROWS, "table": TABLE,
}


TOOLKITS = {
    name: definition({"q": schema}, [section("S", control("q", type=name))])
    for name, schema in SCHEMAS.items()
}
ASKED = {name: toolkit.questions["q"] for name, toolkit in TOOLKITS.items()}
BOXED = [name for name in SCHEMAS if name not in ("rows", "table")]


def question(name: str, schema: dict[str, Any] | None = None, **ours: Any) -> Question:
    """A question asked as a type, in its own way."""
    asked = control("q", type=name, **ours)
    return definition({"q": schema or SCHEMAS[name]}, [section("S", asked)]).questions["q"]


def typed(name: str, *posted: str, schema: dict[str, Any] | None = None) -> Parsed:
    """What comes of something typed or chosen."""
    asked = question(name, schema)
    return asked.type.parse(asked, {"": posted})


def dated(name: str, day: str = "", month: str = "", year: str = "") -> Parsed:
    asked = question(name)
    return asked.type.parse(asked, {"day": [day], "month": [month], "year": [year]})


def checked(name: str, value: Any, **schema: Any) -> str | None:
    asked = question(name, {**SCHEMAS[name], **schema})
    return asked.type.check(asked, value)


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


# Words


@pytest.mark.requirement("S0.14")
def test_long_text_comes_back_unchanged() -> None:
    text = ("A line of text, 20 letters.\n\n\t" * 700) + "end "
    assert typed("textarea", text.replace("\n", "\r\n")) == Parsed(text)
    asked = question("textarea", {**TEXT, "maxLength": 30_000})
    assert asked.type.check(asked, text) is None and asked.type.show(asked, text) == text


@pytest.mark.parametrize("schema, value, message", [
    ({"maxLength": 1200}, "x" * 1500, "Shorten this to 1,200 characters. It is 1,500 now"),
    ({"minLength": 20}, "short", "Write at least 20 characters"),
    ({"pattern": "^[A-Z]{2}$"}, "abc",
     "This is not in the form that is asked for. Check it against the hint"),
    ({"maxLength": 2}, "👩‍👧"[:2], None), ({"pattern": "^[A-Z]{2}$"}, "AB", None),
])
def test_limits_of_text(schema: dict[str, Any], value: str, message: str | None) -> None:
    assert checked("text", value, **schema) == message


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\x7f", "\x85", "\ud800"])
def test_hidden_characters_are_kept_and_pointed_out(character: str) -> None:
    parsed = typed("text", f"a{character}b")
    assert parsed.unparsed == {"": f"a{character}b"} and "control character" in parsed.message


def test_scripts_keep_their_joiners_and_marks() -> None:
    text = "नमस्ते \u200d \u200f سلام e\u0301 👩‍👧"
    assert typed("text", text) == Parsed(text)


@pytest.mark.parametrize("text, value", [
    ("sam@example.org", "sam@example.org"), ("  sam@example.org ", "sam@example.org"),
    ("sam@example", None), ("sam example.org", None), ("a@b@example.org", None), ("@", None),
])
def test_addresses(text: str, value: str | None) -> None:
    parsed = typed("email", text)
    assert parsed.value == value and (value or parsed.unparsed == {"": text})


@pytest.mark.parametrize("text, good", [
    ("01632 960 001", True), ("+44 (0)1632 960001", True), ("01632 960001 ext 12", True),
    ("call me", False), ("12", False), ("01632 960 001; and at night", False),
])
def test_telephone_numbers_stay_as_typed(text: str, good: bool) -> None:
    parsed = typed("phone", text)
    assert (parsed.value == text) is good and (parsed.unparsed == {"": text}) is not good


# Dates


@pytest.mark.parametrize("typed_in, value", [
    (("27", "3", "2026"), "2026-03-27"), (("1", "March", "2026"), "2026-03-01"),
    (("01", "sept", "2026"), "2026-09-01"), (("29", "2", "2028"), "2028-02-29"),
    ((" 3 ", " 4 ", " 2026 "), "2026-04-03"),
])
def test_days_are_read(typed_in: tuple[str, str, str], value: str) -> None:
    assert dated("date", *typed_in) == dated("approximate-date", *typed_in) == Parsed(value)


@pytest.mark.parametrize("typed_in", [
    ("07700900123", "2", "2026"), ("1", "9" * 20, "2026"),
    ("31", "2", "2026"), ("29", "2", "2026"), ("3", "3", "26"), ("3", "3", "026"),
    ("3", "3", "12026"), ("0", "3", "2026"), ("3", "13", "2026"), ("3", "", "2026"),
    ("three", "3", "2026"), ("", "", "0000"), ("3", "3", ""), ("", "3", ""),
])
def test_no_day_is_guessed(typed_in: tuple[str, str, str]) -> None:
    for name in ("date", "approximate-date"):
        parsed = dated(name, *typed_in)
        assert parsed.value is None and parsed.message.startswith("Enter")
        assert tuple((parsed.unparsed or {}).values()) == typed_in


def test_as_near_as_anybody_remembers() -> None:
    assert dated("approximate-date", year="2025") == Parsed("2025")
    assert dated("approximate-date", month="3", year="2025") == Parsed("2025-03")
    assert dated("date", month="3", year="2025").unparsed
    assert checked("approximate-date", "2025-03") is None
    assert checked("date", "2025-03", format="date") == "Enter a real date, like 27 3 2026"


@pytest.mark.parametrize("value, words, first", [
    ("2026-02-27", "27 February 2026", date(2026, 2, 27)),
    ("2026-02", "February 2026", date(2026, 2, 1)), ("2026", "2026", date(2026, 1, 1)),
    ("", "", None), (None, "", None), ("last spring", "last spring", None),
    ("2026-02-31", "2026-02-31", None), ("2026-13", "2026-13", None), ("0000", "0000", None),
])
def test_dates_in_words(value: str | None, words: str, first: date | None) -> None:
    assert date_in_words(value) == words and earliest(value) == first


@given(st.text(f"{digits}-", max_size=11))
def test_no_text_is_taken_for_a_date_that_is_none(text: str) -> None:
    """A program may send anything as a date; nothing that counts days may fall over it."""
    day = earliest(text)
    assert day is None or day.isoformat().startswith(text)
    assert date_in_words(text) or not text
    assert earliest(str(date(2026, 1, 31) + timedelta(len(text)))) is not None


# Rows


def test_rows_are_read_one_by_one() -> None:
    for name in ("rows", "table"):
        assert typed(name, "Sam") == Parsed()
    asked = question("rows")
    assert [asked.type.show(asked, rows) for rows in ([], ["a"], ["a", "b"])] == [
        "0 rows", "1 row", "2 rows"]


def test_where_answers_stand_between_less_and_more() -> None:
    asked = question("radios", meanings=MEANINGS)
    assert [asked.type.position(asked, key) for key in ("present", "not_present", "gone")] == [
        2.0, 0.0, None]
    ordinal = question("descriptors", {"type": "string", "enum": ["a", "b", "unsure", "c"]},
                       ordinal=True, meanings={"unsure": "not_known"})
    assert [ordinal.type.position(ordinal, key) for key in ("a", "b", "c", "unsure")] == [
        0.0, 1.0, 2.0, None]
    assert question("number").type.position(question("number"), 3) is None
    risky = question("number", risk="raises")
    assert risky.type.position(risky, 3) == 3.0
    assert question("text").type.position(question("text"), "much") is None


# Lists


def test_each_line_is_an_answer_of_its_own() -> None:
    assert typed("list", " one \r\n\r\ntwo ").value == ["one", "two"]
    assert question("list").type.show(question("list"), ["one", "two"]) == "one; two"


def test_a_line_that_is_no_number_is_kept_and_named() -> None:
    numbers = {"type": "array", "items": {"type": "integer", "maximum": 9}}
    assert typed("list", "1\n2", schema=numbers).value == [1, 2]
    parsed = typed("list", "1\ntwo", schema=numbers)
    assert parsed.unparsed == {"": "1\ntwo"} and parsed.message.startswith("Line 2: Enter a number")
    asked = question("list", numbers)
    assert asked.type.check(asked, [1, 20]) == "Line 2: Enter a number that is 9 or less"


@pytest.mark.parametrize("limits, value, message", [
    ({"minItems": 2}, ["a"], "Write at least 2"), ({"maxItems": 1}, ["a", "b"], "no more than 1"),
    ({"uniqueItems": True}, ["a", "a"], "each of them once"), ({"maxItems": 2}, ["a", "b"], None),
])
def test_how_many_lines(limits: dict[str, Any], value: list[str], message: str | None) -> None:
    said = checked("list", value, **limits)
    assert said is None if message is None else message in str(said)


def test_a_list_of_choices_is_ticked_and_a_list_of_lists_is_not_asked() -> None:
    assert named_type("list").fits(LIST)
    assert not named_type("list").fits(CHECKBOXES) and not named_type("list").fits(ROWS)
