"""What questions for words, dates, rows and lists take, keep, refuse and show."""

from __future__ import annotations

from datetime import date, timedelta
from string import digits
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.question_types import Parsed, named_type
from app.engine.question_types.dates import date_in_words, earliest
from tests.engine.asked_types import CHECKBOXES, LIST, ROWS, TEXT, checked, dated, question, typed
from tests.engine.documents import MEANINGS

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
