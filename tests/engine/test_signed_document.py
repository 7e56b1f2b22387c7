"""What is signed, and that a file of it cannot be changed by a byte."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from app.engine.canonical import canonical
from app.engine.comparing import compare
from app.engine.comparison import Alert, Comparison
from app.engine.flagged import explained, flagged, flagged_in
from app.engine.signed_document import (
    STATEMENT, Comment, Signable, Signature, SignedSide, UsedStandards, comments_of,
    compared_parts, rows_of, signature_parts, withheld_parts,
)
from app.engine.standards import PracticeStandards
from app.engine.verifying import FORMAT, Checked, check, export, root_of
from tests.engine import strategies
from tests.engine.comparisons import CALM, JUNE, MARCH, SAME, SEEN, SMALL, compared, side

AT = datetime(2026, 6, 3, 13, 12, tzinfo=UTC)
SECRET = b"only for tests".ljust(32, b".")
BEFORE = {"older": "present", "cars": "present", "money": "not_present"}
AFTER = {"older": "not_present", "cars": "not_present", "money": "present"}


def signed_side(revision: int, on: date) -> SignedSide:
    standards = UsedStandards(2, "a" * 64, PracticeStandards())
    return SignedSide(revision, f"{revision:064}", revision, on, "Sam Reed", AT, 1, "b" * 64,
                      standards, "reason")


def signable(comparison: Comparison) -> Signable:
    return Signable(7, "small", "Small toolkit", signed_side(3, MARCH), signed_side(9, JUNE),
                    comparison, (5,), ("High", 3, MARCH))


def parts_of(comparison: Comparison, comments: Any = (), **explanations: str) -> dict[str, Any]:
    found = signable(comparison)
    written = {name.replace("__", "/"): text for name, text in explanations.items()}
    signature = Signature(4, "Ruth Okafor", "reviewer", AT, written, {"note": 2})
    return {**compared_parts(found, comments), **signature_parts(found, signature)}


def reduced() -> Comparison:
    """One that fell with a reason, one without, one that rose."""
    return compared({**CALM, **BEFORE}, {**CALM, **AFTER}, marks={"cars": SEEN})


def changed(data: bytes, place: int, byte: int) -> bytes:
    return data[:place] + bytes([byte]) + data[place + 1:]


TINY = {"about": {"case": 7, "share": 0.5, "words": "a “b” \n"}, "row/1": {"keys": ["a"]},
        "row/2": {"keys": []}}


# What is in it


def test_a_row_says_what_was_asked_answered_and_given_for_it() -> None:
    rows = {row["key"]: row for row in rows_of(parts_of(reduced()))}
    cars = rows["cars"]
    assert (cars["before"]["answer"], cars["after"]["answer"]) == ("Present", "Not present")
    assert (cars["direction"], cars["evidenced"]) == ("reduced", True)
    assert ["Rationale for what you have scored", "Seen at school"] in cars["after"]["evidence"]
    assert cars["after"]["evidence_date"] == "2026-05-20"
    assert [flag["flag"] for flag in rows["older"]["flags"]] == ["reduced_without_evidence"]


def test_it_says_what_each_side_was_and_which_rules_it_was_held_to() -> None:
    parts = parts_of(reduced())
    assert parts["side/earlier"]["root"] == f"{3:064}" and parts["side/later"]["version"] == 1
    assert parts["standards/later"]["values"]["evidence_stale_days"] == 56
    assert parts["about"] == {"case": 7, "toolkit": "small", "title": "Small toolkit",
                              "engine": "1.0.0", "between": [5]}
    assert parts["level/later"]["at_least"]["rank"] >= 0
    assert parts["highest"] == {"title": "High", "rank": 3, "on": "2026-03-03"}
    assert parts["statement"]["text"] == STATEMENT
    assert parts["signature"]["name"] == "Ruth Okafor"


def test_the_parts_of_a_measures_change_add_up() -> None:
    parts = parts_of(reduced())
    for name, measure in parts.items():
        if name.startswith("measure/"):
            total = sum(ends[1] for ends in measure["because"].values())
            assert total == measure["after"]["ends"][1] - measure["before"]["ends"][1]


def test_nobody_signs_what_is_withheld() -> None:
    later = side({**CALM, **AFTER}, JUNE)
    partly = compare(side(CALM), later, SAME, withheld=frozenset({"older"}))
    with pytest.raises(ValueError, match="withheld"):
        compared_parts(signable(partly), ())


@given(strategies.answers(SMALL), strategies.answers(SMALL))
def test_any_comparison_can_be_signed_and_its_file_verifies(before: Any, after: Any) -> None:
    comparison = compare(side(before.values, marks=before.marks, rows=before.rows),
                         side(after.values, JUNE, marks=after.marks, rows=after.rows), SAME)
    parts = parts_of(comparison)
    file = export(parts, SECRET)
    found = check(file, root_of(parts, SECRET))
    assert (found.problem, found.withheld) == ("", 0)
    assert canonical(found.parts) == canonical(parts)
    assert len(rows_of(found.parts)) == len(comparison.rows)


# Flags


def test_flags_are_the_same_of_a_comparison_and_of_what_was_signed() -> None:
    comparison = replace(reduced(), warnings=(Alert.FELL_TWO,))
    assert flagged(comparison) == flagged_in(parts_of(comparison))
    assert [one.name for one in flagged(comparison)] == ["alert/fell_two_levels", "row/older"]


def test_a_flag_is_explained_at_signing_or_by_a_comment() -> None:
    comparison = replace(reduced(), warnings=(Alert.FELL_TWO,))
    bare = explained(parts_of(comparison), {})
    assert [one.explained for one in bare] == [False, False]
    written = explained(parts_of(comparison, alert__fell_two_levels="She moved away"), {})
    assert [one.explained for one in written] == [True, False]
    commented = explained(parts_of(comparison), {"older": ("Seen by the school nurse",)})
    assert [one.explained for one in commented] == [False, True]
    blank = explained(parts_of(comparison, row__older="  "), {})
    assert not any(one.explained for one in blank)


# Files


def test_a_file_is_what_it_says() -> None:
    parts = parts_of(reduced())
    document = json.loads(export(parts, SECRET))
    assert document["format"] == FORMAT and document["root"] == root_of(parts, SECRET)
    assert [part["name"] for part in document["parts"]] == sorted(parts)


def test_one_changed_byte_anywhere_fails() -> None:
    """Every byte of a small file, each changed in four ways."""
    file = export(TINY, SECRET, frozenset({"row/1"}))
    assert check(file).sound
    for place, byte in enumerate(file):
        for other in {byte ^ 1, byte ^ 0x20, 0x20, 0xff} - {byte}:
            found = check(changed(file, place, other))
            assert not found.sound and not found.parts, (place, other)


REAL = export(parts_of(reduced()), SECRET)


@given(st.integers(0, len(REAL) - 1), st.integers(1, 255))
def test_one_changed_byte_of_a_whole_document_fails(place: int, flip: int) -> None:
    assert not check(changed(REAL, place, REAL[place] ^ flip)).sound


@given(st.integers(0, len(REAL)), st.binary(min_size=1, max_size=3))
def test_nothing_can_be_put_in_or_cut_off(place: int, more: bytes) -> None:
    assert not check(REAL[:place] + more + REAL[place:]).sound
    assert place == len(REAL) or not check(REAL[:place]).sound


def test_the_part_that_was_changed_is_named() -> None:
    answer = check(REAL.replace(b'"answer":"Not present"', b'"answer":"Not prezent"', 1))
    assert "Part “row/" in answer.problem and "does not say what was signed" in answer.problem
    name = next(part["name"] for part in json.loads(REAL)["parts"]
                if "row/" in part["name"] and '"Not present"' in json.dumps(part["content"]))
    assert name in answer.problem
    broken = check(REAL.replace(b'"Seen at school"', b'"Seen at school ', 1))
    assert "cannot be read" in broken.problem and "in part “row/" in broken.problem


@pytest.mark.parametrize("other", [
    lambda file: json.dumps(json.loads(file)).encode(),
    lambda file: file + b"\n",
    lambda file: file.replace(b'"case":7', b'"case":7.0'),
    lambda file: file.replace("“".encode(), rb"\u201c"),
    lambda file: file.replace(b'"share":0.5', b'"share":0.50'),
    lambda file: file.replace(b'{"case":7', b'{"case":7,"case":7'),
])
def test_the_same_words_written_otherwise_fail(other: Any) -> None:
    file = export(TINY, SECRET)
    assert other(file) != file
    assert "not written as it was" in check(other(file)).problem


def test_another_sign_off_is_not_the_one_that_was_asked_for() -> None:
    assert check(REAL, json.loads(REAL)["root"].upper()).sound
    other = check(REAL, "0" * 64)
    assert "not the one with the hash that you gave" in other.problem and not other.parts


@pytest.mark.parametrize("data", [
    b"", b"{}", b"[]", b"null", b"\xff", b"[" * 5000, b"{" * 100, "“".encode(),
    orjson.dumps({"format": FORMAT, "parts": [], "root": "0" * 64}),
    orjson.dumps({"format": "other", "parts": [{}], "root": ""}),
    orjson.dumps({"format": FORMAT, "parts": [1, None, {"hash": 3}], "root": ""}),
    orjson.dumps({"format": FORMAT, "parts": [{"hash": "é" * 64}], "root": 4}),
    orjson.dumps({"format": FORMAT, "parts": [
        {"hash": "0" * 64, "name": 3, "content": 2**60, "salt": "0" * 64}], "root": ""}),
    b'{"format":"waymark-sign-off-1","parts":[{"content":' + b"[" * 900 + b"]" * 900
    + b',"hash":"' + b"0" * 64 + b'","name":"a","salt":"' + b"0" * 64 + b'"}],"root":""}',
])
def test_what_is_no_sign_off_is_refused_with_a_sentence(data: bytes) -> None:
    found = check(data)
    assert not found.sound and found.problem.endswith(".") and found.parts == {}


# Redaction


def test_a_redacted_file_verifies_and_tells_nothing_of_what_is_withheld() -> None:
    comments = (Comment(1, "cars", "The cars were seen in town", "Ruth Okafor", AT, True),)
    parts = parts_of(reduced(), comments, row__cars="Only one of the cars")
    withheld = withheld_parts(parts, frozenset({"cars"}))
    file = export(parts, SECRET, withheld)
    found = check(file, root_of(parts, SECRET))
    assert (found.sound, found.withheld) == (True, len(withheld))
    for words in (b"cars", b"Seen at school", b"seen in town"):
        assert words not in file
    totals = ("measure/", "summary", "warnings")
    assert not [name for name in found.parts if name.startswith(totals)]
    assert {"level/earlier", "level/later", "signature", "statement"} <= found.parts.keys()


def test_nobody_counts_what_was_written_to_what_is_withheld() -> None:
    """Neither the comments beside a row nor whether its flags and those of the whole were explained
    can be told from the hashes that are left."""
    said = [Comment(number, "cars", "Seen in town", "Ruth Okafor", AT, True) for number in (1, 2)]
    comparison = replace(reduced(), warnings=(Alert.FELL_TWO,))
    copies = []
    for parts in (parts_of(comparison), parts_of(
            comparison, said, row__cars="One of them", alert__fell_two_levels="She moved away")):
        file = orjson.loads(export(parts, SECRET, withheld_parts(parts, frozenset({"cars"}))))
        copies.append([part.get("name") for part in file["parts"]])
    assert copies[0] == copies[1]


def test_what_was_signed_with_a_part_for_each_comment_still_verifies_and_is_read() -> None:
    comment = {"key": "cars", "keys": ["cars"], "text": "Seen in town", "by": "Ruth Okafor",
               "at": AT.isoformat(), "as_reviewer": True}
    now = parts_of(reduced(), row__cars="One of them")
    parts = {name: said for name, said in now.items() if not name.startswith("comments/")
             and said.get("text") != ""} | {"comment/000000001": comment}
    file = export(parts, SECRET, withheld_parts(parts, frozenset({"older"})))
    assert check(file, root_of(parts, SECRET)).sound and b"waymark-sign-off-1" in file
    assert list(comments_of(parts)) == [("comment/000000001", comment)]
    assert [one.explained for one in explained(parts, {})] == [False]
    assert b"waymark-sign-off-2" in export(now, SECRET)


@given(st.sets(st.sampled_from(sorted(SMALL.questions))))
def test_whatever_is_withheld_the_root_stays(keys: set[str]) -> None:
    parts = parts_of(reduced())
    withheld = withheld_parts(parts, frozenset(keys))
    found = check(export(parts, SECRET, withheld), root_of(parts, SECRET))
    assert found == Checked(
        "", root_of(parts, SECRET), found.parts, len(withheld))
    shown = {row["key"] for row in rows_of(found.parts)}
    assert shown == {row.key for row in reduced().rows if not row.keys & keys}


def test_nothing_asked_to_be_withheld_leaves_everything() -> None:
    assert withheld_parts(parts_of(reduced()), frozenset({"nobody_asks_this"})) == frozenset()
