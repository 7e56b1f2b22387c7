"""Differences between texts: exact, in whole words, and never through a character."""

from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine import text_diff
from app.engine.text_diff import Change, diff, differs_only_in_form


def told(before, after):
    """The changes in short: [gone] and {new} within what stayed."""
    marks = {"same": "%s", "removed": "[%s]", "added": "{%s}"}
    return "".join(marks[change.kind] % change.text for change in diff(before, after))


def joined(changes, *kinds):
    return "".join(change.text for change in changes if change.kind in kinds)


def assert_exact(before, after):
    changes = diff(before, after)
    assert joined(changes, "same", "removed") == before
    assert joined(changes, "same", "added") == after
    assert all(change.text for change in changes)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "", ""),
        ("same", "same", "same"),
        ("", "New text", "{New text}"),
        ("Old text", "", "[Old text]"),
        ("She is home", "She is home today.", "She is home{ today.}"),
        ("he went out", "Yesterday he went out", "{Yesterday }he went out"),
        ("One two three", "One three", "One [two ]three"),
        ("A red fox ran", "A blue bird ran", "A [red fox ]{blue bird }ran"),
        ("seen monthly", "seen month", "seen [monthly]{month}"),
        ("two  spaces", "two spaces", "two[  ]{ }spaces"),
        ("one\ntwo", "one\r\ntwo", "one[\n]{\r\n}two"),
        (" indented", "indented", "[ ]indented"),
        ("<b>x</b> y", "<b>z</b> y", "[<b>x</b> ]{<b>z</b> }y"),
    ],
)
def test_differences_are_told_in_whole_words(before, after, expected):
    assert told(before, after) == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("她今天在家", "她昨天在家里", "她[今]{昨}天在家{里}"),
        ("きのう会った", "きのう会う", "きのう会[った]{う}"),
        ("เขาไปบ้าน", "เขามาบ้าน", "เขา[ไป]{มา}บ้าน"),
        ("Met 王 at home", "Met 李 at home", "Met [王 ]{李 }at home"),
    ],
)
def test_scripts_without_spaces_go_by_character(before, after, expected):
    assert told(before, after) == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("cafe\u0301", "cafe", "[cafe\u0301]{cafe}"),
        ("家\u0301里", "家里", "[家\u0301]{家}里"),
        ("か\u3099く", "かく", "[か\u3099]{か}く"),
        ("บ้าน", "บาน", "[บ้]{บ}าน"),
        ("น้ำ", "น้า", "[น้ำ]{น้า}"),
        ("က္ကာ", "ကာ", "[က္ကာ]{ကာ}"),
        ("家👩\u200d👧家", "家👩\u200d👦家", "家[👩\u200d👧]{👩\u200d👦}家"),
        ("家👍🏽", "家👍🏿", "家[👍🏽]{👍🏿}"),
        ("🇬🇧", "🇬🇷", "[🇬🇧]{🇬🇷}"),
        ("a \u0301b", "a b", "[a \u0301b]{a b}"),
        ("\ud83d\ude00", "\ud83d\ude01", "[\ud83d\ude00]{\ud83d\ude01}"),
    ],
)
def test_what_reads_as_one_character_is_never_cut(before, after, expected):
    assert told(before, after) == expected


PIECES = ["a", "b ", "c\n", " ", "da", "ye\u0301s ", "家", "บ้", "👩\u200d👧"]
texts = st.lists(st.sampled_from(PIECES)).map("".join) | st.text(max_size=30)


@given(texts, texts)
def test_the_pieces_join_to_both_texts(before, after):
    assert_exact(before, after)


@given(texts, texts)
def test_no_two_changes_in_a_row_are_of_one_kind(before, after):
    kinds = [change.kind for change in diff(before, after)]
    order = "".join({"same": "s", "removed": "r", "added": "a"}[kind] for kind in kinds)
    assert not any(wrong in order for wrong in ("ss", "rr", "aa", "ar"))


@given(texts, texts)
def test_texts_too_long_to_align_at_once_are_exact_too(before, after):
    with patch.object(text_diff, "LARGEST_BLOCK", 4):
        assert_exact(before, after)


@given(texts)
def test_a_text_that_only_grew_has_only_additions(before):
    before = before.rstrip()
    changes = diff(before, f"{before} and more")
    assert joined(changes, "removed") == ""


def long_text(number_of_words, *, every=1000, word="changed"):
    return " ".join(
        word if number % every == 0 else f"{'abcdefghij'[number % 7]}{number % 40000}"
        for number in range(1, number_of_words + 1)
    )


def test_a_hundred_thousand_words_show_what_changed_and_no_more():
    before, after = (long_text(100_000, word=word) for word in ("before", "after"))
    changes = diff(before, after)
    assert len([change for change in changes if change.kind == "removed"]) == 100
    assert joined(changes, "same", "removed") == before
    assert joined(changes, "same", "added") == after


def test_a_long_text_without_a_word_to_hold_on_to_is_replaced_whole():
    before, after = "no yes " * 5000, "yes " + "yes no " * 5000
    assert diff(before, after)[0] == Change("removed", before)
    assert_exact(before, after)


@pytest.mark.parametrize(
    ("before", "after", "only_form"),
    [
        ("a b", "a  b\n", True),
        ("caf\u00e9", "cafe\u0301", True),
        ("a b", "a b", False),
        ("nowhere", "now here", False),
        ("a b", "a c", False),
        ("x\u00b2", "x2", False),
        ("", " ", True),
    ],
)
def test_form_is_white_space_and_composition(before, after, only_form):
    assert differs_only_in_form(before, after) is only_form
